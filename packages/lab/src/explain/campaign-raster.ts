import type { Finding } from "../campaigns/judge-all.ts";
import type { Raster } from "../report/report.ts";
import { iso, type ExplainInput } from "./explain-campaign.ts";

const MOST_ROWS = 300;
const MOST_BINS = 120;
/** Column widths to choose from, in seconds: ten minutes to a week. */
const BIN_SECONDS = [600, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800] as const;

/** Account × time, rows in the order of first use, so that a second pool stands below the first. */
export function campaignRaster(
  finding: Finding,
  input: Pick<ExplainInput, "names" | "enforcement" | "releases">,
): Raster {
  const { timeMs, account } = finding.requests;
  const first = timeMs[0] ?? 0;
  const last = timeMs[timeMs.length - 1] ?? first;
  // One more column than the stretch is wide may be needed, since columns begin at whole widths.
  const seconds = BIN_SECONDS.find((width) => (last - first) / 1000 / width < MOST_BINS - 1) ?? 604_800;
  const startMs = Math.floor(first / 1000 / seconds) * seconds * 1000;
  const bins = Math.floor((last - startMs) / 1000 / seconds) + 1;
  const rows = new Map<number, number[]>();
  account.forEach((member, at) => {
    let counts = rows.get(member);
    if (!counts) {
      counts = new Array<number>(bins).fill(0);
      rows.set(member, counts);
    }
    const bin = Math.floor(((timeMs[at] ?? 0) - startMs) / 1000 / seconds);
    counts[bin] = (counts[bin] ?? 0) + 1;
  });
  const shown = [...rows].filter(
    (_, at) => rows.size <= MOST_ROWS || at % Math.ceil(rows.size / MOST_ROWS) === 0,
  );
  return {
    start: iso(startMs),
    bin_seconds: seconds,
    bins,
    rows: shown.map(([member, counts]) => ({ account: input.names.accounts[member] ?? "", counts })),
    more_accounts: rows.size - shown.length,
    marks: marksBetween(startMs, startMs + bins * seconds * 1000, finding, input),
  };
}

function marksBetween(
  fromMs: number,
  untilMs: number,
  finding: Finding,
  input: Pick<ExplainInput, "names" | "enforcement" | "releases">,
): Raster["marks"] {
  const members = new Set([...finding.members.keys()].map((account) => input.names.accounts[account] ?? ""));
  const within = (timeMs: number): boolean => timeMs >= fromMs && timeMs <= untilMs;
  return [
    ...input.releases
      .filter((release) => within(release.timeMs))
      .map((release) => ({ time: iso(release.timeMs), kind: "release" as const, label: release.model })),
    ...input.enforcement
      .filter((entry) => within(entry.timeMs) && members.has(entry.account))
      .map((entry) => ({
        time: iso(entry.timeMs),
        kind: entry.action,
        label: entry.action,
        account: entry.account,
      })),
  ].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}
