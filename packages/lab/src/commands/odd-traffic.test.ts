import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { line, lines, openPlace, rejectedIn, reportIn } from "./run-stillwatch.fixture.ts";
import type { Place, ReadReport } from "./run-stillwatch.fixture.ts";

let place: Place;
beforeEach(() => {
  place = openPlace();
});
afterEach(() => {
  place.remove();
});

async function reportOf(...args: readonly string[]): Promise<ReadReport> {
  const ended = await place.run(["detect", ...args, "--out", "out"]);
  expect(ended).toMatchObject({ status: 0, stderr: "" });
  return reportIn(join(place.path, "out"));
}

describe("detect", () => {
  it("counts a request that was logged twice once, also across files", async () => {
    place.file("a.ndjson", lines(0, 100) + lines(20, 40));
    place.file("b.ndjson", lines(90, 120));
    const { input } = await reportOf("a.ndjson", "b.ndjson");
    expect(input).toMatchObject({ events: 120, duplicates: 30 });
  });

  it("reads one single request", async () => {
    place.file("one.ndjson", line(1));
    const report = await reportOf("one.ndjson");
    expect(report.input).toMatchObject({ events: 1, accounts: 1 });
    expect(report.campaigns).toEqual([]);
  });

  it("reports nothing where all requests come from one account, however alike they are", async () => {
    const alike = Array.from({ length: 3000 }, (_, at) =>
      line(at, {
        account: "the-only-one",
        request: {
          model: "model-1",
          messages: [
            {
              role: "user",
              content: `Think step by step and show your full reasoning before you answer: what is ${String(at)} times seven, and why does the method of long multiplication give the right result?`,
            },
          ],
        },
      }),
    );
    place.file("one-account.ndjson", alike.join(""));
    const report = await reportOf("one-account.ndjson");
    expect(report.input).toMatchObject({ events: 3000, accounts: 1 });
    expect(report.campaigns).toEqual([]);
  });

  it("says how many rows of the side tables are about accounts that the log does not have", async () => {
    place.file("log.ndjson", lines(0, 50));
    place.file("accounts.ndjson", rows({ account: "stranger-1" }, { account: "stranger-2", plan: "pro" }));
    place.file("bans.ndjson", rows({ time: "2026-10-01T00:00:00Z", account: "stranger-1", action: "ban" }));
    place.file("uses.ndjson", rows({ account: "stranger-2", use: "evaluation" }));
    const { input } = await reportOf(
      "log.ndjson",
      ...["--accounts", "accounts.ndjson", "--enforcement", "bans.ndjson", "--declared-use", "uses.ndjson"],
    );
    expect(input.accounts).toBe(7);
    expect(input.side_tables).toMatchObject([
      { table: "accounts", rows: 2, unmatched: 2 },
      { table: "enforcement", rows: 1, unmatched: 1 },
      { table: "declared-use", rows: 1, unmatched: 1 },
    ]);
  });

  it("goes on without the bad rows of a side table", async () => {
    place.file("log.ndjson", lines(0, 50));
    place.file(
      "accounts.ndjson",
      `${rows({ account: "account-1" })}{"account":\n[[[\n${"[".repeat(10_000)}\n`,
    );
    place.file("bans.ndjson", "\u0000\u0001\u0002");
    place.file("releases.ndjson", "");
    const report = await reportOf(
      "log.ndjson",
      ...["--accounts", "accounts.ndjson", "--enforcement", "bans.ndjson", "--releases", "releases.ndjson"],
    );
    expect(report.input.side_tables).toMatchObject([
      { table: "accounts", rows: 1, unmatched: 0 },
      { table: "enforcement", rows: 0 },
      { table: "releases", rows: 0 },
    ]);
    expect(rejectedIn(join(place.path, "out")).map((entry) => `${entry.file}:${String(entry.line)}`)).toEqual(
      ["accounts.ndjson:2", "accounts.ndjson:3", "accounts.ndjson:4", "bans.ndjson:1"],
    );
  });
});

function rows(...values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}
