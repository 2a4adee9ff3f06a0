import { SEGMENT_KIND } from "../../sketches/sketched-chunk.ts";
import type { Dialect } from "../dialect.ts";

const SIGNATURE_COLUMNS = ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"] as const;

/**
 * Pairs of requests to be compared: every carrier of a band hash with the first and the last carrier of
 * that hash. Two fixed points per bucket keep the number of pairs linear where a bucket is large.
 */
export function bandEdges(dialect: Dialect, table: string): string {
  const bucket = (pick: string): string =>
    `SELECT kind, key, ${pick}(request_no) AS anchor FROM text_keys WHERE kind < ${String(SEGMENT_KIND)} ` +
    `GROUP BY kind, key HAVING count(*) > 1`;
  const pairs = (pick: string): string =>
    `SELECT k.request_no AS member, b.anchor AS anchor FROM text_keys AS k ` +
    `JOIN (${bucket(pick)}) AS b ON k.kind = b.kind AND k.key = b.key WHERE k.request_no <> b.anchor`;
  return dialect.createTableAs(
    table,
    `SELECT DISTINCT member, anchor FROM (${pairs("min")} UNION ALL ${pairs("max")}) AS pairs`,
    ["member"],
  );
}

/** Each pair with both signatures. */
export function edgesWithSignatures(table: string): string {
  const columns = (alias: string, prefix: string): string =>
    SIGNATURE_COLUMNS.map((column) => `${alias}.${column} AS ${prefix}${column}`).join(", ");
  return (
    `SELECT e.member AS member, e.anchor AS anchor, ${columns("m", "m")}, ${columns("a", "a")} ` +
    `FROM ${table} AS e JOIN carriers AS m ON e.member = m.request_no JOIN carriers AS a ON e.anchor = a.request_no`
  );
}

/** Signatures of the requests named in `table.request_no`, in request order. */
export function signaturesOf(table: string): string {
  return (
    `SELECT c.request_no AS request_no, ${SIGNATURE_COLUMNS.map((column) => `c.${column} AS ${column}`).join(", ")} ` +
    `FROM carriers AS c JOIN ${table} AS t ON c.request_no = t.request_no ORDER BY c.request_no`
  );
}

/** Segments that several payers share inside different texts. */
export function heavySegments(
  dialect: Dialect,
  table: string,
  least: { readonly payers: number; readonly texts: number },
): string {
  return dialect.createTableAs(
    table,
    `SELECT k.key AS key, ${dialect.countRows()} AS requests ` +
      `FROM text_keys AS k JOIN carriers AS c ON k.request_no = c.request_no ` +
      `JOIN payers AS p ON c.account_no = p.account_no WHERE k.kind = ${String(SEGMENT_KIND)} GROUP BY k.key ` +
      `HAVING count(*) >= ${String(least.texts)} AND ${dialect.countDistinct("p.payer_no")} >= ${String(least.payers)} ` +
      `AND ${dialect.countDistinct("c.text_hash")} >= ${String(least.texts)}`,
    ["key"],
  );
}

/** Heavy segments of each request, requests in order. */
export function segmentsOfRequests(table: string): string {
  return (
    `SELECT k.request_no AS request_no, k.key AS key, h.requests AS requests FROM text_keys AS k ` +
    `JOIN ${table} AS h ON k.key = h.key WHERE k.kind = ${String(SEGMENT_KIND)} ` +
    `ORDER BY k.request_no, h.requests DESC, k.key`
  );
}
