import type { AccountMeasures } from "../accounts/account-measures.ts";
import { quantileOf, type OrdinaryQuantiles } from "../baseline/quantiles.ts";
import type { DeclaredUse } from "../events/side-tables.ts";
import type { DeclaredUseCheck } from "../report/report.ts";
import { USE_PROFILES, type Expectation, type Term } from "./use-profiles.ts";

/**
 * Holds the accounts of a declared use against what such a use does by its nature. Says where the two differ; it is
 * no evidence of a campaign. What is not known contradicts nothing.
 *
 * @param accounts - those that the declaration concerns
 * @param ordinary - distribution of the measures over ordinary accounts, the declared ones left out
 */
export function checkDeclaredUse(
  use: DeclaredUse,
  accounts: readonly number[],
  measures: AccountMeasures,
  ordinary: OrdinaryQuantiles,
): DeclaredUseCheck {
  const profile = USE_PROFILES[use].map((expectation) => weigh(expectation, accounts, measures, ordinary));
  const broken = profile.filter(({ holds }) => holds === "no");
  return {
    expected: `${use}: ${profile.map(({ text }) => text).join("; ")}`,
    observed: (broken.length > 0 ? broken : profile).map(({ observed }) => observed).join("; "),
    agrees: broken.length === 0,
  };
}

interface Weighed {
  readonly text: string;
  readonly observed: string;
  readonly holds: "yes" | "no" | "unknown";
}

function weigh(
  { text, needed, terms }: Expectation,
  accounts: readonly number[],
  measures: AccountMeasures,
  ordinary: OrdinaryQuantiles,
): Weighed {
  const judged = terms.map((term) => {
    const value = figureOf(term, accounts, measures);
    const limit = limitOf(term, ordinary);
    const within = term.bound === "at most" ? value <= limit : value >= limit;
    return { term, value, limit, within: Number.isNaN(value) ? undefined : within };
  });
  const met = judged.filter(({ within }) => within === true).length;
  const unknown = judged.filter(({ within }) => within === undefined).length;
  const holds = met >= needed ? "yes" : met + unknown < needed ? "no" : "unknown";
  // Of terms that all have to hold, those that do are no news where another does not.
  const told =
    holds === "no" && needed === terms.length ? judged.filter(({ within }) => within === false) : judged;
  return {
    text,
    holds,
    observed: told
      .map(({ term, value, limit, within }) =>
        Number.isNaN(value)
          ? `${term.label} not known`
          : `${term.label} ${shown(term, value)}` +
            (within === true ? "" : ` (expected ${term.bound} ${shown(term, limit)})`),
      )
      .join(", "),
  };
}

function figureOf(term: Term, accounts: readonly number[], measures: AccountMeasures): number {
  if (term.measure === "accounts") return accounts.length;
  const column = measures.of(term.measure);
  const requests = measures.of("requests");
  const known = accounts.filter((account) => !Number.isNaN(column[account] ?? Number.NaN));
  if (known.length === 0) return Number.NaN;
  if (term.take === "most") return known.reduce((most, account) => Math.max(most, column[account] ?? 0), 0);
  let sum = 0;
  let weight = 0;
  for (const account of known) {
    sum += (column[account] ?? 0) * (requests[account] ?? 0);
    weight += requests[account] ?? 0;
  }
  return sum / weight;
}

function limitOf({ measure, quantile, floor }: Term, ordinary: OrdinaryQuantiles): number {
  const of = quantile === undefined ? Number.NaN : quantileOf(ordinary, measure, quantile);
  return Number.isNaN(of) ? floor : Math.max(of, floor);
}

function shown({ as }: Term, value: number): string {
  const digits = (number: number): string => String(Number(number.toPrecision(2 + Number(number >= 100))));
  return as === "share"
    ? `${digits(value * 100)} %`
    : value >= 1000
      ? String(Math.round(value))
      : digits(value);
}
