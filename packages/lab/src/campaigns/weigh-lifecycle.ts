import {
  creationConcentration,
  firstDayShare,
  medianAge,
  stoppedShare,
  usageForPlan,
} from "../detectors/lifecycle/lifecycle.ts";
import { pivotShare } from "../detectors/lifecycle/release-pivot.ts";
import type { CampaignRequests, Context } from "./context.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { anyOf, hedgedEvidence, tailProbability } from "../detectors/tail-probability.ts";
import { percent } from "../detectors/figure-text.ts";
import { openCommunity } from "./open-community.ts";
import { firstRequestsOf } from "./weigh-identity.ts";

type Group = readonly number[];

interface Test {
  readonly name: string;
  readonly of: (group: Group) => number;
  readonly tail: "upper" | "lower";
  readonly resolution: number;
  readonly say: (value: number, ordinary: number) => string;
}

/** What a common beginning in the open explains. */
const COMMON_START: ReadonlySet<string> = new Set(["creation", "age", "full_use"]);

/**
 * The lifecycle family (D8): when accounts were made, how fast they came to full use, what they use for their plan,
 * how they moved on release days and whether the lab has already stopped some; each against reference groups.
 * The best counts, corrected for the number of tests.
 *
 * @returns undefined where nothing is known to test
 */
export function weighLifecycle(
  members: Group,
  requests: CampaignRequests,
  groups: readonly Group[],
  context: Context,
): Evidence | undefined {
  // A class or a hackathon signs up and begins together.
  const together = openCommunity(new Set(members), context.index) !== undefined;
  const tests = lifecycleTests(context).filter(({ name }) => !(together && COMMON_START.has(name)));
  const results = tests.map((test) => {
    const observed = test.of(members);
    const reference = groups.map(test.of).filter((value) => !Number.isNaN(value));
    const ordinary = reference.reduce((sum, value) => sum + value, 0) / Math.max(1, reference.length);
    return { test, observed, ordinary, p: tailProbability(observed, reference, test) };
  });
  const made = results.filter(({ p }) => !Number.isNaN(p)).sort((a, b) => a.p - b.p);
  const probability = anyOf(made.map(({ p }) => p));
  if (Number.isNaN(probability)) return undefined;
  const said = made.slice(0, 2).filter(({ p }, rank) => rank === 0 || p < 0.01);
  return {
    family: "lifecycle",
    detector: "D8",
    logLikelihoodRatio: hedgedEvidence(probability),
    summary: `${said.map(({ test, observed, ordinary }) => test.say(observed, ordinary)).join("; ")} (p ${probability.toPrecision(2)}).`,
    kind: "inferred",
    figures: Object.fromEntries([
      ["p", probability],
      ...made.map(({ test, p }) => [`p_${test.name}`, p] as const),
    ]),
    requests: firstRequestsOf(youngest(members, context), requests),
  };
}

function lifecycleTests(context: Context): readonly Test[] {
  const { facts } = context;
  return [
    {
      name: "creation",
      of: (group) => creationConcentration(group, facts),
      tail: "upper",
      resolution: 0.03,
      say: (value, ordinary) =>
        `${percent(value)} of the accounts were created within seven days (ordinary groups ${percent(ordinary)})`,
    },
    {
      name: "age",
      of: (group) => medianAge(group, facts),
      tail: "lower",
      resolution: 0.2,
      say: (value, ordinary) =>
        `the accounts were ${Math.expm1(value).toFixed(0)} days old at first use (median; ordinary groups ${Math.expm1(ordinary).toFixed(0)})`,
    },
    {
      name: "full_use",
      of: (group) => firstDayShare(group, facts, context.logStartMs),
      tail: "upper",
      resolution: 0.05,
      say: (value, ordinary) =>
        `new accounts reached ${percent(value)} of their busiest day on day one (ordinary groups ${percent(ordinary)})`,
    },
    {
      name: "usage_for_plan",
      of: (group) => usageForPlan(group, facts, context.medianUsageOfPlans),
      tail: "upper",
      resolution: 0.2,
      say: (value) => `usage is ${(2 ** value).toFixed(1)} times the median of the same plans`,
    },
    ...(context.hasEnforcement
      ? [
          {
            name: "stopped",
            of: (group: Group) => stoppedShare(group, facts),
            tail: "upper" as const,
            resolution: 0.02,
            say: (value: number, ordinary: number) =>
              `${percent(value)} of the accounts were already banned or limited (ordinary groups ${percent(ordinary)})`,
          },
        ]
      : []),
    ...context.releases.map((release): Test => ({
      name: "pivot",
      of: (group) => pivotShare(group, facts.firstMs, release.use, release.timeMs),
      tail: "upper",
      resolution: 0.05,
      say: (value, ordinary) =>
        `${percent(value)} moved to a new model within 24 hours of its release (ordinary groups ${percent(ordinary)})`,
    })),
  ];
}

function youngest(members: Group, context: Context): number[] {
  const born = (account: number): number => {
    const created = context.facts.createdMs[account] ?? Number.NaN;
    return Number.isNaN(created) ? (context.facts.firstMs[account] ?? 0) : created;
  };
  return [...members].sort((a, b) => born(b) - born(a)).slice(0, 5);
}
