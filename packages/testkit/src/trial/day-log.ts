import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { LineFile } from "../line-file.ts";
import { openLines } from "../line-file.ts";
import { composeTraffic } from "../traffic/compose-traffic.ts";
import type { SideTables } from "../traffic/side-tables.ts";
import type { TrafficPart } from "../traffic/traffic-part.ts";
import type { Truth } from "../traffic/truth.ts";
import type { World } from "../traffic/world.ts";

/** A composed log of envelope lines with one file for each UTC day, so that the log up to a day is a choice of files. */
export interface DayLog {
  /** Ascending by day (`2026-09-07`); several files of one day where logs were joined. */
  readonly files: readonly { readonly day: string; readonly path: string }[];
  readonly tables: SideTables;
  readonly truth: Truth;
  /** Campaign → epoch milliseconds of its own requests, ascending. */
  readonly ownTimes: Readonly<Record<string, readonly number[]>>;
}

/** Composes the parts into files of a folder, which is made. */
export function composeDays(world: World, parts: readonly TrafficPart[], folder: string): DayLog {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, LineFile>();
  const times = new Map<string, number>();
  const noted = parts.some(({ kind }) => kind === "campaign");
  const { tables, truth } = composeTraffic(
    world,
    parts,
    () => "stillwatch",
    (_format, line) => {
      const time = line.slice(TIME_FROM, TIME_FROM + 24);
      const day = time.slice(0, 10);
      let file = files.get(day);
      if (file === undefined) files.set(day, (file = openLines(join(folder, `${day}.ndjson`))));
      file.write(line);
      if (noted) times.set(REQUEST_ID.exec(line.slice(0, 120))?.[1] ?? "", Date.parse(time));
    },
  );
  for (const file of files.values()) file.close();
  const ownTimes = Object.entries(truth.campaign_requests).map(
    ([campaign, ids]) =>
      [campaign, ids.map((id) => times.get(id) ?? Number.NaN).sort((a, b) => a - b)] as const,
  );
  return {
    files: [...files].map(([day, { path }]) => ({ day, path })).sort((a, b) => (a.day < b.day ? -1 : 1)),
    tables,
    truth,
    ownTimes: Object.fromEntries(ownTimes),
  };
}

const TIME_FROM = '{"time":"'.length;
const REQUEST_ID = /"request_id":"([^"]+)"/u;

/** One log out of two that were composed with different seeds: files by day, tables and truth together. */
export function joined(base: DayLog, more: DayLog): DayLog {
  const table = (name: keyof SideTables): readonly string[] => [...base.tables[name], ...more.tables[name]];
  return {
    files: [...base.files, ...more.files].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)),
    tables: {
      accounts: table("accounts"),
      enforcement: table("enforcement"),
      releases: base.tables.releases,
      "declared-use": table("declared-use"),
    },
    truth: {
      seed: base.truth.seed,
      side: base.truth.side,
      requests: base.truth.requests + more.truth.requests,
      accounts: { ...base.truth.accounts, ...more.truth.accounts },
      parts: { ...base.truth.parts, ...more.truth.parts },
      campaign_requests: more.truth.campaign_requests,
    },
    ownTimes: more.ownTimes,
  };
}

/** The log as it was at the end of a day: later files, later accounts and later rows of dated tables are left out. */
export function until(log: DayLog, day: string): DayLog {
  const before = (lines: readonly string[], dated: "time" | "created" = "time"): string[] =>
    lines.filter((line) => (JSON.parse(line) as Record<typeof dated, string>)[dated].slice(0, 10) <= day);
  return {
    ...log,
    files: log.files.filter((file) => file.day <= day),
    tables: {
      ...log.tables,
      accounts: before(log.tables.accounts, "created"),
      enforcement: before(log.tables.enforcement),
      releases: before(log.tables.releases),
    },
  };
}
