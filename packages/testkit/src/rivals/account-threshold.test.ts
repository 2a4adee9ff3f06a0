import { describe, expect, it } from "vitest";
import { calibratedRival, upperQuantile } from "./account-threshold.ts";
import { asked } from "./rival.fixture.ts";
import { rivalLog } from "./rival.ts";

describe("a calibrated rival", () => {
  const log = (sizes: readonly number[], prefix: string): ReturnType<typeof rivalLog> =>
    rivalLog(
      sizes.flatMap((size, account) =>
        Array.from({ length: size }, (_, index) => asked(`${prefix}${account}`, "text", { timeMs: index })),
      ),
    );
  const bySize = calibratedRival("size", "test", () => (tried) => {
    return new Map([...tried.byAccount].map(([account, requests]) => [account, requests.length]));
  });

  it("flags at most one in a hundred accounts like those it learned from, and those beyond them", () => {
    const sizes = Array.from({ length: 400 }, (_, index) => 1 + (index % 20));
    const judge = bySize.learn(log(sizes, "reference"), log(sizes, "honest"));
    expect(judge(log(sizes, "like")).flagged.size).toBe(0);
    expect([...judge(log([3, 40], "new")).flagged]).toEqual(["new1"]);
  });

  it("sets its threshold on the held-out log alone, however narrow the reference is", () => {
    const judge = bySize.learn(log([1, 1, 1], "reference"), log([5, 6, 7], "held"));
    expect([...judge(log([7, 8], "new")).flagged]).toEqual(["new1"]);
  });

  it("takes no threshold from nothing: then nobody is flagged", () => {
    expect(upperQuantile([], 0.01)).toBe(Number.POSITIVE_INFINITY);
    expect(upperQuantile([1, 2, 3, 4], 0.25)).toBe(3);
  });
});
