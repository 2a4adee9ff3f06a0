/** Requests of some accounts as rows of numbers. */
export interface AccountRows {
  /** One for each column. */
  readonly names: readonly string[];
  /** Row-major, `names.length` numbers a row. */
  readonly rows: Float64Array;
  /** Account of each row. */
  readonly account: Int32Array;
  /** Request of each row. */
  readonly requestNo: Int32Array;
}

/** Some rows of each of some accounts: an account with thousands must not outweigh the others. */
export interface RowsOfAccounts {
  readonly source: AccountRows;
  /** Row numbers by account, in order of account and row. */
  readonly rowsOf: readonly Int32Array[];
}

/**
 * Chooses accounts and rows: all, or evenly spread ones where there are more than `mostAccounts` accounts or
 * `mostRows` rows of one.
 */
export function chooseRows(source: AccountRows, mostAccounts: number, mostRows: number): RowsOfAccounts {
  const rowsOf = new Map<number, number[]>();
  source.account.forEach((account, row) => {
    const list = rowsOf.get(account);
    if (list) list.push(row);
    else rowsOf.set(account, [row]);
  });
  const accounts = [...rowsOf].sort(([a], [b]) => a - b).map(([, list]) => list);
  return {
    source,
    rowsOf: spread(accounts, mostAccounts).map((list) => Int32Array.from(spread(list, mostRows))),
  };
}

function spread<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from(
    { length: most },
    (_, at) => list[Math.floor((at * list.length) / most)] ?? (list[0] as T),
  );
}
