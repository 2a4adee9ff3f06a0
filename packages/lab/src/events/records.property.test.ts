import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFileProblem } from "./file-problem.ts";
import { readingOf, streamOf } from "./reading.fixture.ts";
import { splitRecords } from "./records.ts";
import type { SplitLimits } from "./records.ts";
import { recordsOf } from "./read-log.ts";
import { unpack } from "./sources.ts";
import { zstdFrame } from "./zstd.fixture.ts";

const LIMITS: SplitLimits = { chunkBytes: 50, maxLine: 60, maxRecord: 60, head: 40 };

/** Text of logs: values, broken pieces, odd line ends. */
const text = fc
  .array(
    fc.oneof(
      fc.json({ maxDepth: 2 }),
      fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        ",",
        '"',
        "\\",
        '{"a":"',
        "\n",
        "\r\n",
        "x".repeat(70),
        '{"é":"漢"}',
      ),
    ),
    { maxLength: 12 },
  )
  .chain((parts) => fc.constantFrom("", "\n", "\r\n").map((glue) => Buffer.from(parts.join(glue))));

function cutInto(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, n) => bytes.subarray(from, places[n] ?? bytes.length));
}

async function found(pieces: readonly Buffer[], limits: SplitLimits): Promise<string[]> {
  const list: string[] = [];
  for await (const item of splitRecords(streamOf(pieces), limits)) {
    if (isFileProblem(item)) list.push(`${String(item.line)} ${item.code}`);
    else
      for (const record of recordsOf(item))
        list.push(`${String(record.line)} ${record.bytes.toString("latin1")}`);
  }
  return list;
}

describe("records", () => {
  it("do not depend on how the bytes arrive", async () => {
    const cuts = fc.array(fc.nat({ max: 2000 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(text, cuts, async (bytes, places) => {
        // The head must be the whole text: how much of it was seen may tell the layout.
        const limits = { ...LIMITS, head: 1_000_000 };
        const whole = await found([bytes], limits);
        expect(await found(cutInto(bytes, places), limits)).toEqual(whole);
        const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
        expect(await found(single, limits)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it("are their own, though the stream uses its memory again", async () => {
    async function* reused(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
      const memory = Buffer.alloc(size);
      for (let at = 0; at < bytes.length; at += size) {
        yield await Promise.resolve(memory.subarray(0, bytes.copy(memory, 0, at)));
        memory.fill(0x21);
      }
    }
    const values = fc.array(
      fc.string().map((value) => JSON.stringify({ value })),
      { minLength: 1, maxLength: 20 },
    );
    const layouts = fc.constantFrom("lines", "list");
    const packings = fc.constantFrom("plain", "gzip", "zstd");
    await fc.assert(
      fc.asyncProperty(
        values,
        layouts,
        packings,
        fc.integer({ min: 1, max: 64 }),
        async (records, layout, packing, size) => {
          const bytes = Buffer.from(layout === "lines" ? records.join("\n") : `[${records.join(",\n")}]`);
          const packed =
            packing === "plain" ? bytes : packing === "gzip" ? gzipSync(bytes) : zstdFrame(bytes);
          const chunks = [];
          for await (const item of splitRecords(unpack(reused(packed, size)), {
            ...LIMITS,
            maxLine: 500,
            maxRecord: 500,
          })) {
            if (!isFileProblem(item)) chunks.push(item);
          }
          const found = chunks.flatMap((chunk) => recordsOf(chunk).map((record) => record.bytes.toString()));
          expect(found).toEqual(records);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of lines do not depend on the size of chunks", async () => {
    const lines = fc.array(
      fc.json({ maxDepth: 1 }).map((json) => `{"v":${json.slice(0, 30).replaceAll("\n", "")}}`),
      { minLength: 1 },
    );
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 300 }), async (values, chunkBytes) => {
        const bytes = Buffer.from(values.join("\n"));
        const limits = { ...LIMITS, maxLine: 10_000, head: 10 };
        expect(await found([bytes], { ...limits, chunkBytes })).toEqual(
          await found([bytes], { ...limits, chunkBytes: 1e6 }),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("offsets point at the bytes themselves", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (bytes) => {
        for await (const item of splitRecords(streamOf([bytes]), LIMITS)) {
          if (isFileProblem(item)) continue;
          expect(
            bytes.subarray(item.byteOffset, item.byteOffset + item.bytes.length).equals(item.bytes),
          ).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("are the same packed and plain", async () => {
    const line = fc
      .record({ account: fc.string({ minLength: 1 }), prompt: fc.string() })
      .map(({ account, prompt }) =>
        JSON.stringify({
          time: "2026-03-01T00:00:00Z",
          account,
          request: { messages: [{ role: "user", content: prompt }] },
        }),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (lines) => {
        const bytes = Buffer.from(lines.join("\n"));
        const plain = await readingOf(bytes);
        expect(await readingOf(gzipSync(bytes))).toEqual(plain);
        expect(await readingOf(zstdFrame(bytes))).toEqual(plain);
        expect(plain.events.length).toBe(lines.length);
      }),
      { numRuns: 50 },
    );
  });
});
