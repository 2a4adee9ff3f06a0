import { open } from "node:fs/promises";
import { OperationError } from "../operation/operation-error.ts";

/**
 * Writes a new file that only its owner may read. It is never written over: a key in it may be in use.
 *
 * @throws OperationError `bad-option` where the file is there already or cannot be written
 */
export async function writeSecretFile(path: string, text: string): Promise<void> {
  await requireAbsent(path);
  const file = await open(path, "wx", 0o600).catch(refuse(path));
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Asked before a key is made, which could not be shown a second time. @throws OperationError `bad-option` */
export async function requireAbsent(path: string): Promise<void> {
  const file = await open(path, "r").catch(() => undefined);
  await file?.close();
  if (file !== undefined)
    throw new OperationError("bad-option", `${path} is there already; name another file`);
}

function refuse(path: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    throw new OperationError("bad-option", `${path} cannot be written (${error.code ?? "unknown cause"})`);
  };
}
