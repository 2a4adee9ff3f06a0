import { quantilesOfPool, type OrdinaryQuantiles } from "../baseline/quantiles.ts";
import type { Search } from "../campaigns/find-campaigns.ts";
import type { Finding } from "../campaigns/judge-all.ts";
import type { Columns } from "../engine/engine.ts";
import type { Report, ReportInput } from "../report/report.ts";
import { blindSpots, type Telemetry } from "./blind-spots.ts";
import { declaredUsesOf, type UseChecking } from "./declared-uses.ts";
import { explainCampaign, type ExplainInput } from "./explain-campaign.ts";
import { measureRequests } from "./measure.ts";
import { reasonsBelow } from "./reasons-below.ts";
import { sparedGroups } from "./spared-groups.ts";

/** Candidates shown that were not reported. */
export const MOST_BELOW_THRESHOLD = 20;

export interface BuildReportInput extends ExplainInput {
  readonly input: ReportInput;
  readonly telemetry: Telemetry;
  readonly dailyRequests: Columns;
  /** What declared uses are checked against, such as a baseline; the log's own ordinary accounts where absent. */
  readonly ordinary?: OrdinaryQuantiles;
  readonly version: string;
  readonly seed: number;
}

/** Which findings are reported: those at or below the false-discovery rate. */
export function splitFindings(
  search: Search,
  fdr: number,
): { readonly reported: readonly Finding[]; readonly below: readonly Finding[] } {
  const isReported = (finding: Finding): boolean => finding.spared.length === 0 && finding.qValue <= fdr;
  const tested = search.findings.filter((finding) => finding.spared.length === 0);
  return {
    reported: tested.filter(isReported),
    below: tested.filter((finding) => !isReported(finding)).slice(0, MOST_BELOW_THRESHOLD),
  };
}

export function buildReport(input: BuildReportInput): Report {
  const { reported, below } = splitFindings(input.search, input.fdr);
  const everyone = Array.from({ length: input.names.accounts.length }, (_, account) => account);
  return {
    schema: "stillwatch.report/1",
    generator: { name: "stillwatch", version: input.version, seed: input.seed },
    input: input.input,
    fdr: input.fdr,
    campaigns: reported.map((finding) => explainCampaign(finding, input)),
    below_threshold: below.map((finding) => ({
      ...explainCampaign(finding, input),
      reasons: reasonsBelow(finding, input.fdr),
    })),
    spared: sparedGroups(input.search, input.names, input.texts),
    declared_uses: declaredUsesOf(
      everyone,
      input.declaredUses,
      input.names,
      input.search.context,
      checkingOf(input),
    ),
    blind_spots: blindSpots(input.telemetry, input.search.context),
    measure: measureRequests(reported, input.dailyRequests),
  };
}

function checkingOf({ search, declaredUses, ordinary }: BuildReportInput): UseChecking | undefined {
  const { measures, pool } = search.context;
  if (declaredUses.length === 0) return undefined;
  return { measures, ordinary: ordinary ?? quantilesOfPool(measures, pool) };
}
