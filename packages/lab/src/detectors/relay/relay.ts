import type { AccountMeasures } from "../../accounts/account-measures.ts";
import type { Evidence } from "../evidence.ts";
import { capital, round } from "../figure-text.ts";
import { anyOf, hedgedEvidence } from "../tail-probability.ts";
import { RELAY_MARKS, testMarks, type MarkName, type TestedMark } from "./relay-marks.ts";

/** Fewer members say nothing of a pool. */
const LEAST_MEMBERS = 8;

/** An agency with an account for each client looks the same, and that is no rarer than this: no pair says more. */
const LEAST_CHANCE = 1e-5;

/**
 * Pairs of marks that make a relay. A translator has languages round the clock, a coding harness many system texts at once
 * and several programs: these pairs are left out.
 */
const PAIRS: readonly (readonly [MarkName, MarkName])[] = [
  ["languages", "systems"],
  ["languages", "identity"],
  ["languages", "software"],
  ["systems", "identity"],
  ["identity", "concurrency"],
  ["identity", "software"],
];

/** What a relay is judged by beside the measures. */
export interface RelayContext {
  /** Payer number by account number. */
  readonly payer: ArrayLike<number>;
  /** Requests to cite for some accounts; without it none are cited. */
  readonly requestsOf?: (accounts: readonly number[]) => readonly number[];
}

/**
 * D10: accounts behind which many unrelated people stand. Each mark (languages, system texts, foreign identity,
 * concurrency, software) is a figure of the group, held against reference groups of ordinary accounts. One mark has honest
 * causes; the evidence is the best admissible pair, both at most as probable as said, corrected for the number of pairs.
 *
 * @param referenceGroups - account numbers of ordinary groups, matched in size and volume
 * @returns undefined where half of the members belong to one payer (an aggregator, a company), where they are fewer than
 *   eight, or where no pair can be tested
 */
export function weighRelay(
  members: readonly number[],
  referenceGroups: readonly (readonly number[])[],
  measures: AccountMeasures,
  context: RelayContext,
): Evidence | undefined {
  if (members.length < LEAST_MEMBERS || largestPayerShare(members, context) >= 0.5) return undefined;
  const marks = testMarks(members, referenceGroups, measures);
  const pairs = PAIRS.flatMap(([first, second]) => {
    const [one, other] = [marks.get(first), marks.get(second)];
    return one === undefined || other === undefined ? [] : [{ one, other, p: Math.max(one.p, other.p) }];
  }).sort((a, b) => a.p - b.p);
  const best = pairs[0];
  if (best === undefined) return undefined;
  const p = Math.max(LEAST_CHANCE, anyOf(pairs.map((pair) => pair.p)));
  return {
    family: "content",
    detector: "D10",
    logLikelihoodRatio: hedgedEvidence(p),
    summary: `${capital(say(best.one))}, and ${say(best.other)} (p ${p.toPrecision(2)} against ${String(referenceGroups.length)} ordinary groups).`,
    kind: "inferred",
    figures: Object.fromEntries([
      ["p", p],
      ...[...marks].map(([name, mark]) => [`p_${name}`, mark.p] as const),
      ...[...marks.values()].flatMap((mark) =>
        mark.figures.map(({ name, observed }) => [name, round(observed)] as const),
      ),
    ]),
    requests: context.requestsOf?.(outstanding(members, best.one, measures)) ?? [],
  };
}

function largestPayerShare(members: readonly number[], { payer }: RelayContext): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const account of members) {
    const number = payer[account] ?? -1;
    const count = (counts.get(number) ?? 0) + 1;
    counts.set(number, count);
    most = Math.max(most, count);
  }
  return most / members.length;
}

function say({ strongest }: TestedMark): string {
  const { say: words, observed, ordinary } = strongest;
  return words(observed, ordinary);
}

/** Members that show a mark most, strongest first. */
function outstanding(members: readonly number[], mark: TestedMark, measures: AccountMeasures): number[] {
  const measure = RELAY_MARKS[mark.name].cite;
  const values = measures.of(measure);
  const valueOf = (account: number): number => {
    const value = values[account] ?? Number.NaN;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  return [...members].sort((a, b) => valueOf(b) - valueOf(a) || a - b).slice(0, 5);
}
