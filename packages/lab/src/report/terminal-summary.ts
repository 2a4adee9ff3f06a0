import Table from "cli-table3";
import picocolors from "picocolors";
import { carryingFamilies } from "./evidence-bars.ts";
import {
  countOf,
  countText,
  dayText,
  probabilityText,
  rateText,
  shortCount,
  significanceText,
} from "./figure-text.ts";
import type { Report, ReportCampaign } from "./report.ts";
import { BORDERS, wrapWords } from "./terminal-text.ts";
import { visibleLine } from "./visible-text.ts";
import type { ReportPaths } from "./write-report.ts";

/** How the summary may look; `color` follows the terminal and NO_COLOR, which the caller knows. */
export interface SummaryOptions {
  readonly paths: ReportPaths;
  readonly color: boolean;
  /** Width of the terminal; 80 where it is not one. */
  readonly columns: number;
}

/** The report in one screen: what was read, each campaign, what was not seen, where the files are. Ends in a newline. */
export function terminalSummary(report: Report, options: SummaryOptions): string {
  const paint = picocolors.createColors(options.color);
  const width = Math.max(40, Math.min(options.columns, 110));
  const blocks = [
    readLine(report),
    report.campaigns.length === 0 ? nothingFound(report) : campaignTable(report, options, width),
    ...report.campaigns
      .slice(0, MOST_VERDICTS)
      .map((campaign, at) => verdict(campaign, { number: at + 1, width, paint })),
    restLine(report),
    declaredLine(report),
    baselineLines(report),
    blindLine(report),
    pathLines(options.paths, paint),
  ];
  return `${blocks
    .filter((block) => block !== "")
    .map((block) => wrap(block, width))
    .join("\n\n")}\n`;
}

const MOST_ROWS = 20;
const MOST_VERDICTS = 5;

type Paint = ReturnType<typeof picocolors.createColors>;

function readLine({ input }: Report): string {
  const rejected = input.files.reduce((sum, file) => sum + file.rejected, 0);
  const period = input.events === 0 ? "" : `, ${dayText(input.first)} to ${dayText(input.last)}`;
  const parts = [
    `Read ${countOf(input.events, "request")} of ${countOf(input.accounts, "account")} in ${countOf(input.files.length, "file")}${period}.`,
  ];
  parts.push(rejected === 0 ? "No line rejected." : `${countOf(rejected, "line")} rejected.`);
  if (input.duplicates > 0) parts.push(`${countOf(input.duplicates, "duplicate")} left out.`);
  return parts.join(" ");
}

function nothingFound(report: Report): string {
  return `No campaign at fdr ${report.fdr}; this is not evidence of absence: campaigns that are smaller or slower, or that show only in telemetry missing here, would not be found.`;
}

function campaignTable(report: Report, { color }: SummaryOptions, width: number): string {
  const heading = `${countOf(report.campaigns.length, "campaign")} for review at a false-discovery rate of ${rateText(report.fdr)}`;
  if (width < 72) return heading;
  const shown = report.campaigns.slice(0, MOST_ROWS);
  const idWidth = Math.min(24, Math.max(8, ...shown.map((campaign) => campaign.id.length)));
  const table = new Table({
    head: ["#", "campaign", "probability", "q", "accounts", "requests", "families"],
    colAligns: ["right", "left", "right", "right", "right", "right", "left"],
    style: {
      head: color ? ["bold"] : [],
      border: color ? ["gray"] : [],
      compact: true,
      "padding-left": 0,
      "padding-right": 0,
    },
    chars: BORDERS,
  });
  shown.forEach((campaign, at) => {
    table.push([
      String(at + 1),
      clip(visibleLine(campaign.id), idWidth),
      probabilityText(campaign.probability),
      significanceText(campaign.q_value),
      countText(campaign.accounts.length),
      shortCount(campaign.requests),
      familiesText(carryingFamilies(campaign.evidence), width - idWidth - FIXED_WIDTH),
    ]);
  });
  const more = report.campaigns.length - MOST_ROWS;
  return `${heading}\n${table.toString()}${more > 0 ? `\n${countText(more)} more in the report.` : ""}`;
}

/** The families by name where there is room for all of them, else how many they are: half a list would mislead. */
function familiesText(families: readonly string[], room: number): string {
  const names = families.join(", ");
  return names.length <= room ? names : String(families.length);
}

function verdict(
  campaign: ReportCampaign,
  { number, width, paint }: { readonly number: number; readonly width: number; readonly paint: Paint },
): string {
  const shapes = visibleLine(campaign.shapes.join(", "));
  const lines = wrapWords(`${visibleLine(campaign.verdict)} (${shapes})`, width - 4);
  return lines
    .map((line, at) =>
      at === 0 ? `${paint.bold(paint.cyan(String(number).padStart(2)))}  ${line}` : `    ${line}`,
    )
    .join("\n");
}

function restLine(report: Report): string {
  const parts: string[] = [];
  if (report.below_threshold.length > 0)
    parts.push(`${countOf(report.below_threshold.length, "candidate")} below the threshold`);
  if (report.spared.length > 0) parts.push(`${countOf(report.spared.length, "look-alike")} spared`);
  if (report.declared_uses.length > 0)
    parts.push(`${countOf(report.declared_uses.length, "declared use")} respected`);
  const measured = `Large-scale data requests: ${countText(report.measure.large_scale_requests)}.`;
  return parts.length === 0 ? measured : `${measured} ${parts.join(", ")}.`;
}

function declaredLine(report: Report): string {
  const differing = report.declared_uses.filter((use) => use.check?.agrees === false);
  const [first] = differing;
  if (first === undefined) return "";
  const rest = differing.length > 1 ? ` ${countOf(differing.length - 1, "more declared use")} likewise.` : "";
  return (
    `Declared ${visibleLine(first.use)} of ${visibleLine(first.subject)} does not behave like it: ` +
    `${visibleLine(first.check?.observed ?? "")}.${rest}`
  );
}

function baselineLines({ input: { baseline } }: Report): string {
  if (baseline === undefined || baseline.warnings.length === 0) return "";
  return `The baseline needs a look. ${baseline.warnings.map(visibleLine).join(" ")}`;
}

function blindLine(report: Report): string {
  if (report.blind_spots.length === 0) return "";
  return `Not seen: ${report.blind_spots.map((spot) => visibleLine(spot.missing)).join(", ")}. The report says what each would decide.`;
}

function pathLines(paths: ReportPaths, paint: Paint): string {
  return [
    `Report    ${paint.underline(visibleLine(paths.page))}`,
    `Data      ${visibleLine(paths.report)}`,
    `Tables    ${visibleLine(paths.campaigns)}`,
    `          ${visibleLine(paths.accounts)}`,
    `Rejected  ${visibleLine(paths.rejected)}`,
  ].join("\n");
}

/** Wraps prose only: lines of a table or a path stay whole. */
function wrap(block: string, width: number): string {
  return block.includes("\n") || block.includes("\u001b") ? block : wrapWords(block, width).join("\n");
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

/** The other columns with the spaces between: 2, 11, 8, 8, 8 and six times 2. */
const FIXED_WIDTH = 49;
