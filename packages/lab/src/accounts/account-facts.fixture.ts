import type { AccountRow } from "../events/side-tables.ts";
import type { AccountFacts } from "./account-facts.ts";

/** What a test says of one account; the rest is as of an account of which nothing is known. */
export interface TestAccount {
  readonly requests?: number;
  readonly firstMs?: number;
  readonly lastMs?: number;
  readonly activeDays?: number;
  readonly peakDay?: number;
  readonly firstDay?: number;
  readonly createdMs?: number;
  readonly stoppedMs?: number;
  readonly organization?: number;
  readonly payer?: number;
  readonly plan?: number;
  readonly row?: AccountRow;
}

/** Facts of some accounts, without an engine. */
export function factsOf(accounts: readonly TestAccount[]): AccountFacts {
  const column = (of: (account: TestAccount) => number | undefined, otherwise: number): Float64Array =>
    Float64Array.from(accounts, (account) => of(account) ?? otherwise);
  return {
    count: accounts.length,
    requests: column((account) => account.requests, 1),
    firstMs: column((account) => account.firstMs, 0),
    lastMs: column((account) => account.lastMs ?? account.firstMs, 0),
    hourOfDay: new Float64Array(accounts.length * 24),
    activeDays: column((account) => account.activeDays, 1),
    peakDay: column((account) => account.peakDay, 1),
    firstDay: column((account) => account.firstDay, 1),
    createdMs: column((account) => account.createdMs, Number.NaN),
    stoppedMs: column((account) => account.stoppedMs, Number.NaN),
    organization: Int32Array.from(accounts, (account) => account.organization ?? -1),
    payer: Int32Array.from(accounts, (account, at) => account.payer ?? at),
    plan: Int32Array.from(accounts, (account) => account.plan ?? -1),
    row: accounts.map((account) => account.row),
  };
}
