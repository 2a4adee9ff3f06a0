import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import {
  headerSchema,
  ROW_MARK,
  TABLES,
  tableSchema,
  trailerSchema,
  type BackupTrailer,
} from "./backup-format.ts";
import type { Database, Queries } from "./database.ts";
import { SCHEMA_NUMBER } from "./migrate.ts";
import { StoreError } from "./store-error.ts";

/**
 * Puts a backup into an empty store: checks the whole file first, then loads it in one transaction.
 *
 * @returns the number of rows
 * @throws StoreError `not-empty`, or `backup-unusable`; the store is then as it was
 */
export async function restore({
  database,
  path,
}: {
  readonly database: Database;
  readonly path: string;
}): Promise<number> {
  const trailer = await checkWholeFile(path);
  return database.transaction(async (queries) => {
    await requireEmpty(queries);
    const loaded = await load(queries, path);
    for (const table of TABLES) {
      if (loaded.get(table) !== trailer.counts[table]) throw damaged(path, `rows of ${table} are missing`);
    }
    await moveSequences(queries);
    return [...loaded.values()].reduce((sum, count) => sum + count, 0);
  });
}

/** Everything is read once before the first row goes in: length, digest, header. */
async function checkWholeFile(path: string): Promise<BackupTrailer> {
  const hash = createHash("sha256");
  let last: Buffer | undefined;
  let first = true;
  for await (const line of linesOf(path)) {
    if (first) checkHeader(line, path);
    first = false;
    if (last !== undefined) hash.update(last).update("\n");
    last = line;
  }
  const trailer = trailerSchema.safeParse(parsed(last ?? Buffer.alloc(0)));
  if (!trailer.success) throw damaged(path, "its end is missing");
  if (trailer.data.sha256 !== hash.digest("hex")) throw damaged(path, "its digest is another");
  return trailer.data;
}

function checkHeader(line: Buffer, path: string): void {
  const header = headerSchema.safeParse(parsed(line));
  if (!header.success) throw damaged(path, "it does not begin like one");
  if (header.data.schema === SCHEMA_NUMBER) return;
  throw new StoreError(
    "backup-unusable",
    `${path} has schema ${header.data.schema}, this program ${SCHEMA_NUMBER}. Restore it with the program that made it; a newer program then brings the store up to itself.`,
  );
}

async function requireEmpty(queries: Queries): Promise<void> {
  const { rows } = await queries.query<{ readonly used: boolean }>(
    `select exists (select from hub_settings) or exists (select from organizations)
       or exists (select from api_roots) or exists (select from audit_record) as used`,
  );
  if (rows[0]?.used === false) return;
  throw new StoreError(
    "not-empty",
    "The store holds something already. Restore into a new folder or an empty database.",
  );
}

const BATCH_BYTES = 4_000_000;

async function load(queries: Queries, path: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  let table: string | undefined;
  let batch: string[] = [];
  let batchBytes = 0;
  const flush = async (): Promise<void> => {
    if (table === undefined || batch.length === 0) return;
    await queries.query(
      `insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`,
      [`[${batch.join(",")}]`],
    );
    counts.set(table, (counts.get(table) ?? 0) + batch.length);
    batch = [];
    batchBytes = 0;
  };
  for await (const line of linesOf(path)) {
    const text = line.toString("utf8");
    if (text.startsWith(ROW_MARK)) {
      batch.push(text);
      batchBytes += line.length;
      if (batchBytes >= BATCH_BYTES) await flush();
      continue;
    }
    const heading = tableSchema.safeParse(parsed(line));
    if (!heading.success) continue;
    await flush();
    table = heading.data.table;
    counts.set(table, 0);
    // Rows that the schema itself brings, such as the first reach and the heads of collections.
    await queries.query(`delete from ${table}`);
  }
  await flush();
  return counts;
}

/** Numbers given from now on follow the highest restored one. */
async function moveSequences(queries: Queries): Promise<void> {
  const { rows } = await queries.query<{ readonly table: string; readonly column: string }>(
    `select table_name as "table", column_name as "column" from information_schema.columns
     where table_schema = current_schema() and is_identity = 'YES'`,
  );
  for (const { table, column } of rows) {
    await queries.query(
      `select setval(pg_get_serial_sequence('${table}', '${column}'), greatest(max(${column}), 1), max(${column}) > 0)
       from ${table}`,
    );
  }
}

async function* linesOf(path: string): AsyncGenerator<Buffer> {
  const source = createReadStream(path);
  const unzipped = createGunzip();
  source.on("error", (failure) => unzipped.destroy(failure));
  let parts: Buffer[] = [];
  try {
    for await (const chunk of source.pipe(unzipped) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        yield Buffer.concat([...parts, chunk.subarray(start, end)]);
        parts = [];
        start = end + 1;
      }
      parts.push(chunk.subarray(start));
    }
  } catch {
    throw damaged(path, "it cannot be read to its end");
  }
  if (Buffer.concat(parts).length > 0) throw damaged(path, "it ends within a line");
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString("utf8"));
  } catch {
    return undefined;
  }
}

function damaged(path: string, why: string): StoreError {
  return new StoreError("backup-unusable", `${path} is no usable backup: ${why}. Take another one.`);
}
