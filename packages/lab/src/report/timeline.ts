import type { Measure } from "./report.ts";
import { countText, probabilityText, shortCount } from "./figure-text.ts";
import { markup, trustedMarkup } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** Large-scale data requests over time, with the measure's definition and the figures as a table. */
export function timeline(measure: Measure): Markup {
  const total = measure.daily.reduce((sum, day) => sum + day.requests, 0);
  const share = total === 0 ? "" : ` (${shareText(measure.large_scale_requests, total)} of all requests)`;
  return markup`<section aria-labelledby="timeline">
    <h2 id="timeline">Large-scale data requests</h2>
    <p class="lead">
      <strong>${countText(measure.large_scale_requests)}</strong> large-scale data requests${share}.
    </p>
    <p class="soft">${measure.definition}</p>
    ${measure.daily.length === 0 ? markup`<p class="none">The log has no dated request, so there is nothing to draw.</p>` : chart(columns(measure.daily))}
  </section>`;
}

interface Column {
  readonly label: string;
  readonly large: number;
  readonly requests: number;
}

const MOST_COLUMNS = 120;
const WIDTH = 1024;
const HEIGHT = 230;
const LEFT = 56;
const TOP = 14;
const PLOT = 180;

/** Days, or where there are too many to draw, equal runs of days. */
function columns(daily: Measure["daily"]): readonly Column[] {
  const size = Math.max(1, Math.ceil(daily.length / MOST_COLUMNS));
  const grouped: Column[] = [];
  for (let from = 0; from < daily.length; from += size) {
    const run = daily.slice(from, from + size);
    const label = size === 1 ? (run[0]?.day ?? "") : `${run[0]?.day ?? ""} to ${run.at(-1)?.day ?? ""}`;
    grouped.push({
      label,
      large: run.reduce((sum, day) => sum + day.large_scale_requests, 0),
      requests: run.reduce((sum, day) => sum + day.requests, 0),
    });
  }
  return grouped;
}

function chart(days: readonly Column[]): Markup {
  const top = roundTop(Math.max(1, ...days.map((day) => day.large)));
  const step = (WIDTH - LEFT) / days.length;
  const bars = days.map((day, at) => {
    const height = (day.large / top) * PLOT;
    const width = Math.max(1, Math.min(54, step * 0.72));
    return height === 0
      ? ""
      : `M${(LEFT + at * step + (step - width) / 2).toFixed(1)} ${TOP + PLOT}v-${height.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}z`;
  });
  const every = Math.ceil(days.length / 12);
  return markup`<figure>
    <div class="scroll" tabindex="0" role="region" aria-label="Chart of large-scale data requests per day">
      <svg class="wide" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="tl-t tl-d">
        <title id="tl-t">
          Large-scale data requests per
          ${days.length > 0 && days[0]?.label.includes(" to ") === true ? "run of days" : "day"}
        </title>
        <desc id="tl-d">
          ${days.length} bars; the highest stands for ${countText(Math.max(...days.map((day) => day.large)))}
          requests. The figures are in the table below.
        </desc>
        ${[0, 0.5, 1].map((part) => markup`<path class="grid" d="M${LEFT} ${TOP + PLOT * (1 - part) + 0.5}H${WIDTH}" /><text x="${LEFT - 10}" y="${TOP + PLOT * (1 - part) + 4}" text-anchor="end">${shortCount(top * part)}</text>`)}
        <path class="bar-strong" d="${trustedMarkup(bars.join(""))}" />
        ${days.map((day, at) => (at % every === 0 ? markup`<text x="${(LEFT + (at + 0.5) * step).toFixed(1)}" y="${TOP + PLOT + 20}" text-anchor="middle">${day.label.slice(5, 10)}</text>` : undefined))}
      </svg>
    </div>
    <details>
      <summary>The figures as a table</summary>
      <div class="scroll">
        <table>
          <caption>
            Requests per day (UTC)
          </caption>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" class="n">Large-scale data requests</th>
              <th scope="col" class="n">All requests</th>
              <th scope="col" class="n">Share</th>
            </tr>
          </thead>
          <tbody>
            ${days.map(
              (day) =>
                markup`<tr>
                  <th scope="row">${day.label}</th>
                  <td class="n">${countText(day.large)}</td>
                  <td class="n">${countText(day.requests)}</td>
                  <td class="n">${shareText(day.large, day.requests)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </figure>`;
}

function shareText(part: number, whole: number): string {
  if (whole === 0 || part === 0) return "0 %";
  return part === whole ? "100 %" : probabilityText(part / whole);
}

/** The next of 1, 2, 4, 5 or 8 times a power of ten, so that the axis has round halves. */
function roundTop(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(highest));
  const factor = [1, 2, 4, 5, 8, 10].find((one) => one * power >= highest) ?? 10;
  return Math.max(2, factor * power);
}
