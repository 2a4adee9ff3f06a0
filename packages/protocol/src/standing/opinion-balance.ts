import type { OpinionValue } from "../modelling/remarks.ts";

/** An opinion as far as the standing of its object depends on it. */
export interface Opinion {
  /** Microseconds since 1970. */
  readonly at: number;
  readonly opinion: OpinionValue;
  /** Pseudonym of the organisation that holds it; its latest opinion counts, and only that. */
  readonly organization: string;
}

export interface OpinionBalance {
  /** From −2 for each organisation that strongly disagrees to +2 for each that strongly agrees. */
  readonly sum: number;
  /** Somebody disagrees, and is not outweighed. */
  readonly disputed: boolean;
}

const VALUE: Readonly<Record<OpinionValue, number>> = {
  "strongly-disagree": -2,
  disagree: -1,
  neutral: 0,
  agree: 1,
  "strongly-agree": 2,
};

/** Adds up the latest opinion of every organisation; of two with one date the worse counts. */
export function opinionBalance(opinions: readonly Opinion[]): OpinionBalance {
  const latest = new Map<string, { at: number; value: number }>();
  for (const { at, opinion, organization } of opinions) {
    const value = VALUE[opinion];
    const held = latest.get(organization);
    if (!held || at > held.at || (at === held.at && value < held.value)) {
      latest.set(organization, { at, value });
    }
  }
  const values = [...latest.values()].map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  return { sum, disputed: sum <= 0 && values.some((value) => value < 0) };
}
