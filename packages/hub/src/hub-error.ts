/**
 * What the hub refuses, as a closed set. `api/error-response.ts` is the one place that turns a code into HTTP.
 *
 * `not-found` is also the answer to what a caller may not know of.
 */
export type HubErrorCode =
  | "bad-request"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "method-not-allowed"
  | "not-acceptable"
  | "conflict"
  | "too-large"
  | "unsupported-media-type"
  | "unprocessable"
  | "too-many-requests"
  | "unavailable";

/** A refusal that a person can act on. The message never names another organisation, a secret or an object's text. */
export class HubError extends Error {
  readonly code: HubErrorCode;
  /** Seconds to wait, for `too-many-requests` and `unavailable`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: HubErrorCode,
    message: string,
    options: { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "HubError";
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
