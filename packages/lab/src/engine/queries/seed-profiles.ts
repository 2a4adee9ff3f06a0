import type { Dialect } from "../dialect.ts";
import { SEED_REQUESTS } from "../tables.ts";
import { flagCounts } from "./flag-counts.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Makes the table of seed requests out of `table`, without the requests of the accounts in `leftOut`. */
export function seedRequestsWithout(dialect: Dialect, table: string, leftOut: string): string {
  return dialect.createTableAs(
    SEED_REQUESTS.name,
    `SELECT s.seed_no AS seed_no, s.request_no AS request_no FROM ${table} AS s ` +
      `JOIN requests AS r ON s.request_no = r.request_no ` +
      `WHERE r.account_no NOT IN (SELECT account_no FROM ${leftOut})`,
    SEED_REQUESTS.sortedBy,
  );
}

/** What a seed is, in numbers; one row per seed. */
export function seedProfiles(dialect: Dialect): string {
  return (
    `SELECT s.seed_no AS seed_no, ${dialect.countRows()} AS requests, ` +
    `${dialect.countDistinct("r.account_no")} AS accounts, ${dialect.countDistinct("p.payer_no")} AS payers, ` +
    `${dialect.countDistinct(dialect.floorDivide("r.time_ms", HOUR_MS))} AS hours, ` +
    `min(r.time_ms) AS first_ms, max(r.time_ms) AS last_ms, ` +
    `${dialect.sum("r.input_tokens")} AS input_tokens, ${dialect.sum("r.output_tokens")} AS output_tokens, ` +
    `${flagCounts(dialect, "r")} ` +
    `FROM seed_requests AS s JOIN requests AS r ON s.request_no = r.request_no ` +
    `JOIN payers AS p ON r.account_no = p.account_no ` +
    `GROUP BY s.seed_no ORDER BY seed_no`
  );
}

/** Distinct last user texts of each seed, among its requests whose text has a key that recurs. */
export function seedTexts(dialect: Dialect): string {
  return (
    `SELECT s.seed_no AS seed_no, ${dialect.countDistinct("c.text_hash")} AS texts FROM seed_requests AS s ` +
    `JOIN carriers AS c ON s.request_no = c.request_no GROUP BY s.seed_no ORDER BY seed_no`
  );
}

/** Texts, models and answers of the requests of some seeds, in time order; each request once. */
export function textsOfSeeds(seeds: readonly number[]): string {
  return (
    `SELECT r.request_no AS request_no, r.account_no AS account_no, r.time_ms AS time_ms, r.model_no AS model_no, ` +
    `r.shape AS shape, c.text_hash AS text_hash, s.seed_no AS seed_no ` +
    `FROM (SELECT request_no, min(seed_no) AS seed_no FROM seed_requests ` +
    `WHERE seed_no IN (${seeds.join(", ")}) GROUP BY request_no) AS s ` +
    `JOIN requests AS r ON s.request_no = r.request_no JOIN carriers AS c ON s.request_no = c.request_no ` +
    `ORDER BY time_ms, request_no`
  );
}

/** How many requests of each seed each account has. */
export function seedAccounts(dialect: Dialect): string {
  return (
    `SELECT s.seed_no AS seed_no, r.account_no AS account_no, ${dialect.countRows()} AS requests ` +
    `FROM seed_requests AS s JOIN requests AS r ON s.request_no = r.request_no ` +
    `GROUP BY s.seed_no, r.account_no ORDER BY seed_no, account_no`
  );
}
