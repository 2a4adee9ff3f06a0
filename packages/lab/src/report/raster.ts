import type { Raster } from "./report.ts";
import { countOf, countText, dayText, spanText, timeText } from "./figure-text.ts";
import { html, trustedMarkup } from "./html.ts";
import type { Fragment, Markup } from "./html.ts";
import { cellRuns, LEVELS, levelFloors } from "./raster-runs.ts";

/**
 * Account × time: one line per account in the order of first use, darker where it sent more campaign requests in a
 * bin, with bans at their line and releases across. At most `mostRows` lines are drawn, evenly picked.
 */
export function rasterFigure(raster: Raster, { id, mostRows }: { readonly id: string; readonly mostRows: number }): Markup {
  const rows = evenlyPicked(raster.rows, mostRows);
  if (rows.length === 0 || raster.bins < 1) return html`<p class="none">No timed requests to draw.</p>`;
  const frame = frameOf(raster, rows);
  const picked = rows.length < raster.rows.length ? ` ${countText(rows.length)} of them are drawn, evenly picked.` : "";
  const more = raster.more_accounts > 0 ? ` ${countOf(raster.more_accounts, "further account")} ${raster.more_accounts === 1 ? "is" : "are"} not in this picture.` : "";
  return html`<p>Each line is one account, ordered by first use; each column is ${spanText(raster.bin_seconds)}.${picked}${more}</p>
<figure><div class="scroll" tabindex="0" role="region" aria-label="Account by time raster"><svg class="wide" viewBox="0 0 ${WIDTH} ${frame.height}" role="img" aria-labelledby="${id}-t ${id}-d" data-rows="${JSON.stringify(rows.map((row) => row.account))}">
<title id="${id}-t">Campaign requests per account over time</title>
<desc id="${id}-d">${countOf(rows.length, "account")} from ${timeText(raster.start)} to ${timeText(new Date(frame.endMs).toISOString())} UTC. The totals per day are in the table below.</desc>
<rect class="plot" x="${LEFT}" y="${frame.top}" width="${WIDTH - LEFT}" height="${frame.plot}" fill="none"/>
${dayLines(frame)}
<g transform="translate(${LEFT} ${frame.top}) scale(${((WIDTH - LEFT) / raster.bins).toFixed(5)} ${frame.rowHeight.toFixed(4)})" stroke-width="${frame.rowHeight >= 4 ? 0.82 : 1}">${cells(rows)}</g>
${lineMarks(raster, frame)}
<path class="ban" d="${trustedMarkup(accountMarks(raster, rows, frame, "ban"))}"/>
<path class="other" d="${trustedMarkup(accountMarks(raster, rows, frame, "other"))}"/>
<text transform="translate(12 ${frame.top + frame.plot / 2}) rotate(-90)" text-anchor="middle">accounts by first use</text>
</svg></div>
${legend(raster, rows)}
<p class="raster-note id small" aria-hidden="true"></p>
${dayTable(raster)}</figure>`;
}

const WIDTH = 1024;
const LEFT = 28;
const DAY_MS = 86_400_000;

type Rows = Raster["rows"];

interface Frame {
  readonly startMs: number;
  readonly endMs: number;
  readonly top: number;
  readonly plot: number;
  readonly height: number;
  readonly rowHeight: number;
}

function evenlyPicked(rows: Rows, most: number): Rows {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, at) => rows[Math.floor((at * rows.length) / most)]).filter((row) => row !== undefined);
}

function frameOf(raster: Raster, rows: Rows): Frame {
  const startMs = Date.parse(raster.start) || 0;
  const lanes = Math.min(3, labelled(raster).length);
  const rowHeight = Math.min(12, Math.max(1.6, 440 / rows.length));
  const top = 8 + lanes * 17;
  const plot = rows.length * rowHeight;
  return { startMs, endMs: startMs + raster.bins * raster.bin_seconds * 1000, top, plot, rowHeight, height: Math.ceil(top + plot + 26) };
}

/** Marks that concern the whole picture, not one account. */
function labelled(raster: Raster): Raster["marks"] {
  return raster.marks.filter((mark) => mark.account === undefined).slice(0, 12);
}

function x(timeMs: number, frame: Frame): number {
  return LEFT + ((timeMs - frame.startMs) / (frame.endMs - frame.startMs)) * (WIDTH - LEFT);
}

function inFrame(timeMs: number, frame: Frame): boolean {
  return timeMs >= frame.startMs && timeMs <= frame.endMs;
}

function dayLines(frame: Frame): Fragment {
  const days = Math.max(1, (frame.endMs - frame.startMs) / DAY_MS);
  const every = Math.ceil(days / 12) * DAY_MS;
  const lines: Markup[] = [];
  for (let day = Math.ceil(frame.startMs / DAY_MS) * DAY_MS; day < frame.endMs; day += every) {
    const at = x(day, frame).toFixed(1);
    const late = x(day, frame) > WIDTH - 40;
    lines.push(html`<path class="grid" d="M${at} ${frame.top}v${(frame.plot + 5).toFixed(1)}"/>${late ? undefined : html`<text x="${at}" y="${(frame.top + frame.plot + 20).toFixed(1)}">${new Date(day).toISOString().slice(5, 10)}</text>`}`);
  }
  return lines;
}

function cells(rows: Rows): Fragment {
  const floors = levelFloors(rows.map((row) => row.counts));
  const paths = cellRuns(rows.map((row) => row.counts), floors);
  return paths.map((path, level) => (path === "" ? undefined : html`<path class="r${level + 1}" d="${trustedMarkup(path)}"/>`));
}

function lineMarks(raster: Raster, frame: Frame): Fragment {
  return labelled(raster)
    .filter((mark) => inFrame(Date.parse(mark.time), frame))
    .map((mark, at) => {
      const position = x(Date.parse(mark.time), frame);
      const y = 13 + (at % 3) * 17;
      const end = position > WIDTH - 220;
      return html`<path class="mark" d="M${position.toFixed(1)} ${y + 4}V${(frame.top + frame.plot).toFixed(1)}"/><text class="strong" x="${(position + (end ? -5 : 5)).toFixed(1)}" y="${y}" text-anchor="${end ? "end" : "start"}">${mark.label.slice(0, 60)}</text>`;
    });
}

/** Crosses for bans, ticks for limits, checks and reinstatements, at the account's line. */
function accountMarks(raster: Raster, rows: Rows, frame: Frame, kind: "ban" | "other"): string {
  const rank = new Map(rows.map((row, at) => [row.account, at]));
  const size = Math.min(4, Math.max(1.8, frame.rowHeight / 2));
  return raster.marks
    .filter((mark) => (mark.kind === "ban") === (kind === "ban"))
    .map((mark) => {
      const row = mark.account === undefined ? undefined : rank.get(mark.account);
      const time = Date.parse(mark.time);
      if (row === undefined || !inFrame(time, frame)) return "";
      const cx = x(time, frame);
      const cy = frame.top + (row + 0.5) * frame.rowHeight;
      const cross = `m0 ${-2 * size}l${-2 * size} ${2 * size}`;
      return kind === "ban"
        ? `M${(cx - size).toFixed(1)} ${(cy - size).toFixed(1)}l${2 * size} ${2 * size}${cross}`
        : `M${cx.toFixed(1)} ${(cy - size).toFixed(1)}v${2 * size}`;
    })
    .join("");
}

function legend(raster: Raster, rows: Rows): Markup {
  const floors = levelFloors(rows.map((row) => row.counts));
  const has = (kind: string): boolean => raster.marks.some((mark) => mark.kind === kind && mark.account !== undefined);
  const others = ["limit", "verify", "reinstate"].filter(has);
  return html`<ul class="legend"><li>Requests per column:</li>${floors.slice(0, LEVELS).map((floor, level) => {
    const next = floors[level + 1];
    const range = next === undefined ? `${countText(floor)} or more` : next - 1 <= floor ? countText(floor) : `${countText(floor)}–${countText(next - 1)}`;
    return html`<li><svg width="16" height="12" aria-hidden="true"><path class="r${level + 1}" d="M0 6h16" stroke-width="12"/></svg>${range}</li>`;
  })}${has("ban") ? html`<li><svg width="12" height="12" aria-hidden="true"><path class="ban" d="M2 2l8 8m0-8l-8 8"/></svg>account banned</li>` : undefined}${
    others.length > 0 ? html`<li><svg width="8" height="12" aria-hidden="true"><path class="other" d="M4 1v10"/></svg>${others.join(", ")}</li>` : undefined
  }${labelled(raster).length > 0 ? html`<li><svg width="8" height="14" aria-hidden="true"><path class="mark" d="M4 0v14"/></svg>release or other event</li>` : undefined}</ul>`;
}

/** The raster's alternative for those who cannot see it: what happened per day. */
function dayTable(raster: Raster): Markup {
  const days = dayTotals(raster);
  const rows = [...days].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, 120);
  return html`<details><summary>The totals as a table</summary><div class="scroll"><table><caption>Per day (UTC)${raster.more_accounts > 0 ? ", without the accounts that are not in the picture" : ""}</caption>
<thead><tr><th scope="col">Day</th><th scope="col" class="n">Active accounts</th><th scope="col" class="n">Campaign requests</th><th scope="col" class="n">Bans</th></tr></thead>
<tbody>${rows.map(([day, one]) => html`<tr><th scope="row">${day}</th><td class="n">${countText(one.active.size)}</td><td class="n">${countText(one.requests)}</td><td class="n">${countText(one.bans)}</td></tr>`)}</tbody></table></div></details>`;
}

interface DayTotals {
  readonly active: Set<string>;
  requests: number;
  bans: number;
}

function dayTotals(raster: Raster): ReadonlyMap<string, DayTotals> {
  const startMs = Date.parse(raster.start) || 0;
  const days = new Map<string, DayTotals>();
  const totalsAt = (timeMs: number): DayTotals => {
    const key = dayText(new Date(timeMs).toISOString());
    const totals = days.get(key) ?? { active: new Set<string>(), requests: 0, bans: 0 };
    days.set(key, totals);
    return totals;
  };
  for (let bin = 0; bin < raster.bins; bin++) {
    const day = totalsAt(startMs + bin * raster.bin_seconds * 1000);
    for (const row of raster.rows) {
      const count = row.counts[bin] ?? 0;
      if (count === 0) continue;
      day.active.add(row.account);
      day.requests += count;
    }
  }
  for (const mark of raster.marks) {
    const time = Date.parse(mark.time);
    if (mark.kind === "ban" && !Number.isNaN(time)) totalsAt(time).bans++;
  }
  return days;
}
