import type { ColumnType, Dialect, Table } from "./dialect.ts";

const TYPE_NAMES: Readonly<Record<ColumnType, string>> = {
  int16: "SMALLINT",
  int32: "INTEGER",
  int64: "BIGINT",
  float64: "DOUBLE",
  string: "VARCHAR",
};

/** Prints query templates for DuckDB 1.5. */
export const duckdbDialect: Dialect = {
  createTable: (table: Table): string =>
    `CREATE TABLE ${table.name} (${Object.entries(table.columns)
      .map(([name, type]) => `${name} ${TYPE_NAMES[type]}`)
      .join(", ")})`,
  createTableAs: (name: string, select: string): string => `CREATE TABLE ${name} AS ${select}`,
  floorDivide: (dividend: string, divisor: number): string =>
    `cast(floor(${dividend} / ${String(divisor)}.0) AS INTEGER)`,
  bitAnd: (left: string, right: string): string => `(${left} & ${right})`,
  countDistinct: (expression: string): string => `cast(count(DISTINCT ${expression}) AS DOUBLE)`,
  countRows: (): string => "cast(count(*) AS DOUBLE)",
  countWhere: (condition: string): string => `cast(count(CASE WHEN ${condition} THEN 1 END) AS DOUBLE)`,
  sum: (expression: string): string => `coalesce(cast(sum(${expression}) AS DOUBLE), 0.0)`,
  integerList: (values: readonly bigint[]): string =>
    values.length === 0
      ? "(SELECT cast(0 AS BIGINT) AS value WHERE 1 = 0)"
      : `(SELECT unnest([${values.map((value) => value.toString()).join(", ")}]::BIGINT[]) AS value)`,
};
