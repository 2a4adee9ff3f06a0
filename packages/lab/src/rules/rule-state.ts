import type { Rule } from "./rule.ts";

/** Whether a rule is run; `reason` says why not, in words. */
export interface RuleState {
  readonly state: "runs" | "expired" | "retired";
  readonly reason: string | undefined;
}

/** A rule is run up to and including its last day (UTC), unless its author retired it. */
export function ruleState(rule: Rule, nowMs: number): RuleState {
  if (rule.status === "deprecated" || rule.status === "unsupported")
    return { state: "retired", reason: `its status is ${rule.status}` };
  if (nowMs >= Date.parse(rule.expires) + DAY_MS)
    return { state: "expired", reason: `it expired on ${rule.expires}; ask its author for a new version` };
  return { state: "runs", reason: undefined };
}

/** The measure rules that take part in a run, and those that do not, with the reason for each. */
export function runningRules(
  rules: readonly Rule[],
  nowMs: number,
): {
  readonly running: readonly Rule[];
  readonly left: readonly { readonly rule: Rule; readonly reason: string }[];
} {
  const running: Rule[] = [];
  const left: { rule: Rule; reason: string }[] = [];
  for (const rule of rules) {
    if (rule.detection.kind !== "measure") continue;
    const { reason } = ruleState(rule, nowMs);
    if (reason === undefined) running.push(rule);
    else left.push({ rule, reason });
  }
  return { running, left };
}

const DAY_MS = 86_400_000;
