import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zstdFrame } from "../events/zstd.fixture.ts";
import {
  line,
  lines,
  openPlace,
  rejectedIn,
  RESULTS,
  reportIn,
  contentsOf,
} from "./run-stillwatch.fixture.ts";
import type { Ended, Place } from "./run-stillwatch.fixture.ts";
import { join } from "node:path";

const NEST = 10_000;
/** What stands in a line must never be quoted back. */
const SECRET = "the-secret-of-this-prompt";

interface Case {
  readonly file: string;
  readonly contents: Buffer | string;
  /** Requests that can still be read of it. */
  readonly events: number;
  /** Line and reason of each rejection. */
  readonly rejected: readonly (readonly [line: number, reason: RegExp])[];
}

const OPENAI = JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "Hello" }] });

const CASES: readonly Case[] = [
  { file: "empty.ndjson", contents: "", events: 0, rejected: [[1, /^the file is empty/]] },
  { file: "blank.ndjson", contents: "\n\r\n  \n", events: 0, rejected: [[1, /^the file is empty/]] },
  {
    file: "binary.log",
    contents: Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 37) % 256)),
    events: 0,
    rejected: [[1, /binary/]],
  },
  { file: "prose.log", contents: "Dear diary,\ntoday it rained.\n", events: 0, rejected: [[1, /JSON/]] },
  {
    file: "utf16.ndjson",
    contents: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(lines(0, 3), "utf16le")]),
    events: 0,
    rejected: [[1, /UTF-16/]],
  },
  {
    file: "xz.gz",
    contents: Buffer.from([
      0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x04, 0xe6, 0xd6, 0xb4, 0x46, 0x02, 0x00, 1, 2, 3, 4,
    ]),
    events: 0,
    rejected: [[1, /unpack it/]],
  },
  {
    file: "header-only.ndjson.gz",
    contents: gzipSync(lines(0, 50)).subarray(0, 10),
    events: 0,
    rejected: [[1, /middle of its gzip stream/]],
  },
  {
    file: "damaged.ndjson.zst",
    contents: Buffer.concat([
      zstdFrame(Buffer.from(lines(100, 110))).subarray(0, -1),
      Buffer.from([0xff]),
    ]).fill(0xff, 6, 9),
    events: 0,
    rejected: [[1, /zstd stream/]],
  },
  {
    file: "invalid-utf8.ndjson",
    contents: Buffer.concat([
      Buffer.from(line(200)),
      withByte(line(201, { request: { messages: [{ role: "user", content: `${SECRET}~` }] } }), 0xc3),
      withByte(line(202, { account: "~" }), 0xff),
      Buffer.from(line(203)),
    ]),
    events: 2,
    rejected: [
      [2, /UTF-8/],
      [3, /UTF-8/],
    ],
  },
  {
    file: "nested.ndjson",
    contents:
      line(300) +
      line(301).replace('"model-1"', "[".repeat(NEST) + "]".repeat(NEST)) +
      `${'{"request":'.repeat(NEST)}1${"}".repeat(NEST)}\n` +
      `${"[".repeat(NEST)}\n` +
      line(302),
    events: 2,
    rejected: [
      [2, /512 levels/],
      [3, /512 levels/],
      [4, /512 levels/],
    ],
  },
  {
    file: "nested-document.json",
    contents: `[\n${line(310)},\n${"[".repeat(NEST)}${"]".repeat(NEST)},\n${line(311)}]`,
    events: 2,
    rejected: [[4, /512 levels/]],
  },
  {
    file: "future.ndjson",
    contents:
      line(400) +
      line(401, { time: "2999-01-01T00:00:00Z" }) +
      line(402, { time: "9999-12-31T23:59:59Z" }) +
      line(403, { time: "+275760-09-13T00:00:00Z" }) +
      line(404, { time: "1970-01-01T00:00:00Z" }),
    events: 1,
    rejected: [
      [2, /future/],
      [3, /future/],
      [4, /time/],
      [5, /before 2000/],
    ],
  },
  {
    file: "crash.ndjson",
    contents: `${line(600)}\0\0\0\n${line(601)}[]\n\u0001\n${line(602)}${"\0".repeat(100_000)}${line(603)}\0\0`,
    events: 4,
    rejected: [
      [2, /control characters/],
      [4, /empty list/],
      [5, /control characters/],
      [8, /control characters/],
    ],
  },
  {
    file: "crash-at-first.ndjson",
    contents: `\0\0\n${line(610)}`,
    events: 1,
    rejected: [[1, /control characters/]],
  },
  {
    file: "crash-openai.ndjson",
    contents: `${OPENAI}\n\0\0\n[]\n\n${OPENAI}\n`,
    events: 2,
    rejected: [
      [2, /control characters/],
      [3, /empty list/],
    ],
  },
  { file: "empty-list.json", contents: "[\n]\n", events: 0, rejected: [[1, /empty list/]] },
  {
    file: "odd.ndjson",
    contents:
      `\ufeff${line(500)}` +
      `42\n"text"\nnull\n{}\n[]\n${line(501).slice(0, 60)}\n` +
      line(502, { account: undefined, note: SECRET }) +
      line(503, { request: SECRET, response: 7, client: [], status: "many" }).replace("\n", "\r\n") +
      line(504).trimEnd(),
    events: 2,
    rejected: [
      [2, /not a JSON object/],
      [3, /not a JSON object/],
      [4, /not a JSON object/],
      [5, /"time" is missing/],
      [6, /empty list/],
      [7, /not valid JSON/],
      [8, /"account" is missing/],
      [9, /"request" is not a JSON object/],
    ],
  },
];

describe("a folder with logs of every bad kind and a good one", () => {
  let place: Place;
  let ended: Ended;
  let out = "";
  beforeAll(async () => {
    place = openPlace();
    out = join(place.path, "out");
    for (const { file, contents } of CASES) place.file(join("logs", file), contents);
    // Enough of them that the first records are out before the stream breaks off.
    const packed = gzipSync(lines(1000, 9000));
    place.file("logs/truncated.ndjson.gz", packed.subarray(0, packed.length / 2));
    place.file("logs/truncated.ndjson.zst", zstdFrame(Buffer.from(lines(10_000, 11_000))).subarray(0, -2000));
    place.file("logs/good.ndjson", lines(20_000, 20_050));
    ended = await place.run(["detect", "logs", "--out", "out"]);
  });
  afterAll(() => {
    place.remove();
  });

  it("is read, with every result in place and nothing on standard error", () => {
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(Object.keys(contentsOf(out))).toEqual(RESULTS);
    expect(place.leftovers()).toEqual([]);
  });

  it("keeps all of the good file", () => {
    expect(fileOf("good.ndjson")).toMatchObject({ events: 50, rejected: 0, format: "stillwatch" });
  });

  it.each(CASES)(
    "says of $file what is wrong with it, and keeps the rest of it",
    ({ file, events, rejected }) => {
      const found = rejectedIn(out).filter((entry) => entry.file === join("logs", file));
      expect(found.map((entry) => entry.line)).toEqual(rejected.map(([number]) => number));
      found.forEach((entry, at) => {
        expect(entry.reason).toMatch(rejected[at]?.[1] ?? /never/);
      });
      expect(fileOf(file)).toMatchObject({ events, rejected: rejected.length });
    },
  );

  it.each(["truncated.ndjson.gz", "truncated.ndjson.zst"])("keeps what came before the end of %s", (file) => {
    const reasons = rejectedIn(out).filter((entry) => entry.file === join("logs", file));
    expect(reasons.map((entry) => entry.reason).join("\n")).toMatch(
      /ends in the middle of its (gzip|zstd) stream/,
    );
    // The end of the stream, and the line that it cut.
    expect(reasons.length).toBeLessThanOrEqual(2);
    expect(fileOf(file)?.events).toBeGreaterThan(500);
  });

  it("never quotes what stands in a line", () => {
    expect(contentsOf(out)["rejected.ndjson"]).not.toContain(SECRET);
  });

  function fileOf(file: string): ReturnType<typeof reportIn>["input"]["files"][number] | undefined {
    return reportIn(out).input.files.find((entry) => entry.path === join("logs", file));
  }
});

describe("a log of which nothing can be read", () => {
  const hopeless = CASES.filter(({ file }) =>
    ["empty.ndjson", "binary.log", "header-only.ndjson.gz"].includes(file),
  );

  it.each([
    ...hopeless,
    {
      file: "future-only.ndjson",
      contents: line(1, { time: "2999-01-01T00:00:00Z" }),
      rejected: [[1, /future/]] as const,
    },
    { file: "nested-only.json", contents: "[".repeat(NEST), rejected: [[1, /./]] as const },
  ])("ends with status 2 and the reason: $file", async ({ file, contents, rejected }) => {
    const place = openPlace();
    try {
      place.file(file, contents);
      const { status, stdout, stderr } = await place.run(["detect", file, "--out", "out"]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(
        /^stillwatch: no request could be read from 1 file\. The first reason: [^\n]+\n$/,
      );
      const [first] = rejectedIn(join(place.path, "out"));
      expect(stderr).toContain(`${file}, line ${String(first?.line)}: ${first?.reason ?? "?"}`);
      expect(first?.reason).toMatch(rejected[0]?.[1] ?? /never/);
      expect(Object.keys(contentsOf(join(place.path, "out")))).toEqual(["rejected.ndjson"]);
      expect(place.leftovers()).toEqual([]);
    } finally {
      place.remove();
    }
  });
});

/** A line with its tilde replaced by a byte that no UTF-8 text has there. */
function withByte(text: string, byte: number): Buffer {
  const bytes = Buffer.from(text);
  bytes[bytes.indexOf("~")] = byte;
  return bytes;
}
