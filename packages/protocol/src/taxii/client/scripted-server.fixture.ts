import type { ConnectionOptions } from "./connection.ts";

/** An answer of the script. A body that is no string is sent as JSON. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Thrown in place of an answer, as `fetch` does where the network fails. */
  readonly fails?: Error;
}

export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

export interface ScriptedServer {
  readonly seen: SeenRequest[];
  /** Milliseconds that the client waited, one entry per wait. */
  readonly waits: number[];
  readonly options: ConnectionOptions;
}

/** A server in process that answers by its script, in order; asking it more often than that is an error of the test. */
export function scriptedServer(
  script: readonly ScriptedAnswer[],
  overrides: Partial<ConnectionOptions> = {},
): ScriptedServer {
  let at = 0;
  return answeringServer(() => {
    const answer = script[at++];
    if (answer === undefined) throw new Error(`the script has no answer number ${String(at)}`);
    return answer;
  }, overrides);
}

/** A server in process that computes its answers. */
export function answeringServer(
  answer: (request: SeenRequest) => ScriptedAnswer,
  overrides: Partial<ConnectionOptions> = {},
): ScriptedServer {
  const seen: SeenRequest[] = [];
  const waits: number[] = [];
  let nowMs = Date.UTC(2026, 10, 2, 12, 0, 0);
  return {
    seen,
    waits,
    options: {
      fetch: (url, init) => {
        const { pathname, search } = new URL(url);
        const request = {
          method: init.method ?? "GET",
          target: decodeURIComponent(`${pathname}${search}`),
          url,
          headers: new Headers(init.headers),
          body: typeof init.body === "string" ? init.body : undefined,
        };
        seen.push(request);
        const { status = 200, headers = {}, body, fails } = answer(request);
        if (fails !== undefined) return Promise.reject(fails);
        const text = typeof body === "string" ? body : JSON.stringify(body ?? {});
        const bodiless = status === 204 || status === 304;
        return Promise.resolve(new Response(bodiless ? null : text, { status, headers }));
      },
      url: "https://hub.example/root/",
      credentials: { kind: "bearer", token: "swk_secret" },
      now: () => nowMs,
      sleep: (milliseconds) => {
        waits.push(milliseconds);
        nowMs += milliseconds;
        return Promise.resolve();
      },
      random: () => 0.5,
      userAgent: "stillwatch/test",
      ...overrides,
    },
  };
}
