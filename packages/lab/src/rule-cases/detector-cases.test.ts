import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LEAST_OF_CONTENT, LEAST_OF_SPEAKING_FAMILY } from "../campaigns/evidence.ts";
import { lintRule } from "../rules/lint-rule.ts";
import { joinRules, parseRules } from "../rules/read-rules.ts";
import { FIRES_AT } from "../rules/rule-from-document.ts";
import { DETECTORS, type Rule } from "../rules/rule.ts";
import { runRuleTests } from "../rules/run-rule-tests.ts";
import { detectorCases } from "./detector-cases.ts";

const FOLDER = new URL("../../rules/", import.meta.url);
const DETECTOR_FOLDER = new URL("../detectors/", import.meta.url);
const VERSION = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }
).version;

const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".yaml"),
);
const shipped = joinRules(
  files.sort().map((name) => parseRules(readFileSync(new URL(name, FOLDER), "utf8"), name, VERSION)),
);
const named = shipped.rules.map((rule) => [rule.title, rule] as const);

describe("the shipped rules", () => {
  it("can all be read", () => {
    expect(shipped.faults).toEqual([]);
    expect(shipped.rules.length).toBeGreaterThan(10);
  });

  it.each(named)("%s: every case ends as it says", (_, rule) => {
    const failed = runRuleTests(rule, detectorCases()).filter(({ passed }) => !passed);
    expect(failed.map(({ test, reason }) => `${test.name}: ${reason ?? ""}`)).toEqual([]);
  });

  it.each(named)("%s: lint has nothing to say", (_, rule) => {
    expect(lintRule(rule, Date.parse(rule.date))).toEqual([]);
  });

  it("are one document for each detector, and each has a case function", () => {
    const documented = shipped.rules.flatMap(({ detection }) =>
      detection.kind === "detector" ? [detection.detector] : [],
    );
    expect(documented.sort()).toEqual([...DETECTORS].sort());
    expect(Object.keys(detectorCases())).toEqual(DETECTORS);
  });

  it("fire from where their family speaks in a run", () => {
    for (const { detection, title } of shipped.rules) {
      const least = detection.kind === "measure" ? FIRES_AT : detection.firesAt;
      const content = detection.kind === "detector" && ["D1", "D2"].includes(detection.detector);
      expect(least, title).toBe(content ? LEAST_OF_CONTENT : LEAST_OF_SPEAKING_FAMILY);
    }
  });

  it("name the long document beside the detector's code", () => {
    for (const rule of shipped.rules.filter(isDetector)) {
      const name = /detectors\/(\S+\.md)/.exec(rule.description)?.[1];
      expect(name, rule.title).toBeDefined();
      expect(readFileSync(new URL(name ?? "", DETECTOR_FOLDER), "utf8")).toContain(
        `# ${rule.detection.kind === "detector" ? rule.detection.detector : ""} `,
      );
    }
  });
});

function isDetector({ detection }: Rule): boolean {
  return detection.kind === "detector";
}
