import { Command, InvalidArgumentError, Option } from "commander";
import { OperationError } from "../operation/operation-error.ts";
import { beginHub, LONGEST_PAGE, type HubBeginning } from "./begin-hub.ts";
import { addTrial, trialText } from "./trial.ts";
import { withStore } from "./hub-at-hand.ts";
import { dataOption, placeText, storePlace, type PlaceOptions } from "./store-place.ts";
import type { World } from "./world.ts";

interface InitOptions extends PlaceOptions, HubBeginning {
  readonly trial?: boolean;
}

/** `stillwatch hub init`: makes the store, the hub's secret and an API root. */
export function initCommand(world: World): Command {
  return new Command("init")
    .summary("make a hub")
    .description(
      "Makes the store, the hub's secret and an API root; with --trial also two members to play with.",
    )
    .addOption(dataOption())
    .option("--root <PATH>", "path of the API root", "exchange")
    .option("--title <TEXT>", "title of the API root", "Stillwatch exchange")
    .addOption(new Option("--page-size <ROWS>", "rows of a page at most").default(1000).argParser(pageSize))
    .option("--trial", "add two members with a collection and a key each; for a try on one machine")
    .addHelpText("after", EPILOGUE)
    .action(async (options: InitOptions) => {
      const place = storePlace(options, world);
      await withStore(place, world, async (hub) => {
        if (!(await beginHub(hub.stores, options, world))) {
          throw new OperationError("already-initialised", `there is a hub in ${placeText(place)} already`);
        }
        world.stdout.write(`A hub was made in ${placeText(place)}.\n`);
        if (options.trial === true) world.stdout.write(trialText(await addTrial(hub, world), undefined));
        else world.stdout.write(NEXT);
      });
    });
}

const NEXT = `Next:
  stillwatch hub collection add "Campaigns" --alias campaigns
  stillwatch hub member add "North Lab" --user north
  stillwatch hub grant campaigns "North Lab" read-write
  stillwatch hub key create north --out north.key
  stillwatch hub start
`;

const EPILOGUE = `
Environment: DATABASE_URL names a PostgreSQL server of yours; without it, one is run in the data folder.

Exit status: 0 done; 2 there is a hub already, or the place cannot be used; 1 our own failure.

Examples:
  stillwatch hub init --trial
  DATABASE_URL=postgres://hub@db/hub stillwatch hub init --root exchange`;

function pageSize(text: string): number {
  const rows = Number(text);
  if (!Number.isSafeInteger(rows) || rows < 1 || rows > LONGEST_PAGE) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${LONGEST_PAGE}.`);
  }
  return rows;
}
