import { describe, expect, it } from "vitest";
import { outputEchoCase } from "./output-echo-case.ts";

/** Each account repeats answers of the next three, on three days. */
function cleaners(size: number): { members: string[]; echoes: object[] } {
  const members = Array.from({ length: size }, (_, at) => `account ${String(at)}`);
  const echoes = members.flatMap((account, at) =>
    [1, 2, 3].map((step) => ({ account, source: members[(at + step) % size], day: step, requests: 3 })),
  );
  return { members, echoes };
}

describe("a case of output echo", () => {
  it("speaks for ten payers that repeat as a practice, and the less the more others do", () => {
    const rare = outputEchoCase({ ...cleaners(10), others: { payers: 1000, echoing: 20, persistent: 2 } });
    const common = outputEchoCase({
      ...cleaners(10),
      others: { payers: 1000, echoing: 500, persistent: 300 },
    });
    expect(rare).toBeGreaterThan(5);
    expect(common).toBeLessThan(rare - 2);
  });

  it("says less of the same number of echoes the more other requests there are", () => {
    const many = outputEchoCase({ ...cleaners(10), requests: 5000 });
    expect(many).toBeLessThan(outputEchoCase({ ...cleaners(10), requests: 50 }) - 2);
  });

  it("is 0 where one payer is behind all", () => {
    const one = cleaners(10);
    const payers = Object.fromEntries(one.members.map((account) => [account, "one"]));
    expect(outputEchoCase({ ...one, payers, others: { echoing: 5 } })).toBe(0);
  });

  it.each([
    ["text", "case"],
    [{ members: ["a"], echoes: [{ account: "a" }] }, "echoes.0.source"],
    [{ members: ["a"], echoes: [], days: 0 }, "days"],
    [{ members: ["a"], echoes: [], others: { echoing: 2, persistent: 3 } }, "others.persistent"],
    [{ members: ["a"], echoes: [], others: { payers: 1, echoing: 2 } }, "others.echoing"],
    [{ members: ["a"], echoes: [{ account: "a", source: "b", when: 3 }] }, "echoes.0.when"],
  ])("refuses %j and names %s", (input, field) => {
    expect(() => outputEchoCase(input)).toThrow(TypeError);
    expect(() => outputEchoCase(input)).toThrow(`${field}: `);
  });
});
