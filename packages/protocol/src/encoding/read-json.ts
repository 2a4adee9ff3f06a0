import type { JsonRefusal } from "./json-refusal.ts";
import { scanJson, type JsonLimits } from "./scan-json.ts";

/** A whole JSON text that was read strictly. */
export interface ReadJson {
  readonly kind: "read";
  readonly text: string;
  readonly value: unknown;
}

/** Reads one JSON text with the rules of `scanJson`. */
export function readJson(bytes: Uint8Array, limits: JsonLimits): ReadJson | JsonRefusal {
  const scan = scanJson(bytes, { limits });
  if (scan.kind === "refused") return scan;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  return { kind: "read", text, value: JSON.parse(text) };
}
