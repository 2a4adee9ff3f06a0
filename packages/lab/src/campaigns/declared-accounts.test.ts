import { describe, expect, it } from "vitest";
import { factsOf } from "../accounts/account-facts.fixture.ts";
import type { Names } from "../engine/load-chunks.ts";
import type { DeclaredUseRow } from "../events/side-tables.ts";
import { declaredAccounts } from "./declared-accounts.ts";

/** "a" is of acme by the log, "b" by the accounts table, "c" of nobody. All are active from 100 to 200. */
const names: Names = { accounts: ["a", "b", "c"], models: [], strings: ["acme"], organizationOf: [0] };
const facts = factsOf(
  ["a", "b", "c"].map((account) => ({
    firstMs: 100,
    lastMs: 200,
    row: { account, ...(account === "b" ? { organization: "acme" } : {}) },
  })),
);

const declared = (...rows: Omit<DeclaredUseRow, "use">[]): string[] =>
  [
    ...declaredAccounts(
      rows.map((row) => ({ use: "evaluation", ...row })),
      names,
      facts,
    ),
  ].map((account) => names.accounts[account] ?? "");

describe("declared accounts", () => {
  it("are the account that is named, or all accounts of the organization", () => {
    expect(declared({ account: "c" })).toEqual(["c"]);
    expect(declared({ organization: "acme" })).toEqual(["a", "b"]);
    expect(declared()).toEqual([]);
  });

  it("are those whose activity lies inside the period, its ends included", () => {
    expect(declared({ account: "c", fromMs: 100, untilMs: 200 })).toEqual(["c"]);
    expect(declared({ account: "c", fromMs: 101 })).toEqual([]);
    expect(declared({ account: "c", untilMs: 199 })).toEqual([]);
  });

  it("are not those that merely bear an organization's name", () => {
    expect(declared({ account: "acme" })).toEqual([]);
    expect(declared({ organization: "c" })).toEqual([]);
  });

  it("are covered by periods that adjoin, such as a renewal, and not by periods with a gap", () => {
    const first = { account: "c", untilMs: 150 };
    expect(declared(first, { account: "c", fromMs: 150 })).toEqual(["c"]);
    expect(declared({ account: "c", fromMs: 150 }, first)).toEqual(["c"]);
    const early = { account: "c", untilMs: 120 - 5000 };
    expect(declared(early, { account: "c", fromMs: 120 })).toEqual([]);
  });

  it("are one account where a row names both it and its organization", () => {
    expect(declared({ account: "a", organization: "acme" })).toEqual(["a"]);
  });
});
