import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROLES, type Role } from "../members/caller.ts";
import { stopTestServer } from "../storage/store.fixture.ts";
import type { TestUser } from "./hub.fixture.ts";
import { COLLECTION, nextUuid, openLifeHub, stix, type LifeHub } from "./hub-routes.fixture.ts";

let hub: LifeHub;
let alice: TestUser;
let bob: TestUser;
let carol: TestUser;

beforeEach(async () => {
  hub = await openLifeHub();
  alice = await hub.addUser({ organization: "Alice" });
  bob = await hub.addUser({ organization: "Bob" });
  carol = await hub.addUser({ organization: "Carol" });
});

afterEach(async () => {
  expect(hub.failures).toEqual([]);
  await hub.close();
});
afterAll(stopTestServer);

const objectPath = (id: string) => `/hub/collections/${COLLECTION}/objects/${id}`;

async function json<Body>(response: Response): Promise<Body> {
  return (await response.json()) as Body;
}

async function standing(as: TestUser, id: string) {
  const response = await hub.ask({ as, path: `${objectPath(id)}/standing` });
  return response.status === 200
    ? json<{ state: string; score: number; reasons: string[] }>(response)
    : { state: String(response.status), score: -1, reasons: [] };
}

async function recall(as: TestUser, object: string) {
  return hub.ask({
    as,
    method: "POST",
    path: "/hub/recalls",
    body: { collection: COLLECTION, object, reason: "inaccurate" },
  });
}

describe("permissions", () => {
  /** Status of each route for each role; `read-only` is an analyst's and counsel's key that changes nothing. */
  const EXPECTED: Readonly<Record<string, Readonly<Record<Role | "read-only" | "nobody", number>>>> = {
    "GET /hub/whoami": {
      analyst: 200,
      counsel: 200,
      operator: 200,
      auditor: 200,
      "read-only": 200,
      nobody: 401,
    },
    "GET /hub/recalls": {
      analyst: 200,
      counsel: 200,
      operator: 403,
      auditor: 403,
      "read-only": 200,
      nobody: 401,
    },
    "GET /hub/recalls/made": {
      analyst: 200,
      counsel: 200,
      operator: 403,
      auditor: 403,
      "read-only": 200,
      nobody: 401,
    },
    "POST /hub/recalls": {
      analyst: 404,
      counsel: 404,
      operator: 404,
      auditor: 404,
      "read-only": 403,
      nobody: 401,
    },
    "POST /hub/recalls/{notice}/acknowledgement": {
      analyst: 404,
      counsel: 404,
      operator: 403,
      auditor: 403,
      "read-only": 403,
      nobody: 401,
    },
    "GET /hub/collections/{c}/objects/{o}/standing": {
      analyst: 200,
      counsel: 200,
      operator: 404,
      auditor: 404,
      "read-only": 200,
      nobody: 401,
    },
    "PUT /hub/collections/{c}/objects/{o}/verdict": {
      analyst: 403,
      counsel: 403,
      operator: 404,
      auditor: 404,
      "read-only": 403,
      nobody: 401,
    },
    "DELETE /hub/collections/{c}/objects/{o}/verdict": {
      analyst: 403,
      counsel: 403,
      operator: 404,
      auditor: 404,
      "read-only": 403,
      nobody: 401,
    },
    "POST /hub/collections/{c}/objects/{o}/retraction": {
      analyst: 403,
      counsel: 403,
      operator: 404,
      auditor: 404,
      "read-only": 403,
      nobody: 401,
    },
    "GET /hub/audit": {
      analyst: 403,
      counsel: 403,
      operator: 403,
      auditor: 200,
      "read-only": 403,
      nobody: 401,
    },
    "GET /hub/keys": {
      analyst: 403,
      counsel: 403,
      operator: 403,
      auditor: 403,
      "read-only": 403,
      nobody: 401,
    },
    "POST /hub/keys": {
      analyst: 403,
      counsel: 403,
      operator: 403,
      auditor: 403,
      "read-only": 403,
      nobody: 401,
    },
    "DELETE /hub/keys/{key}": {
      analyst: 403,
      counsel: 403,
      operator: 403,
      auditor: 403,
      "read-only": 403,
      nobody: 401,
    },
    "POST /hub/logout": {
      analyst: 204,
      counsel: 204,
      operator: 204,
      auditor: 204,
      "read-only": 204,
      nobody: 401,
    },
    "GET /hub/login": {
      analyst: 404,
      counsel: 404,
      operator: 404,
      auditor: 404,
      "read-only": 404,
      nobody: 404,
    },
    "GET /hub/login/callback": {
      analyst: 404,
      counsel: 404,
      operator: 404,
      auditor: 404,
      "read-only": 404,
      nobody: 404,
    },
    "PATCH /hub/recalls": {
      analyst: 405,
      counsel: 405,
      operator: 405,
      auditor: 405,
      "read-only": 405,
      nobody: 401,
    },
  };

  it("are those of the table for every role and every route", async () => {
    const object = stix("campaign", { name: "Alice's" });
    await hub.add(alice, [object]);
    const users = new Map<string, TestUser | undefined>([["nobody", undefined]]);
    for (const role of ROLES)
      users.set(role, await hub.addUser({ organization: `Other ${role}`, roles: [role] }));
    users.set("read-only", await hub.addUser({ organization: "Reader", readOnly: true }));
    const answers: Record<string, Record<string, number>> = {};
    for (const route of Object.keys(EXPECTED)) {
      const [method = "", template = ""] = route.split(" ");
      const path = template
        .replace("{c}", COLLECTION)
        .replace("{o}", object.id)
        .replace("{notice}", nextUuid())
        .replace("{key}", alice.publicId);
      const row: Record<string, number> = {};
      for (const [name, as] of users) {
        const response = await hub.ask({ as, method, path, ...bodyFor(route, object.id) });
        row[name] = response.status;
      }
      answers[route] = row;
    }
    expect(answers).toEqual(EXPECTED);
    expect((await standing(bob, object.id)).state).toBe("active");
  });

  function bodyFor(route: string, object: string): { body?: object } {
    if (route === "POST /hub/recalls") return { body: { collection: COLLECTION, object, reason: "other" } };
    if (route.startsWith("PUT")) return { body: { verdict: "dismissed" } };
    return route === "POST /hub/keys" ? { body: { title: "mine" } } : {};
  }
});

describe("a recall", () => {
  it("takes all versions away at once, tells each who could read it once, and counts for its originator only", async () => {
    const campaign = stix("campaign", { name: "Wrong" });
    const newer = { ...campaign, name: "Still wrong", modified: "2025-12-02T00:00:00.000Z" };
    const note = stix("note", { content: "About it", object_refs: [campaign.id] });
    await hub.add(alice, [campaign, newer, note]);

    const response = await recall(alice, campaign.id);
    expect(response.status).toBe(201);
    const made = await json<{ id: string; recipients: number; acknowledged: number }>(response);
    expect(made).toMatchObject({ recipients: 2, acknowledged: 0, object: campaign.id, reason: "inaccurate" });

    const left = (await hub.found(bob)).filter(({ id }) => id === campaign.id);
    expect(left).toMatchObject([{ revoked: true, name: "recalled" }]);
    expect(JSON.stringify(left)).not.toContain("rong");

    const notices = await json<{ recalls: { id: string }[] }>(
      await hub.ask({ as: bob, path: "/hub/recalls" }),
    );
    expect(notices).toMatchObject({
      recalls: [{ id: made.id, object: campaign.id, reason: "inaccurate" }],
      more: false,
    });
    expect(Object.keys(notices.recalls[0] ?? {}).sort()).toEqual([
      "collection",
      "id",
      "object",
      "reason",
      "recalled_at",
    ]);

    for (const _ of [1, 2]) {
      const path = `/hub/recalls/${made.id}/acknowledgement`;
      expect((await hub.ask({ as: bob, method: "POST", path })).status).toBe(204);
    }
    expect(await json(await hub.ask({ as: bob, path: "/hub/recalls" }))).toEqual({
      recalls: [],
      more: false,
    });
    expect(await json(await hub.ask({ as: carol, path: "/hub/recalls" }))).toMatchObject({
      recalls: [{ id: made.id }],
    });
    const counts = await hub.ask({ as: alice, path: "/hub/recalls/made" });
    const text = await counts.text();
    expect(JSON.parse(text)).toMatchObject({ recalls: [{ id: made.id, recipients: 2, acknowledged: 1 }] });
    expect(text).not.toMatch(/Bob|Carol/);
    expect(await json(await hub.ask({ as: bob, path: "/hub/recalls/made" }))).toEqual({
      recalls: [],
      more: false,
    });
  });

  it("keeps the id out for everybody, as any version", async () => {
    const campaign = stix("campaign", { name: "Wrong" });
    await hub.add(alice, [campaign]);
    await recall(alice, campaign.id);
    for (const [as, modified] of [
      [alice, "2025-12-01T00:00:00.000Z"],
      [alice, "2027-12-01T00:00:00.000Z"],
      [bob, "2027-12-01T00:00:00.000Z"],
    ] as const) {
      const status = await hub.add(as, [{ ...campaign, modified }]);
      expect(status.success_count).toBe(0);
      expect(status.failures?.[0]?.message).toMatch(/recalled/);
    }
  });

  it("is the same recall the second time, with no second notice", async () => {
    const campaign = stix("campaign", { name: "Wrong" });
    await hub.add(alice, [campaign]);
    const [first, second] = [await recall(alice, campaign.id), await recall(alice, campaign.id)];
    expect((await json<{ id: string }>(second)).id).toBe((await json<{ id: string }>(first)).id);
    const { recalls } = await json<{ recalls: object[] }>(await hub.ask({ as: bob, path: "/hub/recalls" }));
    expect(recalls).toHaveLength(1);
  });

  it("is not for another's object, and the answer is that for an object that does not exist", async () => {
    const campaign = stix("campaign", { name: "Alice's" });
    await hub.add(alice, [campaign]);
    const [others, none] = [await recall(bob, campaign.id), await recall(bob, `campaign--${nextUuid()}`)];
    expect([others.status, none.status]).toEqual([404, 404]);
    expect(await others.text()).toBe(await none.text());
    expect(await hub.found(carol)).toMatchObject([{ id: campaign.id }]);
  });

  it("of what somebody added to another's object takes only that away, and says nothing for the owner", async () => {
    const campaign = stix("campaign", { name: "Alice's" });
    await hub.add(alice, [campaign]);
    await hub.add(bob, [{ ...campaign, name: "Bob's", modified: "2025-12-05T00:00:00.000Z" }]);
    expect((await recall(bob, campaign.id)).status).toBe(201);
    expect(await hub.found(carol)).toMatchObject([{ id: campaign.id, name: "Alice's" }]);
    const next = { ...campaign, name: "Alice's again", modified: "2025-12-09T00:00:00.000Z" };
    expect((await hub.add(alice, [next])).success_count).toBe(1);
  });

  it("tells only the audience that could read the object", async () => {
    const audience = await hub.members.addAudience("two", ["Alice", "Bob"], {
      organization: undefined,
      credential: "test",
    });
    const campaign = stix("campaign", { name: "For Bob" });
    await hub.add(alice, [campaign], { "Stillwatch-Audience": audience });
    const made = await json<{ id: string; recipients: number }>(await recall(alice, campaign.id));
    expect(made.recipients).toBe(1);
    expect(await json(await hub.ask({ as: bob, path: "/hub/recalls" }))).toMatchObject({
      recalls: [{ id: made.id }],
    });
    expect(await json(await hub.ask({ as: carol, path: "/hub/recalls" }))).toEqual({
      recalls: [],
      more: false,
    });
    expect((await standing(bob, campaign.id)).state).toBe("recalled");
    expect((await standing(carol, campaign.id)).state).toBe("404");
    const path = `/hub/recalls/${made.id}/acknowledgement`;
    expect((await hub.ask({ as: carol, method: "POST", path })).status).toBe(404);
    expect(await hub.found(carol)).toEqual([]);
  });

  it("is listed in pages that begin after a recall", async () => {
    const campaigns = [1, 2, 3].map((n) => stix("campaign", { name: `Wrong ${n}` }));
    await hub.add(alice, campaigns);
    for (const { id } of campaigns) await recall(alice, id);
    const seen: string[] = [];
    let after = "";
    for (let more = true; more;) {
      const page = await json<{ recalls: { id: string; object: string }[]; more: boolean }>(
        await hub.ask({ as: bob, path: `/hub/recalls?limit=2${after}` }),
      );
      seen.push(...page.recalls.map(({ object }) => object));
      more = page.more;
      after = `&after=${page.recalls.at(-1)?.id}`;
    }
    expect(seen).toEqual(campaigns.map(({ id }) => id));
  });
});

describe("a retraction", () => {
  it("adds a revoked version with the object's own audience, which counsel may do who may not add", async () => {
    const counsel = await hub.addUser({ organization: "Alice", roles: ["counsel"] });
    const audience = await hub.members.addAudience("two", ["Alice", "Bob"], {
      organization: undefined,
      credential: "test",
    });
    const campaign = stix("campaign", { name: "Over" });
    await hub.add(alice, [campaign], { "Stillwatch-Audience": audience });
    const path = `${objectPath(campaign.id)}/retraction`;
    expect((await hub.ask({ as: counsel, method: "POST", path })).status).toBe(204);
    expect(await hub.found(bob)).toMatchObject([{ id: campaign.id, name: "Over", revoked: true }]);
    expect(await hub.found(carol)).toEqual([]);
    expect((await standing(bob, campaign.id)).state).toBe("retracted");
    expect((await hub.ask({ as: counsel, method: "POST", path })).status).toBe(409);
    expect((await hub.ask({ as: bob, method: "POST", path })).status).toBe(403);
    expect((await hub.ask({ as: carol, method: "POST", path })).status).toBe(404);
  });
});

describe("standing", () => {
  const TARGET = { first_seen: "2025-12-20T00:00:00Z", last_seen: "2025-12-31T00:00:00Z" };
  let indicator: ReturnType<typeof stix>;

  beforeEach(async () => {
    indicator = stix("indicator", {
      pattern: "[user-account:user_id = 'a']",
      pattern_type: "stix",
      valid_from: "2025-12-01T00:00:00Z",
    });
    await hub.add(alice, [indicator]);
  });

  const sighting = (properties: object = {}) =>
    stix("sighting", { sighting_of_ref: indicator.id, ...TARGET, ...properties });
  const opinion = (value: string) => stix("opinion", { object_refs: [indicator.id], opinion: value });

  it("rises with a sighting and falls with opinions against it", async () => {
    const before = await standing(carol, indicator.id);
    await hub.add(bob, [sighting()]);
    const seen = await standing(carol, indicator.id);
    expect(seen.score).toBeGreaterThan(before.score);
    await hub.add(carol, [opinion("strongly-disagree")]);
    expect(await standing(carol, indicator.id)).toMatchObject({ state: "disputed" });
  });

  it("does not move further with the hundredth sighting or opinion of one organisation", async () => {
    await hub.add(
      bob,
      Array.from({ length: 100 }, () => sighting({ count: 999_999_999 })),
    );
    const stuffed = await standing(carol, indicator.id);
    await hub.add(carol, [sighting()]);
    expect((await standing(carol, indicator.id)).score).toBeGreaterThan(stuffed.score);
    await hub.add(
      bob,
      Array.from({ length: 30 }, () => opinion("strongly-agree")),
    );
    await hub.add(carol, [opinion("strongly-disagree")]);
    expect((await standing(carol, indicator.id)).state).toBe("disputed");
  });

  it("counts only what the reader may see", async () => {
    const audience = await hub.members.addAudience("two", ["Alice", "Bob"], {
      organization: undefined,
      credential: "test",
    });
    const before = await standing(carol, indicator.id);
    await hub.add(bob, [sighting(), opinion("strongly-agree")], { "Stillwatch-Audience": audience });
    expect(await standing(carol, indicator.id)).toEqual(before);
    expect((await standing(alice, indicator.id)).score).toBeGreaterThan(before.score);
  });

  it("forgets a sighting that was deleted, revoked or recalled", async () => {
    const before = await standing(carol, indicator.id);
    const [deleted, revoked, recalled] = [sighting(), sighting(), sighting()];
    await hub.add(bob, [deleted, revoked, recalled]);
    const path = `/trust/collections/${COLLECTION}/objects/${deleted.id}/`;
    const accept = { Accept: "application/taxii+json;version=2.1" };
    expect((await hub.ask({ as: bob, method: "DELETE", path, headers: accept })).status).toBe(200);
    await hub.add(bob, [{ ...revoked, revoked: true, modified: "2025-12-31T00:00:00.000Z" }]);
    await recall(bob, recalled.id);
    expect(await standing(carol, indicator.id)).toEqual(before);
  });

  it("is pinned by its owner's verdict, until that is withdrawn", async () => {
    const path = `${objectPath(indicator.id)}/verdict`;
    const before = await standing(carol, indicator.id);
    const verdict = { as: alice, method: "PUT", path, body: { verdict: "dismissed" } };
    expect((await hub.ask(verdict)).status).toBe(204);
    await hub.add(bob, [sighting(), opinion("strongly-agree")]);
    expect(await standing(carol, indicator.id)).toMatchObject({ state: "dismissed", score: 0 });
    expect((await hub.ask({ as: bob, method: "DELETE", path })).status).toBe(403);
    expect((await hub.ask({ as: alice, method: "DELETE", path })).status).toBe(204);
    expect((await standing(carol, indicator.id)).score).toBeGreaterThan(before.score);
  });

  it("names nobody and no number of organisations", async () => {
    await hub.add(bob, [sighting({ count: 4711 }), opinion("agree")]);
    const text = JSON.stringify(await standing(carol, indicator.id));
    expect(text).not.toMatch(/Alice|Bob|Carol|4711|organi[sz]ation/i);
  });
});

describe("a sighting in a pseudonymous collection", () => {
  it("does not tell who saw it", async () => {
    await hub.close();
    hub = await openLifeHub({ anonymity: "pseudonymous" });
    const identity = `identity--${nextUuid()}`;
    const author = await hub.addUser({ organization: "Alice" });
    const seer = await hub.addUser({ organization: "Bob", identities: [identity] });
    const campaign = stix("campaign", { name: "Seen" });
    await hub.add(author, [campaign]);
    const seen = stix("sighting", {
      sighting_of_ref: campaign.id,
      created_by_ref: identity,
      where_sighted_refs: [identity],
    });
    expect((await hub.add(seer, [seen])).success_count).toBe(1);
    const text = JSON.stringify(await hub.found(author));
    expect(text).toContain(seen.id);
    expect(text).not.toContain(identity);
    const named = await json<{ identities: string[] }>(await hub.ask({ as: seer, path: "/hub/whoami" }));
    expect(named.identities).toEqual([identity]);
  });
});

describe("keys", () => {
  it("are made, listed without their secrets, and revoked by the person whose they are", async () => {
    const person = { key: await hub.addPerson("ann", ["analyst"]) };
    const made = await json<{ id: string; key: string }>(
      await hub.ask({
        as: person,
        method: "POST",
        path: "/hub/keys",
        body: { title: "collector", read_only: true },
      }),
    );
    expect(await json(await hub.ask({ as: made, path: "/hub/whoami" }))).toMatchObject({
      kind: "key",
      organization: "House of ann",
      roles: ["analyst"],
      read_only: true,
    });
    const list = await (await hub.ask({ as: person, path: "/hub/keys" })).text();
    expect(list).toContain(made.id);
    expect(list).not.toContain(made.key.slice(13));
    const other = { key: await hub.addPerson("bea", ["analyst"]) };
    const path = `/hub/keys/${made.id}`;
    expect((await hub.ask({ as: other, method: "DELETE", path })).status).toBe(404);
    expect((await hub.ask({ as: person, method: "DELETE", path })).status).toBe(204);
    expect((await hub.ask({ as: made, path: "/hub/whoami" })).status).toBe(401);
  });

  it.each([
    { title: "more than its user", roles: ["auditor"] },
    { title: "no roles", roles: [] },
    { title: "bad range", ranges: ["everywhere"] },
    { title: "expired", expires_at: "2020-01-01T00:00:00Z" },
    { title: "unknown property", admin: true },
    {},
  ])("are not made of %j", async (body) => {
    const person = { key: await hub.addPerson("ann", ["analyst"]) };
    expect((await hub.ask({ as: person, method: "POST", path: "/hub/keys", body })).status).toBe(400);
  });
});

describe("the audit record", () => {
  it("has what was done by whom, and nothing of what was shared", async () => {
    const auditor = await hub.addUser({ organization: "Auditors", roles: ["auditor"] });
    const campaign = stix("campaign", { name: "Secret name" });
    await hub.add(alice, [campaign]);
    const made = await json<{ id: string }>(await recall(alice, campaign.id));
    await hub.ask({ as: bob, method: "POST", path: `/hub/recalls/${made.id}/acknowledgement` });
    const text = await (await hub.ask({ as: auditor, path: "/hub/audit?limit=1000" })).text();
    const { rows } = JSON.parse(text) as {
      rows: { action: string; organization?: string; credential: string }[];
    };
    expect(rows).toContainEqual(expect.objectContaining({ action: "objects.add", organization: "Alice" }));
    expect(rows).toContainEqual(
      expect.objectContaining({ action: "object.recall", credential: alice.publicId }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ action: "recall.acknowledge", organization: "Bob" }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ action: "key.create", credential: "command-line" }),
    );
    expect(text).not.toContain("Secret");
    expect(text).not.toContain(alice.key.slice(13));
  });

  it("cannot be changed", async () => {
    for (const sql of [
      "update audit_record set outcome = 'done'",
      "delete from audit_record",
      "truncate audit_record",
    ]) {
      await expect(hub.store.database.query(sql)).rejects.toMatchObject({ code: "query-failed" });
    }
  });
});
