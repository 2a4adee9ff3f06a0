import { describe, expect, test } from "vitest";
import { standingOf, type StandingInput } from "../index.ts";

const DAY = 86_400_000_000;
const ADDED = 1_790_000_000_000_000;

const PLAIN: StandingInput = {
  firstAdded: ADDED,
  revoked: false,
  recalled: false,
  sightings: [],
  opinions: [],
  now: ADDED,
  halfLifeDays: 30,
};

const seen = (day: number, organization?: string) => ({
  at: ADDED + day * DAY,
  count: 3,
  negative: false,
  organization,
});
const inVain = (day: number, organization?: string) => ({
  at: ADDED + day * DAY,
  count: 0,
  negative: true,
  organization,
});
const opinion = (organization: string, value: "strongly-disagree" | "agree", day = 0) => ({
  at: ADDED + day * DAY,
  opinion: value,
  organization,
});

describe("ends", () => {
  test.each([
    ["recall", { recalled: true, revoked: true }, "recalled"],
    ["revocation", { revoked: true, verdict: { by: "p", at: ADDED, verdict: "confirmed" } }, "retracted"],
    ["a human dismissal", { verdict: { by: "p", at: ADDED, verdict: "dismissed" } }, "dismissed"],
    ["the end of validity", { validUntil: ADDED }, "expired"],
    [
      "the end of validity, confirmed or not",
      { validUntil: ADDED, verdict: { by: "p", at: ADDED, verdict: "confirmed" } },
      "expired",
    ],
  ] as const)("%s ends it with 0, however often it is seen", (_, facts, state) => {
    const standing = standingOf({ ...PLAIN, ...facts, sightings: [seen(0, "a"), seen(1, "b")] });
    expect(standing).toMatchObject({ state, score: 0 });
    expect(standing.reasons).toHaveLength(1);
  });

  test("a thing that nobody saw for four half-lives is expired, and a sighting brings it back", () => {
    const late = { ...PLAIN, now: ADDED + 121 * DAY };
    expect(standingOf(late)).toMatchObject({ state: "expired", score: 0 });
    expect(standingOf({ ...late, sightings: [seen(120)] })).toMatchObject({ state: "active" });
  });
});

describe("age", () => {
  test("a new thing is active, one of more than a half-life fades", () => {
    expect(standingOf(PLAIN)).toMatchObject({ state: "active", score: 50 });
    expect(standingOf({ ...PLAIN, now: ADDED + 31 * DAY })).toMatchObject({ state: "fading", score: 25 });
  });

  test("a sighting restarts decay", () => {
    const now = ADDED + 60 * DAY;
    const old = standingOf({ ...PLAIN, now, sightings: [seen(1, "a")] });
    const again = standingOf({ ...PLAIN, now, sightings: [seen(1, "a"), seen(59, "a")] });
    expect([old.state, again.state]).toEqual(["fading", "active"]);
    expect(again.score).toBeGreaterThan(2 * old.score);
  });

  test("a human confirmation holds at any age", () => {
    const verdict = { by: "p", at: ADDED, verdict: "confirmed" } as const;
    expect(standingOf({ ...PLAIN, verdict, now: ADDED + 9999 * DAY })).toMatchObject({
      state: "confirmed",
      score: 100,
    });
  });

  test("a date in the future does not keep a thing young beyond now", () => {
    const sightings = [seen(9999, "a")];
    expect(standingOf({ ...PLAIN, sightings })).toEqual(standingOf({ ...PLAIN, sightings: [seen(0, "a")] }));
  });

  test("decay begins when validity does", () => {
    const validFrom = ADDED + 100 * DAY;
    expect(standingOf({ ...PLAIN, validFrom, now: ADDED + 101 * DAY }).state).toBe("active");
    expect(standingOf({ ...PLAIN, validFrom }).reasons).toContain("Its validity has not begun yet.");
  });
});

describe("sightings", () => {
  test("several organisations say more than one that reports a thousand times", () => {
    const many = Array.from({ length: 1000 }, () => seen(0, "a"));
    const alone = standingOf({ ...PLAIN, sightings: many }).score;
    const three = standingOf({ ...PLAIN, sightings: [seen(0, "a"), seen(0, "b"), seen(0, "c")] }).score;
    expect(alone).toBeLessThanOrEqual(75);
    expect(three).toBeGreaterThan(alone);
  });

  test("looked and not found lowers mildly, and not at all once it is seen again", () => {
    const negative = ["a", "b", "c", "d", "e", "f"].map((name) => inVain(1, name));
    const { score, state } = standingOf({ ...PLAIN, sightings: negative });
    expect(state).toBe("active");
    expect(score).toBeLessThan(50);
    expect(score).toBeGreaterThanOrEqual(35);
    const after = [...negative, seen(2, "g")];
    expect(standingOf({ ...PLAIN, sightings: after })).toEqual(
      standingOf({ ...PLAIN, sightings: [seen(2, "g")] }),
    );
  });

  test("a count of 0 is looked, not found, whatever it is called", () => {
    const sightings = [{ at: ADDED, count: 0, negative: false, organization: "a" }];
    expect(standingOf({ ...PLAIN, sightings }).score).toBeLessThan(50);
  });
});

describe("opinions", () => {
  test("disagreement that is not outweighed disputes", () => {
    const against = [opinion("a", "strongly-disagree")];
    expect(standingOf({ ...PLAIN, opinions: against }).state).toBe("disputed");
    const outweighed = [...against, opinion("b", "agree"), opinion("c", "agree"), opinion("d", "agree")];
    expect(standingOf({ ...PLAIN, opinions: outweighed }).state).toBe("active");
  });

  test("the latest of an organisation counts, once", () => {
    const changed = [
      opinion("a", "strongly-disagree", 1),
      opinion("a", "agree", 2),
      opinion("a", "agree", 2),
    ];
    expect(standingOf({ ...PLAIN, opinions: changed })).toEqual(
      standingOf({ ...PLAIN, opinions: [opinion("a", "agree", 2)] }),
    );
  });
});

test.each([0, -1, Number.NaN, Infinity])("a half-life of %s days is refused", (halfLifeDays) => {
  expect(() => standingOf({ ...PLAIN, halfLifeDays })).toThrow(RangeError);
});

test("reasons name nobody and count nobody", () => {
  const { reasons } = standingOf({
    ...PLAIN,
    now: ADDED + 3 * DAY,
    sightings: [seen(1, "org-a"), inVain(2, "org-b")],
    opinions: [opinion("org-c", "agree")],
  });
  expect(reasons).toEqual([
    "Last seen days ago: 2.",
    "Others looked for it since and did not find it.",
    "Opinions are in its favour.",
  ]);
});
