/**
 * What can go wrong between a client and somebody's TAXII server. Exhaustive:
 * - `bad-url`: the URL of the server cannot be used, or would carry a secret over an open network
 * - `bad-credentials`: a key or password that no header can carry
 * - `unreachable`: no connection, or it broke off, again and again
 * - `busy`: the server asks to wait (429, 503) longer or more often than the client is willing to
 * - `unauthenticated` (401), `forbidden` (403), `not-found` (404), `not-acceptable` (406), `too-large` (413),
 *   `unsupported-media-type` (415)
 * - `refused`: another 4xx
 * - `server-failed`: a 5xx, again and again
 * - `redirected`: the server points to another one
 * - `malformed-answer`: no TAXII, or no JSON
 * - `answer-too-large`: more bytes than the client takes
 * - `stuck`: pages that do not go on: a `next` that came before, dates that do not rise, more without a way to get it
 */
export type TaxiiErrorCode =
  | "bad-url"
  | "bad-credentials"
  | "unreachable"
  | "busy"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "not-acceptable"
  | "too-large"
  | "unsupported-media-type"
  | "refused"
  | "server-failed"
  | "redirected"
  | "malformed-answer"
  | "answer-too-large"
  | "stuck";

/**
 * An error with a closed code and a message that says what to do. It names server and path and may repeat, cut, what
 * the server said; never credentials, queries or objects. What the server said is foreign text: show it with care.
 */
export class TaxiiError extends Error {
  readonly code: TaxiiErrorCode;
  /** What the server said in its error message, at most 300 characters; credentials are blotted out. */
  readonly said: string | undefined;

  constructor(
    code: TaxiiErrorCode,
    message: string,
    options: { said?: string | undefined; cause?: unknown } = {},
  ) {
    super(options.said === undefined ? message : `${message}; the server says: ${options.said}`, {
      cause: options.cause,
    });
    this.name = "TaxiiError";
    this.code = code;
    this.said = options.said;
  }
}
