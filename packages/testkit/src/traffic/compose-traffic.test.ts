import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { worldOf } from "../composition.ts";
import type { Composed } from "./compose-traffic.ts";
import { composeTraffic } from "./compose-traffic.ts";
import type { LogFormat } from "./formats/log-line.ts";
import { scenarioNamed } from "./scenarios.ts";
import type { World } from "./world.ts";

const world = worldOf({ scenario: "all", seed: 5, side: "all", days: 3, scale: 0.06 });
const { lines, composed } = composed3(world, () => "stillwatch");
const rows = lines.map((line) => JSON.parse(line) as EnvelopeRow);

describe("composed traffic", () => {
  it("is the same, byte for byte, for the same seed", () => {
    const again = composed3(
      worldOf({ scenario: "all", seed: 5, side: "all", days: 3, scale: 0.06 }),
      () => "stillwatch",
    );
    expect(linesDigest(again.lines)).toBe(linesDigest(lines));
    expect(again.composed.tables).toEqual(composed.tables);
    expect(again.composed.truth).toEqual(composed.truth);
  });

  it("is other traffic for another seed", () => {
    const other = composed3({ ...world, seed: 6 }, () => "stillwatch");
    expect(linesDigest(other.lines)).not.toBe(linesDigest(lines));
  });

  it("has a truth that names every account of the log, and no other", () => {
    const inLog = new Set(rows.map((row) => row.account));
    expect(new Set(Object.keys(composed.truth.accounts))).toEqual(inLog);
  });

  it("has a row of the accounts table for every account of the log", () => {
    const inTable = new Set(
      composed.tables.accounts.map((line) => (JSON.parse(line) as { account: string }).account),
    );
    expect(rows.filter((row) => !inTable.has(row.account))).toEqual([]);
  });

  it("counts every request once, under an id of its own", () => {
    expect(new Set(rows.map((row) => row.request_id)).size).toBe(rows.length);
    expect(Object.values(composed.truth.parts).reduce((sum, part) => sum + part.requests, 0)).toBe(
      rows.length,
    );
    expect(composed.truth.requests).toBe(rows.length);
  });

  it("names for each campaign only requests of that campaign's accounts", () => {
    const accountOf = new Map(rows.map((row) => [row.request_id, row.account]));
    for (const [campaign, ids] of Object.entries(composed.truth.campaign_requests)) {
      expect(ids.length).toBeGreaterThan(20);
      const owners = ids.map((id) => composed.truth.accounts[accountOf.get(id) ?? ""]);
      expect(new Set(owners)).toEqual(new Set([campaign]));
    }
  });

  it("holds no request of an account before its creation or after its ban", () => {
    const created = new Map(
      composed.tables.accounts.map((line) => {
        const row = JSON.parse(line) as { account: string; created: string };
        return [row.account, row.created] as const;
      }),
    );
    const banned = new Map(
      composed.tables.enforcement
        .map((line) => JSON.parse(line) as { account: string; time: string; action: string })
        .filter((row) => row.action === "ban")
        .map((row) => [row.account, row.time] as const),
    );
    expect(rows.filter((row) => row.time < (created.get(row.account) ?? ""))).toEqual([]);
    expect(rows.filter((row) => row.time > (banned.get(row.account) ?? "9"))).toEqual([]);
    expect(banned.size).toBeGreaterThan(5);
  });

  it("writes envelope lines with the required fields and the provider's own JSON", () => {
    const broken = rows.filter(
      (row) =>
        Number.isNaN(Date.parse(row.time)) ||
        !/^acct_[a-z0-9]{12}$/.test(row.account) ||
        !["anthropic", "openai", "gemini"].includes(row.provider) ||
        (row.request["messages"] ?? row.request["contents"] ?? row.request["input"]) === undefined ||
        (row.status === 200) !== (row.response !== null),
    );
    expect(broken).toEqual([]);
    expect(new Set(rows.map((row) => row.endpoint))).toEqual(
      new Set(["messages", "chat.completions", "responses", "generateContent"]),
    );
  });

  it("carries every look-alike of the list and reports its size", () => {
    const lookAlikes = Object.values(composed.truth.parts).filter((part) => part.kind === "look-alike");
    expect(lookAlikes.length).toBeGreaterThanOrEqual(20);
    expect(lookAlikes.filter((part) => part.requests === 0)).toEqual([]);
  });

  it("names accounts in Bedrock's way where Bedrock logs them, in log, tables and truth alike", () => {
    const mixed = composed3(world, (account) => (account.wire === "anthropic" ? "bedrock" : "stillwatch"));
    const arns = mixed.lines.flatMap((line) => {
      const row = JSON.parse(line) as { identity?: { arn: string } };
      return row.identity === undefined ? [] : [row.identity.arn];
    });
    expect(arns.length).toBeGreaterThan(100);
    expect(arns.filter((arn) => mixed.composed.truth.accounts[arn] === undefined)).toEqual([]);
  });
});

function linesDigest(written: readonly string[]): string {
  return createHash("sha256").update(written.join("\n")).digest("hex");
}

interface EnvelopeRow {
  readonly time: string;
  readonly request_id: string;
  readonly account: string;
  readonly provider: string;
  readonly endpoint: string;
  readonly status: number;
  readonly request: Record<string, unknown>;
  readonly response: unknown;
}

function composed3(
  one: World,
  formatOf: (account: { readonly wire: string }) => LogFormat,
): { lines: string[]; composed: Composed } {
  const written: string[] = [];
  const result = composeTraffic(one, scenarioNamed("all").parts(one), formatOf, (_format, line) =>
    written.push(line),
  );
  return { lines: written, composed: result };
}
