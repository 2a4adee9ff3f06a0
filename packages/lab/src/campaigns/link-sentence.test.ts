import { describe, expect, it } from "vitest";
import type { LinkKind } from "../accounts/identity-index.ts";
import type { MemberLink } from "../detectors/identity-links/identity-links.ts";
import { linkSentence } from "./link-sentence.ts";
import { range } from "./seeds.fixture.ts";

const ALL: ReadonlySet<LinkKind> = new Set(["payment", "device", "email_domain"]);

function link(kind: LinkKind, members: readonly number[], weight: number): MemberLink {
  return { value: { kind, value: "v", accounts: Int32Array.from(members), rarity: weight }, members, weight };
}

describe("the sentence about what accounts share", () => {
  it("counts only the values that join the accounts which it counts", () => {
    const links = [
      link("payment", [0, 1, 2], 0.8),
      link("device", [2, 3], 0.9),
      link("email_domain", range(0, 40), 0.1),
    ];
    expect(linkSentence(40, links, ALL)).toBe(
      "4 of 40 accounts share 1 payment instrument, 1 device across organizations",
    );
  });

  it("says of values that too many have that they join nobody", () => {
    const links = range(0, 6).map((at) => link("email_domain", range(at * 30, at * 30 + 30), 0.1));
    expect(linkSentence(210, links, ALL)).toBe(
      "What the 210 accounts share across organizations (6 mail domains) is too common to join any two of them",
    );
  });

  it("says where nothing is shared", () => {
    expect(linkSentence(12, [], ALL)).toBe(
      "The 12 accounts share no payment instrument, device or mail domain across organizations",
    );
  });
});
