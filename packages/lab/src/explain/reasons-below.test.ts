import { describe, expect, it } from "vitest";
import type { Finding } from "../campaigns/judge-all.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { evidenceOf, findingOf, requestsOf } from "./finding.fixture.ts";
import { reasonsBelow } from "./reasons-below.ts";

const timing = { ...evidenceOf("timing", 0.2), summary: "Three pairs met." };
const identity = { ...evidenceOf("identity", -2), summary: "All have accounts of their own." };

function finding(evidence: readonly Evidence[], qValue = 1): Finding {
  return findingOf({ requests: requestsOf([[0, 0]]), evidence, qValue });
}

describe("the reasons of a candidate below the threshold", () => {
  it("begin with what decides, and give the words of every family that does not speak", () => {
    expect(reasonsBelow(finding([evidenceOf("content", 4), timing, identity]), 0.05)).toEqual([
      "of the families of evidence only content speaks for coordination; two must",
      "timing says too little: Three pairs met.",
      "identity speaks against it: All have accounts of their own.",
      "the log tells nothing of lifecycle",
    ]);
  });

  it("name the rate of false findings where enough speaks", () => {
    const strong = [evidenceOf("content", 4), evidenceOf("identity", 3)];
    expect(reasonsBelow(finding(strong, 0.18), 0.05)[0]).toBe(
      "of findings as strong as this one, up to 18 % are chance; 5.0 % are allowed",
    );
  });

  it("tell apart that nothing speaks, that no text does, and that all of it is little", () => {
    expect(reasonsBelow(finding([timing]), 0.05)[0]).toContain("no family of evidence speaks");
    const places = [evidenceOf("timing", 4), evidenceOf("identity", 3)];
    expect(reasonsBelow(finding(places), 0.05)[0]).toContain("neither the text nor a replay speaks");
    const weak = [evidenceOf("content", 2), evidenceOf("identity", 1.3)];
    expect(reasonsBelow(finding(weak), 0.05)[0]).toContain("what content and identity say together");
  });
});
