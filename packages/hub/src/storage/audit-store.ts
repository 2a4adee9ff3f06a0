import type { AuditEntry, AuditRow, AuditStore } from "../members/audit-store.ts";
import type { Database, Queries } from "./database.ts";

/** `AuditStore` over PostgreSQL; its triggers refuse every change of a row. */
export function postgresAuditStore(database: Database): AuditStore {
  return {
    append: (entry) => appendAudit(database, entry),
    async rows({ after, limit }) {
      const { rows } = await database.query<{ [Name in keyof AuditRow]: AuditRow[Name] | null }>(
        `select number as position, floor(at / 1000)::bigint as "atMs", organization, credential, action,
           target_kind as "targetKind", target_id as target, outcome
         from audit_record where number > $1 order by number limit $2`,
        [after, limit],
      );
      return rows.map((row) => ({ ...row, organization: row.organization ?? undefined }) as AuditRow);
    },
  };
}

/** Adds a row, within a transaction of whoever changes something. */
export async function appendAudit(queries: Queries, entry: AuditEntry): Promise<void> {
  await queries.query(
    `insert into audit_record (at, organization, credential, action, target_kind, target_id, outcome)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      entry.atMs * 1_000,
      entry.organization ?? null,
      entry.credential,
      entry.action,
      entry.targetKind,
      entry.target,
      entry.outcome,
    ],
  );
}
