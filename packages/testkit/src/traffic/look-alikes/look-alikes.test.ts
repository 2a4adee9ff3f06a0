import { describe, expect, it } from "vitest";
import { worldOf } from "../../composition.ts";
import { background } from "../background.ts";
import { composeTraffic } from "../compose-traffic.ts";
import { LOOK_ALIKES } from "./all.ts";

const world = worldOf({ scenario: "lookalikes-only", seed: 21, side: "all", days: 4, scale: 0.2 });
const parts = [background(world, 400), ...LOOK_ALIKES.map((one) => one(world))];
const rows: Row[] = [];
const { truth, tables } = composeTraffic(
  world,
  parts,
  () => "stillwatch",
  (_format, line) => rows.push(JSON.parse(line) as Row),
);

describe("honest traffic", () => {
  it("sends only reasoning back that the same organisation was handed, and most of it in the same session", () => {
    const issued = new Map<string, Row>();
    const counts = { session: 0, organization: 0, stranger: 0, unknown: 0 };
    for (const row of rows) {
      for (const [, token = ""] of JSON.stringify(row.request).matchAll(TOKEN)) {
        const from = issued.get(token);
        if (from === undefined) counts.unknown++;
        else if (from.organization !== row.organization) counts.stranger++;
        else counts[from.session === row.session ? "session" : "organization"]++;
      }
      for (const [, token = ""] of JSON.stringify(row.response).matchAll(TOKEN)) issued.set(token, row);
    }
    expect(counts.stranger).toBe(0);
    expect(counts.session).toBeGreaterThan(1000);
    expect(counts.organization).toBeGreaterThan(50);
    expect(counts.unknown).toBeLessThan(counts.session / 20);
  });

  it("hands no reasoning out twice", () => {
    const tokens = rows.flatMap((row) =>
      [...JSON.stringify(row.response).matchAll(TOKEN)].map(([, token]) => token),
    );
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens.length).toBeGreaterThan(3000);
  });

  it("quotes answers: colleagues' within an organisation, strangers' few and from many sources", () => {
    const answers = new Map<string, Row>();
    const quotes = new Map<
      string,
      { stranger: number; sources: Set<string>; receivers: Map<string, number> }
    >();
    for (const row of rows) {
      const part = truth.accounts[row.account] ?? "";
      const prompt = JSON.stringify(row.request);
      const found = /(?:is it right\?|think of it\?|online:)\\n(?:\\n)?(.{50})/u.exec(prompt)?.[1];
      const source = found === undefined ? undefined : answers.get(found);
      if (source !== undefined) {
        const its = quotes.get(part) ?? { stranger: 0, sources: new Set(), receivers: new Map() };
        if (source.organization !== row.organization) its.stranger++;
        its.sources.add(source.account);
        its.receivers.set(row.account, (its.receivers.get(row.account) ?? 0) + 1);
        quotes.set(part, its);
      }
      const answer = /"text":"([^"]{50})|"content":"([^"]{50})/u.exec(JSON.stringify(row.response));
      const text = answer?.[1] ?? answer?.[2];
      if (text !== undefined) answers.set(text, row);
    }
    expect(quotes.get("colleagues-answers")?.stranger).toBe(0);
    expect(quotes.get("viral-answer")?.sources.size).toBe(1);
    expect(quotes.get("viral-answer")?.receivers.size).toBeGreaterThan(5);
    expect(quotes.get("forum-answers")?.sources.size).toBeGreaterThan(2);
    expect(Math.max(...(quotes.get("forum-answers")?.receivers.values() ?? []))).toBeLessThan(4);
  });

  it("has a wave of bans on a popular harness whose newcomers keep their rate", () => {
    const banned = tables.enforcement
      .map((line) => JSON.parse(line) as { account: string; action: string; time: string })
      .filter((row) => row.action === "ban" && truth.accounts[row.account] === "ban-wave-harness");
    expect(banned.length).toBeGreaterThan(3);
    const at = Math.min(...banned.map((row) => Date.parse(row.time)));
    const firsts = new Map<string, number>();
    for (const row of rows)
      if (truth.accounts[row.account] === "ban-wave-harness" && !firsts.has(row.account))
        firsts.set(row.account, Date.parse(row.time));
    const day = 86_400_000;
    const joined = (from: number): number =>
      [...firsts.values()].filter((first) => first >= from && first < from + day).length;
    expect(joined(at)).toBeLessThan(3 * joined(at - day) + 5);
  });

  it("signs 90 people up within one hour from lines of their own", () => {
    const created = tables.accounts
      .map((line) => JSON.parse(line) as { account: string; created: string; signup_ip: string })
      .filter((row) => truth.accounts[row.account] === "hackathon");
    const times = created.map((row) => Date.parse(row.created));
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(3_600_000);
    expect(new Set(created.map((row) => row.signup_ip)).size).toBeGreaterThan(created.length * 0.8);
  });

  it("debugs a refused prompt under one payer, then uses the version that works", () => {
    const its = rows.filter((row) => truth.accounts[row.account] === "prompt-debugging");
    expect(new Set(its.map((row) => row.organization)).size).toBe(1);
    const early = its.filter((row) => Date.parse(row.time) < world.calendar.start + 2 * 86_400_000);
    expect(new Set(early.map((row) => row.account)).size).toBeLessThan(3);
    expect(its.length - early.length).toBeGreaterThan(100);
  });
});

const TOKEN = /"(?:signature|thoughtSignature|encrypted_content)":"([^"]+)"/g;

interface Row {
  readonly time: string;
  readonly account: string;
  readonly organization: string;
  readonly session: string;
  readonly request: unknown;
  readonly response: unknown;
}
