import { carryingFamilies } from "./evidence-bars.ts";
import type { Report, ReportCampaign } from "./report.ts";
import { visibleText } from "./visible-text.ts";

/**
 * `campaigns.csv`: one row per reported campaign and per candidate below the threshold (column `reported`).
 * RFC 4180: UTF-8 without a byte order mark, CRLF line ends, a header row, quotes only where needed.
 * Text that a spreadsheet would run as a formula (it begins with = + - @, tab or carriage return, also after blanks)
 * gets a leading apostrophe; numbers stay numbers.
 */
export function* campaignsCsv(report: Report): Generator<string> {
  yield csvLine(CAMPAIGN_COLUMNS);
  for (const campaign of report.campaigns) yield campaignLine(campaign, true);
  for (const campaign of report.below_threshold) yield campaignLine(campaign, false);
}

/** `accounts.csv`: one row per account and reported campaign, all members, strongest membership first; same form. */
export function* accountsCsv(report: Report): Generator<string> {
  yield csvLine(ACCOUNT_COLUMNS);
  for (const campaign of report.campaigns) {
    for (const account of [...campaign.accounts].sort((a, b) => b.membership - a.membership)) {
      yield csvLine([
        campaign.id,
        account.account,
        account.membership,
        account.membership * campaign.probability,
        account.requests,
        account.all_requests,
        account.first_seen,
        account.last_seen,
        account.banned_at ?? "",
        account.reasons.join("; "),
      ]);
    }
  }
}

/** One CSV record with its CRLF. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

const CAMPAIGN_COLUMNS: readonly string[] = [
  "campaign",
  "reported",
  "probability",
  "q_value",
  "p_value",
  "shapes",
  "accounts",
  "banned_accounts",
  "requests",
  "input_tokens",
  "output_tokens",
  "first_seen",
  "last_seen",
  "families",
  "verdict",
];

const ACCOUNT_COLUMNS: readonly string[] = [
  "campaign",
  "account",
  "membership",
  "score",
  "campaign_requests",
  "all_requests",
  "first_seen",
  "last_seen",
  "banned_at",
  "reasons",
];

function campaignLine(campaign: ReportCampaign, reported: boolean): string {
  const families = new Set(carryingFamilies(campaign.evidence));
  return csvLine([
    campaign.id,
    reported ? "yes" : "no",
    campaign.probability,
    campaign.q_value,
    campaign.p_value,
    campaign.shapes.join("; "),
    campaign.accounts.length,
    campaign.accounts.filter((account) => account.banned_at !== undefined).length,
    campaign.requests,
    campaign.input_tokens,
    campaign.output_tokens,
    campaign.first_seen,
    campaign.last_seen,
    [...families].join("; "),
    campaign.verdict,
  ]);
}

function csvCell(cell: string | number): string {
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  const guarded = /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(cell) ? `'${visibleText(cell)}` : visibleText(cell);
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
