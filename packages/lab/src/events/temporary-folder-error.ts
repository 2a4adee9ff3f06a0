/**
 * Why a run could not keep its temporary files. Exhaustive:
 * - `temporary-disk-full`: no space, or quota used up
 * - `temporary-not-writable`: the folder is not there, or may not be written to
 */
export type TemporaryFolderErrorCode = "temporary-disk-full" | "temporary-not-writable";

/** Trouble with the machine's folder for temporary files; the message says what to do. */
export class TemporaryFolderError extends Error {
  readonly code: TemporaryFolderErrorCode;

  constructor(code: TemporaryFolderErrorCode, message: string) {
    super(message);
    this.name = "TemporaryFolderError";
    this.code = code;
  }
}

/**
 * Turns what a file operation on temporary files threw into a `TemporaryFolderError`.
 *
 * @param folder - the folder that the user can change
 */
export function asTemporaryFolderError(thrown: unknown, folder: string): TemporaryFolderError {
  const system = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "unknown cause";
  return system === "ENOSPC" || system === "EDQUOT"
    ? new TemporaryFolderError(
        "temporary-disk-full",
        `The disk of ${folder}, where temporary files go, is full. Free space, or set TMPDIR to another folder.`,
      )
    : new TemporaryFolderError(
        "temporary-not-writable",
        `Temporary files cannot be written to ${folder} (${system}). Set TMPDIR to another folder.`,
      );
}
