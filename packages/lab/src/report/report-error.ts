/**
 * Why results could not be written. Exhaustive:
 * - `out-not-writable`: no permission, a read-only file system, or a path at which no folder can be made
 * - `out-not-a-folder`: the path, or one of its parents, is a file
 * - `out-in-use`: another run works in the folder
 * - `disk-full`: no space, or quota used up
 * - `aborted`: the run was interrupted before everything stood in the folder
 * - `write-failed`: anything else that the operating system reports
 */
export type ReportErrorCode =
  "out-not-writable" | "out-not-a-folder" | "out-in-use" | "disk-full" | "aborted" | "write-failed";

/** An error with a closed code; the message says what to do. It names the user's own output folder and nothing else. */
export class ReportError extends Error {
  readonly code: ReportErrorCode;

  constructor(code: ReportErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ReportError";
    this.code = code;
  }
}

/** Turns what a file operation on the output folder threw into a `ReportError`. */
export function asReportError(thrown: unknown, folder: string): ReportError {
  if (thrown instanceof ReportError) return thrown;
  const system = systemCode(thrown);
  const [code, message] = explain(system, folder);
  return new ReportError(code, message, { cause: thrown });
}

/** Runs file operations on the output folder; whatever they throw comes out as a `ReportError`. */
export async function coded<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    throw asReportError(thrown, folder);
  }
}

/** The operating system's error code (`ENOSPC` …), or an empty string. */
export function systemCode(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return "";
  return typeof thrown.code === "string" ? thrown.code : "";
}

function explain(system: string, folder: string): readonly [ReportErrorCode, string] {
  switch (system) {
    case "EACCES":
    case "EPERM":
      return ["out-not-writable", `No permission to write to ${folder}. Choose another folder with --out.`];
    case "EROFS":
      return [
        "out-not-writable",
        `${folder} is on a read-only file system. Choose another folder with --out.`,
      ];
    case "ENOSPC":
      return [
        "disk-full",
        `The disk of ${folder} is full; nothing half-written was left. Free space and run again.`,
      ];
    case "EDQUOT":
      return [
        "disk-full",
        `The disk quota for ${folder} is used up; nothing half-written was left. Free space and run again.`,
      ];
    case "ENOTDIR":
    case "EEXIST":
      return [
        "out-not-a-folder",
        `${folder} is not a folder, or lies below a file. Choose another folder with --out.`,
      ];
    case "ENOENT":
    case "ENAMETOOLONG":
    case "ELOOP":
      return [
        "out-not-writable",
        `The folder ${folder} cannot be made or is gone (${system}). Choose another folder with --out.`,
      ];
    case "EISDIR":
      return [
        "write-failed",
        `In ${folder}, a folder has the name of a result file. Rename it, or choose another --out.`,
      ];
    default:
      return ["write-failed", `Could not write to ${folder} (${system === "" ? "unknown cause" : system}).`];
  }
}
