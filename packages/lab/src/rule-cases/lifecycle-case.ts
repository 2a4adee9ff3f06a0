import { z } from "zod";
import { seededRandom, type Random } from "../detectors/seeded-random.ts";
import { drawReferenceGroups } from "../campaigns/reference-groups.ts";
import { weighLifecycle } from "../campaigns/weigh-lifecycle.ts";
import { medianUsageOfPlans } from "../detectors/lifecycle/lifecycle.ts";
import { readCase } from "../detectors/read-case.ts";
import {
  caseContext,
  caseFacts,
  caseRequests,
  CASE_START_MS,
  DAY_MS,
  numbersFrom,
  type CaseAccount,
} from "./case-log.ts";

const SPAN = z.tuple([z.number().min(0).max(10_000), z.number().min(0).max(10_000)]);

const GROUP = z.strictObject({
  accounts: z.int().min(1).max(5000),
  created_days_before: SPAN.optional(),
  first_seen_day: SPAN.default([0, 0]),
  requests_a_day: SPAN.default([5, 50]),
  first_day_of_busiest: SPAN.default([0.2, 0.9]),
  plan: z.int().min(0).max(100).default(0),
  stopped: z.number().min(0).max(1).default(0),
});

const CASE = z.strictObject({ days: z.int().min(1).max(400).default(14), members: GROUP, ordinary: GROUP });

/**
 * The log-likelihood ratio that D8 gives for a group of accounts beside ordinary ones; 0 where it says nothing.
 *
 * ```json
 * { "days": 14,
 *   "members": { "accounts": 60, "created_days_before": [0, 3], "first_seen_day": [2, 9], "requests_a_day": [40, 60],
 *                "first_day_of_busiest": [0.9, 1], "plan": 0, "stopped": 0.2 },
 *   "ordinary": { "accounts": 2000, "created_days_before": [0, 700] } }
 * ```
 *
 * Spans are taken evenly at random: days between sign-up and first request (unknown where absent), day of the log with the
 * first request, requests on an active day, share of the busiest day's requests on the first day. `stopped`: share of the
 * accounts that the lab banned or limited; without any, no enforcement is known.
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function lifecycleCase(input: unknown): number {
  const { days, members, ordinary } = readCase(CASE, input);
  const random = seededRandom(1);
  const facts = caseFacts([
    ...numbersFrom(0, members.accounts).map((at) => accountOf(members, at, days, random)),
    ...numbersFrom(0, ordinary.accounts).map((at) => accountOf(ordinary, at, days, random)),
  ]);
  const own = numbersFrom(0, members.accounts);
  const pool = numbersFrom(members.accounts, facts.count);
  const requests = caseRequests(own.map((account) => ({ account, timeMs: facts.firstMs[account] ?? 0 })));
  const context = caseContext(days, {
    facts,
    pool,
    medianUsageOfPlans: medianUsageOfPlans(facts),
    hasEnforcement: members.stopped + ordinary.stopped > 0,
  });
  const groups = drawReferenceGroups(own, pool, facts, random);
  return weighLifecycle(own, requests, groups, context)?.logLikelihoodRatio ?? 0;
}

function accountOf(group: z.infer<typeof GROUP>, at: number, days: number, random: Random): CaseAccount {
  const within = ([from, to]: readonly [number, number]): number => from + (to - from) * random();
  const firstMs = CASE_START_MS + Math.min(within(group.first_seen_day), days - 1) * DAY_MS;
  const activeDays = Math.max(1, Math.ceil((CASE_START_MS + days * DAY_MS - firstMs) / DAY_MS));
  const daily = Math.max(1, within(group.requests_a_day));
  const peakDay = daily * 1.5;
  return {
    requests: Math.round(daily * activeDays),
    firstMs,
    activeDays,
    peakDay,
    firstDay: peakDay * within(group.first_day_of_busiest),
    plan: group.plan,
    ...(group.created_days_before === undefined
      ? {}
      : { createdMs: firstMs - within(group.created_days_before) * DAY_MS }),
    ...(at < group.stopped * group.accounts ? { stoppedMs: firstMs + DAY_MS } : {}),
  };
}
