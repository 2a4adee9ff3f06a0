import { resolve } from "node:path";
import { Command } from "commander";
import { COMMAND_LINE } from "../members/administration.ts";
import type { AuditAction, AuditStore } from "../members/audit-store.ts";
import { OperationError } from "../operation/operation-error.ts";
import { backup } from "../storage/backup.ts";
import { restore } from "../storage/restore.ts";
import { withHub, withStore } from "./hub-at-hand.ts";
import { line } from "./output.ts";
import { requireAbsent } from "./secret-file.ts";
import { dataOption, placeText, storePlace, type PlaceOptions } from "./store-place.ts";
import { microseconds, type World } from "./world.ts";

/** `stillwatch hub backup`: saves the whole store, while the hub runs or not. */
export function backupCommand(world: World): Command {
  return new Command("backup")
    .summary("save the whole store into one file")
    .description(
      "Saves all tables as they are at one moment, while the hub may go on. The file holds every object and the hub's secret: keep it as you keep the store.",
    )
    .argument("<FILE>", "new file, readable by its owner only")
    .addOption(dataOption())
    .addHelpText("after", BACKUP_EPILOGUE)
    .action(async (file: string, options: PlaceOptions) => {
      const path = resolve(world.cwd, file);
      await requireAbsent(path);
      const { rows, compressedBytes } = await withHub(options, world, async ({ database, stores }) => {
        await record(stores.audit, "store.backup", world);
        return backup({ database, path, now: microseconds(world) });
      });
      world.stdout.write(`${line(file)} holds ${rows} rows in ${compressedBytes} bytes.\n`);
    });
}

/** `stillwatch hub restore`: fills an empty store from a backup. */
export function restoreCommand(world: World): Command {
  return new Command("restore")
    .summary("fill an empty store from a backup")
    .description(
      "Checks the file, then fills a store in which no hub was begun. Keys, cursors and pseudonyms hold as before.",
    )
    .argument("<FILE>", "what `stillwatch hub backup` wrote")
    .addOption(dataOption())
    .addHelpText("after", RESTORE_EPILOGUE)
    .action(async (file: string, options: PlaceOptions) => {
      const place = storePlace(options, world);
      const rows = await withStore(place, world, async ({ database, stores, hubRuns }) => {
        if (hubRuns) {
          throw new OperationError(
            "already-initialised",
            `a hub works on ${placeText(place)}; stop it first`,
          );
        }
        const restored = await restore({ database, path: resolve(world.cwd, file) });
        await record(stores.audit, "store.restore", world);
        return restored;
      });
      world.stdout.write(`${placeText(place)} holds ${rows} rows.\n`);
    });
}

async function record(audit: AuditStore, action: AuditAction, world: World): Promise<void> {
  await audit.append({
    atMs: world.now(),
    organization: undefined,
    credential: COMMAND_LINE.credential,
    action,
    targetKind: "store",
    target: "",
    outcome: "done",
  });
}

const BACKUP_EPILOGUE = `
Example:
  stillwatch hub backup hub-2026-11-24.backup`;

const RESTORE_EPILOGUE = `
Example:
  stillwatch hub restore hub-2026-11-24.backup --data new-hub`;
