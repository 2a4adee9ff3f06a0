import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Command } from "commander";
import { UnusableInput } from "../events/unusable-input.ts";
import { campaignNamed, readReport } from "../report/read-report.ts";
import { terminalCampaign } from "../report/terminal-campaign.ts";
import { reportPaths } from "../report/write-report.ts";
import type { World } from "./world.ts";

interface ExplainOptions {
  readonly report: string;
  readonly json?: boolean;
}

/** `stillwatch explain`: one campaign of a finished report, and what its verdict hangs on. */
export function explainCommand(world: World): Command {
  return new Command("explain")
    .summary("say why a campaign was reported, and what it hangs on")
    .description(
      "Explains one campaign of a report that detect has written: the evidence with the place of its requests in the logs,\n" +
        "the decision without each thing that speaks for it, the nearest groups that were spared, and what was not seen.",
    )
    .argument("<CAMPAIGN>", "the campaign's id or the beginning of it, or its number in the report")
    .option("--report <folder>", "where detect put its results", "stillwatch-report")
    .option("--json", "print the campaign as it stands in report.json")
    .addHelpText("after", EPILOGUE)
    .action(async (name: string, options: ExplainOptions) => {
      const path = reportPaths(options.report).report;
      const text = await readFile(resolve(world.cwd, path), "utf8").catch(() => {
        throw new UnusableInput(
          "bad-report",
          `${path}: there is no report; run detect, or name its folder with --report`,
        );
      });
      const report = readReport(text, path);
      const campaign = campaignNamed(report, name);
      world.stdout.write(
        options.json === true
          ? `${JSON.stringify(campaign)}\n`
          : terminalCampaign(campaign, report, { color: world.colour, columns: world.columns }),
      );
    });
}

const EPILOGUE = `
Exit status: 0 it ran; 2 no such report or campaign; 1 our own failure.

Examples:
  stillwatch explain 1 --report report
  stillwatch explain campaign-3fa9 --json`;
