import { join } from "node:path";
import { accountsCsv, campaignsCsv } from "./csv.ts";
import type { OutputFolder } from "./output-folder.ts";
import type { RejectedWriter } from "./rejected-writer.ts";
import { reportPage } from "./report-page.ts";
import type { Report } from "./report.ts";

/** Where the results stand. */
export interface ReportPaths {
  readonly report: string;
  readonly page: string;
  readonly campaigns: string;
  readonly accounts: string;
  /** Written by the folder's `RejectedWriter`. */
  readonly rejected: string;
}

/**
 * Writes `campaigns.csv`, `accounts.csv`, `report.html` and, last, `report.json`: who sees a new `report.json` sees new
 * files beside it. Nothing half-written is left on failure or abort. Throws `ReportError`.
 *
 * @param rejected - the run's rejected lines: finished together with the report, so that they never stand beside an older one
 */
export async function writeReport(
  report: Report,
  folder: OutputFolder,
  signal?: AbortSignal,
  rejected?: RejectedWriter,
): Promise<ReportPaths> {
  await folder.writeFiles(
    [
      { name: "campaigns.csv", chunks: campaignsCsv(report) },
      { name: "accounts.csv", chunks: accountsCsv(report) },
      { name: "report.html", chunks: reportPage(report) },
      { name: "report.json", chunks: [JSON.stringify(report, undefined, 2), "\n"] },
    ],
    signal,
    rejected?.finish,
  );
  return reportPaths(folder.path);
}

/** The names that results have in an output folder. */
export function reportPaths(folder: string): ReportPaths {
  return {
    report: join(folder, "report.json"),
    page: join(folder, "report.html"),
    campaigns: join(folder, "campaigns.csv"),
    accounts: join(folder, "accounts.csv"),
    rejected: join(folder, "rejected.ndjson"),
  };
}
