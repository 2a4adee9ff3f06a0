import { open } from "node:fs/promises";
import { ExchangeError } from "./exchange-error.ts";

/** A key file is one line; longer ones are something else. */
const MOST_KEY_BYTES = 8192;

/** Bits of a file's mode that let group or others in. */
const OTHERS = 0o077;

/**
 * The key to the hub: from a file that only its owner may read, else from the environment. Never from the command line,
 * where every process of the machine could read it.
 *
 * @param variable - value of the environment variable
 * @returns undefined where neither is given
 * @throws ExchangeError `bad-key`
 */
export async function readKey({
  variable,
  file,
}: {
  readonly variable: string | undefined;
  readonly file: { readonly path: string; readonly absolutePath: string } | undefined;
}): Promise<string | undefined> {
  if (file === undefined) return variable === undefined || variable === "" ? undefined : variable.trim();
  const handle = await open(file.absolutePath, "r").catch(() => {
    throw new ExchangeError("bad-key", `${file.path}: the key file cannot be read; check its path`);
  });
  try {
    const found = await handle.stat();
    if (!found.isFile() || found.size > MOST_KEY_BYTES) {
      throw new ExchangeError(
        "bad-key",
        `${file.path}: this is no key file; it must hold the key and nothing else`,
      );
    }
    // Windows has no such modes and shows others as readable.
    if ((found.mode & OTHERS) !== 0 && process.platform !== "win32") {
      throw new ExchangeError(
        "bad-key",
        `${file.path}: others may read the key; run \`chmod 600\` on the file, and have the key replaced if they did`,
      );
    }
    const key = (await handle.readFile("utf8")).trim();
    if (key === "") throw new ExchangeError("bad-key", `${file.path}: the key file is empty`);
    return key;
  } finally {
    await handle.close();
  }
}
