import { SHAPE_BITS } from "../../sketches/sketch.ts";
import type { Dialect } from "../dialect.ts";
import { flagCounts } from "./flag-counts.ts";

export const MINUTE_MS = 60_000;
const TOO_MANY_REQUESTS = 429;

/** Sums over all requests of each account, in account order. */
export function accountSums(dialect: Dialect): string {
  const has = (bit: number): string => `${dialect.bitAnd("shape", String(bit))} <> 0`;
  return (
    `SELECT account_no, ${dialect.countRows()} AS requests, ` +
    `${dialect.sum("input_tokens")} AS input_tokens, ${dialect.sum("output_tokens")} AS output_tokens, ` +
    `${dialect.countWhere(`status = ${String(TOO_MANY_REQUESTS)}`)} AS limited, ` +
    // A refusal may come without any text.
    `${dialect.countWhere(`NOT (${has(SHAPE_BITS.empty)}) OR ${has(SHAPE_BITS.refusal)}`)} AS answered, ` +
    `${flagCounts(dialect, "requests")} ` +
    `FROM requests GROUP BY account_no ORDER BY account_no`
  );
}

/** Most requests of each account within one stretch of `width` milliseconds since the epoch, in account order. */
export function accountPeak(dialect: Dialect, width: number): string {
  const stretch = dialect.floorDivide("time_ms", width);
  return (
    `SELECT account_no, max(requests) AS most FROM (SELECT account_no, ${dialect.countRows()} AS requests ` +
    `FROM requests GROUP BY account_no, ${stretch}) AS p GROUP BY account_no ORDER BY account_no`
  );
}

/** Requests of each account in each known language, in account and language order. */
export function accountLanguages(dialect: Dialect): string {
  return (
    `SELECT account_no, language, ${dialect.countRows()} AS requests FROM requests WHERE language <> 0 ` +
    `GROUP BY account_no, language ORDER BY account_no, language`
  );
}

/** Distinct values of a column of `requests` for each account, 0 left out on demand, in account order. */
export function accountDistinct(
  dialect: Dialect,
  column: "model_no" | "system_key",
  zero: "counts" | "is nothing",
): string {
  const where = zero === "counts" ? "" : ` WHERE ${column} <> 0`;
  return (
    `SELECT account_no, ${dialect.countRows()} AS distinct_values ` +
    `FROM (SELECT DISTINCT account_no, ${column} FROM requests${where}) AS d ` +
    `GROUP BY account_no ORDER BY account_no`
  );
}

/** Distinct values of each kind of attribute for each account, in account and kind order. */
export function accountAttributes(dialect: Dialect, kinds: readonly number[]): string {
  return (
    `SELECT account_no, kind, ${dialect.countRows()} AS distinct_values ` +
    `FROM (SELECT DISTINCT account_no, kind, value FROM attributes WHERE kind IN (${kinds.join(", ")})) AS d ` +
    `GROUP BY account_no, kind ORDER BY account_no, kind`
  );
}

/** Requests and distinct texts among each account's carriers, in account order. */
export function accountTexts(dialect: Dialect): string {
  return (
    `SELECT account_no, ${dialect.sum("requests")} AS requests, ${dialect.countRows()} AS texts ` +
    `FROM (SELECT account_no, text_hash, ${dialect.countRows()} AS requests FROM carriers ` +
    `GROUP BY account_no, text_hash) AS t GROUP BY account_no ORDER BY account_no`
  );
}
