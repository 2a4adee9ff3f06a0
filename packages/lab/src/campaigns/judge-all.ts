import type { Engine } from "../engine/engine.ts";
import { timesOfSeeds } from "../engine/queries/accounts.ts";
import { readCandidateTexts } from "./candidate-texts.ts";
import type { Candidate } from "./candidates.ts";
import { restrictTo, type CampaignRequests, type Context } from "./context.ts";
import { counterfactuals, type Counterfactual } from "./counterfactuals.ts";
import { fuse } from "./evidence.ts";
import { qValues } from "./false-discovery.ts";
import { judgeCandidate, type JudgedCandidate } from "./judge-candidate.ts";
import { seededRandom, type Random } from "../detectors/seeded-random.ts";
import { weighCover } from "./weigh-cover.ts";

/** A judged candidate with its rank among all of the run. */
export interface Finding extends JudgedCandidate {
  readonly qValue: number;
  /** What the verdict would be without single things; empty where the verdict is weak anyway. */
  readonly counterfactuals: readonly Counterfactual[];
}

/**
 * Judges every candidate, explains weaker ones away by stronger ones, and controls the false discoveries over all that
 * were tested. The order of the answer is by q, then by strength.
 */
export async function judgeAll(
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

/** Judges a candidate on some of its requests. */
type Judge = (requests: CampaignRequests) => Promise<JudgedCandidate>;

interface Judged {
  readonly requests: CampaignRequests;
  readonly judge: Judge;
  readonly at: number;
  readonly finding: JudgedCandidate;
}

/**
 * Those found by replay first, then the strongest: accounts that a likely campaign claims no longer speak for a weaker
 * group that merely quotes the same texts; what is left of such a group is judged again.
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
