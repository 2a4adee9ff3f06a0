import { INTENT_BITS, SHAPE_BITS } from "../../sketches/sketch.ts";
import type { Dialect } from "../dialect.ts";

/**
 * Columns that count the rows with each intent (`intent_<name>`) and each response shape (`shape_<name>`).
 *
 * @param requests - what to call the table of requests by: its name, or an alias in a join
 */
export function flagCounts(dialect: Dialect, requests: string): string {
  const counts = (column: string, prefix: string, bits: Readonly<Record<string, number>>): string[] =>
    Object.entries(bits).map(
      ([name, bit]) =>
        `${dialect.countWhere(`${dialect.bitAnd(`${requests}.${column}`, String(bit))} <> 0`)} AS ${prefix}_${name}`,
    );
  return [...counts("intents", "intent", INTENT_BITS), ...counts("shape", "shape", SHAPE_BITS)].join(", ");
}
