import { z } from "zod";
import { readCase } from "../read-case.ts";
import { CASE_NAME, MOST_IN_CASE } from "../case-accounts.ts";
import type { AccountRows } from "./account-rows.ts";
import { weighDistribution } from "./distribution-test.ts";
import { seededRandom } from "../seeded-random.ts";

const ROW = z.array(z.number()).min(1).max(100);
const SIDE = z.array(z.array(ROW).min(1).max(MOST_IN_CASE)).max(MOST_IN_CASE);

const CASE = z
  .strictObject({ features: z.array(CASE_NAME).min(1).max(100), members: SIDE, peers: SIDE })
  .superRefine(({ features, members, peers }, context) => {
    for (const [side, accounts] of Object.entries({ members, peers })) {
      if (accounts.flat().some((row) => row.length !== features.length)) {
        context.addIssue({ code: "custom", path: [side], message: "each row needs one number per feature" });
      }
    }
  });

/**
 * The log-likelihood ratio that D12 gives for a small case; 0 where it says nothing, as with fewer than ten accounts on
 * a side. The numbers are used as they are, and the permutations are the same in every run.
 *
 * ```json
 * { "features": ["log_output_tokens"],
 *   "members": [[[2.1], [2.3]], [[1.9]]],
 *   "peers": [[[0.1], [-0.2]], [[0.3]]] }
 * ```
 *
 * `members`, `peers`: a list of accounts, each a list of requests, each a number per feature.
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function distributionTestCase(input: unknown): number {
  const { features, members, peers } = readCase(CASE, input);
  const [own, others] = [members, peers].map((side) => rowsOf(features, side)) as [AccountRows, AccountRows];
  return weighDistribution(own, others, seededRandom(1))?.logLikelihoodRatio ?? 0;
}

function rowsOf(names: readonly string[], accounts: z.infer<typeof SIDE>): AccountRows {
  const rows = accounts.flat();
  return {
    names,
    rows: Float64Array.from(rows.flat()),
    account: Int32Array.from(accounts.flatMap((own, account) => own.map(() => account))),
    requestNo: Int32Array.from(rows, (_, row) => row),
  };
}
