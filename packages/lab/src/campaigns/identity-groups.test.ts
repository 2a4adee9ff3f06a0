import { describe, expect, it } from "vitest";
import { factsOf } from "../accounts/account-facts.fixture.ts";
import { indexOfValues } from "../detectors/identity-links/identity-links.fixture.ts";
import { identityGroups } from "./identity-groups.ts";
import { range } from "./seeds.fixture.ts";

/** Twelve accounts, each with a card and a device that other members have too, so that all hang together. */
const RING = range(0, 12).map(
  (at) => [at % 2 === 0 ? "payment" : "device", [at, (at + 1) % 12, (at + 2) % 12]] as const,
);

function groupsOf(
  values: Parameters<typeof indexOfValues>[0],
  known: { readonly payer?: (account: number) => number; readonly leftOut?: readonly number[] } = {},
): number[][] {
  const facts = factsOf(range(0, 200).map((account) => ({ payer: known.payer?.(account) ?? account })));
  return identityGroups(indexOfValues(values), facts, new Set(known.leftOut)).map((group) =>
    [...group].sort((a, b) => a - b),
  );
}

describe("groups of accounts that hang together by cards and devices", () => {
  it("are found without any common text", () => {
    expect(groupsOf(RING)).toEqual([range(0, 12)]);
  });

  it("are none where one payer stands behind them, or four", () => {
    for (const payers of [1, 4]) expect(groupsOf(RING, { payer: (account) => account % payers })).toEqual([]);
  });

  it("are none where only places are shared: an office, a campus, a week of sign-ups", () => {
    const places = (["network", "signup_ip", "email_domain", "signup_burst"] as const).map(
      (kind) => [kind, range(0, 40)] as const,
    );
    expect(groupsOf(places)).toEqual([]);
  });

  it("are none where couples share a card, or a whole crowd does", () => {
    expect(groupsOf(range(0, 40).map((at) => ["payment", [2 * at, 2 * at + 1]]))).toEqual([]);
    expect(groupsOf([["payment", range(0, 100)]])).toEqual([]);
  });

  it("leave out accounts whose use is declared", () => {
    expect(groupsOf(RING, { leftOut: range(0, 6) })).toEqual([]);
  });
});
