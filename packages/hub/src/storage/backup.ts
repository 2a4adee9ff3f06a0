import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { FORMAT, ROW_MARK, TABLES, type BackupHeader, type BackupTrailer } from "./backup-format.ts";
import type { Database, Queries } from "./database.ts";
import { SCHEMA_NUMBER } from "./migrate.ts";
import { StoreError, systemCode } from "./store-error.ts";

/** What was saved. */
export interface BackupSummary {
  readonly rows: number;
  readonly compressedBytes: number;
}

/**
 * Saves all tables as they were at one moment, while the hub may go on. The file is readable by its owner only: it
 * holds the secret of the pseudonyms and every object. It gets its name when it stands on the disk whole; a crash
 * leaves at most `<path>.<process>.tmp`.
 *
 * @param now - microseconds since 1970
 * @throws StoreError `file-not-writable`; HubError `unavailable`
 */
export async function backup({
  database,
  path,
  now,
}: {
  readonly database: Database;
  readonly path: string;
  readonly now: () => number;
}): Promise<BackupSummary> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      const counts: Record<string, number> = {};
      let compressedBytes = 0;
      const write = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
        for await (const chunk of chunks) {
          await file.appendFile(chunk);
          compressedBytes += chunk.length;
        }
      };
      await database.transaction(
        (queries) => pipeline(Readable.from(chunksOf({ queries, now, counts })), createGzip(), write),
        { snapshot: true },
      );
      await file.sync();
      await file.close();
      await rename(temporary, path);
      await syncFolder(dirname(path));
      const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
      return { rows, compressedBytes };
    } finally {
      await file.close().catch(() => undefined);
    }
  } catch (thrown) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw asFileError(thrown, path);
  }
}

async function* chunksOf({
  queries,
  now,
  counts,
}: {
  readonly queries: Queries;
  readonly now: () => number;
  readonly counts: Record<string, number>;
}): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  const hashed = (text: string): Buffer => {
    const bytes = Buffer.from(text, "utf8");
    hash.update(bytes);
    return bytes;
  };
  const header: BackupHeader = { format: FORMAT, schema: SCHEMA_NUMBER, madeAt: now() };
  yield hashed(`${JSON.stringify(header)}\n`);
  for (const table of TABLES) {
    yield hashed(`${JSON.stringify({ table })}\n`);
    counts[table] = 0;
    for await (const rows of batchesOf(queries, table)) {
      counts[table] += rows.length;
      yield hashed(rows.map((row) => `${ROW_MARK}${row}\n`).join(""));
    }
  }
  const trailer: BackupTrailer = { counts, sha256: hash.digest("hex") };
  yield Buffer.from(`${JSON.stringify(trailer)}\n`, "utf8");
}

const ROWS_AT_ONCE = 500;

/** row_to_json breaks no line: a line feed in a text is written `\n`. */
async function* batchesOf(queries: Queries, table: string): AsyncGenerator<readonly string[]> {
  await queries.query(
    `declare backup_rows no scroll cursor for select row_to_json(t)::text as row from ${table} t`,
  );
  for (;;) {
    const { rows } = await queries.query<{ readonly row: string }>(`fetch ${ROWS_AT_ONCE} from backup_rows`);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await queries.query("close backup_rows");
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  // Some systems cannot sync a folder; the file itself stands on the disk.
  await handle.sync().catch(() => undefined);
  await handle.close();
}

function asFileError(thrown: unknown, path: string): unknown {
  const code = systemCode(thrown);
  if (!/^E[A-Z]+$/.test(code)) return thrown;
  return new StoreError(
    "file-not-writable",
    `The backup ${path} could not be written (${code}). Choose another place.`,
  );
}
