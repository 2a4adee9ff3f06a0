import { z } from "zod";
import { CaseError } from "./read-case.ts";

/** Accounts of a case, numbered in the order in which they are named; ordinary ones behind them. */
export interface CaseAccounts {
  readonly numberOf: (account: string) => number;
  /** Payer number per account number. */
  readonly payerOf: Int32Array;
  /** Number of the first ordinary account. */
  readonly firstOrdinary: number;
}

/** Most entries of a list in a case, and most ordinary accounts. */
export const MOST_IN_CASE = 100_000;

/** A name in a case: an account, a payer, a token. */
export const CASE_NAME: z.ZodString = z.string().min(1).max(200);

/**
 * Numbers the accounts of a case.
 *
 * @param payers - payer per account, where an account does not pay for itself
 * @param ordinary - number of further accounts, each its own payer
 * @throws CaseError where a payer is named for an account that is not there
 */
export function numberCaseAccounts(
  accounts: readonly string[],
  payers: Readonly<Record<string, string>>,
  ordinary: number,
): CaseAccounts {
  const numbers = new Map<string, number>();
  for (const account of accounts) if (!numbers.has(account)) numbers.set(account, numbers.size);
  const payerNumbers = new Map<string, number>();
  const payerOf = new Int32Array(numbers.size + ordinary);
  const paying = new Map(Object.entries(payers));
  for (const account of paying.keys()) {
    if (!numbers.has(account)) throw new CaseError(`payers.${account}: the case has no such account`);
  }
  for (const [account, number] of numbers) {
    const named = paying.get(account);
    const payer = named === undefined ? `account ${account}` : `payer ${named}`;
    if (!payerNumbers.has(payer)) payerNumbers.set(payer, payerNumbers.size);
    payerOf[number] = payerNumbers.get(payer) ?? 0;
  }
  for (let at = 0; at < ordinary; at++) payerOf[numbers.size + at] = payerNumbers.size + at;
  return { numberOf: (account) => numbers.get(account) ?? -1, payerOf, firstOrdinary: numbers.size };
}
