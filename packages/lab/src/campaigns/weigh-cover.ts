import { weighDistribution } from "../detectors/distribution-test/distribution-test.ts";
import { requestFeatures, type RequestColumns } from "../detectors/distribution-test/request-features.ts";
import type { Evidence } from "../detectors/evidence.ts";
import type { Engine } from "../engine/engine.ts";
import { featuresOutsideSeeds } from "../engine/queries/accounts.ts";
import type { Context } from "./context.ts";
import type { JudgedCandidate } from "./judge-candidate.ts";
import type { Random } from "../detectors/seeded-random.ts";
import { drawReferenceGroups } from "./reference-groups.ts";

/** Accounts of each side, evenly spread over the members: enough for the test, and its cost grows with them. */
const MOST_ACCOUNTS = 300;

/**
 * The distribution test (D12) on what the members send beside the campaign's text, against matched ordinary accounts. A
 * late test of a finding: people whose accounts somebody else uses, or whose cover traffic is drawn from one list, differ
 * from their peers also where the text is not.
 *
 * @param no - tells the run's tests apart
 * @returns undefined where too few members send anything else
 */
export async function weighCover(
  engine: Engine,
  no: number,
  finding: JudgedCandidate,
  context: Context,
  random: Random,
): Promise<Evidence | undefined> {
  const all = [...finding.members.keys()];
  const step = Math.max(1, all.length / MOST_ACCOUNTS);
  const members = Array.from(
    { length: Math.min(all.length, MOST_ACCOUNTS) },
    (_, at) => all[Math.floor(at * step)] ?? 0,
  );
  const [peers = []] = drawReferenceGroups(members, context.pool, context.facts, random, 1);
  const isMember = new Set(members);
  const table = {
    name: `compared_accounts_${String(no)}`,
    columns: { account_no: "int32" },
    sortedBy: ["account_no"],
  } as const;
  await engine.create(table);
  const writer = await engine.writer(table);
  const accounts = Int32Array.from([...isMember, ...peers.filter((account) => !isMember.has(account))]);
  writer.append([accounts], accounts.length);
  writer.close();
  const rows = await engine.query(
    featuresOutsideSeeds(
      table.name,
      finding.candidate.seeds.map((seed) => seed.no),
    ),
  );
  const others: RequestColumns = {
    requestNo: rows.integers("request_no"),
    account: rows.integers("account_no"),
    timeMs: Float64Array.from(rows.bigints("time_ms"), Number),
    inputTokens: rows.integers("input_tokens"),
    outputTokens: rows.integers("output_tokens"),
    intents: rows.integers("intents"),
    shape: rows.integers("shape"),
    language: rows.integers("language"),
  };
  const own = rowsWhere(others, (account) => isMember.has(account));
  const other = rowsWhere(others, (account) => !isMember.has(account));
  if (own.account.length === 0 || other.account.length === 0) return undefined;
  return weighDistribution(...requestFeatures(own, other), random);
}

function rowsWhere(all: RequestColumns, includes: (account: number) => boolean): RequestColumns {
  const kept = [...all.account.keys()].filter((row) => includes(all.account[row] ?? -1));
  const integers = (column: Int32Array | Int16Array): Int32Array =>
    Int32Array.from(kept, (row) => column[row] ?? 0);
  return {
    requestNo: integers(all.requestNo),
    account: integers(all.account),
    timeMs: Float64Array.from(kept, (row) => all.timeMs[row] ?? 0),
    inputTokens: integers(all.inputTokens),
    outputTokens: integers(all.outputTokens),
    intents: integers(all.intents),
    shape: integers(all.shape),
    language: integers(all.language),
  };
}
