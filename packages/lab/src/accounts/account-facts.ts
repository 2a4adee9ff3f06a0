import type { Engine } from "../engine/engine.ts";
import { accountHours, accountTotals } from "../engine/queries/accounts.ts";
import type { Names } from "../engine/load-chunks.ts";
import type { AccountRow, EnforcementRow } from "../events/side-tables.ts";

/**
 * What is known of every account of the log, by account number. About 400 bytes an account: this, not the
 * log's length, is what the decision stage keeps in memory.
 */
export interface AccountFacts {
  readonly count: number;
  readonly requests: Float64Array;
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
  /** Requests per UTC hour of day, 24 entries per account. */
  readonly hourOfDay: Float64Array;
  /** Distinct UTC days with a request. */
  readonly activeDays: Float64Array;
  /** Most requests on one UTC day. */
  readonly peakDay: Float64Array;
  /** Requests on the first UTC day with a request. */
  readonly firstDay: Float64Array;
  /** Sign-up, epoch ms; NaN where the accounts table does not say. */
  readonly createdMs: Float64Array;
  /** First ban or limit, epoch ms; NaN if none. */
  readonly stoppedMs: Float64Array;
  /** The organization that pays, as a number; -1 where none is known. */
  readonly organization: Int32Array;
  /** Who pays: organization, else payment instrument (a further payer for every 8 accounts of it), else the account itself. */
  readonly payer: Int32Array;
  /** Plan as a number; -1 where unknown. */
  readonly plan: Int32Array;
  readonly row: readonly (AccountRow | undefined)[];
}

/** Rows of the accounts table by account name, and the number of rows about accounts that the log lacks. */
export interface MatchedRows {
  readonly rows: readonly (AccountRow | undefined)[];
  readonly unmatched: number;
}

export function matchAccountRows(names: Names, table: readonly AccountRow[]): MatchedRows {
  const numberOf = new Map(names.accounts.map((account, index) => [account, index]));
  const rows: (AccountRow | undefined)[] = new Array<AccountRow | undefined>(names.accounts.length).fill(
    undefined,
  );
  let unmatched = 0;
  for (const row of table) {
    const index = numberOf.get(row.account);
    if (index === undefined) unmatched++;
    else rows[index] = row;
  }
  return { rows, unmatched };
}

/**
 * Accounts that one payment instrument pays for as one customer, where no organization says that they belong together: a
 * household or a small team. More on one instrument are counted as further payers, or sharing it would make a pool of
 * hundreds look like one customer.
 */
const MOST_OF_INSTRUMENT = 8;

/** Numbers payers: one for all accounts of an organization, else for up to 8 of a payment instrument, else per account. */
export function numberPayers(
  names: Names,
  rows: readonly (AccountRow | undefined)[],
): { readonly organization: Int32Array; readonly payer: Int32Array } {
  const count = names.accounts.length;
  const organization = new Int32Array(count).fill(-1);
  const payer = new Int32Array(count);
  const ids = new Map<string, number>();
  const paidBy = new Map<string, number>();
  const idOf = (key: string): number => {
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, ids.size);
    return ids.size - 1;
  };
  const payerKey = (account: number, payment: string | undefined): string => {
    if (payment === undefined) return `account ${String(account)}`;
    const before = paidBy.get(payment) ?? 0;
    paidBy.set(payment, before + 1);
    return `payment ${String(Math.floor(before / MOST_OF_INSTRUMENT))} ${payment}`;
  };
  for (let account = 0; account < count; account++) {
    const row = rows[account];
    const inLog = names.organizationOf[account];
    const name = row?.organization ?? (inLog === undefined ? undefined : names.strings[inLog]);
    if (name !== undefined) {
      organization[account] = idOf(`organization ${name}`);
      payer[account] = organization[account] ?? 0;
    } else {
      payer[account] = idOf(payerKey(account, row?.payment));
    }
  }
  return { organization, payer };
}

/** Reads totals and rhythm of all accounts from the engine and joins the side tables. */
export async function readAccountFacts(
  engine: Engine,
  names: Names,
  rows: readonly (AccountRow | undefined)[],
  enforcement: readonly EnforcementRow[],
): Promise<AccountFacts> {
  const count = names.accounts.length;
  const column = (): Float64Array => new Float64Array(count);
  const facts = {
    count,
    requests: column(),
    firstMs: column(),
    lastMs: column(),
    hourOfDay: new Float64Array(count * 24),
    activeDays: column(),
    peakDay: column(),
    firstDay: column(),
    createdMs: column().fill(Number.NaN),
    stoppedMs: column().fill(Number.NaN),
    ...numberPayers(names, rows),
    plan: new Int32Array(count).fill(-1),
    row: rows,
  };
  await readTotals(engine, facts);
  await readRhythm(engine, facts);
  const plans = new Map<string, number>();
  rows.forEach((row, account) => {
    if (row?.createdMs !== undefined) facts.createdMs[account] = row.createdMs;
    if (row?.plan === undefined) return;
    if (!plans.has(row.plan)) plans.set(row.plan, plans.size);
    facts.plan[account] = plans.get(row.plan) ?? -1;
  });
  const numberOf = new Map(names.accounts.map((account, index) => [account, index]));
  for (const entry of enforcement) {
    const account = numberOf.get(entry.account);
    if (account === undefined || (entry.action !== "ban" && entry.action !== "limit")) continue;
    const before = facts.stoppedMs[account] ?? Number.NaN;
    if (!(before <= entry.timeMs)) facts.stoppedMs[account] = entry.timeMs;
  }
  return facts;
}

async function readTotals(
  engine: Engine,
  facts: Pick<AccountFacts, "requests" | "firstMs" | "lastMs">,
): Promise<void> {
  await engine.stream(accountTotals(engine.dialect), (piece) => {
    const account = piece.integers("account_no");
    const requests = piece.numbers("requests");
    const first = piece.bigints("first_ms");
    const last = piece.bigints("last_ms");
    for (let row = 0; row < piece.rows; row++) {
      const at = account[row] ?? 0;
      facts.requests[at] = requests[row] ?? 0;
      facts.firstMs[at] = Number(first[row] ?? 0n);
      facts.lastMs[at] = Number(last[row] ?? 0n);
    }
  });
}

async function readRhythm(
  engine: Engine,
  facts: Pick<AccountFacts, "hourOfDay" | "activeDays" | "peakDay" | "firstDay">,
): Promise<void> {
  let account = -1;
  let day = -1;
  let ofDay = 0;
  const closeDay = (): void => {
    if (account < 0 || day < 0) return;
    facts.activeDays[account] = (facts.activeDays[account] ?? 0) + 1;
    if ((facts.activeDays[account] ?? 0) === 1) facts.firstDay[account] = ofDay;
    facts.peakDay[account] = Math.max(facts.peakDay[account] ?? 0, ofDay);
  };
  await engine.stream(accountHours(engine.dialect), (piece) => {
    const accounts = piece.integers("account_no");
    const hours = piece.integers("hour");
    const requests = piece.numbers("requests");
    for (let row = 0; row < piece.rows; row++) {
      const at = accounts[row] ?? 0;
      const hour = hours[row] ?? 0;
      const count = requests[row] ?? 0;
      const slot = at * 24 + (hour % 24);
      facts.hourOfDay[slot] = (facts.hourOfDay[slot] ?? 0) + count;
      const ofHour = Math.floor(hour / 24);
      if (at !== account || ofHour !== day) {
        closeDay();
        account = at;
        day = ofHour;
        ofDay = 0;
      }
      ofDay += count;
    }
  });
  closeDay();
}
