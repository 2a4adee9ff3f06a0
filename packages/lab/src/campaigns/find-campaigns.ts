import type { AccountFacts } from "../accounts/account-facts.ts";
import { readAccountMeasures } from "../accounts/account-measures.ts";
import { findEchoGroups } from "../detectors/output-echo/echo-groups.ts";
import { readEchoFacts } from "../detectors/output-echo/echo-facts.ts";
import { findReplayGroups } from "../detectors/reasoning-replay/reasoning-replay.ts";
import { readReplayFacts } from "../detectors/reasoning-replay/replay-facts.ts";
import type { EvaluationIndex } from "../detectors/coverage/evaluation-lists.ts";
import { readCandidateTexts } from "./candidate-texts.ts";
import { fuse } from "./evidence.ts";
import { weighCover } from "./weigh-cover.ts";
import type { Baseline } from "../baseline/baseline.ts";
import { quantileOf, quantilesOfPool, type OrdinaryQuantiles } from "../baseline/quantiles.ts";
import type { Rule } from "../rules/rule.ts";
import type { QuantileOf } from "../rules/weigh-rule.ts";
import { identityGroups } from "./identity-groups.ts";
import { requestsOfGroups } from "./requests-of-groups.ts";
import { buildIdentityIndex } from "../accounts/identity-index.ts";
import { counterfactuals, type Counterfactual } from "./counterfactuals.ts";
import { findInjectedBlocks } from "../detectors/injected-blocks/injected-blocks.ts";
import { medianUsageOfPlans } from "../detectors/lifecycle/lifecycle.ts";
import { readSignups } from "../detectors/lifecycle/signups.ts";
import { readModelUse } from "../detectors/lifecycle/release-pivot.ts";
import { findTemplateFamilies } from "../detectors/template-families/template-families.ts";
import type { Engine } from "../engine/engine.ts";
import type { Names } from "../engine/load-chunks.ts";
import { accountModels, timesOfAccounts, timesOfSeeds } from "../engine/queries/accounts.ts";
import type { DeclaredUseRow, EnforcementRow, ReleaseRow } from "../events/side-tables.ts";
import { LEAST, linkSeeds, type Candidate } from "./candidates.ts";
import { restrictTo, type CampaignRequests, type Context } from "./context.ts";
import { declaredAccounts } from "./declared-accounts.ts";
import { qValues } from "./false-discovery.ts";
import { judgeCandidate, type JudgedCandidate } from "./judge-candidate.ts";
import { seededRandom, type Random } from "./random.ts";
import { readOrdinaryRates } from "./ordinary-rates.ts";
import { measureSeeds, type Seed, type SeedGroup } from "./seeds.ts";

/** Accounts of the pool whose requests are read for the timing reference, and requests of each. */
const TIMED_POOL_ACCOUNTS = 1500;
const TIMED_POOL_REQUESTS = 500;
/** Candidates judged at the most; the widest first. */
const MOST_CANDIDATES = 200;
/** A pool smaller than this says little; then accounts of wide candidates are let in again. */
const LEAST_POOL = 100;

/** A judged candidate with its rank among all of the run. */
export interface Finding extends JudgedCandidate {
  readonly qValue: number;
  /** What the verdict would be without single things; empty where the verdict is weak anyway. */
  readonly counterfactuals: readonly Counterfactual[];
}

export interface Search {
  /** All judged candidates, strongest first. */
  readonly findings: readonly Finding[];
  /** Seeds that were too narrow to be candidates, widest first. */
  readonly narrowSeeds: readonly Seed[];
  /** What the seeds were made of: a seed's number is its group's place. */
  readonly groups: readonly SeedGroup[];
  readonly context: Context;
}

export interface SearchInput {
  readonly engine: Engine;
  /** Request numbers of the run: one more than the largest. */
  readonly requestNumbers: number;
  readonly facts: AccountFacts;
  readonly names: Names;
  readonly enforcement: readonly EnforcementRow[];
  readonly releases: readonly ReleaseRow[];
  readonly declaredUses: readonly DeclaredUseRow[];
  /** Questions of public evaluations. */
  readonly evaluations: EvaluationIndex;
  /** Measure rules that are run. */
  readonly rules: readonly Rule[];
  /** What ordinary accounts of the lab are like; learnt from the log's own pool where absent. */
  readonly baseline: Baseline | undefined;
  readonly logStartMs: number;
  readonly logEndMs: number;
  readonly seed: number;
  /** Told the name of each step as it begins. */
  readonly onStep: (step: string) => void;
  readonly signal: AbortSignal;
}

/**
 * From integers in the engine to judged campaigns: group, link, cut, test, control the false discoveries.
 */
export async function findCampaigns(input: SearchInput): Promise<Search> {
  const { engine, facts } = input;
  input.onStep("grouping texts into template families");
  const families = await findTemplateFamilies(engine, input.requestNumbers, 12);
  input.signal.throwIfAborted();
  input.onStep("looking for injected blocks, replays, echoes and links");
  const blocks = await findInjectedBlocks(engine, { payers: LEAST.payers, texts: LEAST.texts });
  input.signal.throwIfAborted();
  input.onStep("measuring groups");
  const declared = declaredAccounts(input.declaredUses, input.names, facts);
  const replays = await readReplayFacts(engine, facts.payer);
  const echoes = await readEchoFacts(engine, facts);
  const index = await buildIdentityIndex(engine, facts);
  const linked = identityGroups(index, facts, declared);
  const groups: readonly SeedGroup[] = [
    ...families.map(({ requests }) => ({ kind: "template", requests }) as const),
    ...blocks.map(({ requests }) => ({ kind: "block", requests }) as const),
    ...(await findReplayGroups(engine, replays)).map(
      ({ requests }) => ({ kind: "replay", requests }) as const,
    ),
    ...(await findEchoGroups(engine, echoes)).map(({ requests }) => ({ kind: "echo", requests }) as const),
    ...(await requestsOfGroups(engine, linked)).map((requests) => ({ kind: "identity", requests }) as const),
  ];
  const seeds = await measureSeeds(engine, groups, declared);
  const candidates = linkSeeds(seeds, facts.requests).slice(0, MOST_CANDIDATES);
  input.onStep("measuring accounts");
  const measures = await readAccountMeasures(engine, input.names, facts);
  const context = await buildContext(input, candidates, { index, replays, echoes, measures, declared });
  input.onStep(`testing ${String(candidates.length)} candidates`);
  const findings = await judgeAll(engine, candidates, context, input.seed);
  const used = new Set(candidates.flatMap((candidate) => candidate.seeds.map((seed) => seed.no)));
  return {
    findings,
    narrowSeeds: seeds
      .filter((seed) => !used.has(seed.no))
      .sort((a, b) => b.requests - a.requests || a.no - b.no),
    groups,
    context,
  };
}

async function judgeAll(
  engine: Engine,
  candidates: readonly Candidate[],
  context: Context,
  seed: number,
): Promise<readonly Finding[]> {
  const judged: Judged[] = [];
  for (const [at, candidate] of candidates.entries()) {
    const requests = await readRequests(engine, candidate);
    const judge: Judge = (own) =>
      judgeCandidate(
        candidate,
        own,
        () => readCandidateTexts(engine, candidate),
        context,
        seededRandom(seed + at),
      );
    judged.push({ requests, at, judge, finding: await judge(requests) });
  }
  const settled: JudgedCandidate[] = [];
  for (const finding of await explainAway(judged)) {
    settled.push(await withCover(engine, settled.length, finding, context, seededRandom(seed)));
  }
  const tested = settled.filter((finding) => finding.spared.length === 0);
  const qs = qValues(tested.map((finding) => finding.verdict.pValue));
  const qOf = new Map(tested.map((finding, at) => [finding, qs[at] ?? 1]));
  return settled
    .map((finding) => ({
      ...finding,
      qValue: qOf.get(finding) ?? 1,
      counterfactuals: counterfactuals(finding, context, seededRandom(seed)),
    }))
    .sort((a, b) => a.qValue - b.qValue || b.verdict.logLikelihoodRatio - a.verdict.logLikelihoodRatio);
}

/** Below this nobody looks at what else the members send. */
const LEAST_FOR_COVER = 0.5;

/** Adds the distribution test of what members send beside the text, where there is a finding to test. */
async function withCover(
  engine: Engine,
  no: number,
  finding: JudgedCandidate,
  context: Context,
  random: Random,
): Promise<JudgedCandidate> {
  if (finding.spared.length > 0 || finding.verdict.probability < LEAST_FOR_COVER) return finding;
  const cover = await weighCover(engine, no, finding, context, random);
  if (cover === undefined) return finding;
  const evidence = [...finding.evidence, cover];
  return { ...finding, evidence, verdict: fuse(evidence) };
}

/** Judges a candidate on some of its requests. */
type Judge = (requests: CampaignRequests) => Promise<JudgedCandidate>;

interface Judged {
  readonly requests: CampaignRequests;
  readonly judge: Judge;
  readonly at: number;
  readonly finding: JudgedCandidate;
}

/**
 * Those found by replay first, then the strongest: accounts that a likely campaign claims no longer speak for a weaker group that merely quotes the same
 * texts; what is left of such a group is judged again.
 */
async function explainAway(judged: readonly Judged[]): Promise<readonly JudgedCandidate[]> {
  const claimed = new Set<number>();
  const settled: JudgedCandidate[] = [];
  const byReplay = ({ finding }: Judged): number =>
    finding.candidate.seeds[0]?.kind === "replay" && finding.verdict.probability >= 0.5 ? 1 : 0;
  const strongestFirst = [...judged].sort(
    (a, b) =>
      byReplay(b) - byReplay(a) ||
      b.finding.verdict.logLikelihoodRatio - a.finding.verdict.logLikelihoodRatio ||
      a.at - b.at,
  );
  for (const { finding, requests, judge } of strongestFirst) {
    const isSettled =
      finding.spared.length > 0 || [...finding.members.keys()].every((account) => !claimed.has(account));
    // All that are left, not only its members: those may have been chosen for their links to the claimed ones.
    const free = new Set([...requests.account].filter((account) => !claimed.has(account)));
    const last = isSettled ? finding : await judge(restrictTo(requests, free));
    settled.push(last);
    if (last.spared.length === 0 && last.verdict.probability >= 0.5) {
      for (const account of last.members.keys()) claimed.add(account);
    }
  }
  return settled;
}

async function readRequests(engine: Engine, candidate: Candidate): Promise<CampaignRequests> {
  const rows = await engine.query(timesOfSeeds(candidate.seeds.map((seed) => seed.no)));
  return {
    timeMs: Float64Array.from(rows.bigints("time_ms"), Number),
    account: rows.integers("account_no"),
    requestNo: rows.integers("request_no"),
    inputTokens: rows.integers("input_tokens"),
    outputTokens: rows.integers("output_tokens"),
  };
}

async function buildContext(
  input: SearchInput,
  candidates: readonly Candidate[],
  read: Pick<Context, "index" | "replays" | "echoes" | "measures" | "declared">,
): Promise<Context> {
  const { engine, facts } = input;
  const pool = presumedBenign(candidates, facts);
  const modelUse = readModelUse(await engine.query(accountModels(engine.dialect)));
  const modelNo = new Map(input.names.models.map((model, no) => [model, no]));
  return {
    ...read,
    facts,
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
function presumedBenign(candidates: readonly Candidate[], facts: AccountFacts): readonly number[] {
  const claimed = new Map<number, number>();
  const byWidth = [...candidates].sort((a, b) => b.accounts.size - a.accounts.size);
  byWidth.forEach((candidate, rank) => {
    for (const [account, requests] of candidate.accounts) if (requests >= 2) claimed.set(account, rank);
  });
  const all = Array.from({ length: facts.count }, (_, account) => account);
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
