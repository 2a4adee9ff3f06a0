import { describe, expect, it } from "vitest";
import { factsOf, type TestAccount } from "../accounts/account-facts.fixture.ts";
import { contextOf } from "./context.fixture.ts";
import type { Context } from "./context.ts";
import type { Evidence } from "../detectors/evidence.ts";
import { seededRandom } from "../detectors/seeded-random.ts";
import { drawReferenceGroups } from "./reference-groups.ts";
import { range } from "./seeds.fixture.ts";
import { weighLifecycle } from "./weigh-lifecycle.ts";

const DAY_MS = 86_400_000;
const NOW_MS = 20_000 * DAY_MS;
const members = range(0, 40);
const pool = range(40, 440);
const noRequests = {
  account: new Int32Array(0),
  timeMs: new Float64Array(0),
  requestNo: new Int32Array(0),
  inputTokens: new Int32Array(0),
  outputTokens: new Int32Array(0),
};

/** Ordinary accounts, made over two years; the members as the test says. */
function weigh(member: (at: number) => TestAccount, known: Partial<Context> = {}): Evidence | undefined {
  const random = seededRandom(3);
  const facts = factsOf(
    range(0, 440).map((at) => ({
      firstMs: NOW_MS,
      createdMs: NOW_MS - random() * 700 * DAY_MS,
      ...(at < 40 ? member(at) : {}),
    })),
  );
  const groups = drawReferenceGroups(members, pool, facts, seededRandom(1));
  const context = contextOf({ facts, pool, logStartMs: NOW_MS, logEndMs: NOW_MS + 7 * DAY_MS, ...known });
  return weighLifecycle(members, noRequests, groups, context);
}

describe("the lifecycle family", () => {
  it("speaks where the accounts were made within days of each other, and says so", () => {
    const found = weigh((at) => ({ createdMs: NOW_MS - at * 60_000 }));
    expect(found?.logLikelihoodRatio).toBeGreaterThan(5);
    expect(found?.summary).toContain("100 % of the accounts were created within seven days");
  });

  it("does not speak where they are as old as others", () => {
    expect(weigh(() => ({}))?.logLikelihoodRatio).toBeLessThan(1.2);
  });

  it("speaks where many were banned, if there is an enforcement table", () => {
    const banned = (at: number): TestAccount => (at < 20 ? { stoppedMs: NOW_MS } : {});
    expect(weigh(banned)?.logLikelihoodRatio).toBeLessThan(1.2);
    expect(weigh(banned, { hasEnforcement: true })?.logLikelihoodRatio).toBeGreaterThan(3);
  });

  it("holds a release pivot against the base rate of the launch day", () => {
    const releaseMs = NOW_MS + DAY_MS;
    const use = (ofPool: number): Map<number, number> =>
      new Map(
        [...members, ...pool.filter((account) => account % 10 < ofPool)].map((account) => [
          account,
          releaseMs,
        ]),
      );
    const pivot = (ofPool: number): number =>
      weigh(() => ({}), { releases: [{ timeMs: releaseMs, use: use(ofPool) }] })?.logLikelihoodRatio ?? 0;
    // Everybody pivots on launch day, or only the members do.
    expect(pivot(10)).toBeLessThan(1.2);
    expect(pivot(1)).toBeGreaterThan(3);
  });

  it("is silent where nothing is known of the accounts", () => {
    const facts = factsOf(range(0, 440).map(() => ({ createdMs: Number.NaN })));
    const groups = drawReferenceGroups(members, pool, facts, seededRandom(1));
    expect(weighLifecycle(members, noRequests, groups, contextOf({ facts, pool }))).toBeUndefined();
  });
});
