import { z } from "zod";
import { CaseError, readCase } from "../read-case.ts";
import { STREAM_FIELDS, streamedRequests } from "../request-streams.ts";
import { weighBypassSearch } from "./bypass-search.ts";

const MOST_GROUPS = 100;

const CASE = z.strictObject({
  ordinary_refusal: z.number().min(0).max(1).default(0.02),
  groups: z
    .array(
      z.strictObject({
        ...STREAM_FIELDS,
        family: z.int().min(0).max(10_000).optional(),
        refused: z.number().min(0).max(1).default(0),
      }),
    )
    .min(1)
    .max(MOST_GROUPS),
  also: z
    .array(z.strictObject({ group: z.int().min(0).max(MOST_GROUPS), as: z.int().min(0).max(MOST_GROUPS) }))
    .max(MOST_GROUPS)
    .default([]),
});

/**
 * The log-likelihood ratio that D11 gives for a small case; 0 where it says nothing.
 *
 * ```json
 * { "ordinary_refusal": 0.02,
 *   "groups": [{ "accounts": 3, "from": 0, "until": 48, "every": 1, "refused": 0.8 },
 *              { "accounts": 3, "from": 48, "until": 50, "every": 1, "family": 1 },
 *              { "accounts": 60, "from": 54, "until": 96, "every": 6, "family": 1, "spread": 20 }],
 *   "also": [{ "group": 1, "as": 0 }] }
 * ```
 *
 * All times in hours. A group's accounts send one request every `every` hours from `from` until `until`, and begin over
 * `spread` hours (default 0): texts of `family`, or without it each a variant of its own. The share `refused` (default 0) is
 * spread evenly over an account's requests. `also`: the accounts of a group are those of an earlier one, in order.
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function bypassSearchCase(input: unknown): number {
  const { ordinary_refusal: ordinaryRefusal, groups, also } = readCase(CASE, input);
  const firstOf = firstAccounts(groups, also);
  const requests = streamedRequests(groups);
  const starts = groups.map((_, at) => groups.slice(0, at).reduce((sum, group) => sum + group.accounts, 0));
  const account = Int32Array.from(
    requests,
    ({ account: no, stream }) => no - (starts[stream] ?? 0) + (firstOf[stream] ?? 0),
  );
  const evidence = weighBypassSearch({
    timeMs: Float64Array.from(requests, (request) => request.timeMs),
    account,
    members: new Set(account),
    textHash: Float64Array.from(requests, (_, at) => at),
    refused: Uint8Array.from(requests, ({ stream, turn }) => {
      const share = groups[stream]?.refused ?? 0;
      return Math.floor((turn + 1) * share + 1e-9) > Math.floor(turn * share + 1e-9) ? 1 : 0;
    }),
    family: Int32Array.from(requests, ({ stream }) => groups[stream]?.family ?? -1),
    ordinaryRefusal,
  });
  return evidence?.logLikelihoodRatio ?? 0;
}

/** Number of the first account of each group. */
function firstAccounts(
  groups: readonly { readonly accounts: number }[],
  also: readonly { readonly group: number; readonly as: number }[],
): readonly number[] {
  const firstOf: number[] = [];
  let next = 0;
  groups.forEach(({ accounts }, at) => {
    const same = also.findIndex(({ group }) => group === at);
    const as = also[same]?.as;
    if (as !== undefined && as >= at) throw new CaseError(`also.${String(same)}.as: is no earlier group`);
    const first = as === undefined ? undefined : firstOf[as];
    firstOf.push(first ?? next);
    if (first === undefined) next += accounts;
    else next = Math.max(next, first + accounts);
  });
  const missing = also.findIndex(({ group }) => group >= groups.length);
  if (missing >= 0) throw new CaseError(`also.${String(missing)}.group: is no group of the case`);
  return firstOf;
}
