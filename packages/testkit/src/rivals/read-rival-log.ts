import type { RivalLog, RivalRequest } from "./rival.ts";
import { MOST_TEXTS, rivalLog } from "./rival.ts";
import { textVector } from "./text-vector.ts";

const MOST_SYSTEM = 1000;
const MOST_USER = 4000;

/**
 * Reads lines of the request envelope (contracts.md, section 1) for the rivals. Of an account with more than
 * `MOST_TEXTS` requests exactly so many are kept, evenly spread, so that it stays present over the whole log.
 *
 * @param lines - begins the log anew with each call; it is read twice
 * @param payments - account → card token, from the accounts table
 */
export function readRivalLog(
  lines: () => Iterable<string>,
  payments: ReadonlyMap<string, string | null>,
): RivalLog {
  const sizes = new Map<string, number>();
  for (const line of lines()) sizes.set(accountOf(line), (sizes.get(accountOf(line)) ?? 0) + 1);
  const requests: RivalRequest[] = [];
  const read = new Map<string, number>();
  const more = new Map<string, number[]>();
  for (const line of lines()) {
    const account = accountOf(line);
    const index = read.get(account) ?? 0;
    read.set(account, index + 1);
    if (isKept(index, sizes.get(account) ?? 0)) {
      requests.push(rivalRequest(JSON.parse(line) as EnvelopeLine, payments));
    } else {
      const times = more.get(account) ?? [];
      times.push(Date.parse(line.slice(9, 33)));
      more.set(account, times);
    }
  }
  return rivalLog(requests, more);
}

/** Whether the request at `index` of `size` is one of the kept: the first, and where the evenly spread count steps. */
function isKept(index: number, size: number): boolean {
  const kept = Math.min(size, MOST_TEXTS);
  return index === 0 || Math.floor((index * kept) / size) > Math.floor(((index - 1) * kept) / size);
}

function accountOf(line: string): string {
  return /"account":"([^"]+)"/u.exec(line.slice(0, 400))?.[1] ?? "";
}

interface EnvelopeLine {
  readonly time: string;
  readonly account: string;
  readonly organization: string;
  readonly client: { readonly ip: string; readonly user_agent: string; readonly tls: string };
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>> | null;
}

function rivalRequest(line: EnvelopeLine, payments: ReadonlyMap<string, string | null>): RivalRequest {
  const { request, response } = line;
  const system = textOf(request["system"] ?? request["instructions"] ?? request["systemInstruction"]);
  const messages = request["messages"] ?? request["contents"] ?? request["input"];
  const turns = Array.isArray(messages) ? (messages as Turn[]) : [];
  const first = turns[0]?.role === "system" ? textOf(turns[0]) : "";
  const user =
    typeof messages === "string" ? messages : textOf(turns.findLast(({ role }) => role === "user"));
  const text = user.slice(0, MOST_USER);
  const usage = (response?.["usage"] ?? response?.["usageMetadata"] ?? {}) as Record<string, unknown>;
  const produced = usage["output_tokens"] ?? usage["completion_tokens"] ?? usage["candidatesTokenCount"];
  return {
    account: line.account,
    organization: line.organization,
    payment: payments.get(line.account) ?? null,
    timeMs: Date.parse(line.time),
    system: (system + first).slice(0, MOST_SYSTEM),
    text,
    vector: textVector(text),
    ip: line.client.ip,
    userAgent: line.client.user_agent,
    tls: line.client.tls,
    refused: response !== null && isRefusal(response),
    outputTokens: typeof produced === "number" ? produced : 0,
  };
}

interface Turn {
  readonly role?: string;
  readonly content?: unknown;
  readonly parts?: unknown;
}

/** The text in a message, a list of parts or a plain string, two levels deep: enough for the kit's own logs. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return (value as unknown[]).map(partText).join("\n");
  if (typeof value !== "object" || value === null) return "";
  const turn = value as Turn;
  return textOf(turn.content ?? turn.parts ?? "");
}

function partText(part: unknown): string {
  if (typeof part !== "object" || part === null) return "";
  const { text } = part as { readonly text?: unknown };
  return typeof text === "string" ? text : "";
}

function isRefusal(response: Readonly<Record<string, unknown>>): boolean {
  if (response["stop_reason"] === "refusal") return true;
  const text = JSON.stringify(response["choices"] ?? response["output"] ?? response["candidates"] ?? "");
  return /"refusal":"|"type":"refusal"|"finishReason":"SAFETY"/u.test(text);
}
