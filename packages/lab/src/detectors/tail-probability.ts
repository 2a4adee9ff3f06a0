/** No probability below this is claimed from a few hundred reference groups. */
export const LEAST_PROBABILITY = 1e-8;

/**
 * Probability that a reference group shows a value at least as extreme as the observed one.
 *
 * Inside the reference values it is the rank; beyond their 90th percentile the tail is taken as exponential with
 * their mean excess (peaks over threshold, Pickands 1975, shape 0), which is wider than a normal tail.
 *
 * @param resolution - smallest difference that means anything; keeps a reference without spread from certainty
 */
export function tailProbability(
  observed: number,
  reference: readonly number[],
  options: { readonly tail: "upper" | "lower"; readonly resolution: number },
): number {
  const sign = options.tail === "upper" ? 1 : -1;
  const values = reference
    .filter((value) => !Number.isNaN(value))
    .map((value) => sign * value)
    .sort((a, b) => a - b);
  if (values.length < 20 || Number.isNaN(observed)) return Number.NaN;
  const at = sign * observed;
  const cut = Math.floor(values.length * 0.9);
  const threshold = values[cut] ?? 0;
  if (at <= threshold) {
    const beyond = values.filter((value) => value >= at).length;
    return (1 + beyond) / (1 + values.length);
  }
  const exceedances = values.slice(cut).map((value) => value - threshold);
  const mean = exceedances.reduce((sum, value) => sum + value, 0) / exceedances.length;
  const spread = threshold - (values[values.length >> 1] ?? threshold);
  const scale = Math.max(mean, spread / 4, options.resolution);
  return Math.max(LEAST_PROBABILITY, 0.1 * Math.exp(-(at - threshold) / scale));
}

/**
 * Evidence against chance as a log-likelihood ratio: the p-to-e calibrator ½·p^(−½) (Shafer, Shen, Vereshchagin and
 * Vovk 2011). Its expectation under chance is at most 1, so that products over independent families stay honest.
 * p = 1 gives −0.69, p = 0.01 gives 1.6, p = 10⁻⁶ gives 6.2.
 */
export function logEvidence(probability: number): number {
  return Math.log(0.5) - 0.5 * Math.log(probability);
}

/** The same, hedged: half of the stake is kept, so that a test without result costs 0.29 and not 0.69. Still an e-value. */
export function hedgedEvidence(probability: number): number {
  return Math.log((1 + Math.exp(logEvidence(probability))) / 2);
}

/** Bonferroni over the tests that could be made; NaN where none could. */
export function anyOf(probabilities: readonly number[]): number {
  const made = probabilities.filter((value) => !Number.isNaN(value));
  return made.length === 0 ? Number.NaN : Math.min(1, Math.min(...made) * made.length);
}
