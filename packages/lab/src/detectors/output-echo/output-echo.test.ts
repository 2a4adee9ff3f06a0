import { describe, expect, it } from "vitest";
import { withEngine } from "../../engine/engine.fixture.ts";
import type { Evidence } from "../evidence.ts";
import { findEchoGroups, type EchoGroup } from "./echo-groups.ts";
import { loadEchoes, type EchoRequest } from "./echoes.fixture.ts";
import { weighEcho } from "./output-echo.ts";

/** Accounts 0–299 are ordinary, 300–323 a pool; all have 40 requests over eight days. */
const ORDINARY = 300;
const POOL = Array.from({ length: 24 }, (_, at) => ORDINARY + at);
const members = new Set(POOL);
const ACCOUNTS = ORDINARY + 24;
const ownPayers = Int32Array.from({ length: ACCOUNTS }, (_, account) => account);
const DAYS = 8;
const PER_DAY = 5;

/** Says which answer, if any, a request repeats: `turn` counts an account's requests. */
type SourceOf = (account: number, turn: number) => number | undefined;

function requestsWith(sourceOf: SourceOf, days = DAYS): EchoRequest[] {
  return Array.from({ length: ACCOUNTS * days * PER_DAY }, (_, at) => {
    const account = at % ACCOUNTS;
    const turn = Math.floor(at / ACCOUNTS);
    const source = sourceOf(account, turn);
    return { account, day: Math.floor(turn / PER_DAY), ...(source === undefined ? {} : { source }) };
  });
}

/** One ordinary account in fifteen has pasted something of a neighbour's once. */
const ordinaryEcho: SourceOf = (account, turn) =>
  account < ORDINARY && account % 15 === 0 && turn === account % 40 ? account + 1 : undefined;

/** A number that looks random and is always the same. */
function scattered(account: number, turn: number): number {
  return Math.imul(account * 1009 + turn * 31 + 7, 2_654_435_761) >>> 8;
}

/** Every third request of the pool's accounts cleans an answer that another of them got. */
const cleaner: SourceOf = (account, turn) =>
  members.has(account) && turn % 3 === 0 ? ORDINARY + (scattered(account, turn) % 24) : undefined;

const either =
  (...all: readonly SourceOf[]): SourceOf =>
  (account, turn) =>
    all.map((sourceOf) => sourceOf(account, turn)).find((source) => source !== undefined);

interface Seen {
  readonly groups: readonly EchoGroup[];
  readonly evidence: Evidence | undefined;
}

function see(sourceOf: SourceOf, payer = ownPayers, days = DAYS): Promise<Seen> {
  return withEngine(async (engine) => {
    const facts = await loadEchoes(engine, requestsWith(either(sourceOf, ordinaryEcho), days), payer);
    return { groups: await findEchoGroups(engine, facts), evidence: weighEcho(members, facts) };
  });
}

const ratio = ({ evidence }: Seen): number => evidence?.logLikelihoodRatio ?? Number.NaN;

describe("a pool that feeds its members' answers back", () => {
  it("is found as one group, with the requests that repeat", async () => {
    const { groups } = await see(cleaner);
    expect(groups.map((group) => group.accounts)).toEqual([POOL]);
    expect(groups[0]?.sources).toEqual([]);
    expect(groups[0]?.requests.length).toBeGreaterThan(24 * 12);
    expect(groups[0]?.requests).toEqual([...new Set(groups[0]?.requests)].sort((a, b) => a - b));
  });

  it("is nearly certain, and says from whom the answers were", async () => {
    const seen = await see(cleaner);
    expect(ratio(seen)).toBeGreaterThan(6);
    expect(ratio(seen)).toBeLessThanOrEqual(8);
    expect(seen.evidence?.family).toBe("replay");
    expect(seen.evidence?.figures["persistent_payers"]).toBe(24);
    expect(seen.evidence?.figures["from_members_share"]).toBe(1);
    expect(seen.evidence?.requests.length).toBe(5);
  });

  it("is seen too where it bought the answers of ordinary users, who are named as sources", async () => {
    const bought: SourceOf = (account, turn) =>
      members.has(account) && turn % 3 === 0 ? scattered(account, turn) % ORDINARY : undefined;
    const once = (account: number): boolean => account < ORDINARY && account % 10 === 1;
    const seen = await see(
      either(bought, (account, turn) => (once(account) && turn === 2 ? account + 1 : undefined)),
    );
    expect(ratio(seen)).toBeGreaterThan(6);
    expect(seen.evidence?.figures["from_members_share"]).toBe(0);
    expect(seen.groups.map((group) => group.accounts)).toEqual([POOL]);
    expect(seen.groups[0]?.sources.length).toBeGreaterThan(24);
    // Some of the sources have pasted an answer once themselves; that is no request of the group.
    expect(seen.groups[0]?.sources.some(once)).toBe(true);
    const repeating = new Set(seen.groups[0]?.requests.map((request) => request % ACCOUNTS));
    expect([...repeating].filter((account) => !members.has(account))).toEqual([]);
  });

  it("says only little where each member did it once or twice", async () => {
    const seen = await see((account, turn) =>
      members.has(account) && turn === 2 * (account % 9) ? ORDINARY + ((account + 1) % 24) : undefined,
    );
    expect(seen.evidence?.figures["persistent_payers"]).toBe(0);
    expect(seen.evidence?.figures["echoing_payers"]).toBe(24);
    expect(ratio(seen)).toBeGreaterThan(0.5);
    expect(ratio(seen)).toBeLessThan(2.2);
  });

  it("is seen in a log of two days, which cannot show that it lasts", async () => {
    expect(ratio(await see(cleaner, ownPayers, 2))).toBeGreaterThan(4);
  });
});

describe("the search for echoes", () => {
  it("keeps two pools apart that both quote what many others quote", async () => {
    const half = (account: number): number => (account - ORDINARY < 12 ? 0 : 12);
    const within: SourceOf = (account, turn) =>
      members.has(account) && turn % 3 === 0
        ? ORDINARY + half(account) + (scattered(account, turn) % 12)
        : undefined;
    const quoted: SourceOf = (account, turn) =>
      turn === 1 && account !== 7 && account >= 200 ? 7 : undefined;
    const { groups } = await see(either(within, quoted));
    expect(groups.map((group) => group.accounts)).toEqual([POOL.slice(0, 12), POOL.slice(12)]);
    expect(groups.flatMap((group) => group.sources)).toEqual([]);
  });

  it("does not make a group of two", async () => {
    const { groups } = await see((account, turn) =>
      account >= ORDINARY && account < ORDINARY + 2 && turn % 3 === 0 ? 1 + (turn % 4) : undefined,
    );
    expect(groups).toEqual([]);
  });
});

describe("honest uses that look like an echo are not taken for it:", () => {
  it("one customer's accounts that work on one another's answers", async () => {
    const onePayer = ownPayers.map((payer, account) => (members.has(account) ? 999 : payer));
    const seen = await see(cleaner, onePayer);
    expect(seen.evidence).toBeUndefined();
    expect(seen.groups).toEqual([]);
  });

  it("a published page that everybody quotes", async () => {
    const seen = await see((account, turn) => (turn % 13 === 5 && account !== 7 ? 7 : undefined));
    expect(seen.groups).toEqual([]);
    expect(ratio(seen)).toBeLessThan(0);
  });

  it("a class that shares its answers in one afternoon", async () => {
    const seen = await see((account, turn) =>
      members.has(account) && turn >= 10 && turn < 14 ? ORDINARY + ((account + turn - 9) % 24) : undefined,
    );
    expect(seen.evidence?.figures["persistent_payers"]).toBe(0);
    expect(ratio(seen)).toBeLessThan(0);
    expect(seen.groups).toEqual([]);
  });

  it("a log in which pasting others' answers is what everybody does", async () => {
    const seen = await see((account, turn) =>
      turn % 8 === account % 8 ? (account * 11 + turn * 7 + 3) % ACCOUNTS : undefined,
    );
    expect(seen.evidence?.figures["persistent_payers"]).toBeGreaterThan(12);
    expect(ratio(seen)).toBeLessThan(0);
  });

  it("a group like any other in a log with echoes", async () => {
    const seen = await see(() => undefined);
    expect(seen.evidence?.figures["echoing_payers"]).toBe(0);
    expect(ratio(seen)).toBeLessThan(0);
  });
});

describe("the evidence of echoes", () => {
  it("is absent where the log has none, since it may have no answers", async () => {
    const evidence = await withEngine(async (engine) =>
      weighEcho(
        members,
        await loadEchoes(
          engine,
          requestsWith(() => undefined),
          ownPayers,
        ),
      ),
    );
    expect(evidence).toBeUndefined();
  });

  it("does not rise because members have many requests", async () => {
    // Half of the ordinary accounts with many requests repeat as a practice; the pool's accounts are of that kind.
    const heavy = (account: number): boolean => account >= 250;
    const requests = requestsWith(() => undefined).concat(
      Array.from({ length: ACCOUNTS * 200 }, (_, at): EchoRequest => {
        const account = at % ACCOUNTS;
        const echo = account % 2 === 0 && Math.floor(at / ACCOUNTS) % 8 === 0;
        return { account, day: Math.floor(at / ACCOUNTS / 25), ...(echo ? { source: (at * 7) % 200 } : {}) };
      }).filter(({ account }) => heavy(account)),
    );
    const evidence = await withEngine(async (engine) =>
      weighEcho(members, await loadEchoes(engine, requests, ownPayers)),
    );
    expect(evidence?.figures["persistent_payers"]).toBe(12);
    expect(evidence?.logLikelihoodRatio).toBeLessThan(0.2);
  });
});
