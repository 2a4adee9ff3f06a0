import { describe, expect, it } from "vitest";
import { packChunk, unpackChunk } from "./chunk-transfer.ts";
import type { SketchedChunk } from "./sketched-chunk.ts";

const chunk: SketchedChunk = {
  rows: 3,
  lines: 4,
  time: Float64Array.of(1, 2, 1.7e12),
  account: Uint32Array.of(0, 1, 0),
  model: Uint32Array.of(0, 0, 0),
  status: Int16Array.of(200, -1, 429),
  inputTokens: Int32Array.of(1, 2, 3),
  outputTokens: Int32Array.of(4, 5, 2 ** 31 - 1),
  intents: Uint16Array.of(1, 0, 65_535),
  shape: Uint16Array.of(0, 8, 0),
  language: Uint8Array.of(1, 0, 255),
  idHash: Uint32Array.of(1, 2, 3, 4, 5, 4_294_967_295),
  textHash: Uint32Array.of(6, 5, 4, 3, 2, 1),
  systemHash: Uint32Array.of(0, 0, 3, 4_294_967_295, 1, 0),
  signature: Uint8Array.from({ length: 192 }, (_, at) => at),
  keyRow: Uint32Array.of(0, 2),
  keyKind: Uint8Array.of(7, 255),
  keyHash: Uint32Array.of(9, 8, 7, 6),
  attributeRow: Uint32Array.of(1),
  attributeKind: Uint8Array.of(1),
  attributeValue: Float64Array.of(2 ** 48 + 5),
  answerRow: Uint32Array.of(0),
  answerHash: Uint32Array.of(1, 4_294_967_295),
  tokenRow: Uint32Array.of(1, 2),
  tokenIssued: Uint8Array.of(1, 0),
  tokenHash: Uint32Array.of(1, 2, 3, 4),
  tokenSession: Uint32Array.of(0, 0, 5, 6),
  newAccounts: ["a", "b"],
  newModels: ["m"],
  newStrings: [],
  rejected: [{ file: "f", line: 4, reason: "no" }],
};

describe("a chunk on its way between threads", () => {
  it("comes out as it went in, from a room that is large enough", () => {
    const room = new SharedArrayBuffer(4096);
    const packed = packChunk(chunk, room);
    expect(packed.room).toBe(room);
    expect(unpackChunk(packed)).toEqual(chunk);
  });

  it("brings memory of its own where the room is too small", () => {
    const room = new SharedArrayBuffer(16);
    const packed = packChunk(chunk, room);
    expect(packed.room).not.toBe(room);
    expect(unpackChunk(packed)).toEqual(chunk);
  });

  it("does not depend on the columns after it was packed", () => {
    const source = { ...chunk, account: chunk.account.slice() };
    const packed = packChunk(source, new SharedArrayBuffer(4096));
    source.account.fill(99);
    expect([...unpackChunk(packed).account]).toEqual([0, 1, 0]);
  });
});
