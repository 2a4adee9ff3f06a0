/** Replacement means joiners of at least these shares of the stopped accounts; each gets the same part of the stake. */
const REPLACED = [0.1, 0.25, 0.5, 0.75] as const;
/**
 * No smaller chance is believed of any number of joiners: a text gets a burst of users for reasons of its own (a course, a
 * mention) perhaps twice in three years, and every five hundredth window of two days would see it. No log is that long.
 */
const LEAST_CHANCE = 1 / 500;
/** Part of the stake that is bet on replacement; the rest is kept, so that waves that nobody replaces cost at most 0.22. */
const STAKE = 0.2;
/** The most that waves together say: bursts of one text may have one reason. */
const MOST_EVIDENCE = 6;

/**
 * How many times likelier the joiners after one wave are if the stopped accounts are replaced than under chance: the
 * pay-out of bets, made before the joiners are seen, that they reach given shares of the stopped. At most 1 on average
 * under chance (an e-value), as far as `chanceOf` is right; between 0 and 500.
 *
 * @param stopped - accounts that the wave stopped
 * @param joined - joiners in the time after it
 * @param chanceOf - probability of at least so many joiners in that time if nobody is replaced
 */
export function replacementRatio({
  stopped,
  joined,
  chanceOf,
}: {
  readonly stopped: number;
  readonly joined: number;
  readonly chanceOf: (joiners: number) => number;
}): number {
  const won = REPLACED.map((share) => Math.max(1, Math.ceil(share * stopped)))
    .filter((least) => joined >= least)
    .map((least) => 1 / Math.max(LEAST_CHANCE, chanceOf(least)));
  return won.reduce((sum, payOut) => sum + payOut, 0) / REPLACED.length;
}

/**
 * The log-likelihood ratio of all waves: half of the stake is on any one of them, and half goes from wave to wave, so that
 * a second pool that is replaced as well says more.
 *
 * @param ratios - `replacementRatio` of at least one wave
 */
export function replacementEvidence(ratios: readonly number[]): number {
  const ofOne = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const inARow = ratios.reduce((product, ratio) => product * ((1 + ratio) / 2), 1);
  return Math.min(MOST_EVIDENCE, Math.log(1 - STAKE + STAKE * ((ofOne + inARow) / 2)));
}
