import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Microseconds, NewVersion, VersionChoice, VersionQuery } from "../collections/version-store.ts";
import type { AudienceNumber, OrganizationNumber } from "../members/caller.ts";
import { NaiveVersionStore } from "./naive-version-store.fixture.ts";
import { postgresVersionStore } from "./postgres-version-store.ts";
import { openTestStore, stopTestServer, type TestStore } from "./store.fixture.ts";

let store: TestStore;
let organizations: readonly OrganizationNumber[];

beforeAll(async () => {
  store = await openTestStore();
  organizations = await Promise.all(
    ["Alice", "Bob", "Carol"].map(async (name) => (await store.addOrganization(name)).organization),
  );
});
afterAll(async () => {
  await store.close();
  await stopTestServer();
});

it("answers every sequence of adding, reading, paging and deleting as a list searched from end to end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step(), { minLength: 1, maxLength: 30, size: "max" }), async (steps) => {
      const { collection } = await store.addCollection();
      const real = postgresVersionStore(store.database, clock());
      const judge = new NaiveVersionStore(clock());
      for (const one of steps) {
        const owner = organizations[one.who] as OrganizationNumber;
        switch (one.kind) {
          case "add":
            expect(await real.addVersions(collection, owner, one.versions)).toEqual(
              judge.add(owner, one.versions),
            );
            break;
          case "read": {
            const query = {
              ...one.query,
              collection,
              reader: { organization: owner, audiences: one.audiences },
            };
            await compareAllPages({ real, judge, query });
            break;
          }
          case "delete": {
            const reader = { organization: owner, audiences: one.audiences };
            const query = { ...one.query, collection, reader, types: undefined, ids: [one.id] };
            expect(await real.deleteVersions({ ...query, id: one.id })).toBe(judge.delete(query));
            break;
          }
        }
      }
    }),
    { numRuns: 60 },
  );
});

async function compareAllPages({
  real,
  judge,
  query,
}: {
  readonly real: TestStore["versions"];
  readonly judge: NaiveVersionStore;
  readonly query: VersionQuery;
}): Promise<void> {
  let after: number | undefined;
  for (let more = true; more;) {
    const expected = judge.read({ ...query, after });
    const objects = await real.objects({ ...query, after });
    const manifest = await real.manifest({ ...query, after });
    expect(objects.rows.map(({ position, body }) => [position, body])).toEqual(
      expected.rows.map(({ position, body }) => [position, body]),
    );
    expect(manifest.rows).toEqual(objects.rows.map(({ body: _, ...row }) => row));
    expect([objects.more, manifest.more]).toEqual([expected.more, expected.more]);
    after = expected.rows.at(-1)?.position;
    more = expected.more;
  }
}

type Step =
  | { readonly kind: "add"; readonly who: number; readonly versions: readonly NewVersion[] }
  | ({ readonly kind: "read" } & Asking)
  | ({ readonly kind: "delete"; readonly id: string } & Asking);

interface Asking {
  readonly who: number;
  readonly audiences: ReadonlySet<AudienceNumber>;
  readonly query: Omit<VersionQuery, "collection" | "reader">;
}

const IDS = ["a--1", "a--2", "b--1"];
const START = 1_000;

function clock(): () => Microseconds {
  let time = START;
  // Stands still at times, as clocks do.
  return () => (time += time % 3 === 0 ? 1 : 0) as Microseconds;
}

function step(): fc.Arbitrary<Step> {
  const who = fc.nat({ max: 2 });
  const asking = { who, audiences: audienceList().map((list) => new Set(list)), query: query() };
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("add" as const),
        who,
        versions: fc.array(newVersion(), { maxLength: 6, size: "max" }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("read" as const), ...asking }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("delete" as const), id: fc.constantFrom(...IDS), ...asking }),
    },
  );
}

function newVersion(): fc.Arbitrary<NewVersion> {
  return fc
    .record({
      id: fc.constantFrom(...IDS),
      version: fc.oneof(
        { weight: 3, arbitrary: someVersion() },
        { weight: 1, arbitrary: fc.constant(undefined) },
      ),
      specVersion: fc.constantFrom("2.0", "2.1"),
      body: fc.constantFrom('{"x":1}', '{"x":"\\\\ \\" \'é"}'),
      audiences: fc.oneof(fc.constant(undefined), audienceList()),
    })
    .map((parts) => ({ ...parts, type: parts.id.slice(0, 1) }));
}

function query(): fc.Arbitrary<Asking["query"]> {
  const some = (values: readonly string[]): fc.Arbitrary<readonly string[] | undefined> =>
    seldom(fc.subarray([...values]));
  return fc.record({
    addedAfter: seldom(fc.nat({ max: 40 }).map((more) => (START + more) as Microseconds)),
    ids: some(IDS),
    types: some(["a", "b"]),
    specVersions: some(["2.0", "2.1"]),
    versions: fc.oneof(
      fc.constant([{ kind: "last" } as const]),
      fc.array(choice(), { minLength: 1, maxLength: 2 }),
    ),
    after: fc.constant(undefined),
    limit: fc.integer({ min: 1, max: 5 }),
  });
}

/** Filters that are always there would hide what they filter out. */
function seldom<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

function choice(): fc.Arbitrary<VersionChoice> {
  return fc.oneof(
    fc.constantFrom<VersionChoice>({ kind: "last" }, { kind: "first" }, { kind: "all" }),
    someVersion().map((version): VersionChoice => ({ kind: "exactly", version })),
  );
}

function someVersion(): fc.Arbitrary<Microseconds> {
  return fc.integer({ min: 1, max: 4 }).map((version) => version as Microseconds);
}

function audienceList(): fc.Arbitrary<readonly AudienceNumber[]> {
  return fc.subarray([1, 2, 3] as AudienceNumber[]);
}
