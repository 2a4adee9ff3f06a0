import { describe, expect, it } from "vitest";
import { checkKnobs } from "../traffic/campaigns/knobs.ts";
import type { PricedStep, PriceStep } from "./price.ts";
import { breakEven, costOf, OPEN, PRICE_STEPS, priceCells } from "./price.ts";

describe("what an evasion costs", () => {
  it("is 1 in every unit for the open campaign", () => {
    const { latencyHours, ...units } = costOf(OPEN, 8);
    expect(latencyHours).toBe(0);
    for (const unit of Object.values(units)) expect(unit).toBeCloseTo(1, 10);
  });

  it("doubles the bought tokens at half cover", () => {
    expect(costOf({ ...OPEN, cover: 0.5 }, 8).tokens).toBeCloseTo(2, 10);
  });

  it("buys every account and its instruments again with each rotation", () => {
    const rotated = costOf({ ...OPEN, rotationDays: 2 }, 8);
    expect(rotated.accounts).toBe(4);
    expect(rotated.instruments).toBeCloseTo(4, 10);
  });

  it("never falls when any evasion is turned further, and jitter is paid in time alone", () => {
    const evasions = [...new Set(PRICE_STEPS.map(({ evasion }) => evasion))];
    for (const evasion of evasions) {
      const totals = PRICE_STEPS.filter((one) => one.evasion === evasion).map(
        ({ knobs }) => costOf(knobs, 8).total,
      );
      expect(totals).toEqual([...totals].sort((a, b) => a - b));
    }
    expect(costOf({ ...OPEN, jitterMinutes: 60 }, 8)).toMatchObject({
      total: costOf(OPEN, 8).total,
      latencyHours: 0.5,
    });
  });
});

describe("the steps that are tried", () => {
  it("turn knobs that the traffic has, within their ranges, each log with a seed of its own", () => {
    for (const { knobs } of PRICE_STEPS) expect(() => checkKnobs(knobs)).not.toThrow();
    const cells = priceCells(1);
    expect(new Set(cells.map(({ seed }) => seed)).size).toBe(PRICE_STEPS.length);
  });
});

describe("break-even", () => {
  const priced = (label: string, total: number, found: number): PricedStep => ({
    ...(PRICE_STEPS[1] as PriceStep),
    evasion: "cover share",
    label,
    cost: { ...costOf(OPEN, 8), total },
    found,
    recall: found,
  });

  it("is the cheapest step at which fewer than half of the campaigns are found", () => {
    const steps = [priced("60 %", 2, 0.4), priced("30 %", 1.3, 1), priced("85 %", 5, 0)];
    expect(breakEven(steps, "cover share")?.label).toBe("60 %");
  });

  it("is absent where the most that was tried is still found", () => {
    expect(breakEven([priced("85 %", 5, 0.5)], "cover share")).toBeUndefined();
  });
});
