import fc from "fast-check";
import { expect, test } from "vitest";
import { standingOf, type Opinion, type OpinionValue, type Sighting, type StandingInput } from "../index.ts";

const DAY = 86_400_000_000;
const VALUES: readonly OpinionValue[] = [
  "strongly-disagree",
  "disagree",
  "neutral",
  "agree",
  "strongly-agree",
];

const time = fc.integer({ min: 0, max: 400 }).map((day) => day * DAY);
const organization = fc.constantFrom("a", "b", "c", "d", "e");
const sighting: fc.Arbitrary<Sighting> = fc.record({
  at: time,
  count: fc.constantFrom(0, 1, 5, 999_999_999),
  negative: fc.boolean(),
  organization: fc.option(organization, { nil: undefined }),
});
const opinion: fc.Arbitrary<Opinion> = fc.record({
  at: time,
  opinion: fc.constantFrom(...VALUES),
  organization,
});
const verdict = fc.record({
  by: fc.constant("person"),
  at: time,
  verdict: fc.constantFrom("confirmed", "dismissed"),
});
const input: fc.Arbitrary<StandingInput> = fc.record({
  firstAdded: time,
  validFrom: fc.option(time, { nil: undefined }),
  validUntil: fc.option(time, { nil: undefined }),
  revoked: fc.boolean(),
  recalled: fc.boolean(),
  sightings: fc.array(sighting, { maxLength: 12 }),
  opinions: fc.array(opinion, { maxLength: 12 }),
  verdict: fc.option(verdict, { nil: undefined }),
  now: time,
  halfLifeDays: fc.integer({ min: 1, max: 365 }),
}) as fc.Arbitrary<StandingInput>;

/** Neither ended nor pinned, so that the laws of the score have something to say. */
const living = input.map((facts): StandingInput => ({
  ...facts,
  revoked: false,
  recalled: false,
  verdict: undefined,
  validUntil: undefined,
}));

test("the score is 0 exactly when the object has ended, and otherwise 5 to 100 in steps of 5", () => {
  fc.assert(
    fc.property(input, (facts) => {
      const { state, score } = standingOf(facts);
      const isOver = ["recalled", "retracted", "dismissed", "expired"].includes(state);
      expect(score === 0).toBe(isOver);
      expect(score % 5 === 0 && score <= 100).toBe(true);
    }),
  );
});

test("revocation, recall and the end of validity are never contradicted", () => {
  fc.assert(
    fc.property(input, (facts) => {
      const over =
        facts.revoked || facts.recalled || (facts.validUntil !== undefined && facts.now >= facts.validUntil);
      if (over) expect(standingOf(facts).score).toBe(0);
    }),
  );
});

test("one more positive sighting never lowers the score", () => {
  fc.assert(
    fc.property(living, sighting, (facts, more) => {
      const positive = { ...more, count: 1, negative: false };
      const after = standingOf({ ...facts, sightings: [...facts.sightings, positive] });
      expect(after.score).toBeGreaterThanOrEqual(standingOf(facts).score);
    }),
  );
});

test("one more search without result never raises the score", () => {
  fc.assert(
    fc.property(living, sighting, (facts, more) => {
      const after = standingOf({ ...facts, sightings: [...facts.sightings, { ...more, negative: true }] });
      expect(after.score).toBeLessThanOrEqual(standingOf(facts).score);
    }),
  );
});

test("a friendlier opinion in place of another never lowers the score", () => {
  fc.assert(
    fc.property(living, opinion, fc.constantFrom(...VALUES), (facts, held, other) => {
      const [worse, better] = [held.opinion, other].sort((a, b) => VALUES.indexOf(a) - VALUES.indexOf(b)) as [
        OpinionValue,
        OpinionValue,
      ];
      const score = (value: OpinionValue) =>
        standingOf({ ...facts, opinions: [...facts.opinions, { ...held, opinion: value }] }).score;
      expect(score(better)).toBeGreaterThanOrEqual(score(worse));
    }),
  );
});

test("agreement of an organisation that had no opinion never lowers the score, disagreement never raises it", () => {
  fc.assert(
    fc.property(living, opinion, (facts, held) => {
      const before = standingOf(facts).score;
      const score = standingOf({
        ...facts,
        opinions: [...facts.opinions, { ...held, organization: "new" }],
      }).score;
      if (VALUES.indexOf(held.opinion) >= 2) expect(score).toBeGreaterThanOrEqual(before);
      if (VALUES.indexOf(held.opinion) <= 2) expect(score).toBeLessThanOrEqual(before);
    }),
  );
});

test("the score never rises with time alone", () => {
  fc.assert(
    fc.property(input, time, (facts, later) => {
      const after = standingOf({ ...facts, now: facts.now + later });
      expect(after.score).toBeLessThanOrEqual(standingOf(facts).score);
    }),
  );
});

test("a verdict pins: nothing that others see or think, and no age, moves the score", () => {
  fc.assert(
    fc.property(living, verdict, time, (facts, held, later) => {
      const pinned = held.verdict === "confirmed" ? 100 : 0;
      const standing = standingOf({
        ...facts,
        verdict: held as StandingInput["verdict"],
        now: facts.now + later,
      });
      expect(standing).toMatchObject({ state: held.verdict, score: pinned });
    }),
  );
});

test("the order of sightings and opinions does not matter", () => {
  const shuffled = input.chain((facts) =>
    fc.record({
      facts: fc.constant(facts),
      sightings: fc.shuffledSubarray([...facts.sightings], { minLength: facts.sightings.length }),
      opinions: fc.shuffledSubarray([...facts.opinions], { minLength: facts.opinions.length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ facts, sightings, opinions }) => {
      expect(standingOf({ ...facts, sightings, opinions })).toEqual(standingOf(facts));
    }),
  );
});
