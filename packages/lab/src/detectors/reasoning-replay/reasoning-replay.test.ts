import { describe, expect, it } from "vitest";
import { withEngine } from "../../engine/engine.fixture.ts";
import type { Evidence } from "../evidence.ts";
import { findReplayGroups, weighReplay, type ReplayGroup } from "./reasoning-replay.ts";
import { readReplayFacts, type ReplayFacts } from "./replay-facts.ts";
import { conversation, loadTurns, type Turn } from "./tokens.fixture.ts";

/** Accounts 0–199 are ordinary: each has two conversations of its own. */
const ORDINARY = 200;
/** Accounts 200–223 are a pool. */
const POOL = Array.from({ length: 24 }, (_, at) => ORDINARY + at);
/** Accounts 224–252 are another. */
const SECOND = Array.from({ length: 29 }, (_, at) => ORDINARY + POOL.length + at);
const members: ReadonlySet<number> = new Set(POOL);
const ordinaryTurns: readonly Turn[] = Array.from({ length: ORDINARY * 2 }, (_, no) =>
  conversation(no, [no >> 1, no >> 1, no >> 1, no >> 1]),
).flat();
const ownPayers = Int32Array.from({ length: ORDINARY + 60 }, (_, account) => account);

/** Each conversation goes over some accounts of the pool in turn. */
function relayed(conversations: number, turnsOfEach: number, pool: readonly number[] = POOL): Turn[] {
  return Array.from({ length: conversations }, (_, no) =>
    conversation(
      1000 + no + (pool[0] ?? 0) * 1000,
      Array.from({ length: turnsOfEach }, (__, turn) => pool[(no * 7 + turn * 5) % pool.length] ?? 0),
    ),
  ).flat();
}

interface Seen {
  readonly groups: readonly ReplayGroup[];
  readonly evidence: Evidence | undefined;
  readonly facts: ReplayFacts;
}

function see(turns: readonly Turn[], payerOf = ownPayers, group = members): Promise<Seen> {
  return seeAlone([...ordinaryTurns, ...turns], payerOf, group);
}

/** The same where the log has nothing else. */
function seeAlone(turns: readonly Turn[], payerOf = ownPayers, group = members): Promise<Seen> {
  return withEngine(async (engine) => {
    await loadTurns(engine, turns, payerOf);
    const facts = await readReplayFacts(engine, payerOf);
    return { groups: await findReplayGroups(engine, facts), evidence: weighReplay(group, facts), facts };
  });
}

const ratio = ({ evidence }: Seen): number => evidence?.logLikelihoodRatio ?? Number.NaN;

describe("a pool whose accounts take turns in conversations", () => {
  it("is found as one group, with every request of those conversations", async () => {
    const { groups } = await see(relayed(30, 4));
    expect(groups.map((group) => group.accounts)).toEqual([POOL]);
    expect(groups[0]?.requests).toEqual(Array.from({ length: 120 }, (_, at) => ordinaryTurns.length + at));
  });

  it("is nearly certain, and cites the issue and the replay", async () => {
    const seen = await see(relayed(30, 4));
    expect(ratio(seen)).toBeGreaterThan(6);
    expect(ratio(seen)).toBeLessThanOrEqual(12.5);
    expect(seen.evidence?.family).toBe("replay");
    expect(seen.evidence?.figures["presenting_payers"]).toBe(24);
    // One in a hundred, as nobody else replays: members are no part of their own base rate.
    expect(seen.evidence?.figures["expected"]).toBeCloseTo(0.24, 6);
    expect(seen.evidence?.summary).toMatch(/of one member|issued to one member/);
    const [issue = -1, replay = -1] = seen.evidence?.requests ?? [];
    expect(issue).toBeLessThan(replay);
    expect(issue).toBeGreaterThanOrEqual(ordinaryTurns.length);
  });

  it("is not hidden by a second pool in the same log", async () => {
    const seen = await see([...relayed(30, 4), ...relayed(60, 4, SECOND)]);
    expect(seen.groups.map((group) => group.accounts)).toEqual([POOL, SECOND]);
    expect(seen.evidence?.figures["expected"]).toBeCloseTo(0.24, 6);
    expect(ratio(seen)).toBe(ratio(await see(relayed(30, 4))));
  });

  it("is not hidden where nobody but a second pool presents tokens: one payer in twenty is expected to", async () => {
    const seen = await seeAlone([...relayed(30, 4), ...relayed(60, 4, SECOND)]);
    expect(seen.evidence?.figures).toMatchObject({ ordinary_payers: 0, expected: 1.2 });
    expect(ratio(seen)).toBeGreaterThan(8);
  });

  it("is judged by what is left of the log where it is looked at in part", async () => {
    const half = new Set(POOL.slice(0, 12));
    const seen = await see(relayed(30, 4), ownPayers, half);
    expect(seen.evidence?.figures).toMatchObject({ ordinary_payers: 200, expected: 0.12 });
  });

  it("says less where the log never saw the issues, and still speaks", async () => {
    const unseen = relayed(30, 3).map((turn) => ({ ...turn, issueUnseen: true }));
    const seen = await see(unseen);
    expect(ratio(seen)).toBeGreaterThan(1.2);
    expect(seen.evidence?.figures["of_unknown_issue"]).toBe(seen.evidence?.figures["independent_replays"]);
    expect(ratio(seen)).toBeLessThan(8);
    expect(ratio(seen)).toBeLessThan(ratio(await see(relayed(30, 3))) - 2);
  });

  it("shows how many replays went to another model than the token came from", async () => {
    const turns = relayed(30, 2).map((turn, at) => ({ ...turn, model: at % 2 }));
    const { evidence } = await see(turns);
    expect(evidence?.figures["to_another_model"]).toBe(evidence?.figures["independent_replays"]);
    expect((await see(relayed(30, 2))).evidence?.figures["to_another_model"]).toBe(0);
  });
});

describe("honest uses that look like replay are not taken for it:", () => {
  it("one payer's accounts behind a gateway that pools its keys", async () => {
    const onePayer = ownPayers.map((payer, account) => (members.has(account) ? 999 : payer));
    const seen = await see(relayed(30, 4), onePayer);
    expect(seen.groups).toEqual([]);
    expect(ratio(seen)).toBeLessThan(0);
    expect(seen.evidence?.figures["tokens_of_other_accounts"]).toBeGreaterThan(50);
  });

  it("a conversation that its own account resumes or forks in another session", async () => {
    const resumed = POOL.flatMap((account) => [
      ...conversation(4000 + account, [account, account, account], { session: 7 }),
      ...conversation(4000 + account, [account, account], { session: 8 }),
    ]);
    const seen = await see(resumed);
    expect(seen.groups).toEqual([]);
    expect(ratio(seen)).toBeLessThan(0);
    expect(seen.evidence?.figures["tokens_of_other_sessions"]).toBe(24 * 3);
    expect(seen.evidence?.figures["tokens_of_other_accounts"]).toBe(0);
  });

  it("conversations that are older than the log", async () => {
    const seen = await see(
      POOL.flatMap((account) =>
        conversation(4000 + account, [account, account, account], { issueUnseen: true }),
      ),
    );
    expect(seen.groups).toEqual([]);
    expect(ratio(seen)).toBeLessThan(0);
  });

  it("an example from documentation that many copy, or a few", async () => {
    for (const readers of [24, 6]) {
      const copies = conversation(5000, [1, ...POOL.slice(0, readers)], { issueUnseen: true, presents: 1 });
      const seen = await see(copies);
      expect(seen.evidence?.figures["independent_replays"]).toBe(readers === 24 ? 0 : 1);
      expect(ratio(seen)).toBeLessThan(0);
      expect(seen.groups.map((group) => group.accounts.length)).toEqual(readers === 24 ? [] : [6]);
    }
  });

  it("one user's published conversation that twenty others continue", async () => {
    const author = 3;
    const published = POOL.slice(0, 20).flatMap((account, at) => [
      ...conversation(6000 + at, [author, author, account]),
    ]);
    const seen = await see(published, ownPayers, new Set([author, ...POOL]));
    expect(seen.evidence?.figures["independent_replays"]).toBe(2);
    expect(ratio(seen)).toBeLessThan(2);
  });

  it("a published conversation that more payers continue than any pool has in one conversation", async () => {
    const readers = Array.from({ length: 70 }, (_, at) => at + 100);
    const seen = await see(
      [...conversation(6500, [3]), ...conversation(6500, readers, { presents: 1 })],
      ownPayers,
      new Set(readers),
    );
    expect(seen.groups).toEqual([]);
    expect(seen.evidence?.figures["independent_replays"]).toBe(0);
  });

  it("people who carry their conversation from a private key to an employer's", async () => {
    const switched = Array.from({ length: 20 }, (_, at) =>
      conversation(7000 + at, [at * 2, at * 2, at * 2 + 1, at * 2 + 1]),
    ).flat();
    const group = new Set([...POOL.slice(0, 22), 0, 1]);
    const pool = POOL.flatMap((account) => conversation(4000 + account, [account, account]));
    const seen = await see([...switched, ...pool], ownPayers, group);
    expect(seen.groups).toEqual([]);
    expect(seen.evidence?.figures["independent_replays"]).toBe(1);
    expect(ratio(seen)).toBeLessThan(0);
  });

  it("teams of few who pay apart and go on with each other's conversations: they are in the base rate", async () => {
    const teams = Array.from({ length: 30 }, (_, at) => {
      const team = [0, 1, 2, 3].map((mate) => at * 4 + mate);
      return [...conversation(7000 + at, team), ...conversation(8000 + at, [...team].reverse())];
    });
    const seen = await see(teams.flat(), ownPayers, new Set(Array.from({ length: 12 }, (_, at) => at)));
    expect(seen.groups.length).toBe(30);
    expect(seen.evidence?.figures["independent_replays"]).toBeGreaterThan(5);
    expect(seen.evidence?.figures["ordinary_payers"]).toBe(188);
    expect(ratio(seen)).toBeLessThan(4);
  });
});

describe("the evidence of replay", () => {
  it("is absent where no member presents a token", async () => {
    expect((await see([])).evidence).toBeUndefined();
  });

  it("does not prove anything by a single coincidence, however clean the rest of the log is", async () => {
    const pool = POOL.flatMap((account) => conversation(4000 + account, [account, account]));
    const seen = await see([...pool, ...conversation(8000, [POOL[0] ?? 0, POOL[1] ?? 0])]);
    expect(seen.evidence?.figures["independent_replays"]).toBe(1);
    expect(ratio(seen)).toBeLessThan(1.2);
  });
});
