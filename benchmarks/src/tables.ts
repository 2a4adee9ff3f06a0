import { THREADS, type DetectRow } from "./compare-detect.ts";
import type { MiningResult } from "./compare-mining.ts";
import { extrapolate, growthOf } from "./growth.ts";
import { MINING_TEXT } from "./mining-prompts.ts";
import { VOLUME_TEXT } from "./volume-log.ts";

const EXTRAPOLATED_REQUESTS = 16_000_000;

/** What stands in the README: the whole `detect` beside a mere parse, its growth, and what longer logs would take. */
export function detectTable(rows: readonly DetectRow[], made: boolean): string {
  const table = markdown(
    [
      "requests",
      "log",
      "`detect`: CPU",
      "wall",
      "peak memory",
      "µs a request",
      "DuckDB parse: CPU",
      "wall",
      "peak memory",
      "CPU ratio",
      ...(made ? ["planted accounts found", "others reported"] : []),
    ],
    rows.map((row) => [
      count(row.requests),
      gigabytes(row.logBytes),
      seconds(row.detect.cpuSeconds),
      seconds(row.detect.wallSeconds),
      gigabytes(row.detect.peakBytes),
      ((row.detect.cpuSeconds / row.requests) * 1e6).toFixed(1),
      seconds(row.parse.cpuSeconds),
      seconds(row.parse.wallSeconds),
      gigabytes(row.parse.peakBytes),
      `**${row.ratio.toFixed(1)} ×**`,
      ...(made ? [percent(row.plantedFound ?? 0), String(row.wronglyReported ?? 0)] : []),
    ]),
  );
  const rounds = rows.map((row) => `${String(row.rounds)} at ${count(row.requests)} requests`).join(", ");
  const text = made ? `The log is ${VOLUME_TEXT}.` : "The log is a file of the user.";
  return [
    table,
    "",
    `CPU is user + system time of the whole process; ${String(THREADS)} threads each, in turns, the median of all rounds (${rounds}). ` +
      "The parse has an explicit schema of the fields that `detect` uses and touches each of them.",
    text,
    ...growthLines(rows),
  ].join("\n");
}

function growthLines(rows: readonly DetectRow[]): string[] {
  const lines = growthOf(rows).map(
    ({ from, to, linear, cpu, memory }) =>
      `From ${count(from)} to ${count(to)} requests (× ${linear.toFixed(1)}): CPU × ${cpu.toFixed(2)}, peak memory × ${memory.toFixed(2)}.`,
  );
  const far = extrapolate(rows, EXTRAPOLATED_REQUESTS);
  if (far && !rows.some((row) => row.requests >= EXTRAPOLATED_REQUESTS)) {
    lines.push(
      `Extrapolated on the line through the two longest logs, not run: ${count(far.requests)} requests take ` +
        `${(far.cpuSeconds / 60).toFixed(1)} CPU-minutes and ${gigabytes(far.peakBytes)} of memory.`,
    );
  }
  return lines;
}

/** Template mining, method by method. */
export function miningTable(result: MiningResult, meanBytes: number): string {
  const table = markdown(
    [
      "method",
      "prompts",
      "CPU",
      "peak memory",
      "prompts per core-second",
      "planted found",
      "of campaigns",
      "purity",
      "groups ≥ 20",
    ],
    result.rows.map((row) => [
      row.method,
      count(row.prompts),
      seconds(row.measured.cpuSeconds),
      gigabytes(row.measured.peakBytes),
      count(Math.round(row.promptsPerCoreSecond / 100) * 100),
      percent(row.recovery.planted),
      percent(row.recovery.campaign),
      percent(row.recovery.purity),
      String(row.recovery.groups),
    ]),
  );
  const times =
    result.timesFastest === undefined
      ? []
      : [
          `Ours mines ${result.timesFastest.toFixed(1)} × the prompts of the fastest other one in the same CPU time.`,
        ];
  return [
    table,
    "",
    "Every method reads the same file in a process of its own; CPU is user + system time with the process's start. " +
      "Found: share of the planted prompts in a group of at least 20 whose most frequent template is theirs; 46 templates were planted.",
    `The prompts (mean ${meanBytes.toFixed(0)} bytes) are made: ${MINING_TEXT}. Methods with fewer prompts got the first of the same file; that favours npm minhash, whose index returns whole buckets, which grow with the log.`,
    ...times,
    ...result.missing.map((line) => `Not measured: ${line}.`),
  ].join("\n");
}

/** A Markdown table; figures stand to the right. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join(
    "\n",
  );
}

function count(value: number): string {
  return value.toLocaleString("en");
}

function seconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} s`;
}

function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
