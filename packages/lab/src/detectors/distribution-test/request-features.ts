import { languageName } from "../../sketches/languages.ts";
import { INTENT_BITS, SHAPE_BITS } from "../../sketches/sketch.ts";
import type { AccountRows } from "./account-rows.ts";

const HOUR_MS = 3_600_000;
/** Languages with a column of their own. */
const LANGUAGES = 12;

/** Requests as the engine has them, a column each. */
export interface RequestColumns {
  readonly requestNo: Int32Array;
  readonly account: Int32Array;
  readonly timeMs: Float64Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  readonly intents: Int32Array | Int16Array;
  readonly shape: Int32Array | Int16Array;
  readonly language: Int32Array | Int16Array;
}

/**
 * Rows for the distribution test: log of prompt and answer tokens and of their ratio, scaled to deviation 1 over both
 * sides; hour of day on a circle; each intent and response shape as 0 or 1; the 12 commonest languages of both sides
 * as 0 or 1. Those last ones are not scaled, or a rare mark would outweigh everything.
 */
export function requestFeatures(
  own: RequestColumns,
  peers: RequestColumns,
): readonly [own: AccountRows, peers: AccountRows] {
  const languages = commonest([own, peers]);
  const columns = columnsOf(languages);
  const sides = [own, peers].map((side) => rowsOf(side, columns));
  scale(sides, columns.length, SCALED);
  const [ownRows, peerRows] = sides as [AccountRows, AccountRows];
  return [ownRows, peerRows];
}

type Column = readonly [name: string, of: (side: RequestColumns, row: number) => number];

/** The first columns are lengths and get scaled. */
const SCALED = 3;

function columnsOf(languages: readonly number[]): readonly Column[] {
  const input = (side: RequestColumns, row: number): number =>
    Math.log1p(Math.max(0, side.inputTokens[row] ?? 0));
  const output = (side: RequestColumns, row: number): number =>
    Math.log1p(Math.max(0, side.outputTokens[row] ?? 0));
  const angle = (side: RequestColumns, row: number): number =>
    (((side.timeMs[row] ?? 0) / HOUR_MS / 24) % 1) * 2 * Math.PI;
  return [
    ["log_input_tokens", input],
    ["log_output_tokens", output],
    ["log_output_input_ratio", (side, row) => output(side, row) - input(side, row)],
    ["hour_sine", (side, row) => Math.sin(angle(side, row))],
    ["hour_cosine", (side, row) => Math.cos(angle(side, row))],
    ...Object.entries(INTENT_BITS).map(([name, bit]): Column => [
      `intent_${name}`,
      (side, row) => ((side.intents[row] ?? 0) & bit ? 1 : 0),
    ]),
    ...Object.entries(SHAPE_BITS).map(([name, bit]): Column => [
      `shape_${name}`,
      (side, row) => ((side.shape[row] ?? 0) & bit ? 1 : 0),
    ]),
    ...languages.map((code): Column => [
      `language_${languageName(code)}`,
      (side, row) => (side.language[row] === code ? 1 : 0),
    ]),
  ];
}

function commonest(sides: readonly RequestColumns[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const { language } of sides) {
    for (const code of language) if (code > 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || a - b)
    .slice(0, LANGUAGES)
    .map(([code]) => code);
}

function rowsOf(side: RequestColumns, columns: readonly Column[]): AccountRows {
  const rows = new Float64Array(side.account.length * columns.length);
  for (let row = 0, at = 0; row < side.account.length; row++) {
    for (const [, of] of columns) rows[at++] = of(side, row);
  }
  return { names: columns.map(([name]) => name), rows, account: side.account, requestNo: side.requestNo };
}

/** Centres the first columns over all sides and divides them by their deviation. */
function scale(sides: readonly AccountRows[], width: number, columns: number): void {
  for (let column = 0; column < columns; column++) {
    let count = 0;
    let mean = 0;
    let squares = 0;
    // Welford 1962: one pass without loss of digits.
    for (const { rows } of sides) {
      for (let at = column; at < rows.length; at += width) {
        count++;
        const step = (rows[at] ?? 0) - mean;
        mean += step / count;
        squares += step * ((rows[at] ?? 0) - mean);
      }
    }
    const deviation = Math.sqrt(squares / Math.max(1, count)) || 1;
    for (const { rows } of sides) {
      for (let at = column; at < rows.length; at += width) rows[at] = ((rows[at] ?? 0) - mean) / deviation;
    }
  }
}
