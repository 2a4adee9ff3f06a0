import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { StoreError } from "../store-error.ts";

/** The user that PostgreSQL runs as where the hub is root, since it refuses to run as root. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Undefined unless the hub runs as root: then the owner of the data folder, if that is not root; else the user
 * `postgres`; else `nobody`.
 */
export async function runAsFor(folder: string): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(folder).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = await readFile("/etc/passwd", "utf8").catch(() => "");
  const found = userNamed(users, "postgres") ?? userNamed(users, "nobody");
  if (found !== undefined) return found;
  throw new StoreError(
    "server-failed",
    "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody. Start the hub as an ordinary user, or set DATABASE_URL.",
  );
}

/** Whether the user may read the file and enter every folder above it, going by the modes. */
export async function mayReach(path: string, user: RunAs): Promise<boolean> {
  if (!(await allows(path, user, 0o4))) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!(await allows(folder, user, 0o1))) return false;
    if (dirname(folder) === folder) return true;
  }
}

async function allows(path: string, { uid, gid }: RunAs, right: number): Promise<boolean> {
  const found = await stat(path);
  const shift = found.uid === uid ? 6 : found.gid === gid ? 3 : 0;
  return ((found.mode >> shift) & right) === right;
}

/** passwd(5): name:password:uid:gid:… */
function userNamed(users: string, name: string): RunAs | undefined {
  const fields = users
    .split("\n")
    .map((line) => line.split(":"))
    .find(([first]) => first === name);
  const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
  return uid > 0 && gid > 0 ? { uid, gid } : undefined;
}
