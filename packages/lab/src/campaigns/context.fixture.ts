import { factsOf } from "../accounts/account-facts.fixture.ts";
import { readSignups } from "../detectors/lifecycle/signups.ts";
import type { Context } from "./context.ts";

/** A context in which nothing is known but what the test says. */
export function contextOf(known: Partial<Context>): Context {
  const facts = known.facts ?? factsOf([]);
  return {
    facts,
    signups: readSignups(facts),
    index: { values: [], ofAccount: new Map(), known: new Set() },
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
