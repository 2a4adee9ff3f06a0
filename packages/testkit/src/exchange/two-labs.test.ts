import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NORTH, OBJECTS, openExchange, pulledTexts, SOUTH, type Exchange } from "./exchange.fixture.ts";
import { TAXII } from "./hub-request.ts";

const CAMPAIGN = "campaign--0d6f2b7e-41c8-4f0a-b5a9-2e7d9c3f6a10";
const INDICATOR = "indicator--7c1e9a34-52fb-4d60-8e27-b0a4f6d8c513";
const SEARCH = "sighting--e2b58f07-96ad-4c31-a7d4-1f0c3b9e6825";
const OPINION = "opinion--4a9d0c6f-e713-48b2-95c8-d6f1e2a7b309";
const DATED = { created: "2026-11-20T08:00:00.000Z", modified: "2026-11-20T08:00:00.000Z" };

/** Made by hand, with spaces and an escape that a rewriting program would not keep. */
const BUNDLE = `{
  "type": "bundle",
  "id": "bundle--5f0b8c1d-3e72-49a6-8d95-c4a7e1f2b068",
  "objects": [
    { "type": "identity", "spec_version": "2.1", "id": "${NORTH}", "created": "2026-01-01T00:00:00.000Z",
      "modified": "2026-01-01T00:00:00.000Z", "name": "North Lab", "identity_class": "organization" },
    { "type": "campaign",  "spec_version": "2.1", "id": "${CAMPAIGN}", "created_by_ref": "${NORTH}",
      "created": "2026-11-20T08:00:00.000Z", "modified": "2026-11-20T08:00:00.000Z", "name": "Reasoning har\\u0076est" },
    { "type": "indicator", "spec_version": "2.1", "id": "${INDICATOR}", "created_by_ref": "${NORTH}",
      "created": "2026-11-20T08:00:00.000Z", "modified": "2026-11-20T08:00:00.000Z", "pattern_type": "sigma",
      "pattern": "title: One credential, many machines", "valid_from": "2026-11-20T00:00:00Z" }
  ]
}`;

const FEEDBACK = JSON.stringify({
  type: "bundle",
  id: "bundle--91d3e6a8-0b47-4c5f-a2e9-7f8c6d1b3054",
  objects: [
    {
      type: "sighting",
      spec_version: "2.1",
      id: SEARCH,
      created_by_ref: SOUTH,
      ...DATED,
      sighting_of_ref: CAMPAIGN,
      where_sighted_refs: [SOUTH],
      count: 0,
    },
    {
      type: "opinion",
      spec_version: "2.1",
      id: OPINION,
      created_by_ref: SOUTH,
      ...DATED,
      opinion: "strongly-disagree",
      explanation: "A class exercise.",
      object_refs: [CAMPAIGN],
    },
  ],
});

let exchange: Exchange;
beforeAll(async () => {
  exchange = await openExchange();
  writeFileSync(join(exchange.folder, "bundle.json"), BUNDLE);
  writeFileSync(join(exchange.folder, "feedback.json"), FEEDBACK);
});
afterAll(async () => {
  await exchange.close();
});

/** In this order: each step is what the next one finds. */
describe("two labs and a hub", { timeout: 240_000 }, () => {
  it("a bundle that was made by hand goes in as one member and comes out as the other, byte for byte but for its author", async () => {
    expect(await exchange.exchange("north", ["push", "bundle.json", ...TO_CAMPAIGNS])).toMatchObject({
      status: 0,
      stdout: "3 objects added or there already\n",
    });
    expect(await exchange.exchange("south", ["pull", "--out", "south", ...TO_CAMPAIGNS])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("3 new objects") as string,
    });
    const texts = pulledOf("south");
    const stand = pseudonymIn(texts);
    expect(texts[1]).toBe(
      BUNDLE.slice(BUNDLE.indexOf('{ "type": "campaign"'), BUNDLE.indexOf(',\n    { "type": "indicator"'))
        .replace(NORTH, stand)
        .replaceAll("\n", " "),
    );
    expect(texts.join()).not.toMatch(/North Lab|3f6a1c52/);
  });

  it("comes out through curl, as the hub says when it starts", () => {
    const key = readFileSync(join(exchange.folder, "stillwatch-hub/keys/south.key"), "utf8").trim();
    const answer = execFileSync(
      "curl",
      ["-s", "-H", `Authorization: Bearer ${key}`, "-H", `Accept: ${TAXII}`].concat(
        `${exchange.hub().origin}${OBJECTS}`,
      ),
      { encoding: "utf8" },
    );
    const ids = (JSON.parse(answer) as { objects: { id: string }[] }).objects.map(({ id }) => id);
    expect(ids).toHaveLength(3);
    expect(ids).toContain(CAMPAIGN);
  });

  it("a second pull finds nothing new, and a second push adds nothing", async () => {
    expect((await exchange.exchange("south", ["pull", "--out", "south", ...TO_CAMPAIGNS])).stdout).toContain(
      "nothing new",
    );
    expect(await exchange.exchange("north", ["push", "bundle.json", ...TO_CAMPAIGNS])).toMatchObject({
      status: 0,
    });
    expect((await exchange.exchange("south", ["pull", "--out", "south", ...TO_CAMPAIGNS])).stdout).toContain(
      "nothing new",
    );
  });

  it('"looked, not found" and an opinion come back without saying from whom, and count', async () => {
    expect(await exchange.exchange("south", ["push", "feedback.json", ...TO_CAMPAIGNS])).toMatchObject({
      status: 0,
    });
    await exchange.exchange("north", ["pull", "--out", "north", ...TO_CAMPAIGNS]);
    const texts = pulledOf("north");
    expect(texts.join()).not.toMatch(/South Lab|a84e7d20/);
    const sighting = texts
      .map((text) => JSON.parse(text) as Sighting)
      .find(({ id }) => id === SEARCH) as Sighting;
    expect(sighting).toMatchObject({ count: 0, sighting_of_ref: CAMPAIGN });
    expect(sighting.where_sighted_refs).toEqual([sighting.created_by_ref]);
    expect(sighting.created_by_ref).not.toBe(pseudonymIn(texts));
    const standing = await exchange
      .as("north")
      .ask({ path: `/hub/collections/campaigns/objects/${CAMPAIGN}/standing`, headers: JSON_ONLY });
    expect(standing.status).toBe(200);
    expect(standing.json<{ reasons: unknown[] }>().reasons).not.toEqual([]);
  });

  it("a recall takes the object away at once and reaches the other member, who says that it has acted", async () => {
    const north = exchange.as("north");
    const south = exchange.as("south");
    const recalled = await north.ask({
      method: "POST",
      path: "/hub/recalls",
      headers: { ...JSON_ONLY, "Content-Type": "application/json" },
      body: JSON.stringify({ collection: "campaigns", object: CAMPAIGN, reason: "mistake" }),
    });
    expect(recalled.status).toBe(201);
    const left = (await south.ask({ path: `${OBJECTS}?match[id]=${CAMPAIGN}` })).json<Left>();
    expect(left.objects).toMatchObject([{ id: CAMPAIGN, revoked: true }]);
    expect(JSON.stringify(left)).not.toContain("Reasoning");
    const pulled = await exchange.exchange("south", ["pull", "--out", "south", ...TO_CAMPAIGNS]);
    expect(pulled.status).toBe(0);
    expect(pulledOf("south").at(-1)).toContain('"revoked":true');
    const notices = (await south.ask({ path: "/hub/recalls", headers: JSON_ONLY })).json<Recalls>();
    expect(notices.recalls).toMatchObject([{ object: CAMPAIGN }]);
    expect(JSON.stringify(notices)).not.toMatch(/North/);
    const acknowledged = await south.ask({
      method: "POST",
      path: `/hub/recalls/${notices.recalls[0]?.id ?? ""}/acknowledgement`,
      headers: JSON_ONLY,
    });
    expect(acknowledged.status).toBe(204);
    expect((await south.ask({ path: "/hub/recalls", headers: JSON_ONLY })).json<Recalls>().recalls).toEqual(
      [],
    );
    expect(
      (await north.ask({ path: "/hub/recalls/made", headers: JSON_ONLY })).json<Recalls>().recalls,
    ).toMatchObject([{ object: CAMPAIGN, recipients: 1, acknowledged: 1 }]);
  });

  it("what was recalled is refused, and named, when it is pushed again", async () => {
    const again = await exchange.exchange("north", ["push", "bundle.json", ...TO_CAMPAIGNS]);
    expect(again.status).toBe(2);
    expect(again.stdout).toContain(CAMPAIGN);
    expect(again.stdout).toContain("recalled");
  });

  it("status shows what waits", async () => {
    const { status, stdout } = await exchange.exchange("south", ["status", "--out", "south", "--json"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ collections: [{ alias: "campaigns", waiting: "nothing" }] });
    const never = await exchange.exchange("south", ["status", "--out", "elsewhere", "--json"]);
    expect(JSON.parse(never.stdout)).toMatchObject({ collections: [{ waiting: "something" }] });
  });
});

const TO_CAMPAIGNS = ["--collection", "campaigns"] as const;
const JSON_ONLY = { Accept: "application/json" };

interface Sighting {
  readonly id: string;
  readonly created_by_ref: string;
  readonly where_sighted_refs: readonly string[];
}

interface Left {
  readonly objects?: readonly { readonly id: string; readonly revoked?: boolean }[];
}

interface Recalls {
  readonly recalls: readonly { readonly id: string }[];
}

function pulledOf(out: string): readonly string[] {
  return pulledTexts(join(exchange.folder, out));
}

/** The identity object that stands in the place of North's. */
function pseudonymIn(texts: readonly string[]): string {
  const identity = texts
    .map((text) => JSON.parse(text) as { type: string; id: string })
    .find(({ type }) => type === "identity");
  if (identity === undefined) throw new Error("there is no identity among the objects");
  return identity.id;
}
