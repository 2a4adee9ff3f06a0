import type { AccountFacts } from "../accounts/account-facts.ts";
import { quantileOf, quantilesOfPool, type OrdinaryQuantiles } from "../baseline/quantiles.ts";
import { medianUsageOfPlans } from "../detectors/lifecycle/lifecycle.ts";
import { readModelUse } from "../detectors/lifecycle/release-pivot.ts";
import { readSignups } from "../detectors/lifecycle/signups.ts";
import type { Engine } from "../engine/engine.ts";
import { accountModels, timesOfAccounts } from "../engine/queries/accounts.ts";
import type { QuantileOf } from "../rules/weigh-rule.ts";
import { withoutPlaces } from "../accounts/identity-index.ts";
import type { Candidate } from "./candidates.ts";
import type { Context } from "./context.ts";
import type { SearchInput } from "./find-campaigns.ts";
import { readOrdinaryRates } from "./ordinary-rates.ts";
import { seededRandom, type Random } from "../detectors/seeded-random.ts";

/** Accounts of the pool whose requests are read for the timing reference, and requests of each. */
const TIMED_POOL_ACCOUNTS = 1500;
const TIMED_POOL_REQUESTS = 500;
/** A pool smaller than this says little; then accounts of wide candidates are let in again. */
const LEAST_POOL = 100;

/** Gathers what every candidate of a run is held against: ordinary accounts, their times, rates and figures. */
export async function buildContext(
  input: SearchInput,
  candidates: readonly Candidate[],
  read: Pick<Context, "index" | "replays" | "echoes" | "measures" | "declared">,
): Promise<Context> {
  const { engine, facts } = input;
  const pool = presumedBenign(candidates, facts, read.declared);
  const modelUse = readModelUse(await engine.query(accountModels(engine.dialect)));
  const modelNo = new Map(input.names.models.map((model, no) => [model, no]));
  return {
    ...read,
    instruments: withoutPlaces(read.index),
    facts,
    payers: new Set(facts.payer).size,
    evaluations: input.evaluations,
    stops: new Map([...facts.stoppedMs.entries()].filter(([, timeMs]) => !Number.isNaN(timeMs))),
    signups: readSignups(facts),
    pool,
    poolTimes: await readPoolTimes(engine, samplePool(pool, seededRandom(input.seed))),
    rules: input.rules,
    quantileOf: quantilesFor(input.baseline ?? quantilesOfPool(read.measures, pool)),
    ordinary: input.baseline?.ordinary ?? (await readOrdinaryRates(engine, pool)),
    medianUsageOfPlans: medianUsageOfPlans(facts),
    releases: input.releases
      .filter((release) => release.timeMs > input.logStartMs && release.timeMs < input.logEndMs)
      .map((release) => ({
        timeMs: release.timeMs,
        use: modelUse.firstUse.get(modelNo.get(release.model) ?? -1),
      })),
    hasEnforcement: input.enforcement.length > 0,
    logStartMs: input.logStartMs,
    logEndMs: input.logEndMs,
  };
}

function quantilesFor(ordinary: OrdinaryQuantiles): QuantileOf {
  return (measure, q) => quantileOf(ordinary, measure, q);
}

/** Accounts that no candidate claims; if hardly any is left, those of the widest candidates come back in. */
function presumedBenign(
  candidates: readonly Candidate[],
  facts: AccountFacts,
  declared: ReadonlySet<number>,
): readonly number[] {
  const claimed = new Map<number, number>();
  // Groups that were looked for by their links stay in: without honest ones among them, any link would look rare.
  const byWidth = candidates
    .filter(({ seeds: [lead] }) => lead?.kind !== "identity")
    .sort((a, b) => b.accounts.size - a.accounts.size);
  byWidth.forEach((candidate, rank) => {
    for (const [account, requests] of candidate.accounts) if (requests >= 2) claimed.set(account, rank);
  });
  // A period may leave accounts without a request, and a declared use is no ordinary one.
  const all = [...facts.requests.keys()].filter(
    (account) => (facts.requests[account] ?? 0) > 0 && !declared.has(account),
  );
  const free = all.filter((account) => !claimed.has(account));
  for (let rank = 0; free.length < Math.min(LEAST_POOL, facts.count / 4) && rank < byWidth.length; rank++) {
    free.push(...all.filter((account) => claimed.get(account) === rank));
  }
  return free;
}

function samplePool(pool: readonly number[], random: Random): readonly number[] {
  if (pool.length <= TIMED_POOL_ACCOUNTS) return pool;
  return pool.filter(() => random() < TIMED_POOL_ACCOUNTS / pool.length);
}

async function readPoolTimes(
  engine: Engine,
  accounts: readonly number[],
): Promise<ReadonlyMap<number, Float64Array>> {
  const table = { name: "timed_pool", columns: { account_no: "int32" }, sortedBy: ["account_no"] } as const;
  await engine.create(table);
  const writer = await engine.writer(table);
  writer.append([Int32Array.from(accounts)], accounts.length);
  writer.close();
  const times = new Map<number, number[]>();
  await engine.stream(timesOfAccounts(table.name), (piece) => {
    const account = piece.integers("account_no");
    const time = piece.bigints("time_ms");
    for (let row = 0; row < piece.rows; row++) {
      const list = times.get(account[row] ?? 0);
      if (!list) times.set(account[row] ?? 0, [Number(time[row] ?? 0n)]);
      else if (list.length < TIMED_POOL_REQUESTS) list.push(Number(time[row] ?? 0n));
    }
  });
  return new Map([...times].map(([account, list]) => [account, Float64Array.from(list)]));
}
