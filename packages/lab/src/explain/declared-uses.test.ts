import { describe, expect, it } from "vitest";
import { factsOf } from "../accounts/account-facts.fixture.ts";
import { contextOf } from "../campaigns/context.fixture.ts";
import type { DeclaredUseRow } from "../events/side-tables.ts";
import type { DeclaredUseNote } from "../report/report.ts";
import { declaredUsesOf } from "./declared-uses.ts";
import { namesOf } from "./finding.fixture.ts";

/** Two accounts of acme, active in 100–200 and 100–900, and one of nobody. */
const facts = factsOf([
  { requests: 5, firstMs: 100, lastMs: 200, row: { account: "a0", organization: "acme" } },
  { requests: 7, firstMs: 100, lastMs: 900, row: { account: "a1", organization: "acme" } },
  { requests: 9, firstMs: 100, lastMs: 200 },
]);

const notes = (...rows: Omit<DeclaredUseRow, "use">[]): readonly DeclaredUseNote[] =>
  declaredUsesOf(
    [0, 1, 2],
    rows.map((row) => ({ use: "batch", ...row })),
    namesOf(3),
    contextOf({ facts }),
  );

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

  it("is not written of subjects that the log does not have", () => {
    expect(notes({ account: "stranger" }, { organization: "nobody" })).toEqual([]);
  });
});
