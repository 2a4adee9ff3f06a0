import type { SketchedChunk } from "../sketches/sketched-chunk.ts";
import type { TableWriter } from "./engine.ts";
import { copyHash, setInteger64 } from "./integer-halves.ts";

/** Takes the reasoning tokens of the rows that were loaded into the table `REPLAY_TOKENS`. */
export function loadTokens(
  writer: TableWriter,
  chunk: SketchedChunk,
  accountOfRow: Int32Array,
  first: number,
): void {
  const count = chunk.tokenRow.length;
  if (count === 0) return;
  const token = new Int32Array(count * 2);
  const requestNo = new Int32Array(count);
  const account = new Int32Array(count);
  const issued = new Int16Array(count);
  const session = new Int32Array(count * 2);
  const time = new Int32Array(count * 2);
  let kept = 0;
  for (let index = 0; index < count; index++) {
    const row = chunk.tokenRow[index] ?? 0;
    const accountNo = accountOfRow[row] ?? -1;
    if (accountNo < 0) continue;
    copyHash(token, kept, chunk.tokenHash, index);
    requestNo[kept] = first + row;
    account[kept] = accountNo;
    issued[kept] = chunk.tokenIssued[index] ?? 0;
    copyHash(session, kept, chunk.tokenSession, index);
    setInteger64(time, kept, chunk.time[row] ?? 0);
    kept++;
  }
  writer.append(
    [
      new BigInt64Array(token.buffer),
      requestNo,
      account,
      issued,
      new BigInt64Array(session.buffer),
      new BigInt64Array(time.buffer),
    ],
    kept,
  );
}
