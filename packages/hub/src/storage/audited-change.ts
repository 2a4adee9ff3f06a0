import { HubError } from "../hub-error.ts";
import type { AuditEntry } from "../members/audit-store.ts";
import { appendAudit } from "./audit-store.ts";
import type { Database, Queries } from "./database.ts";
import { StoreError } from "./store-error.ts";

/** What a change did: false is "there was nothing to change". `target` where only the store knows it. */
export interface Changed<Outcome> {
  readonly outcome: Outcome;
  readonly target?: string;
}

/**
 * Makes a change of members and its audit row in one transaction.
 *
 * @throws HubError `conflict` where a value that must be unique is taken
 */
export async function auditedChange<Outcome>(
  database: Database,
  audit: AuditEntry,
  work: (queries: Queries) => Promise<Changed<Outcome>>,
): Promise<Outcome> {
  try {
    return await database.transaction(async (queries) => {
      const { outcome, target = audit.target } = await work(queries);
      await appendAudit(queries, { ...audit, target, outcome: outcome === false ? "refused" : "done" });
      return outcome;
    });
  } catch (thrown) {
    throw taken(thrown) ?? thrown;
  }
}

/** The one row of a statement that returns one. */
export function first<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined)
    throw new StoreError("query-failed", "PostgreSQL returned no row where one must be.");
  return row;
}

/** What to say where a value that must be unique is taken; the other owner is not named. */
const TAKEN: Readonly<Record<string, string>> = {
  organizations_name_key: "an organisation of this name exists already",
  organization_identities_pkey: "this identity is declared already",
  users_name_key: "a user of this name exists already",
  users_oidc_issuer_oidc_subject_key: "this person is bound already",
  users_email: "this e-mail address is bound already",
  certificates_pkey: "this certificate is bound already",
};

function taken(thrown: unknown): HubError | undefined {
  if (!(thrown instanceof StoreError) || thrown.constraint === undefined) return undefined;
  const message = TAKEN[thrown.constraint];
  return message === undefined ? undefined : new HubError("conflict", message, { cause: thrown });
}
