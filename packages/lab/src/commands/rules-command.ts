import { Command } from "commander";
import { MEASURE_MEANINGS } from "../accounts/measure-meanings.ts";
import { UnusableInput } from "../events/unusable-input.ts";
import { countOf } from "../report/figure-text.ts";
import { visibleLine } from "../report/visible-text.ts";
import { explainRule } from "../rules/explain-rule.ts";
import { findRules } from "../rules/find-rule.ts";
import { lintRule, type LintFinding } from "../rules/lint-rule.ts";
import type { ReadRules } from "../rules/read-rules.ts";
import type { RuleFault } from "../rules/rule-fault.ts";
import { DETECTOR_NAMES, ruleName, type Rule } from "../rules/rule.ts";
import { ruleState } from "../rules/rule-state.ts";
import { runRuleTests, type TestOutcome } from "../rules/run-rule-tests.ts";
import { readRuleFiles } from "./rule-files.ts";
import { explainText, kindOf, lintText, listText, measuresText, outcomesText } from "./rules-text.ts";
import type { World } from "./world.ts";

interface Shown {
  readonly json?: boolean;
}

/** `stillwatch rules list | test | lint | explain | measures`, over the shipped rules or one's own. */
export function rulesCommand(world: World): Command {
  const command = new Command("rules")
    .summary("list, test, check and explain detection rules")
    .description(
      "Works on rule documents (docs/rules.md): the shipped ones, or PATH, files and folders of .yaml files.",
    )
    .addHelpText("after", EPILOGUE);
  command
    .command("list")
    .summary("name the rules, and which are not run")
    .argument("[PATH...]", "files or folders of rules")
    .option("--json", "print JSON")
    .action(async (paths: string[], shown: Shown) => {
      list(await readRuleFiles(paths, world), shown, world);
    });
  command
    .command("test")
    .summary("run the cases that stand in the rules")
    .argument("[PATH...]", "files or folders of rules")
    .option("--json", "print JSON")
    .action(async (paths: string[], shown: Shown) => {
      await test(await readRuleFiles(paths, world), shown, world);
    });
  command
    .command("lint")
    .summary("check rules before they are passed on")
    .argument("[PATH...]", "files or folders of rules")
    .option("--json", "print JSON")
    .action(async (paths: string[], shown: Shown) => {
      lint(await readRuleFiles(paths, world), shown, world);
    });
  command
    .command("explain")
    .summary("say in words what a rule decides, cannot see, and asks of an analyst")
    .argument("<ID>", `${DETECTOR_NAMES}, an id or its beginning, or a title`)
    .argument("[PATH...]", "files or folders of rules")
    .action(async (wanted: string, paths: string[]) => {
      explain(await readRuleFiles(paths, world), wanted, world);
    });
  command
    .command("measures")
    .summary("name the measures of accounts that a rule can use")
    .action(() => {
      world.stdout.write(measuresText(MEASURE_MEANINGS, world));
    });
  // A subcommand keeps its own exit behaviour, so that a wrong option ends with 2.
  for (const subcommand of command.commands) subcommand.exitOverride();
  return command;
}

const EPILOGUE = `
Exit status: 0 all is well; 2 a rule cannot be used, a case fails or lint finds an error; 1 our own failure.

Examples:
  stillwatch rules explain D6
  stillwatch rules lint my-rules/ && stillwatch rules test my-rules/`;

function list({ rules, faults }: ReadRules, shown: Shown, world: World): void {
  const nowMs = world.now();
  world.stdout.write(
    shown.json === true
      ? machine({ rules: rules.map((rule) => machineRule(rule, nowMs)), faults })
      : listText(rules, nowMs, world),
  );
  refuse(faults);
}

async function test({ rules, faults }: ReadRules, shown: Shown, world: World): Promise<void> {
  // The cases bring the detectors and the phrases of ten languages with them.
  const { detectorCases } = await import("../rule-cases/detector-cases.ts");
  const nowMs = world.now();
  const results = rules.map((rule) => ({ rule, outcomes: runRuleTests(rule, detectorCases()) }));
  world.stdout.write(
    shown.json === true
      ? machine({
          rules: results.map(({ rule, outcomes }) => ({
            ...machineRule(rule, nowMs),
            cases: outcomes.map(machineOutcome),
          })),
          faults,
        })
      : outcomesText(results, world),
  );
  refuse(faults);
  const all = results.flatMap(({ outcomes }) => outcomes);
  const failed = all.filter(({ passed }) => !passed).length;
  if (failed > 0)
    throw new UnusableInput("rules-fail", `${String(failed)} of ${countOf(all.length, "case")} failed`);
}

function lint({ rules, faults }: ReadRules, shown: Shown, world: World): void {
  const findings: readonly LintFinding[] = [
    ...faults.map(({ place, message }) => ({ place, severity: "error" as const, message })),
    ...rules.flatMap((rule) => lintRule(rule, world.now())),
  ];
  world.stdout.write(shown.json === true ? machine({ findings }) : lintText(findings, rules.length, world));
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (errors > 0) throw new UnusableInput("rules-fail", `${countOf(errors, "error")} in the rules`);
}

function explain({ rules, faults }: ReadRules, wanted: string, world: World): void {
  const found = findRules(rules, wanted);
  const [rule] = found;
  if (rule === undefined) {
    refuse(faults);
    throw new UnusableInput(
      "no-such-rule",
      `there is no rule "${visibleLine(wanted.slice(0, 80))}"; \`stillwatch rules list\` names them`,
    );
  }
  if (found.length > 1)
    throw new UnusableInput(
      "no-such-rule",
      `"${visibleLine(wanted.slice(0, 80))}" stands for ${found.map(({ id }) => id).join(", ")}; give one of them`,
    );
  world.stdout.write(explainText(explainRule(rule, world.now()), world));
}

/** What can be used has been shown by then. */
function refuse(faults: readonly RuleFault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const more =
    faults.length === 1 ? "" : `\nand ${String(faults.length - 1)} more: \`stillwatch rules lint\` shows all`;
  throw new UnusableInput("bad-rule-file", `${visibleLine(first.message)}${more}`);
}

function machine(content: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ schema: "stillwatch.rules/1", ...content })}\n`;
}

function machineRule(rule: Rule, nowMs: number): Readonly<Record<string, unknown>> {
  const { id, title, status, level, tlp, tags, expires, place } = rule;
  return {
    id,
    name: ruleName(rule),
    title,
    kind: rule.detection.kind,
    family: rule.detection.kind === "detector" ? undefined : kindOf(rule),
    status,
    level,
    tlp,
    tags,
    expires,
    ...ruleState(rule, nowMs),
    tests: rule.tests.length,
    place,
  };
}

function machineOutcome({
  test,
  passed,
  logLikelihoodRatio,
  reason,
}: TestOutcome): Readonly<Record<string, unknown>> {
  return {
    name: test.name,
    case: test.kind,
    class: test.class,
    expect: test.expect,
    passed,
    log_likelihood_ratio: Number.isNaN(logLikelihoodRatio) ? undefined : logLikelihoodRatio,
    reason,
  };
}
