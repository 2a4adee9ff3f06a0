import { describe, expect, it } from "vitest";
import {
  bytesText,
  countOf,
  dayText,
  figureText,
  probabilityText,
  rateText,
  shortCount,
  signedText,
  significanceText,
  spanText,
  timeText,
} from "./figure-text.ts";

describe("figures as text", () => {
  it("never calls a probability certain", () => {
    expect([1, 0.99999, 0.9995].map(probabilityText)).toEqual(["> 99.9 %", "> 99.9 %", "> 99.9 %"]);
    expect([0.972, 0.41, 0.04, 0.0002, 0].map(probabilityText)).toEqual([
      "97.2 %",
      "41 %",
      "4.0 %",
      "< 0.1 %",
      "0 %",
    ]);
  });

  it("says when a figure is none", () => {
    expect(
      [probabilityText, significanceText, signedText, figureText].map((text) => text(Number.NaN)),
    ).toEqual(Array(4).fill("unknown"));
  });

  it("writes significance, rates, signs and figures", () => {
    expect([0.00001, 0.0004, 0.041].map(significanceText)).toEqual(["< 0.0001", "0.0004", "0.041"]);
    expect([0.05, 0.001].map(rateText)).toEqual(["5 %", "0.1 %"]);
    expect([8.44, -1.16].map(signedText)).toEqual(["+8.4", "−1.2"]);
    expect([12_345, 0.83124, 0.00000031].map(figureText)).toEqual(["12,345", "0.8312", "3.10e-7"]);
  });

  it("writes counts with their noun", () => {
    expect([countOf(1, "line"), countOf(2100, "line"), shortCount(9999), shortCount(4_312_000)]).toEqual([
      "1 line",
      "2,100 lines",
      "9,999",
      "4.31 M",
    ]);
  });

  it("writes the two largest units of a span", () => {
    expect([0, 12, 7200, 7260, 90_061, 86_460].map(spanText)).toEqual([
      "0 s",
      "12 s",
      "2 h",
      "2 h 1 min",
      "1 d 1 h",
      "1 d",
    ]);
  });

  it("writes times in UTC and leaves alone what is none", () => {
    expect([
      timeText("2026-09-14T10:15:30+02:00"),
      dayText("2026-09-14T23:30:00-02:00"),
      timeText("never"),
    ]).toEqual(["2026-09-14 08:15", "2026-09-15", "never"]);
  });

  it("writes bytes in binary units", () => {
    expect([512, 1536, 5 * 1024 ** 3].map(bytesText)).toEqual(["512 B", "1.5 KiB", "5.0 GiB"]);
  });
});
