import { stringify } from "yaml";
import { parseRules } from "./read-rules.ts";
import type { Rule } from "./rule.ts";

/** A measure rule as YAML, sound but for what a test changes; `undefined` takes a field out. */
export function ruleText(changes: Readonly<Record<string, unknown>> = {}): string {
  return stringify({ ...SOUND, ...changes }, { aliasDuplicateObjects: false });
}

/** The same, read. */
export function ruleOf(changes: Readonly<Record<string, unknown>> = {}): Rule {
  const { rules, faults } = parseRules(ruleText(changes), "test.yaml", "0.1.0");
  const [rule] = rules;
  if (rule === undefined) throw new Error(faults.map(({ message }) => message).join("\n"));
  return rule;
}

const BASELINE = { networks: { accounts: 400, between: [1, 6] } };

const SOUND = {
  schema: "stillwatch.rule/1",
  title: "Many networks",
  id: "7c1b2f0e-7a55-4c0b-9a7e-0c1f5b0d9e11",
  status: "test",
  description: "Accounts of a candidate are used from unusually many networks.",
  author: "An analyst",
  date: "2026-11-01",
  expires: "2027-06-30",
  tags: ["attack.t1090.003"],
  falsepositives: ["People who travel"],
  level: "medium",
  tlp: "GREEN",
  engine: ">=0.1.0",
  fields: [{ name: "client.ip", fallback: "the rule says nothing" }],
  blind_spots: [{ question: "Does each machine have its own account?", requires: "shared values" }],
  runbook: ["List the networks."],
  detection: { measure: "networks", direction: "above", quantile: 0.99 },
  correlation: {
    group_by: "candidate",
    statistic: "share",
    family: "identity",
    min_accounts: 5,
    min_independent_families: 2,
  },
  tests: [
    {
      name: "all of thirty accounts have twenty networks",
      case: "positive",
      expect: "fires",
      baseline: BASELINE,
      accounts: [{ count: 30, networks: 20 }],
    },
    {
      name: "one network each",
      case: "negative",
      expect: "silent",
      baseline: BASELINE,
      accounts: [{ count: 30, networks: 1 }],
    },
    {
      name: "two travel",
      case: "look-alike",
      class: "People who travel",
      expect: "silent",
      baseline: BASELINE,
      accounts: [
        { count: 2, networks: 20 },
        { count: 28, networks: 1 },
      ],
    },
  ],
};
