import { z } from "zod";
import { isFileProblem } from "./file-problem.ts";
import type { FileProblem } from "./file-problem.ts";
import { parseRecord } from "./read-line.ts";
import { recordsOf } from "./read-log.ts";
import type { RecordChunk } from "./records.ts";
import type { RejectedLine } from "./request-event.ts";
import { parseRfc3339 } from "./times.ts";

/** A row of the accounts table; identifiers are opaque tokens made by the lab. */
export interface AccountRow {
  readonly account: string;
  readonly organization?: string;
  /** Sign-up, epoch milliseconds. */
  readonly createdMs?: number;
  readonly plan?: string;
  readonly signupPath?: string;
  readonly payment?: string;
  readonly emailDomain?: string;
  readonly device?: string;
  readonly signupIp?: string;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country?: string;
}

export type EnforcementAction = "ban" | "limit" | "verify" | "reinstate";

/** What the lab did to an account, and when (epoch milliseconds). */
export interface EnforcementRow {
  readonly timeMs: number;
  readonly account: string;
  readonly action: EnforcementAction;
}

/** A model's release, epoch milliseconds. */
export interface ReleaseRow {
  readonly timeMs: number;
  readonly model: string;
}

export type DeclaredUse =
  "evaluation" | "distillation" | "synthetic-data" | "red-team" | "reseller" | "batch";

/** A use that the lab has authorised, for an organization or an account. */
export interface DeclaredUseRow {
  readonly organization?: string;
  readonly account?: string;
  readonly use: DeclaredUse;
  /** Epoch milliseconds; open where absent. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  readonly note?: string;
}

export interface SideTableRows {
  readonly accounts: AccountRow;
  readonly enforcement: EnforcementRow;
  readonly releases: ReleaseRow;
  readonly "declared-use": DeclaredUseRow;
}

export type SideTableName = keyof SideTableRows;

/** What reading a side table gives; a bad row is rejected and the rest is kept. */
export interface SideTable<Row> {
  readonly rows: readonly Row[];
  readonly rejected: readonly RejectedLine[];
}

/**
 * Reads a side table (contracts.md, section 2): JSON lines, packed or not, or one JSON list. Unknown fields are
 * passed over; null and the empty string mean absent.
 *
 * @param path the file's name, for rejected rows
 */
export async function readSideTable<Name extends SideTableName>(
  name: Name,
  chunks: AsyncIterable<RecordChunk | FileProblem>,
  path: string,
): Promise<SideTable<SideTableRows[Name]>> {
  const rows: SideTableRows[Name][] = [];
  const rejected: RejectedLine[] = [];
  for await (const item of chunks) {
    if (isFileProblem(item)) {
      if (item.code !== "empty" && item.code !== "empty-list")
        rejected.push({ file: path, line: item.line, reason: item.reason });
      continue;
    }
    for (const { bytes, line } of recordsOf(item)) {
      const parsed = parseRecord(bytes, { file: path, line, fileTimeMs: 0 });
      if (parsed === undefined) continue;
      if ("reason" in parsed) {
        rejected.push({ file: path, line, reason: parsed.reason });
        continue;
      }
      const row = SCHEMAS[name].safeParse(withoutBlanks(parsed.value));
      if (row.success) rows.push(compact(row.data) as unknown as SideTableRows[Name]);
      else rejected.push({ file: path, line, ...complaint(row.error) });
    }
  }
  return { rows, rejected };
}

const TOKEN = z.union([z.string(), z.number().transform(String)], { error: "must be a text" });
const TIME = z
  .string({ error: "must be an RFC 3339 time such as 2026-01-31T12:00:00Z" })
  .transform((text, context) => {
    const time = parseRfc3339(text);
    if (time !== undefined) return time;
    context.addIssue({ code: "custom", message: "must be an RFC 3339 time such as 2026-01-31T12:00:00Z" });
    return z.NEVER;
  });

const ACCOUNTS = z
  .object({
    account: TOKEN,
    organization: TOKEN.optional(),
    created: TIME.optional(),
    plan: TOKEN.optional(),
    signup_path: TOKEN.optional(),
    payment: TOKEN.optional(),
    email_domain: TOKEN.optional(),
    device: TOKEN.optional(),
    signup_ip: TOKEN.optional(),
    country: TOKEN.optional(),
  })
  .transform((row) => ({
    account: row.account,
    organization: row.organization,
    createdMs: row.created,
    plan: row.plan,
    signupPath: row.signup_path,
    payment: row.payment,
    emailDomain: row.email_domain?.toLowerCase(),
    device: row.device,
    signupIp: row.signup_ip,
    country: row.country?.toUpperCase(),
  }));

const ACTIONS = ["ban", "limit", "verify", "reinstate"] as const;
const ENFORCEMENT = z
  .object({
    time: TIME,
    account: TOKEN,
    action: z.enum(ACTIONS, { error: `must be one of ${ACTIONS.join(", ")}` }),
  })
  .transform((row) => ({ timeMs: row.time, account: row.account, action: row.action }));

const RELEASES = z
  .object({ time: TIME, model: TOKEN })
  .transform((row) => ({ timeMs: row.time, model: row.model }));

const USES = ["evaluation", "distillation", "synthetic-data", "red-team", "reseller", "batch"] as const;
const DECLARED_USE = z
  .object({
    organization: TOKEN.optional(),
    account: TOKEN.optional(),
    use: z.enum(USES, { error: `must be one of ${USES.join(", ")}` }),
    from: TIME.optional(),
    until: TIME.optional(),
    note: TOKEN.optional(),
  })
  .refine((row) => row.organization !== undefined || row.account !== undefined, {
    path: ["account"],
    message: "name the organization or the account that the use is declared for",
  })
  .refine((row) => row.from === undefined || row.until === undefined || row.from <= row.until, {
    path: ["until"],
    message: "must not lie before from",
  })
  .transform(({ from, until, ...row }) => ({ ...row, fromMs: from, untilMs: until }));

const SCHEMAS: Readonly<Record<SideTableName, z.ZodType<object>>> = {
  accounts: ACCOUNTS,
  enforcement: ENFORCEMENT,
  releases: RELEASES,
  "declared-use": DECLARED_USE,
};

/** Tables exported from a database write null or "" for absent. */
function withoutBlanks(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null && item !== ""));
}

function compact(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([, item]) => item !== undefined));
}

/** Names the field and the remedy; never quotes the value. */
function complaint(error: z.ZodError): { field?: string; reason: string } {
  const issue = error.issues[0];
  const name = issue?.path.map(String).join(".") ?? "";
  if (name === "") return { reason: "the row is not a JSON object; one row is one object on one line" };
  const missing = issue?.code === "invalid_type" || issue?.code === "invalid_union";
  const message = missing && issue.input === undefined ? issue.message : (issue?.message ?? "cannot be read");
  return { field: name, reason: `"${name}" ${message}` };
}
