import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type {
  CollectionNumber,
  Microseconds,
  NewVersion,
  VersionQuery,
} from "../collections/version-store.ts";
import type { AudienceNumber, OrganizationNumber } from "../members/caller.ts";
import { openTestStore, stopTestServer, type TestStore } from "./store.fixture.ts";

let store: TestStore;
let collection: CollectionNumber;
let alice: OrganizationNumber;
let bob: OrganizationNumber;
let circle: AudienceNumber;

beforeEach(async () => {
  store = await openTestStore();
  ({ collection } = await store.addCollection());
  ({ organization: alice, ownAudience: circle } = await store.addOrganization("Alice"));
  ({ organization: bob } = await store.addOrganization("Bob"));
});

afterEach(async () => store.close());
afterAll(stopTestServer);

describe("adding", () => {
  it("keeps the text byte for byte and dates each version a microsecond later at least", async () => {
    const body = '{ "id" : "note--1", "text": "\\u0000 \\ud800 é 𝒳 \\"quoted\\" \\\\ {1,2} \'" }';
    const [first, second] = await store.versions.addVersions(collection, alice, [
      version("note--1", 1, { body }),
      version("note--2", 1),
    ]);
    const { rows } = await store.versions.objects(query());
    expect(rows[0]?.body).toBe(body);
    expect(rows.map(({ position }) => position)).toEqual([1, 2]);
    expect(first?.kind === "added" && second?.kind === "added" && second.dateAdded > first.dateAdded).toBe(
      true,
    );
  });

  it("adds a version once, however often it comes", async () => {
    const twice = await store.versions.addVersions(collection, alice, [
      version("a--1", 1),
      version("a--1", 1),
    ]);
    const again = await store.versions.addVersions(collection, alice, [version("a--1", 1)]);
    expect([...twice, ...again].map(({ kind }) => kind)).toEqual([
      "added",
      "already-present",
      "already-present",
    ]);
    expect((await store.versions.objects(query())).rows).toHaveLength(1);
  });

  it("takes an object without a version for the same while its text is", async () => {
    const plain = version("ipv4-addr--1", undefined);
    const other = { ...plain, body: '{"other":1}' };
    const outcomes = [
      ...(await store.versions.addVersions(collection, alice, [plain, plain])),
      ...(await store.versions.addVersions(collection, alice, [plain, other])),
    ];
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      "added",
      "already-present",
      "already-present",
      "added",
    ]);
  });

  it("says nothing of what another organisation keeps to itself, and shows both readers one version", async () => {
    await store.versions.addVersions(collection, alice, [version("a--1", 1, { audiences: [circle] })]);
    const [outcome] = await store.versions.addVersions(collection, bob, [version("a--1", 1)]);
    expect(outcome?.kind).toBe("added");
    for (const organization of [alice, bob]) {
      const { rows } = await store.versions.objects(
        query({ reader: { organization, audiences: new Set([circle]) } }),
      );
      expect(rows).toHaveLength(1);
    }
    expect(
      (await store.versions.objects(query({ reader: { organization: bob, audiences: new Set() } }))).rows,
    ).toHaveLength(1);
  });

  it("refuses what was recalled for everyone, and to its owner what he recalled, and adds what comes beside it", async () => {
    await store.database.query(
      `insert into recalls (public_id, collection, object_id, object_type, owner, reason, credential, recalled_at,
         blocks_everyone)
       values (gen_random_uuid(), $1, 'a--1', 'a', $2, 'wrong', 'key', 0, true),
         (gen_random_uuid(), $1, 'b--1', 'b', $2, 'wrong', 'key', 0, false)`,
      [collection, alice],
    );
    const three = [version("a--1", 2), version("b--1", 2), version("c--1", 2)];
    const kinds = async (owner: OrganizationNumber): Promise<unknown> =>
      (await store.versions.addVersions(collection, owner, three)).map(({ kind }) => kind);
    expect(await kinds(alice)).toEqual(["recalled", "recalled", "added"]);
    expect(await kinds(bob)).toEqual(["recalled", "added", "already-present"]);
  });

  it("gives positions without a gap or a twin to writers at once", async () => {
    const batches = Array.from({ length: 20 }, (_, batch) =>
      Array.from({ length: 10 }, (_, index) => version(`a--${batch}-${index}`, 1)),
    );
    await Promise.all(batches.map((batch) => store.versions.addVersions(collection, alice, batch)));
    const { rows } = await store.versions.manifest(query({ limit: 1_000 }));
    expect(rows.map(({ position }) => position)).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
    expect(rows.every((row, index) => index === 0 || row.dateAdded > (rows[index - 1]?.dateAdded ?? 0))).toBe(
      true,
    );
  });
});

describe("reading", () => {
  it("shows the last version that this reader may see", async () => {
    await store.versions.addVersions(collection, alice, [
      version("a--1", 1),
      version("a--1", 2, { audiences: [circle] }),
      version("a--1", 3, { audiences: [] }),
    ]);
    const seen = async (
      organization: OrganizationNumber,
      audiences: readonly AudienceNumber[],
    ): Promise<unknown> =>
      (
        await store.versions.objects(query({ reader: { organization, audiences: new Set(audiences) } }))
      ).rows.map((row) => row.version);
    expect(await seen(bob, [])).toEqual([1]);
    expect(await seen(bob, [circle])).toEqual([2]);
    expect(await seen(alice, [])).toEqual([3]);
  });

  it("turns pages without losing or repeating a row", async () => {
    await store.versions.addVersions(
      collection,
      alice,
      Array.from({ length: 25 }, (_, index) => version(`a--${index}`, 1)),
    );
    const ids: string[] = [];
    let after: number | undefined;
    for (let more = true; more;) {
      const page = await store.versions.manifest(query({ after, limit: 10 }));
      ids.push(...page.rows.map(({ id }) => id));
      after = page.rows.at(-1)?.position;
      more = page.more;
    }
    expect(ids).toEqual(Array.from({ length: 25 }, (_, index) => `a--${index}`));
  });
});

describe("deleting", () => {
  it("takes away one's own versions only", async () => {
    await store.versions.addVersions(collection, alice, [version("a--1", 1), version("a--1", 2)]);
    await store.versions.addVersions(collection, bob, [version("a--1", 3)]);
    const gone = await store.versions.deleteVersions({
      collection,
      reader: { organization: alice, audiences: new Set() },
      id: "a--1",
      specVersions: undefined,
      versions: [{ kind: "all" }],
    });
    expect(gone).toBe(2);
    expect(
      (await store.versions.versionsOf({ ...query(), ids: ["a--1"] })).rows.map((row) => row.version),
    ).toEqual([3]);
  });
});

function version(id: string, at: number | undefined, parts: Partial<NewVersion> = {}): NewVersion {
  return {
    id,
    type: id.split("--")[0] ?? "",
    version: at as Microseconds | undefined,
    specVersion: "2.1",
    body: `{"id":"${id}"}`,
    audiences: undefined,
    ...parts,
  };
}

function query(parts: Partial<VersionQuery> = {}): VersionQuery {
  return {
    collection,
    reader: { organization: bob, audiences: new Set() },
    addedAfter: undefined,
    ids: undefined,
    types: undefined,
    specVersions: undefined,
    versions: [{ kind: "last" }],
    after: undefined,
    limit: 100,
    ...parts,
  };
}
