import { describe, expect, it } from "vitest";
import { worldOf } from "../../composition.ts";
import type { Composed } from "../compose-traffic.ts";
import { composeTraffic } from "../compose-traffic.ts";
import { fieldCampaign } from "../scenarios.ts";
import type { World } from "../world.ts";
import type { CampaignKnobs } from "./knobs.ts";
import { PUBLISHED_SHAPES } from "./published.ts";

const world = worldOf({ scenario: "published", seed: 3, side: "test", days: 4, scale: 0.2 });

describe("published shapes", () => {
  for (const shape of PUBLISHED_SHAPES) {
    it(`${shape.name} sends at its published rate per account and day, whatever the scale`, () => {
      const { rows, composed } = composedAlone(world, shape.name);
      const own = new Set(composed.truth.campaign_requests[shape.name]);
      const days = new Map<string, number>();
      for (const row of rows) {
        if (!own.has(row.request_id)) continue;
        const key = `${row.account} ${row.time.slice(0, 10)}`;
        days.set(key, (days.get(key) ?? 0) + 1);
      }
      expect(own.size).toBeGreaterThan(60);
      const busy = [...days.values()].reduce((sum, count) => sum + count, 0) / days.size;
      const rate = shape.published.perAccountDay;
      // Days without any request are not seen here, so that rates near 2 come out a little higher.
      if (rate !== null) expect(busy / (rate / (1 - Math.exp(-rate)))).toBeGreaterThan(0.6);
      if (rate !== null) expect(busy / (rate / (1 - Math.exp(-rate)))).toBeLessThan(1.4);
    });
  }

  it("relay sends reasoning back that was handed out to another account, before", () => {
    for (const name of ["moonshot-relay", "deepseek-relay"]) {
      const { sameAccount, otherAccount, unknown } = replays(composedAlone(world, name).rows);
      expect(otherAccount).toBeGreaterThan(50);
      expect(otherAccount / (sameAccount + otherAccount)).toBeGreaterThan(0.8);
      // Only what an error kept out of the log has no known origin.
      expect(unknown / (sameAccount + otherAccount)).toBeLessThan(0.05);
    }
  });

  it("encrypted reasoning of one conversation is sent by accounts of other payers", () => {
    const { sameAccount, otherAccount } = replays(composedAlone(world, "openai-july").rows);
    expect(otherAccount).toBeGreaterThan(100);
    expect(sameAccount).toBeLessThan(otherAccount / 20);
  });

  it("stored sessions come with their history and without reasoning, in at least 12 languages", () => {
    const { rows } = composedAlone(world, "xiaomi-replay");
    expect(rows.some((row) => presentedTokens(row).length > 0)).toBe(false);
    const scripts = new Set(rows.map((row) => firstWordsOf(row)));
    expect(scripts.size).toBeGreaterThan(12);
    expect(rows.filter((row) => JSON.stringify(row.request).includes("ClawDesk")).length).toBeGreaterThan(50);
  });

  it("the cleaner's prompts hold answers that other accounts got before", () => {
    const { rows } = composedAlone(world, "zhipu-cleaner");
    const sources = new Map<string, string>();
    let fromOthers = 0;
    for (const row of rows) {
      const prompt = textOf(row.request);
      const trace = /(?:--- trace ---|<<<RAW>>>)\n(.{60})/u.exec(prompt)?.[1];
      if (trace !== undefined) {
        expect(sources.has(trace)).toBe(true);
        if (sources.get(trace) !== row.account) fromOthers++;
      }
      const answer = /1\. .{57}/u.exec(textOf(row.response))?.[0];
      if (answer !== undefined) sources.set(answer, row.account);
    }
    expect(fromOthers).toBeGreaterThan(rows.length / 4);
  });

  it("the bypass search is mostly refused, its winners hardly ever, and the search comes first", () => {
    const { rows } = composedAlone(world, "bypass-search", { cover: 0 });
    const half = world.calendar.start + 2 * 86_400_000;
    const refusals = (its: readonly Row[]): number => its.filter(isRefused).length / its.length;
    const search = rows.filter((row) => Date.parse(row.time) < half);
    const scaled = rows.filter((row) => Date.parse(row.time) >= half);
    expect(refusals(search)).toBeGreaterThan(0.8);
    expect(refusals(scaled)).toBeLessThan(0.15);
    expect(new Set(search.map((row) => row.account)).size * 3).toBeLessThan(
      new Set(scaled.map((row) => row.account)).size,
    );
  });

  it("the reseller's accounts each ask for several models in many languages under shells that share a card", () => {
    const { rows } = composedAlone(world, "minimax-reseller");
    const models = new Map<string, Set<unknown>>();
    for (const row of rows)
      models.set(row.account, (models.get(row.account) ?? new Set()).add(row.request["model"]));
    expect(Math.min(...[...models.values()].map((set) => set.size))).toBeGreaterThan(3);
    expect(new Set(rows.map((row) => row.organization)).size).toBeLessThanOrEqual(12);
  });
});

describe("the knobs of a campaign", () => {
  it("intensity multiplies the rate, cover is the share of ordinary chat", () => {
    const plain = composedAlone(world, "alibaba-june", { cover: 0 });
    const own = plain.composed.truth.campaign_requests["alibaba-june"]?.length ?? 0;
    const half = composedAlone(world, "alibaba-june", { cover: 0, intensity: 0.5 });
    expect((half.composed.truth.campaign_requests["alibaba-june"]?.length ?? 0) / own).toBeCloseTo(0.5, 1);
    const covered = composedAlone(world, "alibaba-june", { cover: 0.6 });
    const share = 1 - own / covered.composed.truth.requests;
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.7);
  });

  it("paraphrase takes the shared words out of the template", () => {
    const shared = (knobs: CampaignKnobs): number =>
      composedAlone(world, "alibaba-june", knobs).rows.filter((row) =>
        textOf(row.request).includes("write each tool call with arguments"),
      ).length;
    expect(shared({ cover: 0 })).toBeGreaterThan(100);
    expect(shared({ cover: 0, paraphrase: 0.5 })).toBeLessThan(shared({ cover: 0 }) / 20);
  });

  it("slot size multiplies the length of what is not the template", () => {
    const length = (knobs: CampaignKnobs): number => {
      const { rows } = composedAlone(world, "february-rubric", { ...knobs, cover: 0, intensity: 0.2 });
      return rows.reduce((sum, row) => sum + textOf(row.request).length, 0) / rows.length;
    };
    expect(length({ slotSize: 4 })).toBeGreaterThan(2 * length({}));
    expect(length({ slotSize: 0.2 })).toBeLessThan(length({}));
  });

  it("partitions have accounts, cards and words of their own", () => {
    const { composed, rows } = composedAlone(world, "alibaba-june", { cover: 0, partitions: 3 });
    const one = composedAlone(world, "alibaba-june", { cover: 0 });
    expect(composed.tables.accounts.length).toBeGreaterThan(0.8 * one.composed.tables.accounts.length);
    const first = rows.filter((row) => textOf(row.request).includes("write each tool call with arguments"));
    expect(first.length).toBeGreaterThan(rows.length / 5);
    expect(first.length).toBeLessThan(rows.length / 2);
  });

  it("rotation replaces all accounts after so many days", () => {
    const { rows } = composedAlone(world, "alibaba-june", { cover: 0, rotationDays: 1 });
    const days = new Map<string, Set<string>>();
    for (const row of rows)
      days.set(row.account, (days.get(row.account) ?? new Set()).add(row.time.slice(0, 10)));
    expect(Math.max(...[...days.values()].map((set) => set.size))).toBe(1);
  });

  it("unique identities share no card and no device", () => {
    const { composed } = composedAlone(world, "alibaba-june", { unique: 1 });
    const devices = composed.tables.accounts.map((line) => (JSON.parse(line) as { device: string }).device);
    expect(new Set(devices).size).toBe(devices.length);
  });

  it("jitter moves requests and keeps them within their day", () => {
    const times = (knobs: CampaignKnobs): string[] =>
      composedAlone(world, "february-rewriting", { cover: 0, intensity: 0.3, ...knobs }).rows.map((row) =>
        row.time.slice(0, 15),
      );
    expect(new Set(times({ jitterMinutes: 600 })).size).toBeGreaterThan(2 * new Set(times({})).size);
  });

  it("out of its range is refused by name", () => {
    expect(() => fieldCampaign("rubric", { cover: 1.2 })(world)).toThrow(
      /cover must lie between 0 and 0\.95/,
    );
    expect(() => fieldCampaign("rubrik")).toThrow(/No campaign "rubrik"/);
  });
});

interface Row {
  readonly time: string;
  readonly request_id: string;
  readonly account: string;
  readonly organization: string;
  readonly status: number;
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: unknown;
}

function composedAlone(one: World, name: string, knobs: CampaignKnobs = {}): Alone {
  const key = `${name} ${JSON.stringify(knobs)}`;
  const known = composedBefore.get(key);
  if (known !== undefined) return known;
  const rows: Row[] = [];
  const composed = composeTraffic(
    one,
    [fieldCampaign(name, knobs)(one)],
    () => "stillwatch",
    (_format, line) => rows.push(JSON.parse(line) as Row),
  );
  const alone = { rows, composed };
  composedBefore.set(key, alone);
  return alone;
}

/** Compositions that an earlier test made; large ones take a second each. */
const composedBefore = new Map<string, Alone>();

interface Alone {
  readonly rows: readonly Row[];
  readonly composed: Composed;
}

const TOKEN = /"(?:signature|thoughtSignature|encrypted_content)":"([^"]+)"/g;

function presentedTokens(row: Row): string[] {
  return [...JSON.stringify(row.request).matchAll(TOKEN)].map((found) => found[1] ?? "");
}

function replays(rows: readonly Row[]): { sameAccount: number; otherAccount: number; unknown: number } {
  const issued = new Map<string, string>();
  const counts = { sameAccount: 0, otherAccount: 0, unknown: 0 };
  for (const row of rows) {
    for (const token of presentedTokens(row)) {
      const owner = issued.get(token);
      counts[owner === undefined ? "unknown" : owner === row.account ? "sameAccount" : "otherAccount"]++;
    }
    for (const found of JSON.stringify(row.response).matchAll(TOKEN)) issued.set(found[1] ?? "", row.account);
  }
  return counts;
}

/** All strings below, joined. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .filter(([key]) => !["id", "model", "type", "role", "object"].includes(key))
    .map(([, inner]) => textOf(inner))
    .join("");
}

/** Letters of the last message that tell languages apart roughly: its most telling short word or script. */
function firstWordsOf(row: Row): string {
  const text = JSON.stringify(row.request);
  const marks: readonly (readonly [string, RegExp])[] = [
    ["ja", /[ぁ-ん]/u],
    ["ko", /[가-힣]/u],
    ["zh", /[\u4e00-\u9fff]/u],
    ["ru", /[а-я]{3}/u],
    ["vi", /[ạảấầẩậắằặẹếềệịọốồộớờợụứừự]/u],
    ["tr", /[ığş]/u],
    ["pl", /[łśżź]/u],
    ["de", / (und|nicht|für) /u],
    ["fr", / (nous|est|avec le|chez) /u],
    ["es", / (el|hemos|para el) /u],
    ["pt", / (não|você|para o) /u],
    ["it", / (il|che|per il) /u],
    ["nl", / (de|het|een) /u],
    ["id", / (dan|yang|untuk) /u],
  ];
  return marks.find(([, mark]) => mark.test(text))?.[0] ?? "en";
}

function isRefused(row: Row): boolean {
  return /"stop_reason":"refusal"|"refusal":"|"type":"refusal"|"SAFETY"/.test(JSON.stringify(row.response));
}
