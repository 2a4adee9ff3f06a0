import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stopTestServer } from "../storage/store.fixture.ts";
import { openTestHub, type TestHub, type TestUser } from "./hub.fixture.ts";

const COLLECTION = "44444444-4444-4444-8444-444444444444";
const SECOND = "55555555-5555-4555-8555-555555555555";
const UUID = "7d1f3a52-9c48-4b0e-8f6d-2a5b9c0e4d13";
const IDENTITY = `identity--${UUID}`;
const OTHER_UUID = "0e9a7c31-5b8d-4f26-9a14-c3d7e8f60b52";
const OTHER_IDENTITY = `identity--${OTHER_UUID}`;
const STAMPS = {
  spec_version: "2.1",
  created: "2024-05-01T00:00:00.000Z",
  modified: "2024-05-01T00:00:00.000Z",
};
const EXTENSION = "extension-definition--66666666-6666-4666-8666-666666666666";

let hub: TestHub;
let author: TestUser;
let reader: TestUser;

beforeAll(async () => {
  hub = await openTestHub();
  await hub.addCollection({ id: COLLECTION, anonymity: "pseudonymous" });
  await hub.addCollection({ id: SECOND, anonymity: "pseudonymous" });
  author = await hub.addUser({ organization: "Northwind Research", identities: [IDENTITY, OTHER_IDENTITY] });
  reader = await hub.addUser({
    organization: "Southgate",
    identities: ["identity--99999999-9999-4999-8999-999999999999"],
  });
});
afterAll(async () => {
  expect(hub.failures).toEqual([]);
  await hub.close();
  await stopTestServer();
});

describe("an author's whole closure of references", () => {
  it("leaves no byte of its identity, name or key in anything that another member can fetch", async () => {
    const objects = closure();
    const status = await post(author, COLLECTION, `{"objects":[${objects.join(",")}]}`);
    expect(status.failures ?? []).toEqual([]);
    expect(status.success_count).toBe(objects.length);

    const seen = await everything(reader, COLLECTION);
    for (const trace of [
      UUID,
      OTHER_UUID,
      UUID.replaceAll("-", ""),
      "Northwind",
      "NW Labs",
      author.publicId,
    ]) {
      expect(seen.toLowerCase()).not.toContain(trace.toLowerCase());
    }
    // Also not by any escape: read as JSON, the same holds.
    expect(JSON.stringify(JSON.parse(`[${seen}]`)).toLowerCase()).not.toContain(UUID);
    const pseudonyms = new Set(seen.match(/identity--[0-9a-f-]{36}/g));
    pseudonyms.delete("identity--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa");
    expect(pseudonyms.size).toBe(1);
  });

  it("is told under another pseudonym in another collection", async () => {
    const campaign = object({ type: "campaign", name: "C", created_by_ref: IDENTITY }, 90);
    await post(author, SECOND, `{"objects":[${campaign}]}`);
    await post(author, COLLECTION, `{"objects":[${campaign}]}`);
    const of = async (collection: string): Promise<unknown> =>
      (
        JSON.parse(await text(reader, `${objectsOf(collection)}${idAt("campaign", 90)}/`)) as {
          objects: Record<string, unknown>[];
        }
      ).objects[0]?.["created_by_ref"];
    const [one, two] = [await of(COLLECTION), await of(SECOND)];
    expect(one).toMatch(/^identity--/);
    expect(two).toMatch(/^identity--/);
    expect(one).not.toBe(two);
  });

  it("keeps every other byte", async () => {
    const odd = `{ "type":"x-thing",\n\t"id" : "${idAt("x-thing", 91)}","created":"2024-05-01T00:00:00.000Z","spec_version":"2.1","modified":"2024-05-01T00:00:00.000Z","x_n":1.50e2,"x_e":"\\u00e9\\/","created_by_ref" : "${IDENTITY}" }`;
    await post(author, COLLECTION, `{"objects":[${odd}]}`);
    const body = await text(reader, `${objectsOf(COLLECTION)}${idAt("x-thing", 91)}/`);
    const pseudonym = /"created_by_ref" : "([^"]+)"/.exec(body)?.[1] ?? "";
    expect(body).toContain(odd.replace(IDENTITY, pseudonym));
  });

  it("hides a sighter's identity, and the reader's own tells it nothing of the author", async () => {
    const about = JSON.parse(await text(author, `/trust/collections/${COLLECTION}/`)) as { id: string };
    expect(about.id).toBe(COLLECTION);
    const mine = await text(author, objectsOf(COLLECTION));
    expect(mine).toBe(await text(reader, objectsOf(COLLECTION)));
  });
});

describe("an object that would give its author away", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      "its identity in a longer text",
      { x_note: `ask ${IDENTITY}` },
      /^\/x_note: names your organisation's identity/,
    ],
    ["the UUID of its identity", { x_note: UUID }, /names your organisation's identity/],
    [
      "the UUID in upper case, without hyphens",
      { x_note: UUID.replaceAll("-", "").toUpperCase() },
      /names your organisation's identity/,
    ],
    ["its identity as a property's name", { x_map: { [IDENTITY]: 1 } }, /names your organisation's identity/],
    ["its name", { x_note: "found by northwind research" }, /^\/x_note: names your organisation,/],
    [
      "an id with a time in it",
      { id: "x-thing--7d1f3a52-9c48-11ee-8f6d-2a5b9c0e4d13" },
      /version 1 tells when/,
    ],
    [
      "an id with a time in it",
      { id: "x-thing--018f3a52-9c48-7b0e-8f6d-2a5b9c0e4d13" },
      /version 7 tells when/,
    ],
  ])("by %s stays out, and its author is told why", async (_, change, message) => {
    const status = await post(
      author,
      COLLECTION,
      `{"objects":[${object({ type: "x-thing", ...change }, 92)}]}`,
    );
    expect(status.success_count).toBe(0);
    expect(status.failures?.[0]?.message).toMatch(message);
    expect(JSON.stringify(status.failures)).not.toContain(UUID);
  });

  it("stays out while no identity was declared that could be hidden", async () => {
    const undeclared = await hub.addUser({ organization: "Eastgate" });
    const claim = object(
      { type: "x-thing", created_by_ref: "identity--bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb" },
      93,
    );
    const status = await post(
      undeclared,
      COLLECTION,
      `{"objects":[${claim},${object({ type: "x-thing" }, 94)}]}`,
    );
    expect([status.success_count, status.failures?.length]).toEqual([1, 1]);
    expect(status.failures?.[0]?.message).toMatch(/has not declared its STIX identities/);
  });

  it.each(["created_by_ref", "where_sighted_refs"])(
    "cannot speak for another member by %s",
    async (claim) => {
      const seen = await text(reader, `${objectsOf(COLLECTION)}${idAt("x-thing", 91)}/`);
      const pseudonym = /"created_by_ref" : "([^"]+)"/.exec(seen)?.[1] ?? "";
      const value = claim === "created_by_ref" ? pseudonym : [pseudonym];
      const status = await post(
        reader,
        COLLECTION,
        `{"objects":[${object({ type: "x-thing", [claim]: value }, 95)}]}`,
      );
      expect(status.failures?.[0]?.message).toMatch(/stands for another member/);
    },
  );

  it("comes in where authors are named", async () => {
    const named = "77777777-7777-4777-8777-777777777777";
    await hub.addCollection({ id: named, anonymity: "attributed" });
    const open = object({ type: "x-thing", created_by_ref: IDENTITY, x_note: `ask ${IDENTITY}` }, 96);
    await post(author, named, `{"objects":[${open}]}`);
    expect(await text(reader, `${objectsOf(named)}${idAt("x-thing", 96)}/`)).toContain(open);
  });
});

/** One object or more for each place in which STIX 2.1 or a custom property can name an identity. */
function closure(): readonly string[] {
  const campaign = idAt("campaign", 2);
  return [
    JSON.stringify({
      type: "identity",
      id: IDENTITY,
      ...STAMPS,
      name: "Northwind Research",
      identity_class: "organization",
    }),
    JSON.stringify({
      type: "identity",
      id: OTHER_IDENTITY,
      ...STAMPS,
      name: "NW Labs",
      created_by_ref: IDENTITY,
    }),
    object({ type: "campaign", name: "C", created_by_ref: IDENTITY }, 2),
    object({ type: "campaign", name: "D", created_by_ref: OTHER_IDENTITY }, 3),
    object(
      { type: "relationship", relationship_type: "targets", source_ref: campaign, target_ref: IDENTITY },
      4,
    ),
    object(
      { type: "relationship", relationship_type: "related-to", source_ref: IDENTITY, target_ref: campaign },
      5,
    ),
    object(
      { type: "sighting", sighting_of_ref: campaign, where_sighted_refs: [IDENTITY, OTHER_IDENTITY] },
      6,
    ),
    object({ type: "sighting", sighting_of_ref: campaign, where_sighted_refs: [IDENTITY], count: 0 }, 7),
    object({ type: "note", content: "n", object_refs: [campaign, IDENTITY], authors: ["a person"] }, 8),
    object({ type: "report", name: "r", published: STAMPS.created, object_refs: [IDENTITY] }, 9),
    object({ type: "grouping", context: "unspecified", object_refs: [IDENTITY, campaign] }, 10),
    object({ type: "opinion", opinion: "agree", object_refs: [IDENTITY] }, 11),
    object({ type: "language-content", object_ref: IDENTITY, contents: { de: { name: "Firma" } } }, 12),
    object(
      {
        type: "observed-data",
        first_observed: STAMPS.created,
        last_observed: STAMPS.created,
        number_observed: 1,
        object_refs: ["user-account--88888888-8888-4888-8888-888888888888"],
        created_by_ref: IDENTITY,
      },
      13,
    ),
    object({ type: "campaign", name: "E", x_lab: IDENTITY, x_deep: [[{ a: { b: [IDENTITY] } }]] }, 14),
    object(
      {
        type: "campaign",
        name: "F",
        extensions: { [EXTENSION]: { extension_type: "property-extension", lab: IDENTITY } },
      },
      15,
    ),
    object(
      {
        type: "campaign",
        name: "G",
        granular_markings: [
          {
            marking_ref: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
            selectors: ["created_by_ref"],
          },
        ],
        created_by_ref: IDENTITY,
      },
      16,
    ),
    `{"type":"marking-definition","spec_version":"2.1","id":"${idAt("marking-definition", 17)}","created":"2024-05-01T00:00:00.000Z","created_by_ref":"${IDENTITY}","definition_type":"statement","definition":{"statement":"internal"}}`,
    object({ type: "x-thing", created_by_ref: IDENTITY }, 18).replace(
      "identity--7",
      "\\u0069dentity--\\u0037",
    ),
    object({ type: "x-thing", x_upper: IDENTITY.toUpperCase() }, 19),
    object(
      { type: "campaign", name: "relayed", created_by_ref: "identity--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa" },
      20,
    ),
    JSON.stringify({
      type: "user-account",
      spec_version: "2.1",
      id: idAt("user-account", 21),
      user_id: "u",
      x_owner: IDENTITY,
    }),
  ];
}

function idAt(type: string, number: number): string {
  return `${type}--00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

function object(
  properties: { readonly type: string; readonly [name: string]: unknown },
  number: number,
): string {
  return JSON.stringify({ id: idAt(properties.type, number), ...STAMPS, ...properties });
}

function objectsOf(collection: string): string {
  return `/trust/collections/${collection}/objects/`;
}

interface Status {
  readonly id: string;
  readonly success_count: number;
  readonly failures?: readonly { readonly message: string }[];
}

async function post(as: TestUser, collection: string, body: string): Promise<Status> {
  const response = await hub.send({ as, method: "POST", path: objectsOf(collection), body });
  expect(response.status).toBe(202);
  return (await response.json()) as Status;
}

async function text(as: TestUser, path: string): Promise<string> {
  const response = await hub.send({ as, path });
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
}

/** Every body and header that this user can get of a collection, by every endpoint. */
async function everything(as: TestUser, collection: string): Promise<string> {
  const objects = objectsOf(collection);
  const manifest = `/trust/collections/${collection}/manifest/`;
  const records = (JSON.parse(await text(as, manifest)) as { objects: { id: string }[] }).objects;
  const paths = [
    "/taxii2/",
    "/trust/",
    "/trust/collections/",
    `/trust/collections/${collection}/`,
    objects,
    `${objects}?limit=3`,
    manifest,
    `${objects}?match[version]=all`,
    `${objects}?match[id]=${IDENTITY}`.replace(IDENTITY, records.map(({ id }) => id).join(",")),
    ...records.flatMap(({ id }) => [`${objects}${id}/`, `${objects}${id}/versions/`]),
  ];
  const answers: string[] = [];
  for (const path of paths) {
    const response = await hub.send({ as, path });
    answers.push(JSON.stringify([...response.headers]), await response.text());
  }
  return answers.join(",");
}
