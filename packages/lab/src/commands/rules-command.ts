import { Command } from "commander";
import { UnusableInput } from "../events/unusable-input.ts";
import { lintText, listText, explainText, measuresText, outcomesText } from "../report/rules-text.ts";
import { explainRule } from "../rules/explain-rule.ts";
import { findRules } from "../rules/find-rule.ts";
import { lintRule } from "../rules/lint-rule.ts";
import type { ReadRules } from "../rules/read-rules.ts";
import { ruleName, type Rule } from "../rules/rule.ts";
import { ruleState } from "../rules/rule-state.ts";
import { runRuleTests, type TestOutcome } from "../rules/run-rule-tests.ts";
import { readRuleFiles } from "./rule-files.ts";
import type { World } from "./world.ts";

