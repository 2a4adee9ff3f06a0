import type { Raster } from "./report.ts";
import { countText, dayText } from "./figure-text.ts";
import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** The raster's alternative for those who cannot see it: what happened per day. */
export function dayTable(raster: Raster): Markup {
  const days = dayTotals(raster);
  const rows = [...days].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, 120);
  return markup`<details>
    <summary>The totals as a table</summary>
    <div class="scroll">
      <table>
        <caption>
          Per day (UTC)${raster.more_accounts > 0 ? ", without the accounts that are not in the picture" : ""}
        </caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" class="n">Active accounts</th>
            <th scope="col" class="n">Campaign requests</th>
            <th scope="col" class="n">Bans</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([day, one]) =>
              markup`<tr>
                <th scope="row">${day}</th>
                <td class="n">${countText(one.active.size)}</td>
                <td class="n">${countText(one.requests)}</td>
                <td class="n">${countText(one.bans)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
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
