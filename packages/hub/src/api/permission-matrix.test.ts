import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROLES, type Role } from "../members/caller.ts";
import { COMMAND_LINE } from "../members/administration.ts";
import { stopTestServer } from "../storage/store.fixture.ts";
import { AUDIENCE_HEADER } from "./add-objects.ts";
import { openTestHub, type TestHub, type TestUser } from "./hub.fixture.ts";

/**
 * Every kind of caller against every endpoint and every kind of object, generated from the tables below. What each may
 * do is said here a second time, in sets, and not by the code under test.
 */

const COLLECTION = "22222222-2222-4222-8222-222222222222";
const UNKNOWN = "33333333-3333-4333-8333-333333333333";
const ROOT = `/trust/collections/${COLLECTION}`;
const AUDIENCE = "first-audience";
const OTHER_AUDIENCE = "second-audience";

const TLP_AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";
const TLP_STRICT = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003";
const TLP_RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";

/** Organisations, by what they may do in the collection. `owner` adds all objects. */
const ORGANIZATIONS = {
  owner: { read: true, write: true, audiences: [] },
  reader: { read: true, write: true, audiences: [] },
  member: { read: true, write: false, audiences: [AUDIENCE] },
  otherMember: { read: true, write: false, audiences: [OTHER_AUDIENCE] },
  /** In the audience, but not allowed to read the collection. */
  outside: { read: false, write: false, audiences: [AUDIENCE] },
  writer: { read: false, write: true, audiences: [] },
  nobody: { read: false, write: false, audiences: [] },
} as const;
type Organization = keyof typeof ORGANIZATIONS;

/** Kinds of objects: their markings, the audiences that the request names, and whose they are to see beside their owner. */
const OBJECTS = {
  open: { markings: [TLP_AMBER], named: undefined, seenBy: ["reader", "member", "otherMember"] },
  unmarked: { markings: [], named: undefined, seenBy: ["reader", "member", "otherMember"] },
  strict: { markings: [TLP_STRICT], named: undefined, seenBy: [] },
  red: { markings: [TLP_RED], named: undefined, seenBy: [] },
  amberAndRed: { markings: [TLP_AMBER, TLP_RED], named: undefined, seenBy: [] },
  strictNamed: { markings: [TLP_STRICT], named: [AUDIENCE], seenBy: ["member"] },
  redNamedTwice: {
    markings: [TLP_RED],
    named: [AUDIENCE, OTHER_AUDIENCE],
    seenBy: ["member", "otherMember"],
  },
  openNarrowed: { markings: [TLP_AMBER], named: [OTHER_AUDIENCE], seenBy: ["otherMember"] },
} as const satisfies Record<
  string,
  { markings: readonly string[]; named: readonly string[] | undefined; seenBy: readonly Organization[] }
>;
type Kind = keyof typeof OBJECTS;
const KINDS = Object.keys(OBJECTS) as Kind[];

const CALLERS = (Object.keys(ORGANIZATIONS) as Organization[]).flatMap((organization) =>
  ROLES.flatMap((role) => [false, true].map((readOnly) => ({ organization, role, readOnly }))),
);
type CallerKind = (typeof CALLERS)[number];

let hub: TestHub;
let statusId: string;
const users = new Map<string, TestUser>();
const audienceIds = new Map<string, string>();

beforeAll(async () => {
  hub = await openTestHub({ settings: { pageSize: 50 } });
  const collection = await hub.addCollection({ id: COLLECTION, everyone: { read: false, write: false } });
  for (const caller of CALLERS)
    users.set(nameOf(caller), await hub.addUser({ ...caller, roles: [caller.role] }));
  // Whoever addresses an audience must belong to it; the owner leaves both again.
  for (const name of [AUDIENCE, OTHER_AUDIENCE]) {
    const members = Object.entries(ORGANIZATIONS).filter(([, { audiences }]) =>
      audiences.some((each) => each === name),
    );
    const names = ["owner", ...members.map(([organization]) => organization)];
    audienceIds.set(name, await hub.members.addAudience(name, names, COMMAND_LINE));
  }
  for (const [organization, { read, write }] of Object.entries(ORGANIZATIONS)) {
    await hub.members.grant({ organization, collection, read, write }, COMMAND_LINE);
  }
  for (const kind of KINDS) {
    const { named } = OBJECTS[kind];
    const response = await hub.send({
      as: userOf({ organization: "owner", role: "analyst", readOnly: false }),
      method: "POST",
      path: `${ROOT}/objects/`,
      body: { objects: [1, 2].map((version) => objectOf(kind, version)) },
      headers: named === undefined ? {} : { [AUDIENCE_HEADER]: named.map(audienceId).join(", ") },
    });
    const status = (await response.json()) as { id: string; success_count: number };
    expect([kind, response.status, status.success_count]).toEqual([kind, 202, 2]);
    statusId = status.id;
  }
  for (const audience of audienceIds.values()) {
    await hub.members.changeAudience({ audience, organization: "owner", member: false }, COMMAND_LINE);
  }
});
afterAll(async () => {
  expect(hub.failures).toEqual([]);
  await hub.close();
  await stopTestServer();
});

describe.each(CALLERS)("$role of $organization (read-only key: $readOnly)", (caller) => {
  const visible = KINDS.filter((kind) => sees(caller, kind));

  it("sees the collection or nothing of it, in lists as by name", async () => {
    const list = (await (await send(caller, "/trust/collections/")).json()) as {
      collections?: { id: string }[];
    };
    expect(list.collections?.map((each) => each.id)).toEqual(knows(caller) ? [COLLECTION] : undefined);
    const one = await send(caller, `${ROOT}/`);
    expect(one.status).toBe(knows(caller) ? 200 : 404);
    if (knows(caller)) {
      expect(await one.json()).toMatchObject({
        can_read: reads(caller),
        can_write: adds(caller) || removes(caller),
      });
    } else {
      expect(await one.text()).toBe(await (await send(caller, `/trust/collections/${UNKNOWN}/`)).text());
    }
  });

  it.each(["objects", "manifest"])(
    "gets of %s what it may see, in one page or in many, and no trace of the rest",
    async (resource) => {
      const path = `${ROOT}/${resource}/`;
      if (!reads(caller)) return expectUnknown(caller, path);
      for (const query of ["", "?match[version]=all", "?match[version]=first", "?match[type]=x-thing"]) {
        const whole = await send(caller, path + query);
        const body = (await whole.json()) as {
          objects?: { id: string; date_added?: string }[];
          more?: boolean;
        };
        const expected = visible.flatMap((kind) =>
          query.endsWith("all") ? [idOf(kind), idOf(kind)] : [idOf(kind)],
        );
        expect(body.objects?.map((each) => each.id) ?? []).toEqual(expected);
        expect(body.more).toBe(expected.length === 0 ? undefined : false);
        expect(whole.headers.get("X-TAXII-Date-Added-First") !== null).toBe(expected.length > 0);
        expect(await onePerPage(caller, `${path}${query}`)).toEqual(expected);
      }
      const asked = await send(caller, `${path}?match[id]=${KINDS.map(idOf).join(",")}`);
      const found = (await asked.json()) as { objects?: { id: string }[] };
      expect(found.objects?.map((each) => each.id) ?? []).toEqual(visible.map(idOf));
    },
  );

  it.each(KINDS)(
    "gets the %s object and its versions, or the answer for what does not exist",
    async (kind) => {
      for (const tail of ["", "versions/"]) {
        const path = `${ROOT}/objects/${idOf(kind)}/${tail}`;
        const response = await send(caller, path);
        expect([path, response.status]).toEqual([path, sees(caller, kind) ? 200 : 404]);
        if (sees(caller, kind)) continue;
        const unknown = `${ROOT}/objects/x-thing--${UNKNOWN}/${tail}`;
        expect(await same(response)).toEqual(await same(await send(caller, unknown)));
      }
    },
  );

  it("sees a status of its own organisation only", async () => {
    const response = await send(caller, `/trust/status/${statusId}/`);
    expect(response.status).toBe(caller.organization === "owner" ? 200 : 404);
    if (response.status === 404) {
      expect(await same(response)).toEqual(await same(await send(caller, `/trust/status/${UNKNOWN}/`)));
    }
  });

  it("adds where its role, its key and its organisation may", async () => {
    const response = await send(caller, `${ROOT}/objects/`, "POST", { objects: [newObject(caller)] });
    expect(response.status).toBe(adds(caller) ? 202 : knows(caller) ? 403 : 404);
    if (response.status === 404) {
      const unknown = await send(caller, `/trust/collections/${UNKNOWN}/objects/`, "POST", { objects: [] });
      expect(await same(response)).toEqual(await same(unknown));
    }
    await cleanUp(caller);
  });

  it.each(KINDS)(
    "does not take away the %s object of another organisation, and cannot tell whether it is there",
    async (kind) => {
      if (caller.organization === "owner") return;
      const response = await send(caller, `${ROOT}/objects/${idOf(kind)}/`, "DELETE");
      expect(response.status).toBe(knows(caller) && !removes(caller) ? 403 : 404);
      const unknown = await send(caller, `${ROOT}/objects/x-thing--${UNKNOWN}/`, "DELETE");
      expect(await same(response)).toEqual(await same(unknown));
      const owner = { organization: "owner", role: "analyst", readOnly: false } as const;
      expect((await send(owner, `${ROOT}/objects/${idOf(kind)}/`)).status).toBe(200);
    },
  );
});

describe("what the owner's people may take away", () => {
  it.each(CALLERS.filter((caller) => caller.organization === "owner"))(
    "$role (read-only key: $readOnly)",
    async (caller) => {
      const analyst = { organization: "owner", role: "analyst", readOnly: false } as const;
      await send(analyst, `${ROOT}/objects/`, "POST", { objects: [newObject(caller)] });
      const response = await send(caller, `${ROOT}/objects/${newObject(caller).id}/`, "DELETE");
      expect(response.status).toBe(removes(caller) ? 200 : knows(caller) ? 403 : 404);
      const left = await send(analyst, `${ROOT}/objects/${newObject(caller).id}/`);
      expect(left.status).toBe(removes(caller) ? 404 : 200);
      await cleanUp(caller);
    },
  );
});

describe("where the hub says 403 for what may not be read", () => {
  it("says so for a collection without read right, and 404 for one that does not exist", async () => {
    const forbidding = await openTestHub({ settings: { unreadable: "forbid" } });
    await forbidding.addCollection({ id: COLLECTION, everyone: { read: false, write: false } });
    const user = await forbidding.addUser({ organization: "nobody" });
    for (const tail of ["objects/", "manifest/", "objects/x-thing--1/", "objects/x-thing--1/versions/"]) {
      expect((await forbidding.send({ as: user, path: `${ROOT}/${tail}` })).status).toBe(403);
      expect(
        (await forbidding.send({ as: user, path: `/trust/collections/${UNKNOWN}/${tail}` })).status,
      ).toBe(404);
    }
    expect((await forbidding.send({ as: user, path: `${ROOT}/` })).status).toBe(200);
    await forbidding.close();
  });
});

function isMember({ role }: { readonly role: Role }): boolean {
  return role === "analyst" || role === "counsel";
}

function knows(caller: CallerKind): boolean {
  const { read, write } = ORGANIZATIONS[caller.organization];
  return isMember(caller) && (read || write);
}

function reads(caller: CallerKind): boolean {
  return isMember(caller) && ORGANIZATIONS[caller.organization].read;
}

function adds(caller: CallerKind): boolean {
  return caller.role === "analyst" && !caller.readOnly && ORGANIZATIONS[caller.organization].write;
}

function removes(caller: CallerKind): boolean {
  return (
    caller.role === "counsel" && !caller.readOnly && reads(caller) && ORGANIZATIONS[caller.organization].write
  );
}

function sees(caller: CallerKind, kind: Kind): boolean {
  const seenBy: readonly Organization[] = OBJECTS[kind].seenBy;
  return reads(caller) && (caller.organization === "owner" || seenBy.includes(caller.organization));
}

function nameOf({ organization, role, readOnly }: CallerKind): string {
  return `${organization} ${role} ${readOnly}`;
}

function userOf(caller: CallerKind): TestUser {
  const user = users.get(nameOf(caller));
  if (user === undefined) throw new Error("no such caller");
  return user;
}

function audienceId(name: string): string {
  return audienceIds.get(name) ?? "";
}

function idOf(kind: Kind): string {
  return `x-thing--00000000-0000-4000-8000-${String(KINDS.indexOf(kind)).padStart(12, "0")}`;
}

function objectOf(kind: Kind, version: number) {
  const { markings } = OBJECTS[kind];
  return {
    type: "x-thing",
    spec_version: "2.1",
    id: idOf(kind),
    created: "2020-01-01T00:00:00.000Z",
    modified: `2020-01-0${version}T00:00:00.000Z`,
    ...(markings.length === 0 ? {} : { object_marking_refs: markings }),
  };
}

function newObject(caller: CallerKind) {
  const id = `x-thing--00000000-0000-4000-8000-1${String(CALLERS.indexOf(caller)).padStart(11, "0")}`;
  return { ...objectOf("unmarked", 1), id };
}

/** Takes away what a test added, so that the others find what they expect. */
async function cleanUp(caller: CallerKind): Promise<void> {
  await hub.store.database.query("delete from versions where id = $1", [newObject(caller).id]);
}

async function send(caller: CallerKind, path: string, method = "GET", body?: unknown): Promise<Response> {
  return hub.send({ as: userOf(caller), path, method, body });
}

/** All that an answer shows, but for the random id of each. */
async function same(response: Response): Promise<unknown> {
  const headers = [...response.headers].filter(([name]) => name !== "x-request-id");
  return [response.status, headers, await response.text()];
}

async function expectUnknown(caller: CallerKind, path: string): Promise<void> {
  const unknown = await send(caller, path.replace(COLLECTION, UNKNOWN));
  const response = await send(caller, path);
  expect(response.status).toBe(404);
  expect(await same(response)).toEqual(await same(unknown));
}

async function onePerPage(caller: CallerKind, path: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let next: string | undefined = ""; next !== undefined;) {
    const query: string = `${path.includes("?") ? "&" : "?"}limit=1${next === "" ? "" : `&next=${next}`}`;
    const page = (await (await send(caller, path + query)).json()) as {
      objects?: { id: string }[];
      next?: string;
    };
    ids.push(...(page.objects ?? []).map((each) => each.id));
    expect(page.next === undefined || (page.objects?.length === 1 && page.next !== next)).toBe(true);
    next = page.next;
  }
  return ids;
}
