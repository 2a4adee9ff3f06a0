import { builtInMapping } from "../built-in-mappings.ts";
import type { FormatName } from "../format-names.ts";
import type { Mapping } from "../mapping.ts";
import type { RecordReader } from "../record-reader.ts";
import { bedrock } from "./bedrock.ts";
import { helicone } from "./helicone.ts";
import { langfuse } from "./langfuse.ts";
import { litellm } from "./litellm.ts";
import type { LogFormat } from "./log-format.ts";
import { otlp } from "./otlp.ts";
import { stillwatch } from "./stillwatch.ts";
import type { TraceUsers } from "./trace-users.ts";
import { WIRE_LOGS } from "./wire-log.ts";

/** Every format, the most particular first: of equal resemblance the earlier one counts. */
export const ALL_FORMATS: readonly LogFormat[] = [
  stillwatch,
  otlp,
  litellm,
  bedrock,
  langfuse,
  helicone,
  ...WIRE_LOGS,
];

/** What a reader may be given beside its format. */
export interface ReaderOptions {
  /** The clock, epoch milliseconds. */
  readonly nowMs: number;
  /** A user's own table; the built-in one where absent. */
  readonly mapping?: Mapping;
  readonly traceUsers?: TraceUsers;
}

/** Opens a reader for a format; one reader for each file, because some formats keep pieces until the rest comes. */
export function openReader(format: FormatName, options: ReaderOptions): RecordReader {
  return formatOf(format).open({
    nowMs: options.nowMs,
    mapping: options.mapping ?? builtInMapping(format),
    ...(options.traceUsers === undefined ? {} : { traceUsers: options.traceUsers }),
  });
}

/** The definition of a format. */
export function formatOf(name: FormatName): LogFormat {
  const format = ALL_FORMATS.find((candidate) => candidate.name === name);
  if (format === undefined) throw new Error(`no reader for the format ${name}`);
  return format;
}
