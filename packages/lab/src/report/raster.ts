import type { Raster } from "./report.ts";
import { countOf, countText, spanText, timeText } from "./figure-text.ts";
import { markup, trustedMarkup } from "./markup.ts";
import type { Fragment, Markup } from "./markup.ts";
import { dayTable } from "./raster-days.ts";
import { frameOf, placeOf, WIDTH, LEFT } from "./raster-frame.ts";
import type { Frame, Rows } from "./raster-frame.ts";
import { accountMarks, legend, lineMarks } from "./raster-marks.ts";
import { cellRuns, levelFloors, shadeClass } from "./raster-runs.ts";

/**
 * Account × time: one line per account in the order of first use, darker where it sent more campaign requests in a
 * bin, with bans at their line and releases across. At most `mostRows` lines are drawn, evenly picked.
 */
export function rasterFigure(
  raster: Raster,
  { id, mostRows }: { readonly id: string; readonly mostRows: number },
): Markup {
  const rows = evenlyPicked(raster.rows, mostRows);
  if (rows.length === 0 || raster.bins < 1) return markup`<p class="none">No timed requests to draw.</p>`;
  const frame = frameOf(raster, rows);
  const picked =
    rows.length < raster.rows.length ? ` ${countText(rows.length)} of them are drawn, evenly picked.` : "";
  const more =
    raster.more_accounts > 0
      ? ` ${countOf(raster.more_accounts, "further account")} ${raster.more_accounts === 1 ? "is" : "are"} not in this picture.`
      : "";
  return markup`<p>
      Each line is one account, ordered by first use; each column is
      ${spanText(raster.bin_seconds)}.${picked}${more}
    </p>
    <figure>
      <div class="scroll" tabindex="0" role="region" aria-label="Account by time raster">
        <svg
          class="wide"
          viewBox="0 0 ${WIDTH} ${frame.height}"
          role="img"
          aria-labelledby="${id}-t ${id}-d"
          data-rows="${JSON.stringify(rows.map((row) => row.account))}"
        >
          <title id="${id}-t">Campaign requests per account over time</title>
          <desc id="${id}-d">
            ${countOf(rows.length, "account")} from ${timeText(raster.start)} to
            ${timeText(new Date(frame.endMs).toISOString())} UTC. The totals per day are in the table below.
          </desc>
          <rect
            class="plot"
            x="${LEFT}"
            y="${frame.top}"
            width="${WIDTH - LEFT}"
            height="${frame.plot}"
            fill="none"
          />
          ${dayLines(frame)}
          <g
            transform="translate(${LEFT} ${frame.top}) scale(${((WIDTH - LEFT) / raster.bins).toFixed(5)} ${frame.rowHeight.toFixed(4)})"
            stroke-width="${frame.rowHeight >= 4 ? 0.82 : 1}"
          >
            ${cells(rows)}
          </g>
          ${lineMarks(raster, frame)}
          <path class="ban" d="${trustedMarkup(accountMarks(raster, rows, frame, "ban"))}" />
          <path class="other" d="${trustedMarkup(accountMarks(raster, rows, frame, "other"))}" />
          <text transform="translate(12 ${frame.top + frame.plot / 2}) rotate(-90)" text-anchor="middle">
            accounts by first use
          </text>
        </svg>
      </div>
      ${legend(raster, rows)}
      <p class="raster-note id small" aria-hidden="true"></p>
      ${dayTable(raster)}
    </figure>`;
}

const DAY_MS = 86_400_000;

function evenlyPicked(rows: Rows, most: number): Rows {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, at) => rows[Math.floor((at * rows.length) / most)]).filter(
    (row) => row !== undefined,
  );
}

function dayLines(frame: Frame): Fragment {
  const days = Math.max(1, (frame.endMs - frame.startMs) / DAY_MS);
  const every = Math.ceil(days / 12) * DAY_MS;
  const lines: Markup[] = [];
  for (let day = Math.ceil(frame.startMs / DAY_MS) * DAY_MS; day < frame.endMs; day += every) {
    const at = placeOf(day, frame).toFixed(1);
    const late = placeOf(day, frame) > WIDTH - 40;
    lines.push(
      markup`<path
          class="grid"
          d="M${at} ${frame.top}v${(frame.plot + 5).toFixed(1)}"
        />${late ? undefined : markup`<text x="${at}" y="${(frame.top + frame.plot + 20).toFixed(1)}">${new Date(day).toISOString().slice(5, 10)}</text>`}`,
    );
  }
  return lines;
}

function cells(rows: Rows): Fragment {
  const floors = levelFloors(rows.map((row) => row.counts));
  const paths = cellRuns(
    rows.map((row) => row.counts),
    floors,
  );
  return paths.map((path, level) =>
    path === ""
      ? undefined
      : markup`<path class="${shadeClass(level, paths.length)}" d="${trustedMarkup(path)}" />`,
  );
}
