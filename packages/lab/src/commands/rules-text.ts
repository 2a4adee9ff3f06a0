import Table from "cli-table3";
import picocolors from "picocolors";
import { countOf } from "../report/figure-text.ts";
import { BORDERS, wrapWords } from "../report/terminal-text.ts";
import { visibleLine } from "../report/visible-text.ts";
import type { RuleSection } from "../rules/explain-rule.ts";
import type { LintFinding } from "../rules/lint-rule.ts";
import { ruleName, type Rule } from "../rules/rule.ts";
import { ruleState } from "../rules/rule-state.ts";
import type { TestOutcome } from "../rules/run-rule-tests.ts";

/** How text may look on the terminal. */
export interface RulesTextOptions {
  readonly colour: boolean;
  readonly columns: number;
}

/** One line a rule: name, title, family, level, marking, last day, cases. */
export function listText(rules: readonly Rule[], nowMs: number, options: RulesTextOptions): string {
  const width = widthOf(options);
  const table = new Table({
    head: ["rule", "title", "kind", "level", "TLP", "until", "cases"],
    colAligns: ["left", "left", "left", "left", "left", "left", "right"],
    style: {
      head: options.colour ? ["bold"] : [],
      border: options.colour ? ["gray"] : [],
      compact: true,
      "padding-left": 0,
      "padding-right": 0,
    },
    chars: BORDERS,
  });
  const rows = rules.map((rule) => {
    const { state } = ruleState(rule, nowMs);
    return [
      kindOf(rule),
      rule.level === "informational" ? "info" : rule.level,
      rule.tlp,
      state === "runs" ? rule.expires : `${rule.expires} ${state}`,
    ];
  });
  const fixed = [0, 1, 2, 3].map((column) => Math.max(5, ...rows.map((row) => row[column]?.length ?? 0)));
  const room = width - fixed.reduce((sum, column) => sum + column, NAME_AND_CASES);
  rules.forEach((rule, at) => {
    table.push([
      ruleName(rule),
      clip(visibleLine(rule.title), Math.max(12, room)),
      ...(rows[at] ?? []),
      String(rule.tests.length),
    ]);
  });
  const left = rules.filter((rule) => ruleState(rule, nowMs).state !== "runs").length;
  const note = left === 0 ? "" : `\n${countOf(left, "rule")} not run: expired or retired.`;
  return `${countOf(rules.length, "rule")}\n${rules.length === 0 ? "" : table.toString()}${note}\n`;
}

/** `detector`, or the family that a measure rule speaks for. */
export function kindOf({ detection }: Rule): string {
  return detection.kind === "detector" ? "detector" : detection.correlation.family;
}

/** One line a rule, and below it each case that failed. */
export function outcomesText(
  results: readonly { readonly rule: Rule; readonly outcomes: readonly TestOutcome[] }[],
  options: RulesTextOptions,
): string {
  const paint = picocolors.createColors(options.colour);
  const lines: string[] = [];
  for (const { rule, outcomes } of results) {
    const failed = outcomes.filter(({ passed }) => !passed);
    const mark = failed.length === 0 ? paint.green("ok    ") : paint.red("FAILED");
    const count = `${String(outcomes.length - failed.length)} of ${countOf(outcomes.length, "case")}`;
    lines.push(`${mark}  ${ruleName(rule).padEnd(8)}  ${visibleLine(rule.title)}: ${count}`);
    for (const { test, reason } of failed)
      lines.push(`          ${test.kind} "${visibleLine(test.name)}": ${visibleLine(reason ?? "")}`);
  }
  return `${lines.join("\n")}\n`;
}

export function lintText(findings: readonly LintFinding[], rules: number, options: RulesTextOptions): string {
  const paint = picocolors.createColors(options.colour);
  const lines = findings.map(
    ({ severity, message }) =>
      `${severity === "error" ? paint.red("error  ") : paint.yellow("warning")}  ${visibleLine(message)}`,
  );
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const summary = `${countOf(rules, "rule")}: ${countOf(errors, "error")}, ${countOf(findings.length - errors, "warning")}.`;
  return `${[...lines, summary].join("\n")}\n`;
}

export function explainText(sections: readonly RuleSection[], options: RulesTextOptions): string {
  const paint = picocolors.createColors(options.colour);
  const width = widthOf(options);
  return `${sections
    .map(({ title, lines }) => {
      const body = lines.flatMap((line) =>
        wrapWords(visibleLine(line), width - 4).map((part, at) => `${at === 0 ? "  " : "    "}${part}`),
      );
      return [paint.bold(visibleLine(title)), ...body].join("\n");
    })
    .join("\n\n")}\n`;
}

/** Two columns: name and meaning. */
export function measuresText(meanings: Readonly<Record<string, string>>, options: RulesTextOptions): string {
  const names = Object.keys(meanings);
  const column = Math.max(...names.map((name) => name.length)) + 2;
  const lines = names.flatMap((name) =>
    wrapWords(meanings[name] ?? "", Math.max(20, widthOf(options) - column)).map(
      (part, at) => `${(at === 0 ? name : "").padEnd(column)}${part}`,
    ),
  );
  return `${lines.join("\n")}\n`;
}

function widthOf({ columns }: RulesTextOptions): number {
  return Math.max(60, Math.min(columns, 120));
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Columns "rule" and "cases", and the spaces between all seven. */
const NAME_AND_CASES = 8 + 5 + 12;
