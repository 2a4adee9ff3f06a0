import type { OrganizationNumber } from "./caller.ts";

/** What is put on record. A closed set, so that a reader of the record knows every word in it. */
export type AuditAction =
  | "organization.add"
  | "organization.suspend"
  | "organization.resume"
  | "identity.declare"
  | "user.add"
  | "user.suspend"
  | "user.resume"
  | "key.create"
  | "key.revoke"
  | "certificate.bind"
  | "certificate.revoke"
  | "person.bind"
  | "session.begin"
  | "session.end"
  | "quota.set"
  | "audience.add"
  | "audience.change"
  | "collection.add"
  | "collection.grant"
  | "objects.add"
  | "objects.delete"
  | "object.recall"
  | "object.retract"
  | "recall.acknowledge"
  | "verdict.give"
  | "verdict.withdraw"
  | "store.backup"
  | "store.restore";

/** One row of the record: who did what kind of thing to what, and when. No object's text, no name, no secret. */
export interface AuditEntry {
  readonly atMs: number;
  /** Undefined for what the operator did at the hub's own command line. */
  readonly organization: OrganizationNumber | undefined;
  /** Public id of the key, certificate or session; `command-line` for the hub's own. */
  readonly credential: string;
  readonly action: AuditAction;
  readonly targetKind:
    | "organization"
    | "user"
    | "key"
    | "certificate"
    | "session"
    | "audience"
    | "collection"
    | "object"
    | "recall"
    | "store";
  /** A public id or a number of the hub's own; never a name. */
  readonly target: string;
  readonly outcome: "done" | "refused" | "failed";
}

export interface AuditRow extends AuditEntry {
  /** Rises with every row; gaps mean nothing. */
  readonly position: number;
}

/** The audit record: rows are added and read, never changed; the store refuses anything else. */
export interface AuditStore {
  append(entry: AuditEntry): Promise<void>;
  /** Rows after a position, oldest first, at most `limit`. */
  rows(query: { readonly after: number; readonly limit: number }): Promise<readonly AuditRow[]>;
}
