/**
 * What an operator has to change before the hub can do as told. Exhaustive:
 * - `unsafe-address`: others could listen in; name TLS files or say that a proxy does it
 * - `bad-tls`: certificate or key cannot be used
 * - `bad-option`: an option or a file that is given makes no sense
 * - `not-initialised`: there is no hub here yet
 * - `already-initialised`: there is one
 * - `address-taken`: the port is another program's, or not ours to take
 * - `unhealthy`: `doctor` found something that keeps the hub from working
 */
export type OperationErrorCode =
  | "unsafe-address"
  | "bad-tls"
  | "bad-option"
  | "not-initialised"
  | "already-initialised"
  | "address-taken"
  | "unhealthy";

/** The message says what to do, and holds no secret. */
export class OperationError extends Error {
  readonly code: OperationErrorCode;

  constructor(code: OperationErrorCode, message: string) {
    super(message);
    this.name = "OperationError";
    this.code = code;
  }
}
