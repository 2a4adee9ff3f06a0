import { openMeasures, type AccountMeasures } from "./account-measures.ts";

/** Measures of some accounts, without an engine; what a test does not say of an account is unknown. */
export function measuresOf(accounts: readonly Readonly<Record<string, number>>[]): AccountMeasures {
  const measures = openMeasures(accounts.length);
  accounts.forEach((values, account) => {
    for (const [name, value] of Object.entries(values)) measures.of(name)[account] = value;
  });
  return measures;
}
