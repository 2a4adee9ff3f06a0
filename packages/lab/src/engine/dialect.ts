/** Column types of the engine's tables; every engine has an exact counterpart. */
export type ColumnType = "int16" | "int32" | "int64" | "float64" | "string";

/** A table of the engine, engine-neutral. `sortedBy` tells an engine with clustered storage how to lay it out. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly sortedBy: readonly string[];
}

/**
 * What differs between the SQL of the engines, and nothing else. Query templates (`queries/`) are plain
 * SQL inside the common subset; where the engines differ, silently or loudly, they call the dialect
 * (reference: docs/engine.md). DuckDB is printed by `duckdb-dialect.ts`.
 */
export interface Dialect {
  createTable(table: Table): string;
  /** Makes a table of this run's own from a select; dropped with the run. */
  createTableAs(name: string, select: string, sortedBy: readonly string[]): string;
  /** Integer division toward negative infinity, for integers ≥ 0 the usual one. */
  floorDivide(dividend: string, divisor: number): string;
  bitAnd(left: string, right: string): string;
  /** Number of non-null distinct values, exact, as float64. */
  countDistinct(expression: string): string;
  /** Number of rows, as float64. */
  countRows(): string;
  /** Number of rows for which a condition holds, as float64. */
  countWhere(condition: string): string;
  /** Sum as float64; 0 over no rows. */
  sum(expression: string): string;
  /** A value list as a relation with one int64 column `value`. */
  integerList(values: readonly bigint[]): string;
}
