import { describe, expect, it } from "vitest";
import { factsOf } from "../accounts/account-facts.fixture.ts";
import { declaredAccounts } from "../campaigns/declared-accounts.ts";
import { contextOf } from "../campaigns/context.fixture.ts";
import type { DeclaredUseRow } from "../events/side-tables.ts";
import type { DeclaredUseNote } from "../report/report.ts";
import { measuresOf } from "../accounts/account-measures.fixture.ts";
import { quantilesOfPool } from "../baseline/quantiles.ts";
import { declaredUsesOf } from "./declared-uses.ts";
import { namesOf } from "./finding.fixture.ts";

/** Two accounts of acme, active in 100–200 and 100–900, and one of nobody. */
const facts = factsOf([
  { requests: 5, firstMs: 100, lastMs: 200, row: { account: "a0", organization: "acme" } },
  { requests: 7, firstMs: 100, lastMs: 900, row: { account: "a1", organization: "acme" } },
  { requests: 9, firstMs: 100, lastMs: 200 },
]);

/** As a run makes them: what was left out is what the search left out. */
function notes(...rows: Omit<DeclaredUseRow, "use">[]): readonly DeclaredUseNote[] {
  const declared = rows.map((row): DeclaredUseRow => ({ use: "batch", ...row }));
  const context = contextOf({ facts, declared: declaredAccounts(declared, namesOf(3), facts) });
  return declaredUsesOf([0, 1, 2], declared, namesOf(3), context);
}

describe("a note on a declared use", () => {
  it("names the subject, the period, and the requests of its accounts", () => {
    expect(notes({ organization: "acme", fromMs: 0, untilMs: 1000 })).toEqual([
      {
        subject: "organization acme",
        use: "batch",
        from: "1970-01-01T00:00:00.000Z",
        until: "1970-01-01T00:00:01.000Z",
        requests: 12,
        effect: "its requests were left out of every search for campaigns",
      },
    ]);
  });

  it("does not claim an effect on accounts that were active outside of the period", () => {
    expect(notes({ organization: "acme", untilMs: 500 })[0]?.effect).toMatch(
      /^the requests of 1 of its 2 accounts/,
    );
    expect(notes({ account: "a2", untilMs: 150 })[0]?.effect).toMatch(/^none/);
  });

  it("knows a declaration and its renewal as one period", () => {
    const [first, renewal] = notes(
      { account: "a1", fromMs: 0, untilMs: 500 },
      { account: "a1", fromMs: 501, untilMs: 1000 },
    );
    expect([first?.effect, renewal?.effect]).toEqual(
      Array(2).fill("its requests were left out of every search for campaigns"),
    );
  });

  it("is not written of subjects that the log does not have", () => {
    expect(notes({ account: "stranger" }, { organization: "nobody" })).toEqual([]);
  });
});

describe("the check of a declared use", () => {
  const declared: readonly DeclaredUseRow[] = [{ organization: "acme", use: "red-team" }];
  const measures = measuresOf([
    { requests: 5, refusal_share: 0.5, requests_per_active_day: 5 },
    { requests: 7, refusal_share: 0.5, requests_per_active_day: 7 },
    { requests: 9, refusal_share: 0.01, requests_per_active_day: 9 },
  ]);
  const context = contextOf({ facts, declared: new Set([0, 1]) });
  const checking = { measures, ordinary: quantilesOfPool(measures, [2]) };

  it("measures all accounts of the subject against ordinary ones", () => {
    expect(declaredUsesOf([0, 1, 2], declared, namesOf(3), context, checking)[0]?.check).toEqual({
      expected: "red-team: uses few accounts; is refused more often than ordinary accounts; stays small",
      observed: "accounts 2; refused 50 %; requests on an active day 7",
      agrees: true,
    });
  });

  it("changes nothing else in the note, and is absent where it was not asked for", () => {
    const [note] = declaredUsesOf([0, 1, 2], declared, namesOf(3), context, checking);
    const { check: _, ...rest } = note ?? { check: undefined };
    expect(declaredUsesOf([0, 1, 2], declared, namesOf(3), context)).toEqual([rest]);
  });
});
