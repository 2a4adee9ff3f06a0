import type { Dialect, Table } from "./dialect.ts";

/** Rows of a result, by column name. */
export interface Columns {
  readonly rows: number;
  /** @throws if the result has no such column, or it is not of the asked type: a defect of the caller. */
  numbers(name: string): Float64Array;
  integers(name: string): Int32Array;
  bigints(name: string): BigInt64Array;
  strings(name: string): readonly string[];
}

/** Adds rows to one table, column-wise. Rows are visible to queries after `close`. */
export interface TableWriter {
  /**
   * @param columns - one array per column of the table, in its order; `rows` entries of each are taken
   */
  append(columns: readonly (Int16Array | Int32Array | BigInt64Array | Float64Array)[], rows: number): void;
  close(): void;
}

/**
 * Where integers are joined and grouped. One engine belongs to one run, which owns it and closes it;
 * nothing in it outlives the run. A crash loses nothing but the run.
 */
export interface Engine {
  readonly dialect: Dialect;
  create(table: Table): Promise<void>;
  writer(table: Table): Promise<TableWriter>;
  run(sql: string): Promise<void>;
  /** The whole result; for results that are bounded by construction. Several may run at once. */
  query(sql: string): Promise<Columns>;
  /** The result piece by piece, on a connection of its own; each piece is valid only during its call. */
  stream(sql: string, onPiece: (piece: Columns) => void): Promise<void>;
  close(): Promise<void>;
}
