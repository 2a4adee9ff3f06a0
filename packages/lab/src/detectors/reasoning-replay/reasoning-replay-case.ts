import { z } from "zod";
import { readCase } from "../read-case.ts";
import { CASE_NAME, MOST_IN_CASE, numberCaseAccounts, type CaseAccounts } from "../case-accounts.ts";
import { replayFacts, type ReplayFacts } from "./replay-facts.ts";
import { weighReplay } from "./reasoning-replay.ts";
import { TokenTracer, type TokenHolder } from "./token-tracer.ts";

const COUNT = z.int().min(0).max(MOST_IN_CASE);

const CASE = z.strictObject({
  members: z.array(CASE_NAME).min(1).max(MOST_IN_CASE),
  payers: z.record(CASE_NAME, CASE_NAME).default({}),
  tokens: z
    .array(
      z.strictObject({
        token: CASE_NAME,
        account: CASE_NAME,
        issued: z.boolean().default(false),
        model: CASE_NAME.optional(),
      }),
    )
    .max(MOST_IN_CASE),
  others: z
    .strictObject({ presenting: COUNT.default(1000), replays: COUNT.default(0) })
    .refine((others) => others.replays * 2 <= others.presenting, {
      path: ["replays"],
      message: "each replay takes two of the presenting accounts",
    })
    .prefault({}),
});

/**
 * The log-likelihood ratio that D4 gives for a small case; 0 where it says nothing.
 *
 * ```json
 * { "members": ["a", "b"],
 *   "payers": { "b": "p" },
 *   "tokens": [{ "token": "t", "account": "a", "issued": true }, { "token": "t", "account": "b", "model": "m" }],
 *   "others": { "presenting": 1000, "replays": 3 } }
 * ```
 *
 * `tokens`: in the order of time, `issued` in an answer to the account or else presented by it. `payers`: an account that
 * is not in it pays for itself. `others`: ordinary accounts that present tokens, and replays among them, of one each.
 *
 * @throws CaseError with the name of the field that does not fit
 */
export function reasoningReplayCase(input: unknown): number {
  const { members, payers, tokens, others } = readCase(CASE, input);
  const accounts = numberCaseAccounts(
    [...members, ...tokens.map((entry) => entry.account)],
    payers,
    others.presenting,
  );
  const holders = [
    ...holdersOf(tokens, accounts),
    ...ordinaryReplays(others.replays, tokens.length, accounts),
  ];
  const facts = factsOf(holders, others.presenting, accounts);
  return weighReplay(new Set(members.map(accounts.numberOf)), facts)?.logLikelihoodRatio ?? 0;
}

function holdersOf(tokens: z.infer<typeof CASE>["tokens"], accounts: CaseAccounts): TokenHolder[] {
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  };
  return tokens.map(({ token, account, issued, model }, at) => ({
    token: BigInt(numberOf(`token ${token}`)),
    account: accounts.numberOf(account),
    issued,
    firstRequest: at,
    firstMs: at,
    leastModel: numberOf(`model ${model ?? ""}`),
    mostModel: numberOf(`model ${model ?? ""}`),
  }));
}

function ordinaryReplays(count: number, firstRequest: number, accounts: CaseAccounts): TokenHolder[] {
  return Array.from({ length: count * 2 }, (_, at) => ({
    token: BigInt(-1 - (at >> 1)),
    account: accounts.firstOrdinary + at,
    issued: at % 2 === 0,
    firstRequest: firstRequest + at,
    firstMs: firstRequest + at,
    leastModel: 0,
    mostModel: 0,
  }));
}

function factsOf(holders: readonly TokenHolder[], presenting: number, accounts: CaseAccounts): ReplayFacts {
  const presented = new Float64Array(accounts.payerOf.length);
  presented.fill(1, accounts.firstOrdinary, accounts.firstOrdinary + presenting);
  for (const { account, issued } of holders) {
    if (!issued && account < accounts.firstOrdinary) presented[account] = (presented[account] ?? 0) + 1;
  }
  const tracer = new TokenTracer(accounts.payerOf);
  const order = (a: TokenHolder, b: TokenHolder): number =>
    Number(a.token - b.token) || Number(b.issued) - Number(a.issued) || a.firstMs - b.firstMs;
  for (const holder of [...holders].sort(order)) tracer.add(holder);
  const none = new Float64Array(accounts.payerOf.length);
  return replayFacts(tracer.finish(), accounts.payerOf, {
    presented,
    otherAccount: none,
    otherSession: none,
  });
}
