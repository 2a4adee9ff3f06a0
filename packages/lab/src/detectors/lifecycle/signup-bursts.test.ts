import { describe, expect, it } from "vitest";
import { factsOf, type TestAccount } from "../../accounts/account-facts.fixture.ts";
import { seededRandom } from "../seeded-random.ts";
import { signupBursts, type SignupBursts } from "./signup-bursts.ts";
import { readSignups } from "./signups.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const START_MS = 20_000 * DAY_MS;

/** An account with a network of its own. */
const person = (createdMs: number, at: number, more: Partial<Row> = {}): TestAccount => ({
  createdMs,
  row: { account: String(at), signupIp: `10.${String(at >> 8)}.${String(at % 256)}.9`, ...more },
});
type Row = NonNullable<TestAccount["row"]>;

/** Sign-ups of strangers over two years. */
function strangers(count: number, random: () => number): TestAccount[] {
  return Array.from({ length: count }, (_, at) => person(START_MS + random() * 700 * DAY_MS, at));
}

function testOf(group: readonly TestAccount[], others: readonly TestAccount[]): SignupBursts {
  const facts = factsOf([...group, ...others]);
  return signupBursts(
    group.map((_, at) => at),
    readSignups(facts),
    seededRandom(7),
  );
}

describe("sign-up bursts", () => {
  const random = seededRandom(1);
  const others = strangers(2000, random).map((account, at) => ({
    ...account,
    row: { account: `other ${String(at)}` },
  }));

  it("are seen where a group of many payers and networks was created in a few of them", () => {
    const starts = [3, 9, 14, 15].map((day) => START_MS + 500 * DAY_MS + day * DAY_MS);
    const group = Array.from({ length: 120 }, (_, at) =>
      person((starts[at % 4] ?? 0) + random() * 40 * MINUTE_MS, at),
    );
    const found = testOf(group, others);
    expect(found.share).toBeGreaterThan(0.9);
    expect(found.bursts).toBe(4);
    expect(found.expected).toBeLessThan(0.1);
    expect(found.p).toBeLessThan(1e-6);
  });

  it("are seen where half of the group was made otherwise", () => {
    const starts = Array.from({ length: 10 }, () => START_MS + (400 + random() * 40) * DAY_MS);
    const group = [
      ...Array.from({ length: 60 }, (_, at) => person((starts[at % 10] ?? 0) + random() * 8 * MINUTE_MS, at)),
      ...strangers(60, random).map((account, at) => person(account.createdMs ?? 0, 100 + at)),
    ];
    const found = testOf(group, others);
    expect(found.share).toBeCloseTo(0.5, 1);
    // One of the strangers may have signed up in such minutes by chance.
    expect(found.accounts.filter((account) => account >= 60).length).toBeLessThan(2);
    expect(found.p).toBeLessThan(1e-6);
  });

  it("are not there among strangers", () => {
    const found = testOf(strangers(600, random), others);
    expect(found.share).toBeLessThan(0.01);
    expect(found.p).toBeGreaterThan(0.05);
  });

  it("are not there after a launch, however many come", () => {
    const launch = START_MS + 600 * DAY_MS + 15 * HOUR_MS;
    const group = Array.from({ length: 3000 }, (_, at) =>
      person(launch - Math.log(1 - random()) * 1.2 * DAY_MS, at),
    );
    const found = testOf(group, others);
    expect(found.share).toBeLessThan(0.02);
    expect(found.p).toBeGreaterThan(0.01);
  });

  it("count a class on one network as one, on however many days, and one with its own mail domain too", () => {
    const lesson = (at: number): number => START_MS + (at % 3) * DAY_MS + random() * 12 * MINUTE_MS;
    const atSchool = Array.from({ length: 84 }, (_, at) =>
      person(lesson(at), at, { signupIp: `10.9.${String(at % 3)}.${String(at)}` }),
    );
    const atHome = Array.from({ length: 84 }, (_, at) =>
      person(lesson(at), at, { emailDomain: `school-${String(at % 3)}.example` }),
    );
    expect([testOf(atSchool, others).share, testOf(atHome, others).share]).toEqual([0, 0]);
  });

  it("of a single day count as none, but are listed, whatever a few strays do", () => {
    const talk = (at: number): number => START_MS + random() * 8 * MINUTE_MS + (at < 3 ? 9 * DAY_MS : 0);
    const group = Array.from({ length: 103 }, (_, at) => person(talk(at), at));
    const found = testOf(group, others);
    expect([found.share, found.p, found.accounts.length]).toEqual([0, 1, 103]);
  });

  it("of one payer are no bursts", () => {
    const group = Array.from({ length: 60 }, (_, at) => ({
      ...person(START_MS + (at % 3) * DAY_MS + random() * 8 * MINUTE_MS, at),
      payer: 1,
    }));
    expect(testOf(group, others).share).toBe(0);
  });

  it("are explained where the whole log signed up in the same minutes, as after an import of old accounts", () => {
    const imported = (count: number): TestAccount[] =>
      Array.from({ length: count }, (_, at) =>
        person(START_MS + (at % 2) * 3 * DAY_MS + random() * 10 * MINUTE_MS, at),
      );
    expect(testOf(imported(100), imported(2000)).share).toBeLessThan(0.05);
  });

  it("are unknown where the table has dates only, or few networks or times", () => {
    const dates = Array.from({ length: 50 }, (_, at) => person(START_MS + (at % 5) * DAY_MS, at));
    expect(testOf(dates, dates).share).toBeNaN();
    const placeless = Array.from({ length: 50 }, (_, at) => ({ createdMs: START_MS + at * 1001 }));
    expect(testOf(placeless, others).p).toBeNaN();
    expect(
      testOf(
        Array.from({ length: 50 }, () => ({})),
        others,
      ).share,
    ).toBeNaN();
  });
});
