/**
 * The exact interval of Clopper and Pearson (1934) for a probability of which `hits` in `trials` were seen.
 *
 * @param confidence - e.g. 0.95
 * @returns lower and upper end, each in [0, 1]
 */
export function clopperPearson(
  hits: number,
  trials: number,
  confidence: number = 0.95,
): readonly [low: number, high: number] {
  if (!(hits >= 0 && hits <= trials))
    throw new RangeError("hits must lie between 0 and the number of trials");
  if (trials === 0) return [0, 1];
  const tail = (1 - confidence) / 2;
  const low = hits === 0 ? 0 : solve((p) => 1 - atMost(hits - 1, trials, p) - tail);
  const high = hits === trials ? 1 : solve((p) => tail - atMost(hits, trials, p));
  return [low, high];
}

/** Where an increasing function of a probability crosses 0. */
function solve(at: (probability: number) => number): number {
  let low = 0;
  let high = 1;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (at(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X ≤ hits) for X binomial, summed in logarithms so that nothing underflows. */
function atMost(hits: number, trials: number, probability: number): number {
  if (probability <= 0) return 1;
  if (probability >= 1) return hits >= trials ? 1 : 0;
  let term = trials * Math.log1p(-probability);
  const odds = Math.log(probability) - Math.log1p(-probability);
  let sum = Math.exp(term);
  for (let count = 1; count <= hits; count++) {
    term += Math.log((trials - count + 1) / count) + odds;
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
}
