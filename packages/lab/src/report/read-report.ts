import { UnusableInput } from "../events/unusable-input.ts";
import type { Report, ReportCampaign } from "./report.ts";

/**
 * Takes the text of a `report.json` back in. Only what a reader of one campaign needs is checked; the file is our own
 * writing, and its schema is published for everybody else.
 *
 * @throws UnusableInput `bad-report` where it is not a report of this version
 */
export function readReport(text: string, path: string): Report {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw unusable(path, "it is not JSON; was it cut off?");
  }
  if (typeof parsed !== "object" || parsed === null) throw unusable(path, "it holds no object");
  const report = parsed as Partial<Report>;
  if (report.schema !== "stillwatch.report/1")
    throw unusable(path, "its field schema is not stillwatch.report/1");
  const { campaigns, below_threshold: below } = report;
  if (!Array.isArray(campaigns) || !Array.isArray(below))
    throw unusable(path, "campaigns or below_threshold is missing");
  return {
    ...(report as Report),
    campaigns: campaigns.map((campaign) => checked(campaign, path)),
    below_threshold: below.map((campaign) => checked(campaign, path)),
    blind_spots: report.blind_spots ?? [],
  };
}

/** A campaign with what later versions added, empty where the file is older. */
function checked(campaign: Partial<ReportCampaign>, path: string): ReportCampaign {
  const { id, evidence, accounts } = campaign;
  if (typeof id !== "string" || !Array.isArray(evidence) || !Array.isArray(accounts))
    throw unusable(path, "a campaign in it lacks its id, its accounts or its evidence");
  return {
    ...(campaign as ReportCampaign),
    evidence: evidence.map((entry) => ({ ...entry, places: entry.places ?? [] })),
    leave_one_out: campaign.leave_one_out ?? [],
    counterfactuals: campaign.counterfactuals ?? [],
    neighbours: campaign.neighbours ?? [],
    shapes: campaign.shapes ?? [],
  };
}

/**
 * The campaign or candidate that a person means: its id or the beginning of it, or its number in the order of the
 * report.
 *
 * @throws UnusableInput `no-such-campaign`, with the known ids
 */
export function campaignNamed(report: Report, name: string): ReportCampaign {
  const all = [...report.campaigns, ...report.below_threshold];
  const numbered = /^\d{1,6}$/.test(name) ? report.campaigns[Number(name) - 1] : undefined;
  const matching = all.filter(({ id }) => id === name || id.startsWith(name));
  const found =
    all.find(({ id }) => id === name) ?? numbered ?? (matching.length === 1 ? matching[0] : undefined);
  if (found !== undefined) return found;
  const known = (matching.length > 1 ? matching : all).slice(0, MOST_NAMED).map(({ id }) => id);
  throw new UnusableInput(
    "no-such-campaign",
    matching.length > 1
      ? `several campaigns begin with ${name}: ${known.join(", ")}.`
      : `no campaign of the report is called ${name}. ` +
          (known.length === 0 ? "The report has none." : `Known: ${known.join(", ")}.`),
  );
}

const MOST_NAMED = 12;

function unusable(path: string, why: string): UnusableInput {
  return new UnusableInput("bad-report", `${path} cannot be read as a report: ${why}. Run detect again.`);
}
