import type { Dialect } from "../dialect.ts";
import { DAY_MS } from "./seed-profiles.ts";

/** Echoes between accounts of different payers per receiving account, source and UTC day, in that order. */
export function echoPairs(dialect: Dialect): string {
  const day = dialect.floorDivide("q.time_ms", DAY_MS);
  return (
    `SELECT e.account_no AS account_no, e.source_account AS source_account, ${day} AS day, ` +
    `${dialect.countRows()} AS requests, min(e.request_no) AS first_request ${BETWEEN_PAYERS} ` +
    `GROUP BY e.account_no, e.source_account, ${day} ORDER BY account_no, source_account, day`
  );
}

/** Requests that repeat an answer which another payer's account got, in request order. */
export function echoRequests(): string {
  return (
    `SELECT e.request_no AS request_no, e.account_no AS account_no, e.source_account AS source_account ` +
    `${BETWEEN_PAYERS} ORDER BY request_no, source_account`
  );
}

const BETWEEN_PAYERS =
  `FROM echoes AS e JOIN requests AS q ON e.request_no = q.request_no ` +
  `JOIN payers AS p ON e.account_no = p.account_no JOIN payers AS s ON e.source_account = s.account_no ` +
  `WHERE p.payer_no <> s.payer_no`;
