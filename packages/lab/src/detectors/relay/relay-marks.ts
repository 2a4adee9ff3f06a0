import type { AccountMeasures } from "../../accounts/account-measures.ts";
import { percent } from "../figure-text.ts";
import { anyOf, tailProbability } from "../tail-probability.ts";

/** Where fewer members have a known value, a mark is not tested. */
const LEAST_KNOWN = 5;

/** What many people behind one account leave. */
export type MarkName = "languages" | "systems" | "identity" | "concurrency" | "software";

/** One figure of a group, large where many people stand behind its accounts. */
export interface RelayFigure {
  readonly name: string;
  /** Smallest difference that means anything. */
  readonly resolution: number;
  /** NaN where too little is known. */
  of(group: readonly number[], measures: AccountMeasures): number;
  say(observed: number, ordinary: number): string;
}

/** A mark: its figures, and the measure by which members are cited. */
export interface RelayMark {
  readonly cite: string;
  readonly figures: readonly RelayFigure[];
}

/** All marks. Counts are geometric means, since one busy account should not speak for a group, and their resolution is a
 * quarter: that a fifth of the accounts has a second language is no relay, however sure. */
export const RELAY_MARKS: Readonly<Record<MarkName, RelayMark>> = {
  languages: {
    cite: "languages",
    figures: [
      countFigure(
        "languages",
        (seen, usual) => `the typical account works in ${seen} languages (ordinary groups ${usual})`,
      ),
    ],
  },
  systems: {
    cite: "systems",
    figures: [
      countFigure(
        "systems",
        (seen, usual) => `the typical account brings ${seen} system texts (ordinary groups ${usual})`,
      ),
    ],
  },
  identity: {
    cite: "intent_foreignIdentity",
    figures: [
      {
        name: "foreign_identity_share",
        resolution: 0.02,
        of: (group, measures) => meanOfKnown(group, measures.of("intent_foreignIdentity")),
        say: (seen, usual) =>
          `the model is told to be another maker's assistant in ${percent(seen)} of the requests (ordinary groups ${percent(usual)})`,
      },
    ],
  },
  concurrency: {
    cite: "busiest_minute",
    figures: [
      countFigure(
        "busiest_minute",
        (seen, usual) =>
          `${seen} requests stand in the typical account's busiest minute (ordinary groups ${usual})`,
      ),
      {
        name: "hours_of_day",
        resolution: 1,
        of: (group, measures) => meanOfKnown(group, measures.of("hours_of_day")),
        say: (seen, usual) =>
          `accounts are used in ${seen.toFixed(1)} hours of the day on average (ordinary groups ${usual.toFixed(1)})`,
      },
    ],
  },
  software: {
    cite: "user_agents",
    figures: [
      countFigure(
        "user_agents",
        (seen, usual) => `the typical account is used by ${seen} programs (ordinary groups ${usual})`,
      ),
      countFigure(
        "models",
        (seen, usual) => `the typical account uses ${seen} models (ordinary groups ${usual})`,
      ),
    ],
  },
};

/** A mark held against the reference groups. */
export interface TestedMark {
  readonly name: MarkName;
  /** Of the best figure, corrected for their number. */
  readonly p: number;
  readonly figures: readonly TestedFigure[];
  readonly strongest: TestedFigure;
}

interface TestedFigure {
  readonly name: string;
  readonly observed: number;
  /** Mean over the reference groups. */
  readonly ordinary: number;
  readonly p: number;
  readonly say: RelayFigure["say"];
}

/** Tests all marks for which enough is known of the members and of twenty reference groups. */
export function testMarks(
  members: readonly number[],
  referenceGroups: readonly (readonly number[])[],
  measures: AccountMeasures,
): ReadonlyMap<MarkName, TestedMark> {
  const tested = new Map<MarkName, TestedMark>();
  for (const name of Object.keys(RELAY_MARKS) as MarkName[]) {
    const figures = RELAY_MARKS[name].figures
      .map((figure) => testFigure(figure, members, referenceGroups, measures))
      .filter((figure) => !Number.isNaN(figure.p))
      .sort((a, b) => a.p - b.p);
    const strongest = figures[0];
    if (strongest === undefined) continue;
    tested.set(name, { name, p: anyOf(figures.map(({ p }) => p)), figures, strongest });
  }
  return tested;
}

function testFigure(
  figure: RelayFigure,
  members: readonly number[],
  referenceGroups: readonly (readonly number[])[],
  measures: AccountMeasures,
): TestedFigure {
  const observed = figure.of(members, measures);
  const reference = referenceGroups
    .map((group) => figure.of(group, measures))
    .filter((value) => !Number.isNaN(value));
  return {
    name: figure.name,
    observed,
    ordinary: reference.reduce((sum, value) => sum + value, 0) / Math.max(1, reference.length),
    p: tailProbability(observed, reference, { tail: "upper", resolution: figure.resolution }),
    say: figure.say,
  };
}

/** Geometric mean, in which none counts as one: that every account has one is no breadth. */
function countFigure(measure: string, say: (seen: string, usual: string) => string): RelayFigure {
  return {
    name: measure,
    resolution: 0.25,
    of: (group, measures) =>
      Math.exp(meanOfKnown(group, measures.of(measure), (value) => Math.log(Math.max(1, value)))),
    say: (seen, usual) => say(seen.toFixed(1), usual.toFixed(1)),
  };
}

function meanOfKnown(
  group: readonly number[],
  values: Float64Array,
  scale: (value: number) => number = (value) => value,
): number {
  let sum = 0;
  let known = 0;
  for (const account of group) {
    const value = values[account] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += scale(value);
    known++;
  }
  return known < LEAST_KNOWN || known < group.length / 2 ? Number.NaN : sum / known;
}
