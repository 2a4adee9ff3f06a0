/** Rounds a count to two significant digits: 3,512 becomes 3,500. An exact count can single somebody out. */
export function roundedCount(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.round(count / unit) * unit;
}

/** Rounds a log-likelihood ratio to the nearest half, at most 50 either way; nobody's calibration is finer. */
export function roundedRatio(ratio: number): number {
  // Adding 0 turns a negative zero into zero.
  return Math.round(Math.min(50, Math.max(-50, ratio)) * 2) / 2 + 0;
}

/** Rounds a probability of error up to one significant digit, at least one in a billion: 0.00213 becomes 0.003. */
export function roundedUpProbability(probability: number): number {
  const bounded = Math.min(1, Math.max(1e-9, probability));
  const nearest = Number(bounded.toPrecision(1));
  if (nearest >= bounded) return nearest;
  const exponent = Math.floor(Math.log10(nearest));
  return Math.min(1, Number((nearest + 10 ** exponent).toPrecision(1)));
}
