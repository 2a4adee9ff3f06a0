import { describe, expect, it } from "vitest";
import { capital, percent, round } from "./figure-text.ts";

describe("figures in sentences", () => {
  it("show shares with a digit only where they are small", () => {
    expect([percent(0), percent(0.004), percent(0.0999), percent(0.5)]).toEqual([
      "0 %",
      "0.4 %",
      "10.0 %",
      "50 %",
    ]);
  });

  it("have three digits at the most, and begin with a capital", () => {
    expect([round(0.12345), round(-7), round(0.0004)]).toEqual([0.123, -7, 0]);
    expect([capital("each account"), capital("")]).toEqual(["Each account", ""]);
  });
});
