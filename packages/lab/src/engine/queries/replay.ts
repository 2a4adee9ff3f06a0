import type { Dialect } from "../dialect.ts";

/** How widely a token may be held before it is taken for public, by payers. */
export interface PublicTokens {
  /** Payers of a token whose issue the log shows: more than one conversation, unless it was published, ever has. */
  readonly issuedPayers: number;
  /** Payers of a token that the log never saw issued: an example from documentation, or older than the log. */
  readonly unknownPayers: number;
}

/** Makes a table of the tokens that were seen in more than one account or session: the only ones of interest, and few. */
export function movedTokens(dialect: Dialect, table: string): string {
  return dialect.createTableAs(
    table,
    `SELECT token FROM replay_tokens GROUP BY token ` +
      `HAVING min(account_no) <> max(account_no) OR min(session) <> max(session)`,
    ["token"],
  );
}

/** Makes a table of the tokens of `moved` that accounts of several payers hold (were issued or presented), public ones left out. */
export function linkingTokens(dialect: Dialect, table: string, moved: string, most: PublicTokens): string {
  return dialect.createTableAs(
    table,
    `SELECT r.token AS token FROM replay_tokens AS r JOIN ${moved} AS m ON r.token = m.token ` +
      `JOIN payers AS p ON r.account_no = p.account_no GROUP BY r.token ` +
      `HAVING min(p.payer_no) <> max(p.payer_no) AND ${dialect.countDistinct("p.payer_no")} <= ` +
      `CASE WHEN max(r.issued) = 1 THEN ${String(most.issuedPayers)} ELSE ${String(most.unknownPayers)} END`,
    ["token"],
  );
}

/** Who was issued and who presented each token of `table`: per token issues first, then by first time. */
export function tokenHolders(table: string): string {
  return (
    `SELECT r.token AS token, r.issued AS issued, r.account_no AS account_no, min(r.time_ms) AS first_ms, ` +
    `min(r.request_no) AS first_request, min(q.model_no) AS least_model, max(q.model_no) AS most_model ` +
    `FROM replay_tokens AS r JOIN ${table} AS t ON r.token = t.token ` +
    `JOIN requests AS q ON r.request_no = q.request_no GROUP BY r.token, r.issued, r.account_no ` +
    `ORDER BY token, issued DESC, first_ms, account_no`
  );
}

/** Requests in which a token of `table` was issued or presented, in request order. */
export function requestsWithTokens(table: string): string {
  return (
    `SELECT DISTINCT r.request_no AS request_no, r.account_no AS account_no FROM replay_tokens AS r ` +
    `JOIN ${table} AS t ON r.token = t.token ORDER BY request_no, account_no`
  );
}

/** How often each account presented a token, the same one in each turn anew; in account order. */
export function presentedTokens(dialect: Dialect): string {
  return (
    `SELECT account_no, ${dialect.countRows()} AS tokens FROM replay_tokens ` +
    `WHERE issued = 0 GROUP BY account_no ORDER BY account_no`
  );
}

/**
 * Distinct tokens of `moved` that each account presented although they were issued to another account of its payer
 * (`other_account`), or in another session of its own (`other_session`); in account order. Only tokens with one issuing
 * account; sessions only where one issuing session is known.
 */
export function innerReplays(dialect: Dialect, moved: string): string {
  const issues =
    `SELECT r.token AS token, min(r.account_no) AS account_no, min(r.session) AS least_session, ` +
    `max(r.session) AS most_session FROM replay_tokens AS r JOIN ${moved} AS m ON r.token = m.token ` +
    `WHERE r.issued = 1 GROUP BY r.token HAVING min(r.account_no) = max(r.account_no)`;
  const sameSession = `i.least_session <> i.most_session OR i.least_session = 0 OR r.session = 0 OR r.session = i.least_session`;
  const tokensWhere = (condition: string): string =>
    dialect.countDistinct(`CASE WHEN ${condition} THEN r.token END`);
  return (
    `SELECT r.account_no AS account_no, ${tokensWhere("r.account_no <> i.account_no")} AS other_account, ` +
    `${tokensWhere(`r.account_no = i.account_no AND NOT (${sameSession})`)} AS other_session ` +
    `FROM replay_tokens AS r JOIN (${issues}) AS i ON r.token = i.token ` +
    `JOIN payers AS p ON r.account_no = p.account_no JOIN payers AS q ON i.account_no = q.account_no ` +
    `WHERE r.issued = 0 AND p.payer_no = q.payer_no GROUP BY r.account_no ORDER BY account_no`
  );
}
