import { z } from "zod";
import { ACCOUNT_MEASURES, openMeasures, type AccountMeasures } from "../../accounts/account-measures.ts";
import { readCase } from "../read-case.ts";
import { seededRandom } from "../seeded-random.ts";
import { weighRelay } from "./relay.ts";

const MOST_ACCOUNTS = 10_000;
const MOST_GROUPS = 100;
const MOST_VALUES = 1000;
const REFERENCE_GROUPS = 200;

const GROUP = z.strictObject({
  accounts: z.int().min(1).max(MOST_ACCOUNTS),
  payers: z.int().min(1).max(MOST_ACCOUNTS).optional(),
  declared: z.boolean().default(false),
  measures: z.record(
    z.string().refine((name) => ACCOUNT_MEASURES.includes(name), "is no account measure"),
    z.union([z.number(), z.array(z.number()).min(1).max(MOST_VALUES)]),
  ),
});

const CASE = z.strictObject({
  members: z.array(GROUP).min(1).max(MOST_GROUPS),
  ordinary: z.array(GROUP).min(1).max(MOST_GROUPS),
});

type Group = z.infer<typeof GROUP>;

/**
 * The log-likelihood ratio that D10 gives for a small case; 0 where it says nothing.
 *
 * ```json
 * { "members": [{ "accounts": 20, "payers": 20, "measures": { "languages": [5, 7], "systems": 9 } }],
 *   "ordinary": [{ "accounts": 300, "measures": { "languages": [1, 1, 2], "systems": [0, 1, 2] } }] }
 * ```
 *
 * `measures`: account measures by name; a list is dealt out to the accounts in turn. `payers`: the accounts are dealt
 * out to so many (default: each pays for itself). `declared`: a reseller that the lab knows of, whom a run leaves out of
 * every candidate, and so does the case. Reference groups are drawn from the ordinary accounts, always the same.
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function relayCase(input: unknown): number {
  const { members: all, ordinary } = readCase(CASE, input);
  const members = all.filter((group) => !group.declared);
  const groups = [...members, ...ordinary];
  const count = groups.reduce((sum, group) => sum + group.accounts, 0);
  const measures = openMeasures(count);
  const payer = new Int32Array(count);
  let account = 0;
  let firstPayer = 0;
  for (const group of groups) {
    const payers = group.payers ?? group.accounts;
    for (let at = 0; at < group.accounts; at++, account++) {
      payer[account] = firstPayer + (at % payers);
      setMeasures(measures, account, at, group);
    }
    firstPayer += payers;
  }
  const size = members.reduce((sum, group) => sum + group.accounts, 0);
  const evidence = weighRelay(
    Array.from({ length: size }, (_, at) => at),
    drawGroups(size, count),
    measures,
    { payer },
  );
  return evidence?.logLikelihoodRatio ?? 0;
}

function setMeasures(measures: AccountMeasures, account: number, at: number, group: Group): void {
  for (const [name, values] of Object.entries(group.measures)) {
    const value = typeof values === "number" ? values : (values[at % values.length] ?? Number.NaN);
    measures.of(name)[account] = value;
  }
}

/** Groups as large as the members, with replacement. */
function drawGroups(first: number, count: number): readonly (readonly number[])[] {
  const random = seededRandom(1);
  return Array.from({ length: REFERENCE_GROUPS }, () =>
    Array.from({ length: first }, () => first + Math.floor(random() * (count - first))),
  );
}
