import { DuckDBDataChunk, DuckDBInstance, type DuckDBConnection, type DuckDBType } from "@duckdb/node-api";
import { BIGINT, DOUBLE, DuckDBTypeId, INTEGER, SMALLINT, VARCHAR } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import { duckdbDialect } from "./duckdb-dialect.ts";
import type { ColumnType, Table } from "./dialect.ts";
import type { Columns, Engine, TableWriter } from "./engine.ts";

/** DuckDB's vector size; a data chunk holds at most this many rows. */
const CHUNK_ROWS = 2048;

const TYPES: Readonly<Record<ColumnType, DuckDBType>> = {
  int16: SMALLINT,
  int32: INTEGER,
  int64: BIGINT,
  float64: DOUBLE,
  string: VARCHAR,
};

/**
 * Opens an in-memory DuckDB that spills to a folder.
 *
 * @param options - `temporaryFolder`: where it may spill; `memoryMegabytes`: its limit; `threads`: its workers
 */
export async function openDuckdb(options: {
  readonly temporaryFolder: string;
  readonly memoryMegabytes: number;
  readonly threads: number;
}): Promise<Engine> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(options.threads),
    memory_limit: `${String(options.memoryMegabytes)}MB`,
    temp_directory: options.temporaryFolder,
    preserve_insertion_order: "false",
    // A stray call to an extension must fail, not reach for the network.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  return {
    dialect: duckdbDialect,
    create: async (table) => {
      await connection.run(duckdbDialect.createTable(table));
    },
    writer: (table) => openWriter(connection, table),
    run: async (sql) => {
      await connection.run(sql);
    },
    query: (sql) => onOwnConnection(instance, (own) => readWhole(own, sql)),
    stream: (sql, onPiece) => onOwnConnection(instance, (own) => streamPieces(own, sql, onPiece)),
    close: async () => {
      connection.closeSync();
      instance.closeSync();
      await Promise.resolve();
    },
  };
}

/** A second statement on the same connection would cut an open result short without an error. */
async function onOwnConnection<Result>(
  instance: DuckDBInstance,
  use: (own: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const own = await instance.connect();
  try {
    return await use(own);
  } finally {
    own.closeSync();
  }
}

async function openWriter(connection: DuckDBConnection, table: Table): Promise<TableWriter> {
  const appender = await connection.createAppender(table.name);
  const chunk = DuckDBDataChunk.create(
    Object.values(table.columns).map((type) => TYPES[type]),
    CHUNK_ROWS,
  );
  // Rows are gathered until a chunk is full: handing over a chunk costs the same for one row as for all.
  let filled = 0;
  const flush = (): void => {
    if (filled === 0) return;
    chunk.rowCount = filled;
    appender.appendDataChunk(chunk);
    filled = 0;
    chunk.rowCount = CHUNK_ROWS;
  };
  return {
    append: (columns, rows) => {
      for (let start = 0; start < rows;) {
        const count = Math.min(CHUNK_ROWS - filled, rows - start);
        columns.forEach((column, index) => {
          const bytes = column.BYTES_PER_ELEMENT;
          duckdb.copy_data_to_vector(
            duckdb.data_chunk_get_vector(chunk.chunk, index),
            filled * bytes,
            column.buffer as ArrayBuffer,
            column.byteOffset + start * bytes,
            count * bytes,
          );
        });
        filled += count;
        start += count;
        if (filled === CHUNK_ROWS) flush();
      }
    },
    close: () => {
      flush();
      appender.closeSync();
    },
  };
}

async function streamPieces(
  connection: DuckDBConnection,
  sql: string,
  onPiece: (piece: Columns) => void,
): Promise<void> {
  const result = await connection.stream(sql);
  const names = result.columnNames();
  const types = names.map((_, index) => result.columnTypeId(index));
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    onPiece(
      new ColumnSet(
        chunk.rowCount,
        new Map(
          names.map((name, index) => [name, readColumn(chunk, index, types[index] ?? DuckDBTypeId.INVALID)]),
        ),
      ),
    );
  }
}

async function readWhole(connection: DuckDBConnection, sql: string): Promise<Columns> {
  const result = await connection.stream(sql);
  const names = result.columnNames();
  const types = names.map((_, index) => result.columnTypeId(index));
  const pieces: DuckDBDataChunk[] = [];
  let rows = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    pieces.push(chunk);
    rows += chunk.rowCount;
  }
  const columns = names.map((name, index): [string, Column] => {
    const type = types[index] ?? DuckDBTypeId.INVALID;
    return [
      name,
      joinColumns(
        pieces.map((piece) => readColumn(piece, index, type)),
        rows,
        type,
      ),
    ];
  });
  return new ColumnSet(rows, new Map(columns));
}

type Column = Int32Array | BigInt64Array | Float64Array | string[];

/** Copies a column out of the engine's memory; small integers are widened. */
function readColumn(chunk: DuckDBDataChunk, index: number, type: DuckDBTypeId): Column {
  const rows = chunk.rowCount;
  if (type === DuckDBTypeId.VARCHAR) {
    return chunk.getColumnValues(index).map((value) => (typeof value === "string" ? value : ""));
  }
  const width = type === DuckDBTypeId.SMALLINT ? 2 : type === DuckDBTypeId.INTEGER ? 4 : 8;
  const source = duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk.chunk, index), rows * width);
  const bytes = new Uint8Array(rows * width);
  bytes.set(source);
  if (type === DuckDBTypeId.SMALLINT) return Int32Array.from(new Int16Array(bytes.buffer));
  if (type === DuckDBTypeId.INTEGER) return new Int32Array(bytes.buffer);
  if (type === DuckDBTypeId.BIGINT) return new BigInt64Array(bytes.buffer);
  if (type === DuckDBTypeId.DOUBLE) return new Float64Array(bytes.buffer);
  throw new TypeError(`engine result has a column of unsupported type ${String(type)}`);
}

function joinColumns(pieces: readonly Column[], rows: number, type: DuckDBTypeId): Column {
  if (type === DuckDBTypeId.VARCHAR) return (pieces as string[][]).flat();
  const joined =
    type === DuckDBTypeId.BIGINT
      ? new BigInt64Array(rows)
      : type === DuckDBTypeId.DOUBLE
        ? new Float64Array(rows)
        : new Int32Array(rows);
  let at = 0;
  for (const piece of pieces) {
    (joined as { set(source: unknown, at: number): void }).set(piece, at);
    at += piece.length;
  }
  return joined;
}

class ColumnSet implements Columns {
  readonly rows: number;
  readonly #columns: ReadonlyMap<string, Column>;

  constructor(rows: number, columns: ReadonlyMap<string, Column>) {
    this.rows = rows;
    this.#columns = columns;
  }

  numbers(name: string): Float64Array {
    const column = this.#columns.get(name);
    if (column instanceof Float64Array) return column;
    if (column instanceof Int32Array) return Float64Array.from(column);
    throw new TypeError(`no numeric column ${name}`);
  }

  integers(name: string): Int32Array {
    const column = this.#columns.get(name);
    if (column instanceof Int32Array) return column;
    throw new TypeError(`no integer column ${name}`);
  }

  bigints(name: string): BigInt64Array {
    const column = this.#columns.get(name);
    if (column instanceof BigInt64Array) return column;
    throw new TypeError(`no bigint column ${name}`);
  }

  strings(name: string): readonly string[] {
    const column = this.#columns.get(name);
    if (Array.isArray(column)) return column;
    throw new TypeError(`no text column ${name}`);
  }
}
