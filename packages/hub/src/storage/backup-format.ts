import { z } from "zod";

/**
 * A backup is gzip of lines: the header; for each table in this order its name, then its rows as PostgreSQL's
 * `row_to_json`; the trailer. Every row's text is kept as it is, so bodies come back byte for byte.
 */
export const TABLES: readonly string[] = [
  "hub_settings",
  "organizations",
  "organization_identities",
  "organization_quotas",
  "organization_usage",
  "users",
  "api_keys",
  "certificates",
  "sessions",
  "audiences",
  "audience_members",
  "api_roots",
  "collections",
  "collection_grants",
  "collection_heads",
  "reaches",
  "versions",
  "deliveries",
  "statuses",
  "feedback",
  "verdicts",
  "recalls",
  "recall_notices",
  "audit_record",
];

export const FORMAT = "stillwatch-hub-backup";

/** The first line. */
export const headerSchema: z.ZodType<BackupHeader> = z.strictObject({
  format: z.literal(FORMAT),
  schema: z.int().min(1),
  madeAt: z.int().min(0),
});

export interface BackupHeader {
  readonly format: typeof FORMAT;
  /** Number of the last migration of the store. */
  readonly schema: number;
  /** Microseconds since 1970. */
  readonly madeAt: number;
}

/** The last line. `sha256` is of all bytes before it, uncompressed. */
export const trailerSchema: z.ZodType<BackupTrailer> = z.strictObject({
  counts: z.record(z.string(), z.int().min(0)),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export interface BackupTrailer {
  readonly counts: Readonly<Record<string, number>>;
  readonly sha256: string;
}

/** Begins the rows of a table. */
export const tableSchema: z.ZodType<{ readonly table: string }> = z.strictObject({
  table: z.enum(TABLES as [string]),
});

/** A row's line begins with this, so that no text within a row is taken for a heading. */
export const ROW_MARK = " ";
