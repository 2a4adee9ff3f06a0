import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { matchAccountRows, numberPayers, readAccountFacts } from "./accounts/account-facts.ts";
import { findCampaigns, type Search } from "./campaigns/find-campaigns.ts";
import { openDuckdb } from "./engine/duckdb-engine.ts";
import type { Engine } from "./engine/engine.ts";
import { ChunkLoader, type LoadedLog } from "./engine/load-chunks.ts";
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
import type { Report, ReportInput } from "./report/report.ts";
import { AdmissionFilter } from "./sketches/admission.ts";
import { loadPhrases } from "./sketches/load-phrases.ts";
import { readAgain } from "./sketches/read-again.ts";
import { SeenIds } from "./sketches/seen-ids.ts";
import { sketchLog, type SourceSummary } from "./sketches/sketch-log.ts";
import { openSketchers } from "./sketches/sketcher-pool.ts";

/** Everything a run needs; the world comes in here. */
export interface DetectInput {
  readonly sources: readonly Source[];
  readonly format: FormatName | undefined;
  readonly mapping: Mapping | undefined;
  readonly sideTables: Readonly<
    Record<"accounts" | "enforcement" | "releases" | "declared-use", Source | undefined>
  >;
  readonly fdr: number;
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
}

/** Arrivals later than this after the run's clock are rejected: clocks differ, but not by days. */
const MOST_AHEAD_MS = 86_400_000;

/**
 * From a provider's own logs to explained campaigns: read, sketch, group, link, test, explain.
 *
 * @throws UnusableInput where nothing can be read; TemporaryFolderError; the signal's reason once it is aborted
 */
export async function detect(input: DetectInput): Promise<Report> {
  const folder = await mkdtemp(join(input.temporaryRoot, "stillwatch-")).catch((thrown: unknown) => {
    throw asTemporaryFolderError(thrown, input.temporaryRoot);
  });
  try {
    return await detectWithin(folder, input);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function detectWithin(folder: string, input: DetectInput): Promise<Report> {
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
      logStartMs: log.firstMs,
      logEndMs: log.lastMs,
      seed: input.seed,
      onStep: input.onStep,
      signal: input.signal,
    });
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
      input: describeInput(log, tables, matched.unmatched),
      telemetry: {
        accounts: tables.accounts.rows.length > matched.unmatched,
        enforcement: tables.enforcement.rows.length > 0,
        releases: tables.releases.rows.length > 0,
        declaredUse: tables["declared-use"].rows.length > 0,
        responses: log.answered,
      },
      dailyRequests: await engine.query(dailyRequests(engine.dialect)),
      version: input.version,
      seed: input.seed,
    });
  } finally {
    await engine.close();
  }
}

interface SketchedLog extends LoadedLog {
  readonly summaries: readonly SourceSummary[];
  readonly traceUsers: TraceUsers;
}

async function sketchInto(
  engine: Engine,
  sources: readonly Source[],
  input: DetectInput,
): Promise<SketchedLog> {
  input.onStep("reading and sketching");
  const traceUsers = await noteLangfuseTraces(sources, input.format ?? input.mapping?.format, input.signal);
  const loader = await ChunkLoader.open(engine, new AdmissionFilter(), new SeenIds());
  const sketchers = openSketchers(
    {
      wasmBytes: await readFile(new URL("../dist/kernel.wasm", import.meta.url)),
      phrases: await loadPhrases(fileURLToPath(new URL("../intents/", import.meta.url))),
      nowMs: input.nowMs,
      latestMs: input.nowMs + MOST_AHEAD_MS,
      traceUsers,
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
    if (loader.requests === 0) throw new UnusableInput("no-requests", nothingRead(summaries, firstRejected));
    return { summaries, traceUsers, ...loader.summary() };
  } finally {
    await sketchers.close();
  }
}

function nothingRead(summaries: readonly SourceSummary[], first: RejectedLine | undefined): string {
  const files = summaries.length === 1 ? "1 file" : `${String(summaries.length)} files`;
  const why =
    first === undefined
      ? ""
      : ` The first reason: ${first.file}, line ${String(first.line)}: ${first.reason}.`;
  return (
    `no request could be read from ${files}.${why} ` +
    `All reasons are in rejected.ndjson; if the format was not recognised, name it with --format.`
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
  return new Set([...reported, ...below].flatMap((finding) => requestsToShow(finding, search)));
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
