import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { ServeGenClient, ServeGenWindow } from "./timing.ts";

/** Which half of the sources feeds the traffic; the halves share no source (save the one Chinese source). */
export type Side = "all" | "calibration" | "test";

/**
 * The side of that name.
 *
 * @throws RangeError where there is none
 */
export function sideNamed(text: string): Side {
  if (text === "all" || text === "calibration" || text === "test") return text;
  throw new RangeError(`The sources' side must be all, calibration or test, not "${text}".`);
}

/** One user message and, where the source has it, the answer. */
export interface Turn {
  readonly prompt: string;
  readonly response: string | null;
}

/** The turns of one conversation of a source, in order. */
export interface Conversation {
  readonly source: string;
  readonly id: string;
  readonly turns: readonly Turn[];
}

/** Real text and real timing, as far as the chosen side may use them. */
export interface Corpus {
  readonly side: Side;
  /** Conversations of one source; empty where the source is absent or belongs to the other side. */
  readonly source: (name: string) => readonly Conversation[];
  readonly clients: readonly ServeGenClient[];
  /** Prompt and answer lengths of the Azure chat and code services, in model tokens. */
  readonly lengths: readonly (readonly [prompt: number, answer: number])[];
}

/** Sources of the calibration side; every other source belongs to the test side. */
const CALIBRATION: ReadonlySet<string> = new Set([
  "oa_realistic_seed",
  "dolly1500",
  "gorilla_rag_eval",
  "bbh_eval_run",
  "tree_of_thought_run",
  "alpaca_metaprompt",
  "gpteacher_roleplay",
]);

/** The only human source in Chinese: each side gets half of its conversations. */
const HALVED = "oasst_zh";

/**
 * Reads `*.jsonl.gz` prompt sources below `promptsFolder` and the CSV files of `timingFolder`. Sources that must
 * not be shipped or shown (offensive, sensitive or uncleared text) are passed over even where they are present.
 */
export function readCorpus(promptsFolder: string, timingFolder: string, side: Side): Corpus {
  const sources = new Map<string, Conversation[]>();
  for (const path of gzFiles(promptsFolder, ".jsonl.gz")) {
    const name = path.slice(path.lastIndexOf("/") + 1, -".jsonl.gz".length);
    if (PASSED_OVER.has(name) || !belongs(name, side)) continue;
    sources.set(name, keepHalf(name, side, readConversations(name, path)));
  }
  if (sources.size === 0) throw new Error(`No prompt source (*.jsonl.gz) was found in ${promptsFolder}.`);
  return {
    side,
    source: (name) => sources.get(name) ?? [],
    clients: readClients(join(timingFolder, "servegen_client_windows.csv.gz")),
    lengths: ["azure2023_conv", "azure2023_code"].flatMap((name) =>
      csvRows(join(timingFolder, `${name}.csv.gz`)).map((row): [number, number] => [
        Number(row[1]),
        Number(row[2]),
      ]),
    ),
  };
}

const PASSED_OVER: ReadonlySet<string> = new Set([
  "hh_harmless_test",
  "smilechat_zh",
  "ultrafeedback_annotation",
  "chatdev_agent_runs",
]);

function belongs(name: string, side: Side): boolean {
  return side === "all" || name === HALVED || CALIBRATION.has(name) === (side === "calibration");
}

function keepHalf(name: string, side: Side, conversations: Conversation[]): Conversation[] {
  if (name !== HALVED || side === "all") return conversations;
  return conversations.filter((_, index) => (index % 2 === 0) === (side === "calibration"));
}

function gzFiles(folder: string, ending: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return gzFiles(path, ending);
      return entry.name.endsWith(ending) ? [path.replaceAll("\\", "/")] : [];
    })
    .sort();
}

function readConversations(source: string, path: string): Conversation[] {
  const byId = new Map<string, (Turn & { readonly turn: number })[]>();
  for (const line of gunzipSync(readFileSync(path)).toString("utf8").split("\n")) {
    if (line === "") continue;
    const row = JSON.parse(line) as Row;
    const turns = byId.get(row.conversation_id) ?? [];
    turns.push({ prompt: row.prompt, response: row.response, turn: row.turn });
    byId.set(row.conversation_id, turns);
  }
  return [...byId].map(([id, turns]) => ({ source, id, turns: turns.sort((a, b) => a.turn - b.turn) }));
}

interface Row {
  readonly conversation_id: string;
  readonly turn: number;
  readonly prompt: string;
  readonly response: string | null;
}

function readClients(path: string): ServeGenClient[] {
  const clients = new Map<string, ServeGenWindow[]>();
  for (const row of csvRows(path)) {
    const key = row.slice(0, 3).join(" ");
    const windows = clients.get(key) ?? [];
    windows.push({
      second: Number(row[3]),
      rate: Number(row[4]),
      law: row[6] === "Gamma" ? "Gamma" : "Weibull",
      shape: Math.min(20, Math.max(0.15, Number(row[7]))),
    });
    clients.set(key, windows);
  }
  return [...clients.values()]
    .filter((windows) => windows.length > 200)
    .map((windows) => ({ windows: windows.sort((a, b) => a.second - b.second) }));
}

function csvRows(path: string): string[][] {
  const lines = gunzipSync(readFileSync(path)).toString("utf8").split("\n").slice(1);
  return lines.filter((line) => line !== "").map((line) => line.split(","));
}
