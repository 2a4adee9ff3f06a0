import { pino, type DestinationStream } from "pino";

/** One answered request. Paths are templates: they hold no id of an object, and no query. */
export interface LoggedRequest {
  readonly request: string | undefined;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Public id of the credential. */
  readonly credential: string | undefined;
}

/** The hub's log: one JSON object per line. Everything that may stand in it has a method here. */
export interface HubLog {
  answered(request: LoggedRequest): void;
  /** Our own failure. @param errorId - stands in the answer, too */
  failed(errorId: string, error: unknown): void;
  event(message: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  warning(message: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
}

/**
 * @param options.stream where lines go
 * @param options.now epoch milliseconds
 */
export function hubLog({
  stream,
  now,
}: {
  readonly stream: DestinationStream;
  readonly now: () => number;
}): HubLog {
  const log = pino(
    {
      base: null,
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    stream,
  );
  return {
    answered({ milliseconds, ...facts }) {
      log.info({ ...facts, ms: Math.round(milliseconds * 10) / 10 }, "answered");
    },
    failed(errorId, error) {
      log.error({ error_id: errorId, ...describe(error) }, "failed");
    },
    event: (message, facts = {}) => log.info(facts, message),
    warning: (message, facts = {}) => log.warn(facts, message),
  };
}

/**
 * What may be said of a failure: what kind it is and where it arose. Its message stays out, for it may quote what a
 * member sent.
 */
function describe(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const frames = (error.stack ?? "").split("\n").filter((line) => FRAME.test(line));
  return { kind: error.name, ...code, at: frames.slice(0, 8).join(" | ").replaceAll(/\s+/g, " ").trim() };
}

const FRAME = /^\s{1,8}at /;
