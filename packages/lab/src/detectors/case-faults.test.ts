import { describe, expect, it } from "vitest";
import { bypassSearchCase } from "./bypass-search/bypass-search-case.ts";
import { coverageCase } from "./coverage/coverage-case.ts";
import { poolFailoverCase } from "./pool-failover/pool-failover-case.ts";
import { CaseError } from "./read-case.ts";

const stream = { accounts: 10_000, from: 0, until: 10_000, every: 1 };

describe("a fault that only a whole case shows", () => {
  it.each([
    ["D9", poolFailoverCase, { log_hours: 10_000, groups: [stream] }, /^groups: more than/],
    ["D11", bypassSearchCase, { groups: [stream] }, /^groups: more than/],
    ["D11", bypassSearchCase, { groups: [{ ...stream, until: 2 }], also: [{ group: 1, as: 0 }] }, /^also\.0/],
    [
      "D13",
      coverageCase,
      { lists: { a: 1 }, requests: [{ account: "a", list: "a", at: 1 }] },
      /^requests\.0/,
    ],
    ["D13", coverageCase, { lists: {}, payers: { b: "p" }, requests: [] }, /^payers\.b: /],
  ] as const)("is the author's, with the name of the field (%s)", (_, caseOf, input, message) => {
    expect(() => caseOf(input)).toThrow(CaseError);
    expect(() => caseOf(input)).toThrow(message);
  });
});
