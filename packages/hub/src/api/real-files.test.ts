import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { splitEnvelope } from "@stillwatch/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stopTestServer } from "../storage/store.fixture.ts";
import { openTestHub, type TestHub, type TestUser } from "./hub.fixture.ts";

/** Beside the project, where whoever develops it keeps published files. */
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "../../../../../shared/vectors/stix-data");
const FILES = [
  { name: "stix-atlas.json.gz", objects: 538, repeats: 80 },
  { name: "mobile-attack-17.1.json.gz", objects: 2_148, repeats: 0 },
  { name: "ics-attack-18.1.json.gz", objects: 1_826, repeats: 0 },
  { name: "disarm.json.gz", objects: 698, repeats: 0 },
] as const;

const isThere = existsSync(FOLDER);
if (!isThere)
  console.warn("SKIPPED: the published bulk files are not beside the project; nothing is known of them");

let hub: TestHub;
let user: TestUser;

describe.skipIf(!isThere)("a published bulk file", () => {
  beforeAll(async () => {
    hub = await openTestHub();
    user = await hub.addUser({
      organization: "Passing On",
      identities: ["identity--7d1f3a52-9c48-4b0e-8f6d-2a5b9c0e4d13"],
    });
  });
  afterAll(async () => {
    await hub.close();
    await stopTestServer();
  });

  it.each(FILES)("$name goes in whole and comes out byte for byte", async ({ name, objects, repeats }) => {
    const place = FILES.findIndex((file) => file.name === name);
    const collection = `88888888-0000-4000-8000-00000000000${place}`;
    await hub.addCollection({ id: collection, anonymity: place % 2 === 0 ? "pseudonymous" : "attributed" });
    const path = `/trust/collections/${collection}/objects/`;
    const texts = objectTexts(gunzipSync(readFileSync(join(FOLDER, name))));
    expect(texts).toHaveLength(objects);

    let present = 0;
    for (let start = 0; start < texts.length; start += 1_000) {
      const body = `{"objects":[${texts.slice(start, start + 1_000).join(",")}]}`;
      const response = await hub.send({ as: user, method: "POST", path, body });
      const status = (await response.json()) as Status;
      expect(status.failures ?? []).toEqual([]);
      present += status.successes.filter((each) => each.message?.includes("already present")).length;
    }
    expect(present).toBe(repeats);

    const received = await everyObject(`${path}?match[version]=all&match[spec_version]=2.0,2.1`);
    expect(received).toHaveLength(objects - repeats);
    // Repeats bear the same id and version as an earlier object, if not the same text: the first one stands.
    const firsts = [...new Map(texts.toReversed().map((text) => [versionOf(text), text])).values()];
    expect(firsts).toHaveLength(received.length);
    const kept = new Set(received);
    expect(firsts.filter((text) => !kept.has(text)).map(versionOf)).toEqual([]);
  });
});

interface Status {
  readonly successes: readonly { readonly message?: string }[];
  readonly failures?: readonly unknown[];
}

function objectTexts(bundle: Uint8Array): readonly string[] {
  const envelope = splitEnvelope(bundle, { maxBytes: 2 ** 27, maxObjects: 100_000, maxObjectDepth: 64 });
  if (envelope.kind === "refused") throw new Error(envelope.message);
  return envelope.items.map((item) => item.text);
}

function versionOf(text: string): string {
  const { id, modified } = JSON.parse(text) as { id: string; modified?: string };
  return `${id} ${modified}`;
}

async function everyObject(path: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let next: string | undefined = ""; next !== undefined;) {
    const response = await hub.send({ as: user, path: next === "" ? path : `${path}&next=${next}` });
    const body = Buffer.from(await response.arrayBuffer());
    texts.push(...objectTexts(body));
    next = (JSON.parse(body.toString()) as { next?: string }).next;
  }
  return texts;
}
