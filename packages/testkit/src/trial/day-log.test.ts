import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { worldOf } from "../composition.ts";
import { background } from "../traffic/background.ts";
import { fieldCampaign } from "../traffic/scenarios.ts";
import { composeDays, joined, until } from "./day-log.ts";

const folder = mkdtempSync(join(tmpdir(), "stillwatch-day-log-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const world = worldOf({ scenario: "lookalikes-only", seed: 3, side: "test", days: 3, scale: 0.05 });
const base = composeDays(world, [background(world, 400)], join(folder, "base"));
const other = { ...world, seed: 4 };
const own = composeDays(other, [fieldCampaign("injected-end", { cover: 0.3 })(other)], join(folder, "own"));
const log = joined(base, own);

describe("a log by days", () => {
  it("has every request once, in the file of its UTC day", () => {
    const ids = new Set<string>();
    for (const { day, path } of log.files) {
      for (const line of linesOf(path)) {
        const { time, request_id: id } = JSON.parse(line) as { time: string; request_id: string };
        expect(time.slice(0, 10)).toBe(day);
        ids.add(id);
      }
    }
    expect(ids.size).toBe(log.truth.requests);
    expect(log.truth.requests).toBe(base.truth.requests + own.truth.requests);
  });

  it("keeps the truth of both and the times of the campaign's own requests", () => {
    expect(Object.keys(log.truth.parts)).toEqual(["background", "injected-end"]);
    expect(log.ownTimes["injected-end"]).toHaveLength(
      log.truth.campaign_requests["injected-end"]?.length ?? -1,
    );
    expect(log.ownTimes["injected-end"]?.some(Number.isNaN)).toBe(false);
    expect(log.tables.accounts).toHaveLength(base.tables.accounts.length + own.tables.accounts.length);
  });

  it("as it was at the end of a day has nothing of the days after, bans and new accounts included", () => {
    const days = [...new Set(log.files.map(({ day }) => day))];
    const first = until(log, days[0] ?? "");
    expect(first.files.map(({ day }) => day)).toEqual(
      Array.from({ length: first.files.length }, () => days[0]),
    );
    expect(log.tables.enforcement.length).toBeGreaterThan(0);
    expect(first.tables.enforcement).toEqual([]);
    const born = (rows: readonly string[]): string[] =>
      rows.map((row) => (JSON.parse(row) as { created: string }).created.slice(0, 10));
    expect(born(log.tables.accounts).some((created) => created > (days[0] ?? ""))).toBe(true);
    expect(born(first.tables.accounts).filter((created) => created > (days[0] ?? ""))).toEqual([]);
    expect(first.tables.accounts.length).toBeGreaterThan(0);
    expect(until(log, days.at(-1) ?? "").files).toEqual(log.files);
  });
});

function linesOf(path: string): string[] {
  return readFileSync(path, "utf8").split("\n").slice(0, -1);
}
