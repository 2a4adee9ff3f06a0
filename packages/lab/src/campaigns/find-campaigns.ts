import type { AccountFacts } from "../accounts/account-facts.ts";
import { readAccountMeasures } from "../accounts/account-measures.ts";
import { buildIdentityIndex } from "../accounts/identity-index.ts";
import type { Baseline } from "../baseline/baseline.ts";
import type { EvaluationIndex } from "../detectors/coverage/evaluation-lists.ts";
import { findInjectedBlocks } from "../detectors/injected-blocks/injected-blocks.ts";
import { readEchoFacts } from "../detectors/output-echo/echo-facts.ts";
import { findEchoGroups } from "../detectors/output-echo/echo-groups.ts";
import { findReplayGroups } from "../detectors/reasoning-replay/reasoning-replay.ts";
import { readReplayFacts } from "../detectors/reasoning-replay/replay-facts.ts";
import { findTemplateFamilies } from "../detectors/template-families/template-families.ts";
import type { Engine } from "../engine/engine.ts";
import type { Names } from "../engine/load-chunks.ts";
import type { DeclaredUseRow, EnforcementRow, ReleaseRow } from "../events/side-tables.ts";
import type { Rule } from "../rules/rule.ts";
import { buildContext } from "./build-context.ts";
import { LEAST, linkSeeds, type Candidate } from "./candidates.ts";
import type { Context } from "./context.ts";
import { declaredAccounts } from "./declared-accounts.ts";
import { identityGroups } from "./identity-groups.ts";
import { judgeAll, type Finding } from "./judge-all.ts";
import { requestsOfGroups } from "./requests-of-groups.ts";
import { isText, measureSeeds, type Seed, type SeedGroup, type SeedKind } from "./seeds.ts";

/** Candidates with a common text that are judged at the most, those with most requests first; others are few. */
const MOST_TEXTS = 200;
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
  const groups = [
    ...groupsOf("template", families),
    ...groupsOf("block", blocks),
    ...groupsOf("replay", await findReplayGroups(engine, replays)),
    ...groupsOf("echo", await findEchoGroups(engine, echoes)),
    ...groupsOf("identity", await requestsOfGroups(engine, linked)),
  ];
  const seeds = await measureSeeds(engine, groups, declared);
  const candidates = withinLimit(linkSeeds(seeds, facts.requests));
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

function groupsOf(
  kind: SeedKind,
  groups: readonly { readonly requests: readonly number[] }[],
): readonly SeedGroup[] {
  return groups.map(({ requests }) => ({ kind, requests }));
}

/** A log full of quotations must not crowd out what was found by replay or by links. */
function withinLimit(candidates: readonly Candidate[]): readonly Candidate[] {
  let texts = 0;
  return candidates.filter(
    ({ seeds: [lead] }) => lead === undefined || !isText(lead) || ++texts <= MOST_TEXTS,
  );
}
