import { describe, expect, it } from "vitest";
import { factsOf } from "../accounts/account-facts.fixture.ts";
import type { LinkKind } from "../accounts/identity-index.ts";
import { indexOfValues } from "../detectors/identity-links/identity-links.fixture.ts";
import { contextOf } from "./context.fixture.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { seededRandom } from "../detectors/seeded-random.ts";
import { drawReferenceGroups } from "./reference-groups.ts";
import { range } from "./seeds.fixture.ts";
import { weighIdentity } from "./weigh-identity.ts";

const members = range(0, 40);
const pool = range(40, 440);
const noRequests = {
  account: new Int32Array(0),
  timeMs: new Float64Array(0),
  requestNo: new Int32Array(0),
  inputTokens: new Int32Array(0),
  outputTokens: new Int32Array(0),
};

function weigh(
  shared: readonly (readonly [LinkKind, readonly number[]])[],
  organizationOf: (account: number) => number = () => -1,
): Evidence | undefined {
  const facts = factsOf(range(0, 440).map((account) => ({ organization: organizationOf(account) })));
  const context = contextOf({ facts, pool, index: indexOfValues(shared) });
  const groups = drawReferenceGroups(members, pool, facts, seededRandom(1));
  return weighIdentity(new Set(members), noRequests, groups, context);
}

/** Couples in the pool that share a card, as families do. */
const families = range(0, 60).map((at) => ["payment", [40 + 2 * at, 41 + 2 * at]] as const);
const cards = range(0, 8).map(
  (card) => ["payment", members.filter((account) => account % 8 === card)] as const,
);

describe("the identity family", () => {
  it("speaks where members share few cards among different owners", () => {
    const found = weigh([...families, ...cards]);
    expect(found?.logLikelihoodRatio).toBeGreaterThan(5);
    expect(found?.figures).toMatchObject({ linked_accounts: 40, links: 8 });
    expect(found?.summary).toContain("8 payment instruments");
  });

  it("does not speak where one organization pays for all of them", () => {
    const found = weigh([...families, ...cards], (account) => (account < 40 ? 7 : -1));
    expect(found?.logLikelihoodRatio).toBeLessThan(0);
  });

  it("does not speak for members that are linked as ordinary accounts are", () => {
    const couples = range(0, 1).map((at) => ["payment", [2 * at, 2 * at + 1]] as const);
    const found = weigh([...families, ...couples]);
    expect(found?.logLikelihoodRatio).toBeLessThan(1.2);
  });

  it("does not speak where all accounts of the log share networks with a hundred others", () => {
    const networks = range(0, 4).map((at) => ["network", range(at * 110, (at + 1) * 110)] as const);
    expect(weigh(networks)?.logLikelihoodRatio ?? 0).toBeLessThan(1.2);
  });

  it("counts no place and no domain for a class in the open, but the cards of a pool on one domain", () => {
    const campus = [
      ["email_domain", members],
      ["network", members],
      ["signup_ip", members],
    ] as const;
    const pairs = range(0, 100).map((at) => ["network", [40 + 2 * at, 41 + 2 * at]] as const);
    expect(weigh([...families, ...pairs, ...campus])?.logLikelihoodRatio).toBeLessThan(0.5);
    const pool = weigh([...families, ...pairs, ...campus, ...cards]);
    expect(pool?.logLikelihoodRatio).toBeGreaterThan(5);
    expect(pool?.summary).toContain("one mail domain of their own");
  });

  it("is silent where nothing that could be shared is known", () => {
    expect(weigh([])).toBeUndefined();
  });
});
