/** A sighting as far as the standing of its object depends on it. */
export interface Sighting {
  /** Microseconds since 1970. */
  readonly at: number;
  /** 0 to 999,999,999; 0 means looked, not found. */
  readonly count: number;
  /** Looked, not found, whatever the count. */
  readonly negative: boolean;
  /** Pseudonym of who saw it. Sightings without one count as those of a single unknown organisation. */
  readonly organization?: string | undefined;
}

/** Each organisation adds less than 1 to a weight, however often it reports: nobody can talk a thing up alone. */
export interface SightingWeights {
  readonly seen: number;
  /** Of searches without result after the last time anybody saw it. */
  readonly absent: number;
}

/** Weighs who saw a thing, and who looked for it in vain since it was last seen. */
export function sightingWeights(sightings: readonly Sighting[]): SightingWeights {
  const positive = sightings.filter(isPositive);
  const lastSeen = positive.reduce((last, { at }) => Math.max(last, at), -Infinity);
  const inVain = sightings.filter((sighting) => !isPositive(sighting) && sighting.at > lastSeen);
  return { seen: weightOf(positive), absent: weightOf(inVain) };
}

export function isPositive({ count, negative }: Sighting): boolean {
  return count > 0 && !negative;
}

/** n reports of one organisation count 1 − 2⁻ⁿ; the count within one report says how busy it was, not how sure. */
function weightOf(sightings: readonly Sighting[]): number {
  const reports = new Map<string | undefined, number>();
  for (const { organization } of sightings) {
    reports.set(organization, (reports.get(organization) ?? 0) + 1);
  }
  // In order of size, so that rounding does not depend on the order of the input.
  return [...reports.values()].sort((a, b) => a - b).reduce((sum, n) => sum + 1 - 2 ** -n, 0);
}
