/**
 * Why an exchange with a hub cannot be done with what was given; the command ends with exit status 2. Exhaustive:
 * - `bad-key`: no usable key in the variable or the file
 * - `bad-file`: a file to push that is missing, cannot be read or holds something else
 * - `bad-state`: the state of an earlier pull that cannot be used
 * - `not-readable`, `not-writable`: the hub does not let this key read from or write to the collection
 * - `some-refused`: the hub did not take all objects
 */
export type ExchangeErrorCode =
  "bad-key" | "bad-file" | "bad-state" | "not-readable" | "not-writable" | "some-refused";

/** An error with a closed code; the message says what to do. It never holds a key or an object's text. */
export class ExchangeError extends Error {
  readonly code: ExchangeErrorCode;

  constructor(code: ExchangeErrorCode, message: string) {
    super(message);
    this.name = "ExchangeError";
    this.code = code;
  }
}
