import { HubError } from "../hub-error.ts";
import { RESERVED_PATHS } from "../api/hub-app.ts";
import type { HubStoreParts } from "./store-parts.ts";
import type { World } from "./world.ts";

/** How a hub begins. */
export interface HubBeginning {
  /** Path of its first API root. */
  readonly root: string;
  /** Title of that root. */
  readonly title: string;
  /** Rows of a page at most. */
  readonly pageSize: number;
}

export const DEFAULT_BEGINNING: HubBeginning = {
  root: "exchange",
  title: "Stillwatch exchange",
  pageSize: 1_000,
};

/** As the store's own check has it. */
export const LONGEST_PAGE = 100_000;

/** Bytes of one request at most: some 7,000 objects of the size that ATT&CK has. */
export const MAX_CONTENT_LENGTH = 10 * 1024 * 1024;

const SECRET_BYTES = 32;
const PATH = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * Makes the hub's secret and its first API root.
 *
 * @returns false where there is a hub already, which stays as it is
 * @throws HubError `bad-request` for a path that no API root may have
 */
export async function beginHub(
  { settings, collections }: Pick<HubStoreParts, "settings" | "collections">,
  { root, title, pageSize }: HubBeginning,
  world: Pick<World, "randomBytes">,
): Promise<boolean> {
  requireRootPath(root);
  const secret = world.randomBytes(SECRET_BYTES);
  if (!(await settings.begin({ secret, pageSize, unreadable: "hide" }))) return false;
  await collections.addApiRoot({
    path: root,
    title,
    description: undefined,
    maxContentLength: MAX_CONTENT_LENGTH,
    isDefault: true,
  });
  return true;
}

/** @throws HubError `bad-request` */
export function requireRootPath(path: string): void {
  if (!PATH.test(path) || RESERVED_PATHS.includes(path)) {
    throw new HubError(
      "bad-request",
      `an API root's path has 1 to 63 of a-z, 0-9 and -, and is none of ${RESERVED_PATHS.join(", ")}`,
    );
  }
}
