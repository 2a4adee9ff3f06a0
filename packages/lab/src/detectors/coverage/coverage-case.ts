import { z } from "zod";
import { CaseError, readCase } from "../read-case.ts";
import { CASE_NAME, MOST_IN_CASE, numberCaseAccounts } from "../case-accounts.ts";
import { weighCoverage } from "./coverage.ts";
import { evaluationListOf, indexEvaluations, type EvaluationList } from "./evaluation-lists.ts";
import { seededRandom } from "../seeded-random.ts";

const CASE = z.strictObject({
  lists: z.record(CASE_NAME, z.int().min(1).max(MOST_IN_CASE)),
  payers: z.record(CASE_NAME, CASE_NAME).default({}),
  requests: z
    .array(
      z.strictObject({
        account: CASE_NAME,
        list: CASE_NAME.optional(),
        at: z.int().min(0).optional(),
        model: CASE_NAME.default("m"),
      }),
    )
    .max(MOST_IN_CASE),
});

/**
 * The log-likelihood ratio that D13 gives for a small case; 0 where it says nothing. Permutations are the same in every run.
 *
 * ```json
 * { "lists": { "quiz": 100 },
 *   "payers": { "b": "p" },
 *   "requests": [{ "account": "a", "list": "quiz", "at": 0 }, { "account": "b" }] }
 * ```
 *
 * `lists`: number of questions of each. `payers`: an account that is not in it pays for itself. `requests`: in the order
 * of time, each a question at a position of a list, or any other text.
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function coverageCase(input: unknown): number {
  const { lists, payers, requests } = readCase(CASE, input);
  const accounts = numberCaseAccounts(
    requests.map(({ account }) => account),
    payers,
    0,
  );
  const names = Object.keys(lists);
  const made = names.map((name, number): EvaluationList =>
    evaluationListOf(
      name,
      Array.from({ length: lists[name] ?? 0 }, (_, at) => question(number, at)),
    ),
  );
  const models = new Map(
    [...new Set(requests.map(({ model }) => model))].map((model, number) => [model, number]),
  );
  const listOf = new Map(names.map((name, number) => [name, made[number]]));
  const evidence = weighCoverage(
    {
      requestNo: Int32Array.from(requests, (_, at) => at),
      account: Int32Array.from(requests, ({ account }) => accounts.numberOf(account)),
      model: Int32Array.from(requests, ({ model }) => models.get(model) ?? 0),
      textHash: BigUint64Array.from(requests, ({ list, at }, row) => hashAt(listOf, list, at, row)),
    },
    accounts.payerOf,
    indexEvaluations(made),
    seededRandom(1),
  );
  return evidence?.logLikelihoodRatio ?? 0;
}

function question(list: number, at: number): string {
  return `question ${String(at)} of the list with the number ${String(list)} of this case`;
}

function hashAt(
  lists: ReadonlyMap<string, EvaluationList | undefined>,
  list: string | undefined,
  at: number | undefined,
  row: number,
): bigint {
  if (list === undefined) return 0n;
  const hash = lists.get(list)?.hashes[at ?? 0];
  if (hash === undefined) throw new CaseError(`requests.${String(row)}.at: the list has no such position`);
  return hash;
}
