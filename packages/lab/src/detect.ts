import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  matchAccountRows,
  numberPayers,
  readAccountFacts,
  type AccountFacts,
} from "./accounts/account-facts.ts";
import type { Baseline } from "./baseline/baseline.ts";
import { judgeBaseline } from "./baseline/judge-baseline.ts";
import { ruleName, type Rule } from "./rules/rule.ts";
import { indexEvaluations } from "./detectors/coverage/evaluation-lists.ts";
import { readEvaluationLists } from "./detectors/coverage/read-evaluation-lists.ts";
import { findCampaigns, type Search } from "./campaigns/find-campaigns.ts";
import { openDuckdb } from "./engine/duckdb-engine.ts";
import type { Engine } from "./engine/engine.ts";
import { ALL_TIME, ChunkLoader, type LoadedLog, type Period } from "./engine/load-chunks.ts";
import { dailyRequests } from "./engine/queries/accounts.ts";
import { PAYERS } from "./engine/tables.ts";
import type { FormatName } from "./events/format-names.ts";
import type { TraceUsers } from "./events/formats/trace-users.ts";
import type { Mapping } from "./events/mapping.ts";
import { readSideTables, type SideTables } from "./events/read-side-tables.ts";
import type { RejectedLine } from "./events/request-event.ts";
import { noteLangfuseTraces } from "./events/note-traces.ts";
import type { Source } from "./events/sources.ts";
import { spoolInput } from "./events/spool-input.ts";
import { asTemporaryFolderError } from "./events/temporary-folder-error.ts";
import { UnusableInput } from "./events/unusable-input.ts";
import { buildReport, splitFindings } from "./explain/build-report.ts";
import { iso, requestsToShow } from "./explain/explain-campaign.ts";
import { requestsOfSpared } from "./explain/spared-groups.ts";
import type { Report, ReportInput } from "./report/report.ts";
import { AdmissionFilter } from "./sketches/admission.ts";
import { loadPhrases } from "./sketches/load-phrases.ts";
import { readAgain } from "./sketches/read-again.ts";
import { SeenIds } from "./sketches/seen-ids.ts";
import { sketchLog, type SourceSummary } from "./sketches/sketch-log.ts";
import { openSketchers } from "./sketches/sketcher-pool.ts";

/** What it takes to read a log and to search it; the world comes in here. */
export interface SearchLogInput {
  readonly sources: readonly Source[];
  readonly format: FormatName | undefined;
  readonly mapping: Mapping | undefined;
  readonly sideTables: Readonly<
    Record<"accounts" | "enforcement" | "releases" | "declared-use", Source | undefined>
  >;
  /** Seed of the reference groups: the same seed and log give the same report. */
  readonly seed: number;
  /** Threads that sketch, besides the main one; 0 for small logs. */
  readonly workers: number;
  readonly engineThreads: number;
  readonly engineMegabytes: number;
  readonly standardInput: AsyncIterable<Buffer>;
  /** Where the run may put temporary files; it makes a folder of its own there and removes it. */
  readonly temporaryRoot: string;
  readonly nowMs: number;
  readonly version: string;
  readonly onRejected: (line: RejectedLine) => Promise<void>;
  readonly onProgress: (bytes: number, requests: number) => void;
  /** Told the name of each step as it begins. */
  readonly onStep: (step: string) => void;
  readonly signal: AbortSignal;
  /** The analyst's measure rules that take part; none where absent. */
  readonly rules?: readonly Rule[];
  /** What ordinary accounts of the lab are like; learnt from the log itself where absent. */
  readonly baseline?: Baseline;
  /** Requests outside of it are passed over; all time where absent. */
  readonly period?: Period;
}

/** Everything that `detect` needs. */
export interface DetectInput extends SearchLogInput {
  /** False-discovery rate, 0–1. */
  readonly fdr: number;
}

/** Questions of public evaluations, as they are shipped. */
const EVALUATIONS = fileURLToPath(new URL("../evaluations/", import.meta.url));
/** Arrivals later than this after the run's clock are rejected: clocks differ, but not by days. */
const MOST_AHEAD_MS = 86_400_000;

/**
 * From a provider's own logs to explained campaigns: read, sketch, group, link, test, explain.
 *
 * @throws what `searchLog` does
 */
export async function detect(input: DetectInput): Promise<Report> {
  return searchLog(input, async ({ engine, log, tables, unmatchedAccounts, search }) => {
    input.onStep("reading examples again");
    const texts = await readAgain(requestsOf(search, input.fdr), {
      ...log,
      mapping: input.mapping,
      nowMs: input.nowMs,
    });
    return buildReport({
      search,
      names: log.names,
      fdr: input.fdr,
      enforcement: tables.enforcement.rows,
      releases: tables.releases.rows,
      declaredUses: tables["declared-use"].rows,
      texts,
      input: { ...describeInput(log, tables, unmatchedAccounts), ...describeKnowledge(input, log) },
      telemetry: {
        accounts: tables.accounts.rows.length > unmatchedAccounts,
        enforcement: tables.enforcement.rows.length > 0,
        releases: tables.releases.rows.length > 0,
        declaredUse: tables["declared-use"].rows.length > 0,
        responses: log.answered,
      },
      ...(input.baseline === undefined ? {} : { ordinary: input.baseline }),
      dailyRequests: await engine.query(dailyRequests(engine.dialect)),
      version: input.version,
      seed: input.seed,
    });
  });
}

/** A log that was searched, and the engine that still holds it. */
export interface SearchedLog {
  readonly engine: Engine;
  readonly log: SketchedLog;
  readonly tables: SideTables;
  /** Rows of the accounts table about accounts that the log lacks. */
  readonly unmatchedAccounts: number;
  readonly facts: AccountFacts;
  readonly search: Search;
}

/**
 * Reads a log into an engine, searches it for campaigns, and hands both to `use`; the engine is gone afterwards.
 *
 * @throws UnusableInput where nothing can be read; TemporaryFolderError; the signal's reason once it is aborted
 */
export async function searchLog<Result>(
  input: SearchLogInput,
  use: (searched: SearchedLog) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(input.temporaryRoot, "stillwatch-")).catch((thrown: unknown) => {
    throw asTemporaryFolderError(thrown, input.temporaryRoot);
  });
  try {
    return await searchWithin(folder, input, use);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function searchWithin<Result>(
  folder: string,
  input: SearchLogInput,
  use: (searched: SearchedLog) => Promise<Result>,
): Promise<Result> {
  const engine = await openDuckdb({
    temporaryFolder: folder,
    memoryMegabytes: input.engineMegabytes,
    threads: input.engineThreads,
  });
  try {
    const sources = await spoolInput(input.sources, input.standardInput, folder, input.signal);
    const tables = await readSideTables(input.sideTables, input.onRejected);
    const log = await sketchInto(engine, sources, input);
    const matched = matchAccountRows(log.names, tables.accounts.rows);
    await writePayers(engine, numberPayers(log.names, matched.rows).payer);
    const facts = await readAccountFacts(engine, log.names, matched.rows, tables.enforcement.rows);
    const search = await findCampaigns({
      engine,
      requestNumbers: log.requestNumbers,
      facts,
      names: log.names,
      enforcement: tables.enforcement.rows,
      releases: tables.releases.rows,
      declaredUses: tables["declared-use"].rows,
      evaluations: indexEvaluations(await readEvaluationLists(EVALUATIONS)),
      rules: input.rules ?? [],
      baseline: input.baseline,
      logStartMs: log.firstMs,
      logEndMs: log.lastMs,
      seed: input.seed,
      onStep: input.onStep,
      signal: input.signal,
    });
    return await use({ engine, log, tables, unmatchedAccounts: matched.unmatched, facts, search });
  } finally {
    await engine.close();
  }
}
/** A loaded log with what was noted of its files. */
export interface SketchedLog extends LoadedLog {
  readonly summaries: readonly SourceSummary[];
  readonly traceUsers: TraceUsers;
}

async function sketchInto(
  engine: Engine,
  sources: readonly Source[],
  input: SearchLogInput,
): Promise<SketchedLog> {
  input.onStep("reading and sketching");
  const traceUsers = await noteLangfuseTraces(sources, input.format ?? input.mapping?.format, input.signal);
  const loader = await ChunkLoader.open(
    engine,
    new AdmissionFilter(),
    new SeenIds(),
    input.period ?? ALL_TIME,
  );
  const sketchers = openSketchers(
    {
      wasmBytes: await readFile(new URL("../dist/kernel.wasm", import.meta.url)),
      phrases: await loadPhrases(fileURLToPath(new URL("../intents/", import.meta.url))),
      nowMs: input.nowMs,
      latestMs: input.nowMs + MOST_AHEAD_MS,
      traceUsers,
      period: input.period,
    },
    input.workers,
  );
  let firstRejected: RejectedLine | undefined;
  try {
    const summaries = await sketchLog({
      sources,
      format: input.format,
      mapping: input.mapping,
      sketchers,
      onTask: (station, placed, done) => {
        loader.load(station, done.chunk, {
          source: placed.task.source,
          byteOffset: placed.byteOffset,
          byteLength: placed.byteLength,
          firstLine: placed.task.firstLine,
          plainLines: placed.plainLines,
        });
      },
      onRejected: (line) => {
        firstRejected ??= line;
        return input.onRejected(line);
      },
      onProgress: input.onProgress,
      signal: input.signal,
    });
    loader.close();
    if (loader.requests === 0) {
      const why = loader.outside > 0 ? NONE_IN_PERIOD : nothingRead(summaries, firstRejected);
      throw new UnusableInput("no-requests", why);
    }
    return { summaries, traceUsers, ...loader.summary() };
  } finally {
    await sketchers.close();
  }
}

const NONE_IN_PERIOD = "no request lies in the period that was asked for; check --from and --until";

function nothingRead(summaries: readonly SourceSummary[], first: RejectedLine | undefined): string {
  const files = summaries.length === 1 ? "1 file" : `${String(summaries.length)} files`;
  const why =
    first === undefined
      ? ""
      : ` The first reason: ${first.file}, line ${String(first.line)}: ${first.reason}.`;
  return (
    `no request could be read from ${files}.${why} ` +
    `If the format was not recognised, name it with --format.`
  );
}

async function writePayers(engine: Engine, payer: Int32Array): Promise<void> {
  await engine.create(PAYERS);
  const writer = await engine.writer(PAYERS);
  writer.append([Int32Array.from(payer, (_, account) => account), payer], payer.length);
  writer.close();
}

function requestsOf(search: Search, fdr: number): ReadonlySet<number> {
  const { reported, below } = splitFindings(search, fdr);
  return new Set([
    ...[...reported, ...below].flatMap((finding) => requestsToShow(finding, search)),
    ...requestsOfSpared(search),
  ]);
}

/** What the lab brought along besides its log: a baseline with what is wrong with it, and rules. */
function describeKnowledge(
  { baseline, rules = [], version, nowMs }: SearchLogInput,
  log: SketchedLog,
): Pick<ReportInput, "baseline" | "rules"> {
  return {
    ...(baseline === undefined
      ? {}
      : {
          baseline: {
            first: baseline.period.first,
            last: baseline.period.last,
            accounts: baseline.accounts,
            warnings: judgeBaseline(baseline, log.firstMs, nowMs, version),
          },
        }),
    ...(rules.length === 0
      ? {}
      : { rules: rules.map((rule) => ({ id: ruleName(rule), title: rule.title })) }),
  };
}

function describeInput(log: SketchedLog, tables: SideTables, unmatchedAccounts: number): ReportInput {
  return {
    files: log.summaries.map((summary) => ({
      path: summary.source.path,
      format: summary.format ?? "unknown",
      lines: summary.lines,
      events: summary.events,
      rejected: summary.rejected,
      fields: summary.fields,
    })),
    events: log.requests,
    accounts: log.names.accounts.length,
    first: iso(log.firstMs),
    last: iso(log.lastMs),
    duplicates: log.duplicates,
    side_tables: tables.described(log.names.accounts, unmatchedAccounts),
  };
}
