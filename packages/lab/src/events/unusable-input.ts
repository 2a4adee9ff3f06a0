/** Why an input cannot be used at all; the command ends with exit status 2. */
export type UnusableInputCode =
  | "no-such-input"
  | "unreadable-input"
  | "no-logs-in-folder"
  | "no-match"
  | "stdin-twice"
  | "bad-mapping-file"
  | "bad-side-table"
  | "bad-baseline"
  | "bad-rule-file"
  | "no-such-rule"
  | "rules-fail"
  | "no-requests"
  | "bad-report"
  | "no-such-campaign";

/** An input that the person who runs the command has to mend; the message says how. */
export class UnusableInput extends Error {
  readonly code: UnusableInputCode;

  constructor(code: UnusableInputCode, message: string) {
    super(message);
    this.name = "UnusableInput";
    this.code = code;
  }
}
