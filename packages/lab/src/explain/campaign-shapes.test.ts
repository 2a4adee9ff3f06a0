import { describe, expect, it } from "vitest";
import { range, seedOf } from "../campaigns/seeds.fixture.ts";
import type { Seed } from "../campaigns/seeds.ts";
import type { EnforcementRow } from "../events/side-tables.ts";
import { shapesOf } from "./campaign-shapes.ts";
import { findingOf, namesOf, requestsOf } from "./finding.fixture.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Twenty members; ten take the text up on day 0, ten on day 10. */
function shapes(seeds: readonly Seed[], enforcement: readonly EnforcementRow[] = []): readonly string[] {
  const finding = findingOf({
    requests: requestsOf(
      range(0, 20).map((account) => [account, account + (account < 10 ? 0 : 10 * DAY_MS)]),
    ),
    seeds,
  });
  return shapesOf(finding, enforcement, namesOf(30));
}

const block = (accounts: readonly number[], perAccount: number): Seed =>
  seedOf(9, accounts, perAccount, { kind: "block" });
const bans = (accounts: readonly number[], timeMs: number): EnforcementRow[] =>
  accounts.map((account) => ({ timeMs, account: `a${String(account)}`, action: "ban" }));

describe("the shapes of a campaign", () => {
  it("tell a template from a block inside of other texts", () => {
    const members = range(0, 20);
    expect(shapes([seedOf(0, members, 10)])[0]).toBe("template-harvest");
    expect(shapes([block(members, 10)])[0]).toBe("injected-block");
    // A block that makes whole texts alike is a template.
    expect(shapes([block(members, 10), seedOf(0, members, 8)])[0]).toBe("template-harvest");
    expect(shapes([block(members, 10), seedOf(0, members, 2)])[0]).toBe("injected-block");
  });

  it("are those of its members, though strangers use the block far more", () => {
    const everyone = new Map([...range(0, 20).map((account) => [account, 10] as const), [25, 5000] as const]);
    const shared = seedOf(9, range(0, 20), 10, { kind: "block", requests: 5200, accounts: everyone });
    expect(shapes([shared, seedOf(0, range(0, 20), 9)])[0]).toBe("template-harvest");
  });

  it("name an intent that at least three in ten of the requests have", () => {
    const of = (rate: number): readonly string[] =>
      shapes([seedOf(0, range(0, 20), 10, { intents: { rubricGrading: rate * 200, taskGeneration: 0 } })]);
    expect(of(0.3)).toEqual(["template-harvest", "rubric-grading"]);
    expect(of(0.29)).toEqual(["template-harvest"]);
  });

  it("show a failover where new members begin after a wave of bans", () => {
    const seeds = [seedOf(0, range(0, 20), 10)];
    expect(shapes(seeds, bans(range(0, 10), 10 * DAY_MS - 3 * HOUR_MS))).toContain("pool-failover");
  });

  it("show none where members began long before or after, where bans are few, or hit others", () => {
    const seeds = [seedOf(0, range(0, 20), 10)];
    expect(shapes(seeds, bans(range(0, 10), 15 * DAY_MS))).not.toContain("pool-failover");
    expect(shapes(seeds, bans(range(0, 10), 7 * DAY_MS))).not.toContain("pool-failover");
    expect(shapes(seeds, bans(range(0, 4), 10 * DAY_MS))).not.toContain("pool-failover");
    expect(shapes(seeds, bans(range(20, 30), 10 * DAY_MS))).not.toContain("pool-failover");
  });
});
