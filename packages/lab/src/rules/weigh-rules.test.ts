import { describe, expect, it } from "vitest";
import type { Evidence } from "../detectors/evidence.ts";
import type { EvidenceFamily } from "../report/report.ts";
import { ruleOf } from "./rule.fixture.ts";
import { withoutLonelyRules } from "./weigh-rules.ts";

const CORRELATION = { group_by: "candidate", statistic: "share", family: "identity", min_accounts: 5 };
const demanding = ruleOf({ correlation: { ...CORRELATION, min_independent_families: 3 } });
const speaks = (entry: Evidence): boolean => entry.logLikelihoodRatio >= 1.2;

describe("withoutLonelyRules", () => {
  it("drops a rule's evidence until so many families speak as it asks for", () => {
    const rule = said("identity", 2, "7c1b2f0e");
    const content = said("content", 3, "D1");
    expect(withoutLonelyRules([rule, content], [demanding], speaks)).toEqual([content]);
    const timing = said("timing", 2, "D6");
    expect(withoutLonelyRules([rule, content, timing], [demanding], speaks)).toEqual([rule, content, timing]);
  });

  it("counts the rule's own family only where it speaks", () => {
    const two = ruleOf({ correlation: { ...CORRELATION, min_independent_families: 2 } });
    const [weak, content, timing] = [
      said("identity", 1, "7c1b2f0e"),
      said("content", 3, "D1"),
      said("timing", 2, "D6"),
    ];
    expect(withoutLonelyRules([weak, content], [two], speaks)).toEqual([content]);
    expect(withoutLonelyRules([weak, content, timing], [two], speaks)).toEqual([content, timing]);
    const links = said("identity", 2, "D7");
    expect(withoutLonelyRules([weak, content, links], [two], speaks)).toEqual([weak, content, links]);
  });

  it("keeps what a rule says against a campaign", () => {
    const against = said("identity", -0.29, "7c1b2f0e");
    expect(withoutLonelyRules([against], [demanding], speaks)).toEqual([against]);
  });

  it("leaves the evidence of detectors alone", () => {
    const alone = said("timing", 5, "D6");
    expect(withoutLonelyRules([alone], [demanding], speaks)).toEqual([alone]);
  });
});

function said(family: EvidenceFamily, logLikelihoodRatio: number, detector: string): Evidence {
  return { family, detector, logLikelihoodRatio, summary: "", kind: "inferred", figures: {}, requests: [] };
}
