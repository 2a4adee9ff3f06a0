import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Option } from "commander";
import { OperationError } from "../operation/operation-error.ts";
import type { StorePlace } from "../storage/store.ts";
import type { World } from "./world.ts";

/** Options that say where the hub keeps its store. */
export interface PlaceOptions {
  readonly data?: string;
}

export const DEFAULT_FOLDER = "stillwatch-hub";

/** `--data`, on every command that works on a store. */
export function dataOption(): Option {
  return new Option(
    "--data <FOLDER>",
    `the hub's data folder, which wins over DATABASE_URL (default without either: ./${DEFAULT_FOLDER})`,
  );
}

/** A folder that is named wins over DATABASE_URL, which wins over the default folder. */
export function storePlace({ data }: PlaceOptions, world: World): StorePlace {
  const databaseUrl = world.environment["DATABASE_URL"];
  if (data === undefined && databaseUrl !== undefined && databaseUrl !== "") {
    return { kind: "database", databaseUrl };
  }
  return { kind: "folder", dataFolder: resolve(world.cwd, data ?? DEFAULT_FOLDER) };
}

/** Whether there is a store to open; a server's own is asked when it is opened. */
export function isBegun(place: StorePlace): boolean {
  return place.kind === "database" || existsSync(join(place.dataFolder, "postgres"));
}

/** @throws OperationError `not-initialised` */
export function requireBegun(place: StorePlace): void {
  if (!isBegun(place)) throw notInitialised(place);
}

export function notInitialised(place: StorePlace): OperationError {
  return new OperationError(
    "not-initialised",
    `there is no hub in ${placeText(place)} yet; \`stillwatch hub init\` makes one`,
  );
}

/** A place as it may be shown: an address of a database holds a password. */
export function placeText(place: StorePlace): string {
  return place.kind === "folder" ? place.dataFolder : "the database that DATABASE_URL names";
}
