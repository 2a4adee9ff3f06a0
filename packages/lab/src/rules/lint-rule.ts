import type { MeasureRule, Rule } from "./rule.ts";
import { ruleState } from "./rule-state.ts";

/** An error keeps a rule from being passed on; a warning does not. */
export interface LintFinding {
  readonly place: string;
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** What a rule lacks that its readers need: cases of every kind, blind spots, a runbook, a life that ends. */
export function lintRule(rule: Rule, nowMs: number): readonly LintFinding[] {
  const error = (field: string, remedy: string): LintFinding => finding(rule, "error", field, remedy);
  const warning = (field: string, remedy: string): LintFinding => finding(rule, "warning", field, remedy);
  return [
    ...caseFindings(rule, error),
    ...missingFindings(rule, error),
    ...dateFindings(rule, nowMs, warning),
    ...(rule.detection.kind === "measure" ? measureFindings(rule.detection, warning) : []),
  ];
}

type Report = (field: string, remedy: string) => LintFinding;

function caseFindings(rule: Rule, error: Report): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  for (const kind of ["positive", "negative", "look-alike"] as const) {
    if (!rule.tests.some((test) => test.kind === kind)) findings.push(error("tests", `add a ${kind} case`));
  }
  const covered = new Set(rule.tests.map((test) => test.class));
  for (const name of rule.falsepositives) {
    if (!covered.has(name)) findings.push(error("tests", `add a look-alike case of the class "${name}"`));
  }
  const names = rule.tests.map((test) => test.name);
  for (const name of new Set(names.filter((other, at) => names.indexOf(other) !== at)))
    findings.push(error("tests", `two cases are called "${name}"`));
  return findings;
}

function missingFindings(rule: Rule, error: Report): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  if (rule.falsepositives.length === 0)
    findings.push(error("falsepositives", "name the honest uses that look alike; every signal has some"));
  if (rule.blindSpots.length === 0)
    findings.push(error("blind_spots", "say what the rule cannot see, and what would show it"));
  if (rule.runbook.length === 0) findings.push(error("runbook", "say what an analyst does when it fires"));
  if (rule.fields.length === 0)
    findings.push(error("fields", "name the telemetry it reads, and what happens without it"));
  if (rule.tags.length === 0)
    findings.push(error("tags", "tag it with what it serves: atlas., attack. or stillwatch."));
  if (rule.tags.some((tag) => tag.startsWith("atlas.")) && rule.atlasRelease === undefined)
    findings.push(error("atlas_release", "say which ATLAS release the tags follow; its numbers change"));
  return findings;
}

function dateFindings(rule: Rule, nowMs: number, warning: Report): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  const { state, reason } = ruleState(rule, nowMs);
  if (state !== "runs") findings.push(warning(state === "expired" ? "expires" : "status", reason ?? state));
  const left = Date.parse(rule.expires) - nowMs;
  if (state === "runs" && left < 30 * DAY_MS)
    findings.push(warning("expires", `it expires soon, on ${rule.expires}`));
  if (Date.parse(rule.expires) - Date.parse(rule.modified ?? rule.date) > 731 * DAY_MS)
    findings.push(
      warning("expires", "a rule older than two years describes another adversary; let it expire earlier"),
    );
  if (rule.modified !== undefined && rule.modified < rule.date)
    findings.push(warning("modified", "it lies before date"));
  return findings;
}

function measureFindings({ terms, combine }: MeasureRule, warning: Report): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  terms.forEach(({ measure, direction, quantile }, at) => {
    const beyond = direction === "above" ? 1 - quantile : quantile;
    if (beyond > LOOSE && !(combine === "all" && terms.length > 1))
      findings.push(
        warning(
          `detection.${String(at)}.quantile`,
          `${(beyond * 100).toFixed(0)} % of ordinary accounts are extreme by ${measure}; go nearer to the end of the scale`,
        ),
      );
  });
  if (terms.every(({ measure }) => VOLUMES.has(measure)))
    findings.push(
      warning(
        "detection",
        "it reads volume only; reference groups have the same volumes, so it will hardly ever speak: add a measure of another kind",
      ),
    );
  return findings;
}

/** Share of ordinary accounts that a single term may call extreme. */
const LOOSE = 0.1;
const VOLUMES: ReadonlySet<string> = new Set([
  "requests",
  "requests_per_active_day",
  "input_tokens",
  "output_tokens",
  "active_days",
]);
const DAY_MS = 86_400_000;

function finding(rule: Rule, severity: LintFinding["severity"], field: string, remedy: string): LintFinding {
  return { place: rule.place, severity, message: `${rule.place}: ${field}: ${remedy}` };
}
