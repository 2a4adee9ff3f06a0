import { describe, expect, it } from "vitest";
import { factsOf } from "../accounts/account-facts.fixture.ts";
import { evidenceOf, findingOf, requestsOf } from "../explain/finding.fixture.ts";
import { indexOfValues } from "../detectors/identity-links/identity-links.fixture.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { contextOf } from "./context.fixture.ts";
import { counterfactuals, type Counterfactual } from "./counterfactuals.ts";
import { seededRandom } from "../detectors/seeded-random.ts";
import { range } from "./seeds.fixture.ts";

/** Twelve members, with cards of three and devices of two, among 600 accounts without links. */
const MEMBERS = range(0, 12);
const index = indexOfValues([
  ...range(0, 4).map((at) => ["payment", range(3 * at, 3 * at + 3)] as const),
  ["device", [0, 1]],
]);
const content: Evidence = { ...evidenceOf("content", 4), figures: { intent_llr: 3 } };
const identity: Evidence = { ...evidenceOf("identity", 6), detector: "D7" };

function whatIf(evidence: readonly Evidence[], spared: readonly string[] = []): readonly Counterfactual[] {
  const requests = requestsOf(MEMBERS.map((account) => [account, account]));
  const context = contextOf({ facts: factsOf(range(0, 600).map(() => ({}))), index, pool: range(12, 600) });
  return counterfactuals(findingOf({ requests, evidence, spared }), context, seededRandom(1));
}

describe("what if", () => {
  const answers = new Map(
    whatIf([content, identity, evidenceOf("timing", 5)]).map(({ without, verdict }) => [without, verdict]),
  );

  it("each kind of shared value were not there: the verdict hangs on the common one, not on the rare one", () => {
    const payment = answers.get("the shared payment instruments");
    const device = answers.get("the shared devices");
    expect(payment?.logLikelihoodRatio).toBeLessThan((device?.logLikelihoodRatio ?? 0) - 1);
  });

  it("the intent phrases were not there: only what they added is taken away", () => {
    expect(answers.get("the intent phrases")?.families.toSorted()).toEqual(["identity", "timing"]);
  });

  it("asks of single detectors only where a family has several", () => {
    expect([...answers.keys()].some((name) => name.includes("evidence of"))).toBe(false);
    const several = whatIf([content, { ...evidenceOf("content", 3), detector: "D10" }, identity]);
    expect(several.map(({ without }) => without)).toEqual(
      expect.arrayContaining(["the content evidence of D1", "the content evidence of D10"]),
    );
  });

  it("is asked of nothing that was spared or is weak", () => {
    expect(whatIf([content, identity], ["one payer"])).toEqual([]);
    expect(whatIf([evidenceOf("content", 2), evidenceOf("timing", 1.3)])).toEqual([]);
  });
});
