import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CompositionPaths } from "./composition.ts";
import type { ReportedCampaigns } from "./verdicts.ts";

/** Runs the installed `stillwatch detect` over a composition, as a user would, and reads its report. */
export async function runDetect(
  paths: CompositionPaths,
  out: string,
  talk: "inherit" | "ignore",
): Promise<{ readonly report: ReportedCampaigns; readonly seconds: number }> {
  const binary = fileURLToPath(new URL("../../lab/bin/stillwatch.js", import.meta.url));
  const started = process.hrtime.bigint();
  const tables = (["accounts", "enforcement", "releases", "declared-use"] as const).flatMap((table) => [
    `--${table}`,
    paths[table],
  ]);
  const status = await exitOf([binary, "detect", ...tables, "--out", out, ...paths.logs], talk);
  if (status !== 0) throw new Error(`stillwatch detect ended with status ${status}.`);
  const report = JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as ReportedCampaigns;
  return { report, seconds: Number(process.hrtime.bigint() - started) / 1e9 };
}

function exitOf(argv: readonly string[], talk: "inherit" | "ignore"): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...argv], { stdio: ["ignore", talk, "inherit"] });
    child.once("error", reject);
    child.once("close", resolve);
  });
}
