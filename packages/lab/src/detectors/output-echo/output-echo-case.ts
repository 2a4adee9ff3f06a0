import { z } from "zod";
import { readCase } from "../read-case.ts";
import { CASE_NAME, MOST_IN_CASE, numberCaseAccounts } from "../case-accounts.ts";
import { echoFacts, EchoTally, type EchoPair } from "./echo-facts.ts";
import { weighEcho } from "./output-echo.ts";

const COUNT = z.int().min(0).max(MOST_IN_CASE);

const CASE = z.strictObject({
  members: z.array(CASE_NAME).min(1).max(MOST_IN_CASE),
  payers: z.record(CASE_NAME, CASE_NAME).default({}),
  requests: z.int().min(1).max(1e9).default(50),
  days: z.int().min(1).max(3660).default(8),
  echoes: z
    .array(
      z.strictObject({
        account: CASE_NAME,
        source: CASE_NAME,
        day: z.int().min(0).max(3660).default(0),
        requests: z.int().min(1).max(1e9).default(1),
      }),
    )
    .max(MOST_IN_CASE),
  others: z
    .strictObject({
      payers: COUNT.default(1000),
      echoing: COUNT.default(0),
      persistent: COUNT.default(0),
    })
    .refine((others) => others.echoing <= others.payers, {
      path: ["echoing"],
      message: "more than there are other payers",
    })
    .refine((others) => others.persistent <= others.echoing, {
      path: ["persistent"],
      message: "more than echo at all",
    })
    .prefault({}),
});

/**
 * The log-likelihood ratio that D5 gives for a small case; 0 where it says nothing.
 *
 * ```json
 * { "members": ["a", "b"],
 *   "payers": { "b": "p" },
 *   "requests": 50,
 *   "days": 8,
 *   "echoes": [{ "account": "a", "source": "x", "day": 0, "requests": 4 }],
 *   "others": { "payers": 1000, "echoing": 12, "persistent": 1 } }
 * ```
 *
 * `requests`: of every account, over the `days` of the log. `echoes`: requests of `account` on a day that repeat answers
 * which `source` got. `payers`: an account that is not in it pays for itself. `others`: ordinary payers, those of them that
 * repeat an answer at all, and those that do so as a practice.
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function outputEchoCase(input: unknown): number {
  const { members, payers, requests, days, echoes, others } = readCase(CASE, input);
  const named = [...members, ...echoes.flatMap(({ account, source }) => [account, source])];
  const { numberOf, payerOf, firstOrdinary } = numberCaseAccounts(named, payers, others.payers);
  const tally = new EchoTally();
  echoes.forEach((echo, at) => {
    const [account, source] = [numberOf(echo.account), numberOf(echo.source)];
    if (payerOf[account] === payerOf[source]) return;
    tally.add({ account, source, day: echo.day, requests: echo.requests, firstRequest: at });
  });
  for (const pair of ordinaryEchoes(others, requests, firstOrdinary)) tally.add(pair);
  const facts = echoFacts({
    payerOf,
    requests: new Float64Array(payerOf.length).fill(requests),
    receivers: tally.receivers,
    logDays: days,
  });
  return weighEcho(new Set(members.map(numberOf)), facts)?.logLikelihoodRatio ?? 0;
}

/** Each ordinary payer repeats its neighbours: once, or as a practice (half of its requests, over three sources and days). */
function ordinaryEchoes(
  others: z.infer<typeof CASE>["others"],
  requests: number,
  first: number,
): readonly EchoPair[] {
  const neighbour = (at: number, step: number): number => first + ((at + step) % others.payers);
  return Array.from({ length: others.echoing }, (_, at): readonly EchoPair[] =>
    (at < others.persistent ? [0, 1, 2] : [0]).map((day) => ({
      account: first + at,
      source: neighbour(at, day + 1),
      day,
      requests: at < others.persistent ? Math.max(1, Math.ceil(requests / 6)) : 1,
      firstRequest: 0,
    })),
  ).flat();
}
