import Table from "cli-table3";
import picocolors from "picocolors";
import { countOf, probabilityText, rateText, signedText, significanceText } from "./figure-text.ts";
import type { Report, ReportCampaign, ReportEvidence } from "./report.ts";
import { BORDERS, wrapWords } from "./terminal-text.ts";
import { visibleLine } from "./visible-text.ts";

export interface CampaignTextOptions {
  readonly color: boolean;
  readonly columns: number;
}

/**
 * One campaign, explained in the terminal, in the order in which one would doubt it: the sentence, what carries it,
 * where the requests stand that show it, what would be left without each thing, who is near and was spared.
 */
export function terminalCampaign(
  campaign: ReportCampaign,
  report: Report,
  options: CampaignTextOptions,
): string {
  const paint = picocolors.createColors(options.color);
  const width = Math.max(40, Math.min(options.columns, 110));
  const reported = report.campaigns.some(({ id }) => id === campaign.id);
  const blocks = [
    `${paint.bold(visibleLine(campaign.id))}  ${visibleLine(campaign.shapes.join(", "))}`,
    wrapWords(visibleLine(campaign.verdict), width).join("\n"),
    `Probability ${probabilityText(campaign.probability)}, q ${significanceText(campaign.q_value)}: ` +
      `${reported ? "reported" : "not reported"} at a false-discovery rate of ${rateText(report.fdr)}.`,
    titled(paint.bold("Evidence"), evidenceLines(campaign, width)),
    titled(paint.bold("What if"), whatIfTable(campaign, options.color)),
    titled(paint.bold("Nearest groups that were spared"), neighbourLines(campaign, width)),
    titled(
      paint.bold("Not seen in this log"),
      report.blind_spots.flatMap((spot) =>
        hanging(`${visibleLine(spot.missing)}: ${visibleLine(spot.would_decide)}`, width),
      ),
    ),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function titled(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [title, ...lines].join("\n");
}

function evidenceLines(campaign: ReportCampaign, width: number): readonly string[] {
  return [...campaign.evidence]
    .sort((a, b) => b.log_likelihood_ratio - a.log_likelihood_ratio)
    .flatMap((entry) => [
      visibleLine(
        `  ${entry.family} ${entry.detector} ${signedText(entry.log_likelihood_ratio)} (${entry.kind})`,
      ),
      ...wrapWords(visibleLine(entry.summary), width - 4).map((line) => `    ${line}`),
      ...placeLines(entry),
    ]);
}

const MOST_PLACES = 3;

function placeLines(entry: ReportEvidence): readonly string[] {
  if (entry.request_ids.length === 0) return [];
  const places = entry.places.map(({ file, line }) => `${visibleLine(file)}:${String(line)}`);
  const shown = places.length > 0 ? places : entry.request_ids.map(visibleLine);
  const more = shown.length - MOST_PLACES;
  return [
    `    see ${shown.slice(0, MOST_PLACES).join(", ")}${more > 0 ? ` and ${countOf(more, "more request")}` : ""}`,
  ];
}

function whatIfTable(campaign: ReportCampaign, color: boolean): readonly string[] {
  const rows = [
    ...campaign.leave_one_out.map((one) => ({ ...one, without: `all ${one.without} evidence` })),
    ...campaign.counterfactuals,
  ];
  if (rows.length === 0) return [];
  const table = new Table({
    head: ["without", "probability", "q", "decision"],
    colAligns: ["left", "right", "right", "left"],
    style: {
      head: color ? ["bold"] : [],
      border: color ? ["gray"] : [],
      compact: true,
      "padding-left": 0,
      "padding-right": 0,
    },
    chars: { ...BORDERS, left: "  " },
  });
  for (const row of rows) {
    table.push([
      visibleLine(row.without),
      probabilityText(row.probability),
      significanceText(row.q_value),
      row.reported ? "still reported" : "not reported",
    ]);
  }
  return [table.toString()];
}

function neighbourLines(campaign: ReportCampaign, width: number): readonly string[] {
  return campaign.neighbours.flatMap((group) =>
    hanging(
      `${countOf(group.accounts, "account")} of ${countOf(group.payers, "payer")}, ` +
        `${countOf(group.requests, "request")} (${visibleLine(group.label)}): ${visibleLine(group.reasons.join("; "))}`,
      width,
    ),
  );
}

function hanging(text: string, width: number): readonly string[] {
  return wrapWords(text, width - 4).map((line, at) => `${at === 0 ? "  " : "    "}${line}`);
}
