import { freshnessOf, type Life } from "./freshness.ts";
import { opinionBalance, type Opinion, type OpinionBalance } from "./opinion-balance.ts";
import { sightingWeights, type Sighting } from "./sighting-weights.ts";

export type StandingState =
  "active" | "fading" | "disputed" | "confirmed" | "expired" | "dismissed" | "retracted" | "recalled";

/** What a person at the hub's member decided about an object; the last one holds. */
export interface HumanVerdict {
  readonly by: string;
  readonly at: number;
  readonly verdict: "confirmed" | "dismissed";
}

/** All times are microseconds since 1970, UTC. */
export interface StandingInput {
  /** When the hub first stored the object. */
  readonly firstAdded: number;
  /** `valid_from` and `valid_until` of the newest version, where its type has them. */
  readonly validFrom?: number | undefined;
  readonly validUntil?: number | undefined;
  /** `revoked` of the newest version. */
  readonly revoked: boolean;
  /** Whether its originator recalled the id at the hub. */
  readonly recalled: boolean;
  readonly sightings: readonly Sighting[];
  readonly opinions: readonly Opinion[];
  readonly verdict?: HumanVerdict | undefined;
  readonly now: number;
  /** Days after which a thing nobody saw again counts half; above 0. */
  readonly halfLifeDays: number;
}

export interface Standing {
  readonly state: StandingState;
  /**
   * 0 to 100 in steps of 5, so that single members cannot be counted from it. 0 exactly when the object should not be
   * used any more: recalled, retracted, dismissed or expired.
   */
  readonly score: number;
  /** Sentences for a reader; they name nobody and no number of organisations. */
  readonly reasons: readonly string[];
}

/** Belief in an object that nobody has seen or judged yet. */
const BELIEF_AT_FIRST = 0.5;

/** "Looked, not found" takes at most this share: an honest search elsewhere is weak evidence against. */
const MOST_OF_ABSENCE = 0.3;

const STEP = 5;

/**
 * Says what an object is worth now, as one function of all that is known, so that score, `valid_until` and `revoked`
 * cannot disagree (sharing.md, section 4).
 *
 * Recall and revocation end it; a human "dismissed" stays 0 for good; the end of validity ends it even if confirmed;
 * a human "confirmed" pins 100 whatever its age. Otherwise a belief that rises with each organisation that saw it,
 * falls mildly with each that looked in vain since, and follows opinions, is multiplied by freshness, which every
 * sighting restores. The order of the inputs does not matter.
 *
 * @throws RangeError if `halfLifeDays` is not a positive number
 */
export function standingOf(input: StandingInput): Standing {
  return endedStanding(input) ?? livingStanding(input);
}

function endedStanding(input: StandingInput): Standing | undefined {
  if (input.recalled) return ended("recalled", "Its originator recalled it.");
  if (input.revoked) return ended("retracted", "Its originator revoked it.");
  if (input.verdict?.verdict === "dismissed") return ended("dismissed", "A person dismissed it.");
  if (input.validUntil !== undefined && input.now >= input.validUntil) {
    return ended("expired", "Its validity has ended.");
  }
  return undefined;
}

function ended(state: StandingState, reason: string): Standing {
  return { state, score: 0, reasons: [reason] };
}

function livingStanding(input: StandingInput): Standing {
  const life = freshnessOf(input);
  if (input.verdict) {
    return { state: "confirmed", score: 100, reasons: ["A person confirmed it.", ...reasonOfStart(input)] };
  }
  if (life.kind === "spent") return ended("expired", `Nobody has seen it for ${life.daysSinceSeen} days.`);

  const { seen, absent } = sightingWeights(input.sightings);
  const balance = opinionBalance(input.opinions);
  const belief = believe({ seen, absent, balance });
  return {
    state: balance.disputed ? "disputed" : life.kind,
    score: Math.max(STEP, STEP * Math.round((100 * belief * life.freshness) / STEP)),
    reasons: [
      ...reasonOfLife(life, seen),
      ...(absent > 0 ? ["Others looked for it since and did not find it."] : []),
      ...reasonOfOpinions(balance),
      ...reasonOfStart(input),
    ],
  };
}

/** Doubt halves with every full weight of sightings; opinions move belief by a quarter of a halving per step. */
function believe(weights: { seen: number; absent: number; balance: OpinionBalance }): number {
  const seen = 1 - (1 - BELIEF_AT_FIRST) * 2 ** -weights.seen;
  const searched = seen * (1 - MOST_OF_ABSENCE * (1 - 2 ** -weights.absent));
  const { sum } = weights.balance;
  return sum >= 0 ? 1 - (1 - searched) * 2 ** (-sum / 4) : searched * 2 ** (sum / 4);
}

function reasonOfLife(life: Exclude<Life, { kind: "spent" }>, seen: number): readonly string[] {
  const since = life.daysSinceSeen === 0 ? "today" : `days ago: ${life.daysSinceSeen}`;
  return [seen > 0 ? `Last seen ${since}.` : `Not seen since it was added or became valid, ${since}.`];
}

function reasonOfOpinions({ sum, disputed }: OpinionBalance): readonly string[] {
  if (disputed) return ["There are opinions against it that are not outweighed."];
  return sum > 0 ? ["Opinions are in its favour."] : [];
}

function reasonOfStart({ validFrom, now }: StandingInput): readonly string[] {
  return validFrom !== undefined && validFrom > now ? ["Its validity has not begun yet."] : [];
}
