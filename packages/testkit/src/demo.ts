import { rmSync } from "node:fs";
import { join, relative } from "node:path";
import { composeInto } from "./composition.ts";
import { runDetect } from "./run-detect.ts";
import type { Truth } from "./traffic/truth.ts";
import type { LogFormat } from "./traffic/formats/log-line.ts";
import { seedFor } from "./traffic/random.ts";
import type { Account } from "./traffic/traffic-part.ts";
import { percent } from "./trial/ratios.ts";
import { judgeReport } from "./verdicts.ts";

/** Below the current folder, as `.gitignore` has it. */
const OUT = "demo-output";

const SEED = 11;

/** Composes four days, writes them in three log formats, runs detect, and holds the result against the truth. */
async function main(): Promise<number> {
  rmSync(OUT, { recursive: true, force: true });
  say("Composing four days of traffic from the shipped corpora.");
  say("The text comes from real corpora (recombined, with some words exchanged) and the arrival laws and");
  say("answer lengths from real traces; accounts, cards, networks and campaigns are simulated.\n");
  const { composed, paths } = composeInto(
    OUT,
    { scenario: "demo", seed: SEED, side: "all", days: 4, scale: 0.75 },
    formatFor,
  );
  say(`${composed.truth.requests.toLocaleString("en")} requests in:`);
  for (const path of paths.logs) say(`  ${path}`);
  say(`with side tables and the truth beside them in ${OUT}/\n`);
  const { report, seconds } = await runDetect(paths, join(OUT, "report"), "inherit");
  say(`\nstillwatch detect took ${seconds.toFixed(1)} s. Its report beside the truth:\n`);
  say(comparison(judgeReport(report, composed.truth), composed.truth));
  say(`\nOpen ${relative(process.cwd(), join(OUT, "report", "report.html"))} in a browser.`);
  return 0;
}

/** A gateway logs for some accounts, Bedrock for others, the provider's own envelope for the rest. */
function formatFor(account: Account): LogFormat {
  const share = seedFor(SEED, "format", account.apiKey) % 100;
  if (account.wire === "openai.chat" && share < 50) return "litellm";
  if (account.wire === "anthropic" && share < 35) return "bedrock";
  return "stillwatch";
}

function comparison(verdict: ReturnType<typeof judgeReport>, truth: Truth): string {
  const lines = verdict.campaigns.map((one) => {
    const share = `${percent(one.recall)} of its ${truth.parts[one.campaign]?.accounts ?? 0} accounts, ${percent(one.precision)} of those named are right`;
    return `  planted campaign  ${one.campaign.padEnd(26)} ${one.found ? `found (${share})` : "NOT FOUND"}`;
  });
  const honest = Object.entries(truth.parts)
    .filter(([, part]) => part.kind === "look-alike")
    .map(([name, part]) => {
      const state = verdict.falseReports.some(({ parts }) => name in parts) ? "REPORTED WRONGLY" : "spared";
      return `  honest look-alike ${name.padEnd(26)} ${state} (${part.accounts} accounts, ${part.requests} requests)`;
    });
  const strangers = verdict.falseReports.filter(
    ({ name }) => truth.parts[name]?.kind !== "look-alike",
  ).length;
  return [...lines, ...honest, `  background groups reported wrongly: ${strangers}`].join("\n");
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
