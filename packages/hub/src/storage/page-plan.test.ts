import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CollectionNumber, Microseconds, VersionQuery } from "../collections/version-store.ts";
import type { AudienceNumber, OrganizationNumber } from "../members/caller.ts";
import { connectAlone } from "./database.ts";
import { pageStatement } from "./postgres-version-store.ts";
import { openTestStore, stopTestServer, type TestStore } from "./store.fixture.ts";

const VERSIONS = 100_000;
const LIMIT = 100;

let store: TestStore;
let collection: CollectionNumber;
let reader: OrganizationNumber;
let audience: AudienceNumber;

/** Nine of ten versions are another organisation's own, all at the end; every hundredth is of a rare type. */
beforeAll(async () => {
  store = await openTestStore();
  ({ collection } = await store.addCollection());
  ({ organization: reader, ownAudience: audience } = await store.addOrganization("Reader"));
  const { organization, ownAudience } = await store.addOrganization("Other");
  await store.database.query(
    `insert into versions (collection, reach, position, date_added, version, owner, dated_by_adding, repeated,
       audiences, type, spec_version, id, body)
     select $1, case when i <= $3::integer / 10 then 0 else reach_of($2, $4) end, i, i, 1, $2, false, false,
       case when i <= $3::integer / 10 then null else $4::integer[] end,
       case when i % 100 = 0 then 'rare' else 'note' end, '2.1', 'note--' || i, '{}'
     from generate_series(1, $3::integer) i`,
    [collection, organization, VERSIONS, [ownAudience]],
  );
});
afterAll(async () => {
  await store.close();
  await stopTestServer();
});

describe.each([
  ["as they grew", "for these values"],
  ["as they grew", "for any values"],
  ["after analysis", "for these values"],
  ["after analysis", "for any values"],
] as const)("of 100,000 versions, %s, with a plan %s,", (state, plan) => {
  beforeAll(async () => {
    if (state === "after analysis") await store.database.query("analyze");
  });

  it.each<[string, Partial<VersionQuery>, number]>([
    ["a first page", {}, 2 * (LIMIT + 1)],
    ["a later page", { after: 5_000 }, 2 * (LIMIT + 1)],
    ["a page by date", { addedAfter: 5_000 as Microseconds }, 2 * (LIMIT + 1) + 1],
    ["a page of a rare type", { types: ["rare", "absent"] }, 2 * (LIMIT + 1)],
    ["one object by id", { ids: ["note--77"] }, 1],
    ["an object that is another's", { ids: ["note--99999"] }, 0],
    ["ten thousand ids", { ids: Array.from({ length: 10_000 }, (_, i) => `note--${i * 10}`) }, 1_000],
    ["an empty poll by cursor", { after: VERSIONS }, 0],
    ["an empty poll by date", { addedAfter: VERSIONS as Microseconds }, 0],
    ["a poll that another's versions follow", { after: VERSIONS / 10 }, 0],
  ])("%s visits only what it shows", async (_, parts, most) => {
    const { sql, values } = pageStatement(query(parts));
    const root = await planOf({ sql, values, mode: plan === "for any values" ? "generic" : "custom" });
    const scans = nodesOf(root).filter((node) => node["Relation Name"] === "versions");
    expect(scans.length).toBeGreaterThan(0);
    for (const scan of scans) expect(scan["Node Type"]).toMatch(/^Index/);
    const visited = scans.map((scan) => {
      const rowsEach = scan["Actual Rows"] + (scan["Rows Removed by Filter"] ?? 0);
      return Math.round(rowsEach * scan["Actual Loops"]);
    });
    const sum = visited.reduce((total, count) => total + count, 0);
    // What is another's is found by its id and taken out again; it never costs more than that one row.
    expect(sum).toBeLessThanOrEqual(most + (parts.ids?.length ?? 0));
  });
});

/** As PostgreSQL runs a prepared statement: planned for its values, or once for whatever values come. */
async function planOf({
  sql,
  values,
  mode,
}: {
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly mode: "custom" | "generic";
}): Promise<Node | undefined> {
  const client = await connectAlone(store.connection);
  await client.query(`set plan_cache_mode = force_${mode}_plan`);
  await client.query(`prepare page as ${sql}`);
  const literals = values.map(
    (value) => `'${Array.isArray(value) ? `{${value.join(",")}}` : String(value)}'`,
  );
  const { rows } = await client.query<{ "QUERY PLAN": readonly [{ Plan: Node }] }>(
    `explain (analyze, format json) execute page(${literals.join(",")})`,
  );
  await client.end();
  return rows[0]?.["QUERY PLAN"][0].Plan;
}

interface Node {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly Node[];
}

function nodesOf(node: Node | undefined): readonly Node[] {
  return node === undefined ? [] : [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

function query(parts: Partial<VersionQuery>): VersionQuery {
  return {
    collection,
    reader: { organization: reader, audiences: new Set([audience]) },
    addedAfter: undefined,
    ids: undefined,
    types: undefined,
    specVersions: undefined,
    versions: [{ kind: "last" }],
    after: undefined,
    limit: LIMIT,
    ...parts,
  };
}
