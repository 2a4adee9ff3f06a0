import { ALL_FORMATS } from "./formats/all-formats.ts";
import type { FormatName } from "./format-names.ts";
import { asObject } from "./json-values.ts";

/** Records that are looked at to tell a file's format. */
export const RECORDS_LOOKED_AT = 50;

/** What a file was found to be. */
export type DetectedFormat =
  | {
      readonly format: FormatName;
      /** Records belong together over lines (events of a stream): one reader must get them all, in order. */
      readonly inPieces: boolean;
      /** 0–1: share of the records that look like the format. */
      readonly certainty: number;
    }
  | { readonly format: undefined; readonly reason: string };

/** Tells a file's format by the shape of its first records. */
export function detectFormat(records: readonly unknown[]): DetectedFormat {
  const sample = records
    .slice(0, RECORDS_LOOKED_AT)
    .flatMap((record) => (Array.isArray(record) ? (record as unknown[]) : [record]));
  let best: { name: FormatName; score: number; pieces: boolean } | undefined;
  for (const format of ALL_FORMATS) {
    const score = sample.reduce<number>((sum, record) => sum + format.resemblance(record), 0);
    if (score > (best?.score ?? 0))
      best = { name: format.name, score, pieces: sample.some((record) => format.isPiece(record)) };
  }
  if (best === undefined) return { format: undefined, reason: unknownReason(sample) };
  return { format: best.name, inPieces: best.pieces, certainty: Math.min(1, best.score / sample.length) };
}

function unknownReason(sample: readonly unknown[]): string {
  const remedy = "name it with --format, or describe it in a file given by --mapping";
  const first = sample.map(asObject).find((record) => record !== undefined);
  if (first === undefined) return `the format cannot be told: no JSON object in the first records; ${remedy}`;
  const keys = Object.keys(first)
    .slice(0, 8)
    .map((key) => (/^[\w.-]{1,40}$/.test(key) ? key : "…"));
  return `the format cannot be told: the first record has the keys ${keys.join(", ") || "(none)"}; ${remedy}`;
}
