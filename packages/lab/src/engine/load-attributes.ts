import { ATTRIBUTE_KINDS, type SketchedChunk } from "../sketches/sketched-chunk.ts";
import type { TableWriter } from "./engine.ts";
import { setInteger64 } from "./integer-halves.ts";

/** Kinds whose value is the number of a string. */
const STRING_KINDS: ReadonlySet<number> = new Set([
  ATTRIBUTE_KINDS.organization,
  ATTRIBUTE_KINDS.tls,
  ATTRIBUTE_KINDS.userAgent,
]);

/**
 * Takes the attributes of the rows that were loaded into the table `ATTRIBUTES`.
 *
 * @param strings - the run's number of each of the worker's strings
 * @param organizationOf - by account, gets the organization that the log names first
 */
export function loadAttributes(
  writer: TableWriter,
  chunk: SketchedChunk,
  accountOfRow: Int32Array,
  strings: readonly number[],
  organizationOf: number[],
): void {
  const count = chunk.attributeRow.length;
  const account = new Int32Array(count);
  const kind = new Int16Array(count);
  const value = new Int32Array(count * 2);
  let kept = 0;
  for (let index = 0; index < count; index++) {
    const accountNo = accountOfRow[chunk.attributeRow[index] ?? 0] ?? -1;
    if (accountNo < 0) continue;
    const kindNo = chunk.attributeKind[index] ?? 0;
    const raw = chunk.attributeValue[index] ?? 0;
    const number = STRING_KINDS.has(kindNo) ? (strings[raw] ?? 0) : raw;
    if (kindNo === ATTRIBUTE_KINDS.organization) organizationOf[accountNo] ??= number;
    account[kept] = accountNo;
    kind[kept] = kindNo;
    setInteger64(value, kept, number);
    kept++;
  }
  writer.append([account, kind, new BigInt64Array(value.buffer)], kept);
}
