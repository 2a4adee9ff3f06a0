import type { Composed } from "./compose-traffic.ts";

/** How well one field alone tells a campaign's rows from honest ones. */
export interface Leak {
  readonly campaign: string;
  readonly field: string;
  /** Area under the curve of the best guess from the value: 0.5 says nothing, 1 gives the label away. */
  readonly auc: number;
  /** Of which the campaign's rows. */
  readonly rows: number;
}

/**
 * Holds every field of request and account against the truth: the value's rate of campaign rows, learned on every
 * other account, is the score on the rest, so that nothing is gained from values that name single accounts; every
 * account counts once. What depends on the provider's format is compared within it. Campaigns of few accounts are
 * judged together: five accounts always have something in common.
 * A detector that reads the label off one field would look good on this traffic and be worthless.
 */
export function labelLeaks(lines: readonly string[], composed: Composed): Leak[] {
  const { truth, tables } = composed;
  const own = new Map(
    Object.entries(truth.campaign_requests).flatMap(([name, ids]) => {
      const group = (truth.parts[name]?.accounts ?? 0) < FEW ? FEW_ACCOUNTS : name;
      return ids.map((id) => [id, group] as const);
    }),
  );
  const facts = new Map(
    tables.accounts.map((line) => {
      const row = JSON.parse(line) as Record<string, string>;
      return [row["account"] ?? "", row] as const;
    }),
  );
  const rows = lines.map((line) => JSON.parse(line) as EnvelopeRow);
  const sessions = sessionSizes(rows);
  const labels = rows.map((row) => own.get(row.request_id) ?? kindOf(row, truth));
  const strata = rows.map((row) => row.endpoint);
  const weights = equalWeights(rows, labels);
  return Object.entries(FIELDS).flatMap(([field, { read, within }]) => {
    const raw = rows.map((row) => read(row, facts.get(row.account) ?? {}, sessions));
    const values = pooledRare(rows, raw);
    const judged = rows.map((row, index) => ({
      label: labels[index] ?? COVER,
      stratum: within === true ? (strata[index] ?? "") : "",
      value: values[index] ?? "",
      weight: weights[index] ?? 0,
      teaches: row.account.charCodeAt(row.account.length - 1) % 2 === 0,
    }));
    return [...new Set(own.values())].map((campaign) => ({
      campaign,
      field,
      auc: stratifiedAuc(judged, campaign),
      rows: judged.filter((row) => row.label === campaign).length,
    }));
  });
}

/** Fewer accounts than this say nothing by themselves. */
const FEW = 24;

/** The name under which campaigns of few accounts are judged. */
export const FEW_ACCOUNTS = "few accounts";

interface EnvelopeRow {
  readonly time: string;
  readonly request_id: string;
  readonly account: string;
  readonly organization?: string;
  readonly session: string;
  readonly provider: string;
  readonly endpoint: string;
  readonly status: number;
  readonly client: { readonly user_agent: string; readonly tls: string; readonly country: string };
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>> | null;
}

const HONEST = "";
const COVER = "cover";

/** Cover traffic of campaigns is neither theirs nor honest. */
function kindOf(row: EnvelopeRow, truth: Composed["truth"]): string {
  const part = truth.parts[truth.accounts[row.account] ?? ""];
  return part?.kind === "campaign" ? COVER : HONEST;
}

interface Field {
  readonly read: (
    row: EnvelopeRow,
    account: Readonly<Record<string, string>>,
    sessions: ReadonlyMap<string, number>,
  ) => string;
  /** Depends on the provider's format, and is compared within it. */
  readonly within?: boolean;
}

const FIELDS: Readonly<Record<string, Field>> = {
  provider: { read: (row) => row.provider },
  endpoint: { read: (row) => row.endpoint },
  model: { read: (row) => String(row.request["model"]), within: true },
  status: { read: (row) => String(row.status) },
  "user agent": { read: (row) => row.client.user_agent, within: true },
  "TLS print": { read: (row) => row.client.tls, within: true },
  "client country": { read: (row) => row.client.country },
  "hour of day": { read: (row) => row.time.slice(11, 13) },
  millisecond: { read: (row) => row.time.slice(20, 22) },
  temperature: { read: (row) => sampling(row, ["temperature"]) },
  "most tokens": {
    read: (row) =>
      sampling(row, ["max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens"]),
  },
  "keys of the request": { read: (row) => Object.keys(row.request).sort().join(), within: true },
  "system prompt": { read: (row) => String(hasSystem(row)) },
  "reasoning sent back": { read: (row) => String(hasReasoning(messagesOf(row))), within: true },
  "reasoning in the answer": { read: (row) => String(hasReasoning(row.response)), within: true },
  "messages in the request": { read: (row) => String(Math.min(9, messagesOf(row).length)) },
  "requests of the session": {
    read: (row, _account, sessions) => String(Math.min(6, sessions.get(row.session) ?? 0)),
  },
  organisation: { read: (row) => String(row.organization !== undefined) },
  "shape of the ids": {
    read: (row) =>
      [row.account, row.organization ?? "", row.session, row.request_id]
        .map((id) => `${id.slice(0, id.indexOf("_") + 1)}${id.length}`)
        .join(),
  },
  plan: { read: (_row, account) => account["plan"] ?? "" },
  "sign-up path": { read: (_row, account) => account["signup_path"] ?? "" },
  "account country": { read: (_row, account) => account["country"] ?? "" },
  "mail domain": { read: (_row, account) => account["email_domain"] ?? "" },
  "payment present": { read: (_row, account) => String(account["payment"] !== undefined) },
};

/** What `labelLeaks` looks at. */
export const LEAK_FIELDS: readonly string[] = Object.keys(FIELDS);

function sampling(row: EnvelopeRow, names: readonly string[]): string {
  const generation = (row.request["generationConfig"] ?? row.request) as Record<string, unknown>;
  return String(names.map((name) => generation[name]).find((value) => value !== undefined));
}

function hasSystem(row: EnvelopeRow): boolean {
  const { request } = row;
  const first = messagesOf(row)[0] as { readonly role?: string } | undefined;
  return (
    ["system", "instructions", "systemInstruction"].some((key) => key in request) || first?.role === "system"
  );
}

function messagesOf(row: EnvelopeRow): readonly unknown[] {
  const messages = row.request["messages"] ?? row.request["contents"] ?? row.request["input"];
  return Array.isArray(messages) ? (messages as unknown[]) : [messages];
}

/** Signed or encrypted reasoning anywhere below. */
function hasReasoning(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (REASONING.some((key) => key in value)) return true;
  return Object.values(value).some(hasReasoning);
}

const REASONING = ["signature", "thoughtSignature", "encrypted_content"];

function sessionSizes(rows: readonly EnvelopeRow[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const row of rows) sizes.set(row.session, (sizes.get(row.session) ?? 0) + 1);
  return sizes;
}

/** Rows of one account and label share a weight of 1: a busy program must not outvote a thousand people. */
function equalWeights(rows: readonly EnvelopeRow[], labels: readonly string[]): number[] {
  const keys = rows.map((row, index) => `${row.account} ${labels[index] ?? ""}`);
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return keys.map((key) => 1 / (counts.get(key) ?? 1));
}

/** Values of fewer than five organisations become one: a domain of one's own names its owner trivially. */
function pooledRare(rows: readonly EnvelopeRow[], values: readonly string[]): string[] {
  const owners = new Map<string, Set<string>>();
  values.forEach((value, index) => {
    const its = owners.get(value) ?? new Set<string>();
    if (its.size < 5) its.add(rows[index]?.organization ?? "");
    owners.set(value, its);
  });
  return values.map((value) => ((owners.get(value)?.size ?? 0) < 5 ? "(rare)" : value));
}

interface Judged {
  readonly label: string;
  readonly stratum: string;
  readonly value: string;
  readonly weight: number;
  readonly teaches: boolean;
}

/** Mean over the strata, weighted by the campaign's weight in each. */
function stratifiedAuc(judged: readonly Judged[], campaign: string): number {
  const tables = new Map<string, Map<string, Cell>>();
  for (const { label, stratum, value, weight, teaches } of judged) {
    if (label !== campaign && label !== HONEST) continue;
    const table = tables.get(stratum) ?? new Map<string, Cell>();
    const cell = table.get(value) ?? { learned: [0, 0], held: [0, 0] };
    cell[teaches ? "learned" : "held"][label === campaign ? 0 : 1] += weight;
    table.set(value, cell);
    tables.set(stratum, table);
  }
  let sum = 0;
  let total = 0;
  for (const table of tables.values()) {
    const [yes, no] = totalOf(table, "held");
    if (yes === 0 || no === 0) continue;
    sum += yes * areaUnder([...table.values()]);
    total += yes;
  }
  return total === 0 ? 0.5 : sum / total;
}

/** Weight of the campaign's and of honest rows with one value, on the accounts that teach and those held out. */
interface Cell {
  readonly learned: [its: number, honest: number];
  readonly held: [its: number, honest: number];
}

function totalOf(table: ReadonlyMap<string, Cell>, part: "learned" | "held"): [number, number] {
  const cells = [...table.values()];
  return [
    cells.reduce((sum, cell) => sum + cell[part][0], 0),
    cells.reduce((sum, cell) => sum + cell[part][1], 0),
  ];
}

function areaUnder(cells: readonly Cell[]): number {
  const scored = cells.map((cell) => ({ cell, score: (cell.learned[0] + 0.01) / (cell.learned[1] + 1) }));
  scored.sort((a, b) => a.score - b.score);
  const yes = cells.reduce((sum, cell) => sum + cell.held[0], 0);
  const no = cells.reduce((sum, cell) => sum + cell.held[1], 0);
  let below = 0;
  let area = 0;
  for (const { cell } of scored) {
    area += cell.held[0] * (below + cell.held[1] / 2);
    below += cell.held[1];
  }
  return area / (yes * no);
}
