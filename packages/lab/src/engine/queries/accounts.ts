import type { Dialect } from "../dialect.ts";
import { DAY_MS, HOUR_MS } from "./seed-profiles.ts";

/** Totals of every account over the whole log, in account order. */
export function accountTotals(dialect: Dialect): string {
  return (
    `SELECT account_no, ${dialect.countRows()} AS requests, min(time_ms) AS first_ms, max(time_ms) AS last_ms ` +
    `FROM requests GROUP BY account_no ORDER BY account_no`
  );
}

/** Requests per account and UTC hour, in account and hour order. */
export function accountHours(dialect: Dialect): string {
  const hour = dialect.floorDivide("time_ms", HOUR_MS);
  return (
    `SELECT account_no, ${hour} AS hour, ${dialect.countRows()} AS requests FROM requests ` +
    `GROUP BY account_no, ${hour} ORDER BY account_no, hour`
  );
}

/** Requests per model and account: first use and count, for release pivots. */
export function accountModels(dialect: Dialect): string {
  return (
    `SELECT account_no, model_no, ${dialect.countRows()} AS requests, min(time_ms) AS first_ms ` +
    `FROM requests GROUP BY account_no, model_no ORDER BY account_no, model_no`
  );
}

/** Distinct accounts of each value that at least two accounts have, in value order. */
export function sharedAttributeValues(kind: number): string {
  const ofKind = `FROM attributes WHERE kind = ${String(kind)}`;
  return (
    `SELECT DISTINCT a.value AS value, a.account_no AS account_no FROM attributes AS a ` +
    `JOIN (SELECT value ${ofKind} GROUP BY value HAVING min(account_no) <> max(account_no)) AS s ` +
    `ON a.value = s.value WHERE a.kind = ${String(kind)} ORDER BY value, account_no`
  );
}

/** Arrival times of the requests of the accounts in `table`, in account and time order. */
export function timesOfAccounts(table: string): string {
  return (
    `SELECT r.account_no AS account_no, r.time_ms AS time_ms FROM requests AS r ` +
    `JOIN ${table} AS t ON r.account_no = t.account_no ORDER BY account_no, time_ms`
  );
}

/** Request numbers of the accounts in `table`, ascending. */
export function requestsOfAccounts(table: string): string {
  return (
    `SELECT r.account_no AS account_no, r.request_no AS request_no FROM requests AS r ` +
    `JOIN ${table} AS t ON r.account_no = t.account_no ORDER BY request_no`
  );
}

/** Requests of an account that `featuresOutsideSeeds` gives. */
const MOST_FEATURES = 200;
/** A prime; and about its golden section, by which multiples lie evenly among its residues (Knuth, TAOCP 3, section 6.4). */
const PRIME = 2 ** 31 - 1;
const STEP = 1_327_217_885;

/**
 * Figures of single requests of the accounts in `table` that belong to none of the seeds, in request order. Of more than 200
 * an account, a sample from all over the log, the same in every run: those whose numbers have the least hashes.
 */
export function featuresOutsideSeeds(table: string, seeds: readonly number[]): string {
  const columns = "request_no account_no time_ms input_tokens output_tokens intents shape language".split(
    " ",
  );
  // No two request numbers have the same: a prime takes no factor of another.
  const hash = `cast(r.request_no AS BIGINT) * ${String(STEP)} % ${String(PRIME)}`;
  return (
    `SELECT ${columns.join(", ")} FROM (` +
    `SELECT ${columns.map((name) => `r.${name} AS ${name}`).join(", ")}, ` +
    `row_number() OVER (PARTITION BY r.account_no ORDER BY ${hash}) AS place ` +
    `FROM requests AS r JOIN ${table} AS t ON r.account_no = t.account_no ` +
    `WHERE r.request_no NOT IN (SELECT request_no FROM seed_requests WHERE seed_no IN (${seeds.join(", ")}))` +
    `) AS placed WHERE place <= ${String(MOST_FEATURES)} ORDER BY request_no`
  );
}

/** Arrival times and accounts of the distinct requests of some seeds, in time order. */
export function timesOfSeeds(seeds: readonly number[]): string {
  return (
    `SELECT r.account_no AS account_no, r.time_ms AS time_ms, r.request_no AS request_no, ` +
    `r.input_tokens AS input_tokens, r.output_tokens AS output_tokens ` +
    `FROM requests AS r JOIN (SELECT DISTINCT request_no FROM seed_requests ` +
    `WHERE seed_no IN (${seeds.join(", ")})) AS s ON r.request_no = s.request_no ORDER BY time_ms, request_no`
  );
}

/** Requests per UTC day. */
export function dailyRequests(dialect: Dialect): string {
  const day = dialect.floorDivide("time_ms", DAY_MS);
  return `SELECT ${day} AS day, ${dialect.countRows()} AS requests FROM requests GROUP BY ${day} ORDER BY day`;
}
