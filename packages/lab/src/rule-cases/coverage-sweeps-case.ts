import { z } from "zod";
import { coverageCase } from "../detectors/coverage/coverage-case.ts";
import { CaseError, readCase } from "../detectors/read-case.ts";
import { numbersFrom } from "./case-log.ts";

const MOST_REQUESTS = 100_000;
const COUNT = z.int().min(1).max(MOST_REQUESTS);

const CASE = z.strictObject({
  lists: z.record(z.string().min(1).max(200), COUNT),
  sweeps: z
    .array(
      z.strictObject({
        list: z.string().min(1).max(200).optional(),
        requests: COUNT,
        accounts: COUNT,
        payers: COUNT.optional(),
        dealt: z.enum(["in-turn", "in-blocks", "whole"]).default("in-turn"),
      }),
    )
    .min(1)
    .max(20),
});
type Sweep = z.infer<typeof CASE>["sweeps"][number];

/**
 * `coverageCase` (D13) for sweeps, so that a document need not write out every request.
 *
 * ```json
 * { "lists": { "quiz": 300 }, "sweeps": [{ "list": "quiz", "requests": 300, "accounts": 30, "dealt": "in-turn" }] }
 * ```
 *
 * Each sweep asks the first `requests` questions of its list in order, one sweep after the other: dealt out to its
 * accounts in turn or in blocks, or the `whole` list by each account. Without `list` it sends other texts.
 * `payers`: the accounts are dealt out to so many (default: each pays for itself).
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function coverageSweepsCase(input: unknown): number {
  const { lists, sweeps } = readCase(CASE, input);
  const total = sweeps.reduce(
    (sum, { requests, accounts, dealt }) => sum + requests * (dealt === "whole" ? accounts : 1),
    0,
  );
  if (total > MOST_REQUESTS) throw new CaseError(`sweeps: more than ${String(MOST_REQUESTS)} requests`);
  const payers: Record<string, string> = {};
  const requests = sweeps.flatMap((sweep, number) => {
    for (const account of numbersFrom(0, sweep.accounts))
      payers[nameOf(number, account)] = nameOf(number, account % (sweep.payers ?? sweep.accounts));
    return rowsOf(sweep, number);
  });
  return coverageCase({ lists, payers, requests });
}

function rowsOf(sweep: Sweep, number: number): readonly object[] {
  const rows = sweep.dealt === "whole" ? sweep.requests * sweep.accounts : sweep.requests;
  return numbersFrom(0, rows).map((row) => ({
    account: nameOf(number, accountOf(sweep, row)),
    ...(sweep.list === undefined ? {} : { list: sweep.list, at: row % sweep.requests }),
  }));
}

function accountOf({ dealt, requests, accounts }: Sweep, row: number): number {
  if (dealt === "whole") return Math.floor(row / requests);
  return dealt === "in-turn" ? row % accounts : Math.floor((row * accounts) / requests);
}

function nameOf(sweep: number, at: number): string {
  return `${String(sweep)}.${String(at)}`;
}
