import { describe, expect, it } from "vitest";
import { worldOf } from "../composition.ts";
import { composeTraffic } from "./compose-traffic.ts";
import { scenarioNamed } from "./scenarios.ts";

/**
 * A detector that reads the label off one field would look good on this traffic and be worthless. For each
 * categorical field: how often is the best guess from its value right, against the guess from no field at all?
 */
const world = worldOf({ scenario: "all", seed: 9, side: "all", days: 4, scale: 0.15 });
const lines: string[] = [];
const { tables, truth } = composeTraffic(
  world,
  scenarioNamed("all").parts(world),
  () => "stillwatch",
  (_format, line) => lines.push(line),
);
const planted = new Set(Object.values(truth.campaign_requests).flat());
const rows = lines.map((line) => JSON.parse(line) as LogRow);
const accounts = tables.accounts.map((line) => JSON.parse(line) as Record<string, string>);

describe("no single field of a request gives its label away", () => {
  const fields: Record<string, (row: LogRow) => unknown> = {
    provider: (row) => row.provider,
    endpoint: (row) => row.endpoint,
    status: (row) => row.status,
    model: (row) => row.request["model"],
    "user agent": (row) => row.client.user_agent,
    tls: (row) => row.client.tls,
    country: (row) => row.client.country,
    asn: (row) => row.client.asn,
    temperature: (row) => row.request["temperature"],
    "keys of the request": (row) => Object.keys(row.request).sort().join(),
    "keys of the row": (row) => Object.keys(row).join(),
    "shape of the request id": (row) => `${row.request_id.slice(0, 5)} ${row.request_id.length}`,
    "first letters of account, organization, key, session": (row) =>
      [row.account, row.organization, row.api_key, row.session]
        .map((id) => id.slice(0, id.indexOf("_") + 1))
        .join(),
    "hour of the day": (row) => row.time.slice(11, 13),
    "size class of the request's tokens": (row) =>
      tokenClass(row, ["input_tokens", "prompt_tokens", "promptTokenCount"]),
    millisecond: (row) => row.time.slice(20, 22),
  };
  for (const [name, field] of Object.entries(fields)) {
    it(`${name} adds at most 5 points of accuracy, and no common value of it belongs to campaigns`, () => {
      const labelled = rows.map((row) => [String(field(row)), planted.has(row.request_id)] as const);
      expect(advantage(labelled)).toBeLessThan(0.05);
      expect(purest(labelled, 150)).toBeLessThan(0.8);
    });
  }
});

describe("no single field of an account gives its label away", () => {
  const guilty = (account: string): boolean =>
    truth.parts[truth.accounts[account] ?? ""]?.kind === "campaign";
  for (const field of ["plan", "signup_path", "email_domain", "country"]) {
    it(`${field} adds at most 10 points of accuracy`, () => {
      const present = accounts.filter((row) => truth.accounts[row["account"] ?? ""] !== undefined);
      const labelled = present.map((row) => [row[field] ?? "", guilty(row["account"] ?? "")] as const);
      // A domain of one's own names one organisation, so that its label is known trivially.
      const popular = labelled.map(
        ([value, label]) => [count(labelled, value) > 8 ? value : "rare", label] as const,
      );
      expect(advantage(popular)).toBeLessThan(0.1);
      expect(purest(popular, 20)).toBeLessThan(0.8);
    });
  }
});

interface LogRow {
  readonly time: string;
  readonly request_id: string;
  readonly account: string;
  readonly organization: string;
  readonly api_key: string;
  readonly session: string;
  readonly provider: string;
  readonly endpoint: string;
  readonly status: number;
  readonly client: {
    readonly user_agent: string;
    readonly tls: string;
    readonly country: string;
    readonly asn: number;
  };
  readonly request: Record<string, unknown>;
  readonly response: Record<string, unknown> | null;
}

/** Order of magnitude, in powers of two, of the first count that the response carries under one of the names. */
function tokenClass(row: LogRow, names: readonly string[]): number {
  const usage = (row.response?.["usage"] ?? row.response?.["usageMetadata"] ?? {}) as Record<string, number>;
  const counted = names.map((name) => usage[name]).find((value) => value !== undefined);
  return counted === undefined ? -1 : Math.floor(Math.log2(counted + 1));
}

/** Accuracy of the best guess from the value minus accuracy of the best constant guess. */
function advantage(labelled: readonly (readonly [string, boolean])[]): number {
  const byValue = new Map<string, [no: number, yes: number]>();
  for (const [value, label] of labelled) {
    const counts = byValue.get(value) ?? [0, 0];
    counts[label ? 1 : 0]++;
    byValue.set(value, counts);
  }
  const best = [...byValue.values()].reduce((sum, [no, yes]) => sum + Math.max(no, yes), 0);
  const yes = labelled.filter(([, label]) => label).length;
  expect(yes).toBeGreaterThan(100);
  return (best - Math.max(yes, labelled.length - yes)) / labelled.length;
}

/** The largest share of campaign rows among values with at least `least` rows. */
function purest(labelled: readonly (readonly [string, boolean])[], least: number): number {
  const byValue = new Map<string, [all: number, yes: number]>();
  for (const [value, label] of labelled) {
    const counts = byValue.get(value) ?? [0, 0];
    counts[0]++;
    if (label) counts[1]++;
    byValue.set(value, counts);
  }
  const common = [...byValue.values()].filter(([all]) => all >= least);
  expect(common.length).toBeGreaterThan(0);
  return Math.max(...common.map(([all, yes]) => yes / all));
}

function count(labelled: readonly (readonly [string, boolean])[], wanted: string): number {
  return labelled.filter(([value]) => value === wanted).length;
}
