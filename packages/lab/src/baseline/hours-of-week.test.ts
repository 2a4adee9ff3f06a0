import { describe, expect, it } from "vitest";
import { fill, withEngine } from "../engine/engine.fixture.ts";
import { REQUESTS } from "../engine/tables.ts";
import { readHoursOfWeek } from "./hours-of-week.ts";

describe("hours of the week", () => {
  it("begin on Monday at midnight UTC, and count the wanted accounts only", async () => {
    await withEngine(async (engine) => {
      const at = (time: string, account_no: number): { account_no: number; time_ms: bigint } => ({
        account_no,
        time_ms: BigInt(Date.parse(time)),
      });
      await fill(engine, REQUESTS, [
        at("2026-11-23T00:00:00Z", 0),
        at("2026-11-23T00:59:59.999Z", 2),
        at("2026-11-29T23:59:59Z", 0),
        at("2026-11-30T00:30:00Z", 2),
        at("2026-11-25T12:00:00Z", 1),
        { account_no: 0, time_ms: 0n },
      ]);
      const hours = await readHoursOfWeek(engine, [0, 2]);
      const thursday = (new Date(0).getUTCDay() - 1) * 24;
      expect(Object.fromEntries([...hours.entries()].filter(([, count]) => count > 0))).toEqual({
        0: 3,
        167: 1,
        [thursday]: 1,
      });
      expect(hours).toHaveLength(168);
    });
  });
});
