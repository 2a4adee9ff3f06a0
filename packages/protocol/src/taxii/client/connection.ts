import { DEFAULT_PATIENCE, retryAfterSeconds, waitMilliseconds, type Patience } from "./back-off.ts";
import { holdCredentials, type Credentials } from "./credentials.ts";
import { errorOf } from "./error-of.ts";
import { readBody } from "./read-body.ts";
import { sendAndFollow, type Sender } from "./send-and-follow.ts";
import { placeOf, usableUrl } from "./server-url.ts";
import { TaxiiError } from "./taxii-error.ts";

/** The outside world of a client. */
export interface ConnectionOptions {
  /** As the global `fetch`; it is told not to follow redirects. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Where the server is; credentials go to its origin only. */
  readonly url: string;
  readonly credentials: Credentials | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Name and version of the software, for `User-Agent`. */
  readonly userAgent: string;
  /** Aborted when the work is to stop: its reason is thrown. */
  readonly signal?: AbortSignal;
  readonly patience?: Patience;
  /** Largest answer that is read, in bytes after unpacking; 128 MiB where absent. */
  readonly mostAnswerBytes?: number;
}

export interface TaxiiRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Absolute. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer of the 200s, or 304. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** Sends requests and tries again where that can help; every failure is a `TaxiiError`, or the signal's reason. */
export interface Connection {
  readonly url: URL;
  request(request: TaxiiRequest): Promise<Answer>;
  readonly mostAnswerBytes: number;
  /** Waits, unless the work is to stop. */
  wait(milliseconds: number): Promise<void>;
}

const MOST_ANSWER_BYTES = 128 * 1024 * 1024;

/**
 * Opens a connection: nothing is sent yet.
 *
 * All three methods may be repeated: adding an object that is there already is no error in TAXII 2.1 (section 5.5).
 *
 * @throws TaxiiError `bad-url`
 */
export function openConnection(options: ConnectionOptions): Connection {
  const { attempts, longestWaitSeconds } = options.patience ?? DEFAULT_PATIENCE;
  const credentials = options.credentials === undefined ? undefined : holdCredentials(options.credentials);
  const mostAnswerBytes = options.mostAnswerBytes ?? MOST_ANSWER_BYTES;
  const base = usableUrl(options.url, credentials !== undefined);
  const wait = async (milliseconds: number): Promise<void> => {
    options.signal?.throwIfAborted();
    await options.sleep(milliseconds);
    options.signal?.throwIfAborted();
  };
  return {
    url: base,
    wait,
    mostAnswerBytes,
    request: async (request) => {
      for (let attempt = 1; ; attempt++) {
        options.signal?.throwIfAborted();
        const outcome = await once(request, { options, base, credentials, mostAnswerBytes });
        if (outcome.kind === "answer") return outcome.answer;
        const asked = outcome.retryAfterSeconds;
        if (!outcome.again || attempt >= attempts) throw outcome.error;
        if (asked !== undefined && asked > longestWaitSeconds) {
          throw new TaxiiError(
            "busy",
            `${outcome.error.message}; it asks to wait ${String(asked)} seconds, come back then`,
          );
        }
        await wait(waitMilliseconds({ attempt, retryAfterSeconds: asked, random: options.random }));
      }
    },
  };
}

type Outcome =
  | { readonly kind: "answer"; readonly answer: Answer }
  | {
      readonly kind: "failed";
      readonly error: TaxiiError;
      /** Whether another attempt can help. */
      readonly again: boolean;
      readonly retryAfterSeconds: number | undefined;
    };

interface Held extends Sender {
  readonly mostAnswerBytes: number;
}

async function once(request: TaxiiRequest, held: Held): Promise<Outcome> {
  const { options } = held;
  try {
    const response = await sendAndFollow(request, held);
    const bytes = await readBody(response, held.mostAnswerBytes, placeOf(request.url));
    const { status, headers } = response;
    if ((status >= 200 && status < 300) || status === 304) {
      return { kind: "answer", answer: { status, headers, bytes } };
    }
    const again = status === 429 || status === 408 || status >= 500;
    const error = errorOf({ status, bytes, place: placeOf(request.url), blot: held.credentials?.blot });
    const asked = retryAfterSeconds(headers.get("retry-after") ?? undefined, options.now());
    // Not implemented stays so.
    return { kind: "failed", error, again: again && status !== 501, retryAfterSeconds: asked };
  } catch (thrown) {
    options.signal?.throwIfAborted();
    if (thrown instanceof TaxiiError) {
      return { kind: "failed", error: thrown, again: false, retryAfterSeconds: undefined };
    }
    const error = new TaxiiError(
      "unreachable",
      `${placeOf(request.url)} cannot be reached (${causeOf(thrown)}); check the URL, the network and the server`,
    );
    return { kind: "failed", error, again: true, retryAfterSeconds: undefined };
  }
}

/** The system's code of a network error, which names neither header nor body. */
function causeOf(thrown: unknown): string {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    const code: unknown = "code" in error ? error.code : undefined;
    if (typeof code === "string" && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return code;
    if (error.name === "TimeoutError") return "no answer in time";
    // What fetch says of the ports that the Fetch standard blocks, 5060 and 6000 among them.
    if (error.message === "bad port") return "this port is closed to HTTP clients";
  }
  return "connection failed";
}
