import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { smallLog } from "../small-log.fixture.ts";
import { contentsOf, openPlace, reportIn } from "./run-stillwatch.fixture.ts";
import type { Place } from "./run-stillwatch.fixture.ts";

/** From this size on, `detect` sketches in worker threads. */
const LARGE_BYTES = 16 * 1024 * 1024;

let place: Place;
let plain: Buffer;
beforeAll(() => {
  place = openPlace();
  const log = smallLog({ campaign: true, lookAlike: true });
  const ballast = "x".repeat(Math.ceil((LARGE_BYTES * 1.1) / log.lines.length));
  plain = Buffer.from(
    log.lines.map((line) => `${line.slice(0, -1)},"note":"${ballast}"}\nno record\n`).join(""),
  );
  place.file("accounts.ndjson", log.accounts.map((row) => `${JSON.stringify(row)}\n`).join(""));
});
afterAll(() => {
  place.remove();
});

/** Everything that a run over a file named `log.ndjson` writes; the name stands in the results, so it is always that. */
async function resultsOf(folder: string, log: Buffer): Promise<Readonly<Record<string, string>>> {
  mkdirSync(join(place.path, folder));
  place.file(join(folder, "log.ndjson"), log);
  const ended = await place.run(
    ["detect", "log.ndjson", "--accounts", "../accounts.ndjson", "--seed", "7", "--out", "out"],
    { cwd: join(place.path, folder) },
  );
  expect(ended).toMatchObject({ status: 0, stderr: "" });
  return contentsOf(join(place.path, folder, "out"));
}

describe("the same log and seed", () => {
  it("give the same results byte for byte, run after run, with worker threads and without", async () => {
    expect(plain.length).toBeGreaterThan(LARGE_BYTES);
    const packed = gzipSync(plain);
    // Packed, the log is small: it is read on the main thread, and from its beginning for the examples.
    expect(packed.length).toBeLessThan(LARGE_BYTES / 2);
    const first = await resultsOf("first", plain);
    expect(reportIn(join(place.path, "first", "out")).campaigns).toHaveLength(1);
    expect(await resultsOf("second", plain)).toEqual(first);
    expect(await resultsOf("packed", packed)).toEqual(first);
  });
});
