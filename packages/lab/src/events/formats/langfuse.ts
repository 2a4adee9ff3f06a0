import { unpacked } from "../embedded-json.ts";
import { EventBuilder } from "../event-builder.ts";
import { asList, asObject, field, nonEmpty } from "../json-values.ts";
import type { JsonObject } from "../json-values.ts";
import type { Place, ReadResult, RecordReader } from "../record-reader.ts";
import type { LogFormat, ReaderContext } from "./log-format.ts";
import { unlike } from "./not-an-object.ts";
import { isTraceRow, TraceUsers } from "./trace-users.ts";

/** Langfuse: trace exports, rows of `observations` and `traces`, pages of the API, ingestion batches. */
export const langfuse: LogFormat = {
  name: "langfuse",
  resemblance: (record) => {
    if (isExport(record) || isIngestion(record)) return 1;
    if (isObservation(record)) return 0.95;
    return isTraceRow(record) ? 0.5 : 0;
  },
  isPiece: () => false,
  open: (context) => new LangfuseReader(context),
};

interface Observed {
  readonly observation: JsonObject;
  readonly trace: JsonObject | undefined;
}

/** A request is an observation of type GENERATION that does not merely wrap another one. */
class LangfuseReader implements RecordReader {
  readonly format = "langfuse";
  readonly #builder: EventBuilder;
  readonly #traces: TraceUsers;

  constructor({ mapping, nowMs, traceUsers }: ReaderContext) {
    this.#builder = new EventBuilder(mapping, nowMs);
    this.#traces = traceUsers ?? new TraceUsers();
  }

  read(record: unknown, place: Place): readonly ReadResult[] {
    const observed = this.#observed(record);
    if (observed === undefined) return [unlike(place, "Langfuse", "observation, trace or batch")];
    return requestsAmong(observed).map(({ observation, trace }, part) =>
      this.#builder.build({ observation: unpackedColumns(observation), trace }, place, part),
    );
  }

  finish(): readonly ReadResult[] {
    return [];
  }

  fields(): ReturnType<EventBuilder["fields"]> {
    return this.#builder.fields();
  }

  #observed(record: unknown): readonly Observed[] | undefined {
    if (isExport(record)) return this.#ofExport(record as JsonObject);
    if (isIngestion(record)) return this.#ofIngestion(record as JsonObject);
    const page = field(record, "data");
    if (Array.isArray(page)) {
      const known = page.map((item) => this.#observed(item)).filter((item) => item !== undefined);
      return known.length === 0 && page.length > 0 ? undefined : known.flat();
    }
    if (isObservation(record)) {
      const observation = record as JsonObject;
      if (field(observation, "is_deleted") === 1) return [];
      return [{ observation, trace: this.#traceOf(observation) }];
    }
    if (!isTraceRow(record)) return undefined;
    this.#traces.note(record);
    return [];
  }

  #ofExport(record: JsonObject): readonly Observed[] {
    const trace = asObject(field(record, "trace")) ?? record;
    // The copies inside of the trace have lost their input and output.
    const outer = asList(field(record, "observations"));
    const list = outer.length > 0 ? outer : asList(field(trace, "observations"));
    return list.flatMap((item) => {
      const observation = asObject(item);
      return observation === undefined ? [] : [{ observation, trace }];
    });
  }

  #ofIngestion(record: JsonObject): readonly Observed[] {
    const bodies = new Map<string, JsonObject>();
    for (const event of asList(field(record, "batch"))) {
      const body = asObject(field(event, "body"));
      const type = nonEmpty(field(event, "type"));
      if (body === undefined || type === undefined) continue;
      if (type === "trace-create") this.#traces.note({ timestamp: field(event, "timestamp"), ...body });
      const kind = /^(generation|observation)-(?:create|update)$/.exec(type)?.[1];
      const id = nonEmpty(field(body, "id"));
      if (kind === undefined || id === undefined) continue;
      const before = bodies.get(id);
      if (before === undefined && !type.endsWith("-create")) continue;
      bodies.set(id, { ...(kind === "generation" ? { type: "GENERATION" } : {}), ...before, ...body });
    }
    return [...bodies.values()].map((observation) => ({ observation, trace: this.#traceOf(observation) }));
  }

  #traceOf(observation: JsonObject): JsonObject | undefined {
    const owner = this.#traces.ownerOf(field(observation, "traceId") ?? field(observation, "trace_id"));
    return owner === undefined ? undefined : { ...owner };
  }
}

function requestsAmong(observed: readonly Observed[]): readonly Observed[] {
  const generations = observed.filter(({ observation }) => field(observation, "type") === "GENERATION");
  const parents = new Set(
    generations.map(({ observation }) =>
      nonEmpty(field(observation, "parentObservationId") ?? field(observation, "parent_observation_id")),
    ),
  );
  return generations.filter(({ observation }) => !parents.has(nonEmpty(field(observation, "id"))));
}

/** Columns that a dump writes as JSON inside a string. */
function unpackedColumns(observation: JsonObject): JsonObject {
  const copy: Record<string, unknown> = { ...observation };
  for (const key of ["metadata", "usageDetails", "usage_details", "provided_usage_details", "input"]) {
    if (typeof copy[key] === "string") copy[key] = unpacked(copy[key]);
  }
  return copy;
}

function isExport(record: unknown): boolean {
  if (asObject(field(record, "trace")) !== undefined) return true;
  return Array.isArray(field(record, "observations")) && field(record, "id") !== undefined;
}

function isIngestion(record: unknown): boolean {
  return asList(field(record, "batch")).some((event) =>
    /^[a-z]+-(?:create|update)$/.test(String(field(event, "type"))),
  );
}

function isObservation(record: unknown): boolean {
  const start = field(record, "startTime") ?? field(record, "start_time");
  const trace = field(record, "traceId") ?? field(record, "trace_id");
  const type = nonEmpty(field(record, "type"));
  return start !== undefined && trace !== undefined && type !== undefined && type === type.toUpperCase();
}
