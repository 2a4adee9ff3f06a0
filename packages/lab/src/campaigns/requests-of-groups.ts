import type { Engine } from "../engine/engine.ts";
import { requestsOfAccounts } from "../engine/queries/accounts.ts";

const TABLE = {
  name: "grouped_accounts",
  columns: { account_no: "int32" },
  sortedBy: ["account_no"],
} as const;

/** All requests of each group of accounts, ascending; groups must not overlap. */
export async function requestsOfGroups(
  engine: Engine,
  groups: readonly ReadonlySet<number>[],
): Promise<readonly { readonly requests: readonly number[] }[]> {
  const groupOf = new Map(groups.flatMap((group, at) => [...group].map((account) => [account, at] as const)));
  const found = groups.map(() => ({ requests: [] as number[] }));
  if (groupOf.size === 0) return found;
  await engine.create(TABLE);
  const writer = await engine.writer(TABLE);
  writer.append([Int32Array.from(groupOf.keys())], groupOf.size);
  writer.close();
  await engine.stream(requestsOfAccounts(TABLE.name), (piece) => {
    const account = piece.integers("account_no");
    const request = piece.integers("request_no");
    for (let row = 0; row < piece.rows; row++) {
      found[groupOf.get(account[row] ?? -1) ?? -1]?.requests.push(request[row] ?? 0);
    }
  });
  return found;
}
