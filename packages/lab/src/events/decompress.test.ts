import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isFileProblem } from "./file-problem.ts";
import type { FileProblem } from "./file-problem.ts";
import { NOW_MS, readingOf, streamOf } from "./reading.fixture.ts";
import { unpack } from "./sources.ts";
import { zstdFrame } from "./zstd.fixture.ts";

const TEXT = Buffer.from(
  Array.from(
    { length: 4_000 },
    (_, n) => `{"line":${String(n)},"noise":${String((n * 7919) % 104729)}}\n`,
  ).join(""),
);

async function unpacked(
  bytes: Buffer,
  pieceBytes = 1000,
): Promise<{ text: Buffer; problems: FileProblem[] }> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, n) =>
    bytes.subarray(n * pieceBytes, (n + 1) * pieceBytes),
  );
  const parts: Buffer[] = [];
  const problems: FileProblem[] = [];
  for await (const item of unpack(streamOf(pieces))) {
    if (isFileProblem(item)) problems.push(item);
    else parts.push(item);
  }
  return { text: Buffer.concat(parts), problems };
}

describe("packed files", () => {
  it.each([
    ["plain", TEXT],
    ["gzip", gzipSync(TEXT)],
    [
      "gzip of several members",
      Buffer.concat([gzipSync(TEXT.subarray(0, 5000)), gzipSync(TEXT.subarray(5000))]),
    ],
    ["zstd", zstdFrame(TEXT)],
    [
      "zstd of several frames",
      Buffer.concat([
        zstdFrame(TEXT.subarray(0, 7)),
        zstdFrame(TEXT.subarray(7, 9)),
        zstdFrame(TEXT.subarray(9)),
      ]),
    ],
    [
      "zstd that begins with a skippable frame",
      Buffer.concat([Buffer.from("502a4d1804000000deadbeef", "hex"), zstdFrame(TEXT)]),
    ],
  ])("that are %s are told by their first bytes and read wholly", async (_, bytes) => {
    for (const size of [7, 1000, 1_000_000]) {
      const { text, problems } = await unpacked(bytes, size);
      expect(problems).toEqual([]);
      expect(text.equals(TEXT)).toBe(true);
    }
  });

  it.each([
    ["gzip", gzipSync(TEXT)],
    ["zstd", zstdFrame(TEXT)],
  ])("that are %s and cut off give what came before the cut, and say so", async (packing, bytes) => {
    const cut = bytes.subarray(0, Math.floor(bytes.length * 0.7));
    const { text, problems } = await unpacked(cut);
    expect(text.length).toBeGreaterThan(TEXT.length * 0.3);
    expect(text.equals(TEXT.subarray(0, text.length))).toBe(true);
    expect(problems).toEqual([
      {
        code: "truncated",
        line: 1,
        reason: `the file ends in the middle of its ${packing} stream; ${String(cut.length)} bytes read; copy it again`,
      },
    ]);
  });

  it("that are damaged in the middle say so and do not throw", async () => {
    const bytes = Buffer.from(gzipSync(TEXT));
    bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 64);
    const { problems } = await unpacked(bytes);
    expect(problems.map((problem) => problem.code)).toEqual(["corrupt"]);
  });

  it("of other packings are named", async () => {
    const { problems } = await unpacked(Buffer.from("504b030414000000080000000000", "hex"));
    expect(problems.map((problem) => problem.code)).toEqual(["other-compression"]);
  });

  it("with a zstd window beyond 128 MiB are refused before memory is taken", async () => {
    const frame = Buffer.from("28b52ffd00f8010000", "hex");
    const { problems } = await unpacked(Buffer.concat([frame, Buffer.alloc(32)]));
    expect(problems[0]?.reason).toContain("window");
  });

  it("that are cut off still give the events before the cut", async () => {
    const line = (n: number): string =>
      `${JSON.stringify({ time: "2026-01-01T00:00:00Z", account: `a${String(n)}`, request_id: String(n), noise: `${String((n * 7919) % 104729)}`, request: { model: "m", messages: [] } })}\n`;
    const packed = gzipSync(Buffer.from(Array.from({ length: 3000 }, (_, n) => line(n)).join("")));
    const { events, problems } = await readingOf(packed.subarray(0, packed.length / 2), { nowMs: NOW_MS });
    expect(events.length).toBeGreaterThan(500);
    expect(problems.map((problem) => problem.code)).toContain("truncated");
  });
});
