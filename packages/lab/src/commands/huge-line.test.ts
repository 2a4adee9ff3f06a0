import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { line, openPlace, rejectedIn, reportIn } from "./run-stillwatch.fixture.ts";
import type { Ended, Place } from "./run-stillwatch.fixture.ts";

const MEBIBYTE = 1024 * 1024;
const HUGE_MEBIBYTES = 200;
/** An idle run takes 150; whoever keeps the line once goes beyond. */
const MOST_MEBIBYTES = 330;

let place: Place;
beforeEach(() => {
  place = openPlace();
});
afterEach(() => {
  place.remove();
});

describe("a line of 200 MB", () => {
  it("is passed over and its neighbours are read, within bounded memory", async () => {
    writeHuge("huge.ndjson", [line(1), '{"account":"', "x", `"}\n${line(2)}`]);
    const peak = await peakOf(["huge.ndjson"]);
    expect(rejectedIn(join(place.path, "out"))).toEqual([
      {
        file: "huge.ndjson",
        line: 2,
        reason: expect.stringContaining("longer than 16777216 bytes") as string,
      },
    ]);
    expect(reportIn(join(place.path, "out")).input.events).toBe(2);
    expect(peak).toBeLessThan(MOST_MEBIBYTES);
  });

  it("that hides in a small gzip file is passed over as well", async () => {
    // Members of a gzip file follow one another as if they were one.
    const middle = gzipSync(Buffer.alloc(MEBIBYTE, "x"));
    const members = [
      gzipSync(line(1)),
      ...Array<Buffer>(HUGE_MEBIBYTES).fill(middle),
      gzipSync(`\n${line(2)}`),
    ];
    place.file("huge.ndjson.gz", Buffer.concat(members));
    const peak = await peakOf(["huge.ndjson.gz"]);
    expect(rejectedIn(join(place.path, "out")).map((entry) => entry.line)).toEqual([2]);
    expect(reportIn(join(place.path, "out")).input.events).toBe(2);
    expect(peak).toBeLessThan(MOST_MEBIBYTES);
  });

  it("that is an element of a list is passed over, and the other elements are read", async () => {
    writeHuge("huge.json", [`[${line(1)},\n{"account":"`, "x", `"},\n${line(2)}]`]);
    const peak = await peakOf(["huge.json"]);
    expect(rejectedIn(join(place.path, "out"))).toEqual([
      { file: "huge.json", line: 3, reason: expect.stringContaining("longer than 67108864 bytes") as string },
    ]);
    expect(reportIn(join(place.path, "out")).input.events).toBe(2);
    expect(peak).toBeLessThan(MOST_MEBIBYTES);
  });
});

/** @param parts - what comes before, a character that is repeated, and what comes after */
function writeHuge(name: string, parts: readonly string[]): void {
  const [middle, end] = parts.slice(-2);
  const file = openSync(place.file(name, parts.slice(0, -2).join("")), "a");
  const block = Buffer.alloc(MEBIBYTE, middle);
  for (let at = 0; at < HUGE_MEBIBYTES; at++) writeSync(file, block);
  writeSync(file, end ?? "");
  closeSync(file);
}

/** Runs over the log with a heap that would not hold the line; @returns the peak of resident memory in MiB */
async function peakOf(logs: readonly string[]): Promise<number> {
  const record = `import { writeFileSync } from "node:fs";
    process.on("exit", () => writeFileSync("peak", String(process.resourceUsage().maxRSS)));`;
  const ended: Ended = await place.run(["detect", ...logs, "--out", "out"], {
    node: ["--max-old-space-size=128", "--import", `data:text/javascript,${encodeURIComponent(record)}`],
  });
  expect(ended).toMatchObject({ status: 0, stderr: "" });
  return Number(readFileSync(join(place.path, "peak"), "utf8")) / 1024;
}
