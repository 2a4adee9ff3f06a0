import { isPositive, type Sighting } from "./sighting-weights.ts";

/** How long ago a thing was seen, against its half-life. `spent`: so long ago that it should not be used. */
export type Life =
  | { readonly kind: "active" | "fading"; readonly freshness: number; readonly daysSinceSeen: number }
  | { readonly kind: "spent"; readonly daysSinceSeen: number };

/** After four half-lives a thing that nobody saw again is given up: 1/16. */
const SPENT_BELOW = 2 ** -4;

const MICROSECONDS_A_DAY = 86_400_000_000;

/**
 * Halves freshness (1 at first) with every half-life since the object was added, became valid or was last seen,
 * whichever is latest. A time in the future counts as now: a sender's clock cannot keep a thing young.
 *
 * @throws RangeError if the half-life is not a positive number of days
 */
export function freshnessOf(input: {
  readonly firstAdded: number;
  readonly validFrom?: number | undefined;
  readonly sightings: readonly Sighting[];
  readonly now: number;
  readonly halfLifeDays: number;
}): Life {
  if (!(input.halfLifeDays > 0 && Number.isFinite(input.halfLifeDays))) {
    throw new RangeError("halfLifeDays must be a positive number");
  }
  const lastSeen = input.sightings
    .filter(isPositive)
    .reduce((last, { at }) => Math.max(last, at), Math.max(input.firstAdded, input.validFrom ?? -Infinity));
  const days = Math.max(0, input.now - lastSeen) / MICROSECONDS_A_DAY;
  const freshness = 2 ** (-days / input.halfLifeDays);
  const daysSinceSeen = Math.floor(days);
  if (freshness < SPENT_BELOW) return { kind: "spent", daysSinceSeen };
  return { kind: freshness > 0.5 ? "active" : "fading", freshness, daysSinceSeen };
}
