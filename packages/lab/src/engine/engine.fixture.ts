import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Table } from "./dialect.ts";
import { openDuckdb } from "./duckdb-engine.ts";
import type { Columns, Engine } from "./engine.ts";

/** A row of a test table: one number or bigint per column. */
export type Row = Readonly<Record<string, number | bigint>>;

/** An engine in a folder of its own, for one test; all is gone afterwards. */
export async function withEngine<Result>(use: (engine: Engine) => Promise<Result>): Promise<Result> {
  const temporaryFolder = await mkdtemp(join(tmpdir(), "stillwatch-engine-"));
  const engine = await openDuckdb({ temporaryFolder, memoryMegabytes: 500, threads: 2 });
  try {
    return await use(engine);
  } finally {
    await engine.close();
    await rm(temporaryFolder, { recursive: true, force: true });
  }
}

/** Makes a table anew and puts rows into it. */
export async function fill(engine: Engine, table: Table, rows: readonly Row[]): Promise<void> {
  await engine.run(`DROP TABLE IF EXISTS ${table.name}`);
  await engine.create(table);
  const writer = await engine.writer(table);
  const columns = Object.entries(table.columns).map(([name, type]) => {
    const values = rows.map((row) => row[name] ?? 0);
    if (type === "int64") return BigInt64Array.from(values, BigInt);
    if (type === "int32") return Int32Array.from(values, Number);
    return type === "int16" ? Int16Array.from(values, Number) : Float64Array.from(values, Number);
  });
  writer.append(columns, rows.length);
  writer.close();
}

/** A result as plain rows; columns named in `bigints` come as bigints. */
export function rowsOf(columns: Columns, numbers: readonly string[], bigints: readonly string[] = []): Row[] {
  return Array.from({ length: columns.rows }, (_, row) =>
    Object.fromEntries([
      ...numbers.map((name) => [name, columns.numbers(name)[row] ?? Number.NaN] as const),
      ...bigints.map((name) => [name, columns.bigints(name)[row] ?? 0n] as const),
    ]),
  );
}
