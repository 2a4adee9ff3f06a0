/**
 * Why the store could not be opened, kept, saved or restored. Exhaustive:
 * - `folder-not-ours`: the data folder holds something else
 * - `folder-not-writable`: no permission, a read-only file system, a full disk, or the database's user cannot reach it
 * - `other-major-version`: the data folder was made by another major version of PostgreSQL
 * - `in-use`: another hub works on this store
 * - `server-failed`: PostgreSQL did not start or stop; the message names its log
 * - `not-reachable`: nothing answers at DATABASE_URL, or it refuses us
 * - `schema-too-new`: a newer program has changed the schema
 * - `schema-altered`: an applied migration is not the one this program knows
 * - `not-empty`: restoring needs an empty store
 * - `backup-unusable`: the file is no backup, is damaged, or comes from a newer program
 * - `file-not-writable`: the backup could not be written
 * - `query-failed`: PostgreSQL refused a statement
 */
export type StoreErrorCode =
  | "folder-not-ours"
  | "folder-not-writable"
  | "other-major-version"
  | "in-use"
  | "server-failed"
  | "not-reachable"
  | "schema-too-new"
  | "schema-altered"
  | "not-empty"
  | "backup-unusable"
  | "file-not-writable"
  | "query-failed";

/** The message says what to do; it holds no row, no parameter and no password. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  /** Name of the constraint that was broken, where `query-failed` comes from one. */
  readonly constraint: string | undefined;

  constructor(code: StoreErrorCode, message: string, options: { constraint?: string | undefined } = {}) {
    super(message);
    this.name = "StoreError";
    this.code = code;
    this.constraint = options.constraint;
  }
}

/** The operating system's or PostgreSQL's error code (`ENOSPC`, `23505` …), or an empty string. */
export function systemCode(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return "";
  return typeof thrown.code === "string" ? thrown.code : "";
}
