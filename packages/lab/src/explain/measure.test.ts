import { describe, expect, it } from "vitest";
import { withEngine, fill } from "../engine/engine.fixture.ts";
import type { Columns } from "../engine/engine.ts";
import { dailyRequests } from "../engine/queries/accounts.ts";
import { REQUESTS } from "../engine/tables.ts";
import { findingOf, requestsOf } from "./finding.fixture.ts";
import { measureRequests } from "./measure.ts";

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 10, 2);

function days(times: readonly number[]): Promise<Columns> {
  return withEngine(async (engine) => {
    await fill(
      engine,
      REQUESTS,
      times.map((time) => ({ time_ms: BigInt(time) })),
    );
    return engine.query(dailyRequests(engine.dialect));
  });
}

describe("the measure", () => {
  it("counts the reported campaigns' requests per UTC day, each request once", async () => {
    const first = findingOf({
      requests: requestsOf([
        [0, START_MS],
        [1, START_MS + DAY_MS - 1],
        [1, START_MS + DAY_MS],
      ]),
    });
    const overlapping = findingOf({ requests: requestsOf([[0, START_MS]]) });
    const all = [START_MS, START_MS + 1, START_MS + DAY_MS - 1, START_MS + DAY_MS, START_MS + 2 * DAY_MS];
    const measure = measureRequests([first, overlapping], await days(all));
    expect(measure.large_scale_requests).toBe(3);
    expect(measure.daily).toEqual([
      { day: "2026-11-02", large_scale_requests: 2, requests: 3 },
      { day: "2026-11-03", large_scale_requests: 1, requests: 1 },
      { day: "2026-11-04", large_scale_requests: 0, requests: 1 },
    ]);
    expect(measure.definition).not.toBe("");
  });

  it("is 0 where nothing is reported", async () => {
    expect((await days([]).then((none) => measureRequests([], none))).large_scale_requests).toBe(0);
  });
});
