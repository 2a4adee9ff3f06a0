import { factsOf } from "../accounts/account-facts.fixture.ts";
import { readSignups } from "../detectors/lifecycle/signups.ts";
import { measuresOf } from "../accounts/account-measures.fixture.ts";
import { indexEvaluations } from "../detectors/coverage/evaluation-lists.ts";
import { echoFacts } from "../detectors/output-echo/echo-facts.ts";
import { replayFacts } from "../detectors/reasoning-replay/replay-facts.ts";
import { withoutPlaces } from "../accounts/identity-index.ts";
import type { Context } from "./context.ts";

/** A context in which nothing is known but what the test says. */
export function contextOf(known: Partial<Context>): Context {
  const facts = known.facts ?? factsOf([]);
  const index = known.index ?? { values: [], ofAccount: new Map(), known: new Set() };
  return {
    facts,
    payers: new Set(facts.payer).size,
    instruments: withoutPlaces(index),
    signups: readSignups(facts),
    index,
    measures: measuresOf(Array.from({ length: facts.count }, () => ({}))),
    replays: replayFacts(
      {
        crossings: [],
        received: new Float64Array(facts.count),
        groupOf: new Int32Array(facts.count).fill(-1),
      },
      facts.payer,
      {
        presented: new Float64Array(facts.count),
        otherAccount: new Float64Array(facts.count),
        otherSession: new Float64Array(facts.count),
      },
    ),
    echoes: echoFacts({ payerOf: facts.payer, requests: facts.requests, receivers: new Map(), logDays: 1 }),
    evaluations: indexEvaluations([]),
    rules: [],
    quantileOf: () => Number.NaN,
    stops: new Map(),
    declared: new Set(),
    pool: [],
    poolTimes: new Map(),
    ordinary: { intents: {}, shapes: {} },
    medianUsageOfPlans: new Map(),
    releases: [],
    hasEnforcement: false,
    logStartMs: 0,
    logEndMs: 0,
    ...known,
  };
}
