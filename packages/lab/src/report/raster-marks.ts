import type { Raster } from "./report.ts";
import { countText } from "./figure-text.ts";
import { markup } from "./markup.ts";
import type { Fragment, Markup } from "./markup.ts";
import { inFrame, labelled, placeOf, WIDTH } from "./raster-frame.ts";
import type { Frame, Rows } from "./raster-frame.ts";
import { levelFloors, shadeClass } from "./raster-runs.ts";

/** Releases and other events that concern everybody: a line across with its label. */
export function lineMarks(raster: Raster, frame: Frame): Fragment {
  return labelled(raster)
    .filter((mark) => inFrame(Date.parse(mark.time), frame))
    .map((mark, at) => {
      const position = placeOf(Date.parse(mark.time), frame);
      const y = 13 + (at % 3) * 17;
      const end = position > WIDTH - 220;
      return markup`<path
          class="mark"
          d="M${position.toFixed(1)} ${y + 4}V${(frame.top + frame.plot).toFixed(1)}"
        /><text
          class="strong"
          x="${(position + (end ? -5 : 5)).toFixed(1)}"
          y="${y}"
          text-anchor="${end ? "end" : "start"}"
          >${mark.label.slice(0, 60)}</text
        >`;
    });
}

/** Crosses for bans, ticks for limits, checks and reinstatements, at the account's line. */
export function accountMarks(raster: Raster, rows: Rows, frame: Frame, kind: "ban" | "other"): string {
  const rank = new Map(rows.map((row, at) => [row.account, at]));
  const size = Math.min(4, Math.max(1.8, frame.rowHeight / 2));
  return raster.marks
    .filter((mark) => (mark.kind === "ban") === (kind === "ban"))
    .map((mark) => {
      const row = mark.account === undefined ? undefined : rank.get(mark.account);
      const time = Date.parse(mark.time);
      if (row === undefined || !inFrame(time, frame)) return "";
      const cx = placeOf(time, frame);
      const cy = frame.top + (row + 0.5) * frame.rowHeight;
      const cross = `m0 ${-2 * size}l${-2 * size} ${2 * size}`;
      return kind === "ban"
        ? `M${(cx - size).toFixed(1)} ${(cy - size).toFixed(1)}l${2 * size} ${2 * size}${cross}`
        : `M${cx.toFixed(1)} ${(cy - size).toFixed(1)}v${2 * size}`;
    })
    .join("");
}

/** What shades and marks mean; only those that occur. */
export function legend(raster: Raster, rows: Rows): Markup {
  const floors = levelFloors(rows.map((row) => row.counts));
  const has = (kind: string): boolean =>
    raster.marks.some((mark) => mark.kind === kind && mark.account !== undefined);
  const others = ["limit", "verify", "reinstate"].filter(has);
  return markup`<ul class="legend">
    <li>Requests per column:</li>
    ${floors.map((floor, level) => {
      const next = floors[level + 1];
      const range =
        next === undefined
          ? `${countText(floor)} or more`
          : next - 1 <= floor
            ? countText(floor)
            : `${countText(floor)}–${countText(next - 1)}`;
      return markup`<li>
        <svg width="16" height="12" aria-hidden="true">
          <path class="${shadeClass(level, floors.length)}" d="M0 6h16" stroke-width="12" /></svg
        >${range}
      </li>`;
    })}${
      has("ban")
        ? markup`<li>
            <svg width="12" height="12" aria-hidden="true"><path class="ban" d="M2 2l8 8m0-8l-8 8" /></svg
            >account banned
          </li>`
        : undefined
    }${
      others.length > 0
        ? markup`<li>
            <svg width="8" height="12" aria-hidden="true"><path class="other" d="M4 1v10" /></svg
            >${others.join(", ")}
          </li>`
        : undefined
    }${
      labelled(raster).length > 0
        ? markup`<li>
            <svg width="8" height="14" aria-hidden="true"><path class="mark" d="M4 0v14" /></svg>release or
            other event
          </li>`
        : undefined
    }
  </ul>`;
}
