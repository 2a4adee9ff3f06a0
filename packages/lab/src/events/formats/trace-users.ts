import { field, fieldAt, nonEmpty } from "../json-values.ts";

/** Most traces that are remembered; observations of further traces keep no user. */
export const MAX_TRACES = 4_000_000;

/** Whom a trace belongs to, under the names that the table `langfuse.yaml` looks for. */
export interface TraceOwner {
  readonly userId?: string;
  readonly sessionId?: string;
}

/**
 * Users and sessions by trace id: Langfuse keeps them on traces, the text on observations, and a dump has the
 * two in different files. Filled in a first pass over the trace rows. Bounded by {@link MAX_TRACES}.
 */
export class TraceUsers {
  readonly #owners: Map<string, TraceOwner> = new Map<string, TraceOwner>();
  readonly #limit: number;

  constructor(limit: number = MAX_TRACES) {
    this.#limit = limit;
  }

  /** Remembers a trace row; any other record is passed over. */
  note(record: unknown): void {
    if (!isTraceRow(record)) return;
    const id = nonEmpty(field(record, "id"));
    const owner = ownerOf(record);
    if (id === undefined || (owner.userId === undefined && owner.sessionId === undefined)) return;
    if (this.#owners.size < this.#limit || this.#owners.has(id)) this.#owners.set(id, owner);
  }

  ownerOf(traceId: unknown): TraceOwner | undefined {
    return typeof traceId === "string" ? this.#owners.get(traceId) : undefined;
  }

  get size(): number {
    return this.#owners.size;
  }
}

/** A row of the table `traces`, or the body of a trace: it has no trace id of its own and no observation type. */
export function isTraceRow(record: unknown): boolean {
  return (
    nonEmpty(field(record, "id")) !== undefined &&
    field(record, "trace_id") === undefined &&
    field(record, "traceId") === undefined &&
    field(record, "type") === undefined &&
    ["user_id", "userId", "session_id", "sessionId"].some((key) => field(record, key) !== undefined) &&
    field(record, "timestamp") !== undefined
  );
}

function ownerOf(record: unknown): TraceOwner {
  const userId = nonEmpty(field(record, "userId") ?? field(record, "user_id"));
  const sessionId = nonEmpty(field(record, "sessionId") ?? field(record, "session_id"));
  const tagged = nonEmpty(fieldAt(record, "metadata", "user_id"));
  const user = userId ?? tagged;
  return {
    ...(user === undefined ? {} : { userId: user }),
    ...(sessionId === undefined ? {} : { sessionId }),
  };
}
