import type { Report } from "./report.ts";
import { belowThreshold } from "./campaign-section.ts";
import { blindSpots } from "./input-section.ts";
import { markup } from "./markup.ts";
import type { Fragment, Markup } from "./markup.ts";
import { pageSection } from "./page-section.ts";
import { declaredUses, sparedTable } from "./spared-table.ts";

/** What stands around the findings: the spared, the next candidates, the declared uses, the blind spots. */
export function surroundings(report: Report): Fragment {
  return [
    pageSection(
      "spared",
      "Spared",
      report.spared.length === 0
        ? none("No other group came near the threshold.")
        : sparedTable(
            report.spared,
            "Groups that look like collection in some respect and were not reported.",
          ),
    ),
    pageSection(
      "below",
      "Below the threshold",
      report.below_threshold.length === 0
        ? none("No further candidate.")
        : belowThreshold(report.below_threshold),
    ),
    pageSection(
      "declared",
      "Declared uses",
      report.declared_uses.length === 0
        ? none("No declared use touched this run.")
        : declaredUses(report.declared_uses),
    ),
    pageSection("blind", "Blind spots", blindSpots(report.blind_spots)),
  ];
}

function none(text: string): Markup {
  return markup`<p class="none">${text}</p>`;
}
