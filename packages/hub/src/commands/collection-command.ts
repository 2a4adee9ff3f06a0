import { Argument, Command } from "commander";
import { COMMAND_LINE } from "../members/administration.ts";
import { HubError } from "../hub-error.ts";
import { MAX_CONTENT_LENGTH, requireRootPath } from "./begin-hub.ts";
import { allCollections, collectionNamed, withHub } from "./hub-at-hand.ts";
import { line, machine, type Shown } from "./output.ts";
import { randomUuid } from "./random-uuid.ts";
import { dataOption, type PlaceOptions } from "./store-place.ts";
import type { World } from "./world.ts";

/** `stillwatch hub collection`: where members share. */
export function collectionCommand(world: World): Command {
  const command = new Command("collection")
    .summary("add and list collections and API roots")
    .description("Keeps the collections that members share in, and the API roots above them.")
    .addHelpText("after", EPILOGUE);
  command
    .command("add")
    .summary("make a collection and print its id")
    .argument("<TITLE>", "what members read")
    .option("--alias <NAME>", "a name for URLs in place of the id")
    .option("--description <TEXT>", "what it is for")
    .option("--root <PATH>", "API root it belongs to (default: the hub's default root)")
    .option("--attributed", "leave objects as they come, authors and all, in place of pseudonyms")
    .option("--everyone-reads", "let every member read it")
    .option("--everyone-writes", "let every member add to it")
    .addOption(dataOption())
    .action(async (title: string, options: AddOptions) => {
      const id = randomUuid(world.randomBytes);
      if (options.alias !== undefined && !ALIAS.test(options.alias)) {
        throw new HubError("bad-request", "an alias has 1 to 63 of a-z, 0-9 and -");
      }
      await withHub(options, world, async ({ stores: { collections, audit } }) => {
        const root = options.root ?? (await collections.apiRoots()).find(({ isDefault }) => isDefault)?.path;
        const number = await collections.addCollection({
          root: root ?? "",
          id,
          alias: options.alias,
          title,
          description: options.description,
          mediaTypes: ["application/stix+json;version=2.1"],
          anonymity: options.attributed === true ? "attributed" : "pseudonymous",
          everyone: { read: options.everyoneReads === true, write: options.everyoneWrites === true },
        });
        await audit.append({
          atMs: world.now(),
          organization: undefined,
          credential: COMMAND_LINE.credential,
          action: "collection.add",
          targetKind: "collection",
          target: String(number),
          outcome: "done",
        });
      });
      world.stdout.write(`${id}\n`);
    });
  command
    .command("list")
    .summary("list collections")
    .option("--json", "print JSON")
    .addOption(dataOption())
    .action(async (options: PlaceOptions & Shown) => {
      const found = await withHub(options, world, ({ stores }) => allCollections(stores.collections));
      world.stdout.write(
        options.json === true
          ? machine({
              collections: found.map(({ root, collection }) => ({
                id: collection.id,
                alias: collection.alias ?? null,
                root: root.path,
                title: collection.title,
                anonymity: collection.anonymity,
                everyone_reads: collection.mayRead,
                everyone_writes: collection.mayWrite,
              })),
            })
          : found
              .map(({ root, collection }) => {
                const alias = collection.alias === undefined ? "" : `  (${collection.alias})`;
                return `${collection.id}  ${root.path}  ${collection.anonymity}  ${line(collection.title)}${alias}\n`;
              })
              .join("") || "There is no collection yet; `stillwatch hub collection add` makes one.\n",
      );
    });
  command
    .command("root")
    .summary("make another API root")
    .argument("<PATH>", "first segment of its URLs")
    .argument("<TITLE>", "what members read")
    .addOption(dataOption())
    .action(async (path: string, title: string, options: PlaceOptions) => {
      requireRootPath(path);
      await withHub(options, world, ({ stores }) =>
        stores.collections.addApiRoot({
          path,
          title,
          description: undefined,
          maxContentLength: MAX_CONTENT_LENGTH,
          isDefault: false,
        }),
      );
      world.stdout.write(`/${path}/ is an API root.\n`);
    });
  return command;
}

/** `stillwatch hub grant`: what a member may do in a collection. */
export function grantCommand(world: World): Command {
  return new Command("grant")
    .summary("say what a member may do in a collection")
    .description("Says what a member may do in a collection; the roles of its users narrow it.")
    .argument("<COLLECTION>", "its id or alias")
    .argument("<NAME>", "the organisation")
    .addArgument(new Argument("<RIGHT>", "what it may do").choices(Object.keys(RIGHTS)))
    .addOption(dataOption())
    .addHelpText("after", GRANT_EPILOGUE)
    .action(async (name: string, organization: string, right: keyof typeof RIGHTS, options: PlaceOptions) => {
      await withHub(options, world, async ({ stores, members }) => {
        const { collection } = await collectionNamed(stores.collections, name);
        await members.grant({ organization, collection: collection.number, ...RIGHTS[right] }, COMMAND_LINE);
        world.stdout.write(
          `"${line(organization)}" has the right "${right}" in "${line(collection.title)}".\n`,
        );
      });
    });
}

interface AddOptions extends PlaceOptions {
  readonly alias?: string;
  readonly description?: string;
  readonly root?: string;
  readonly attributed?: boolean;
  readonly everyoneReads?: boolean;
  readonly everyoneWrites?: boolean;
}

const ALIAS = /^[a-z0-9][a-z0-9-]{0,62}$/;

const RIGHTS = {
  none: { read: false, write: false },
  read: { read: true, write: false },
  write: { read: false, write: true },
  "read-write": { read: true, write: true },
} as const;

const EPILOGUE = `
Examples:
  stillwatch hub collection add "Campaigns" --alias campaigns
  stillwatch hub collection add "Reference" --alias reference --attributed --everyone-reads
  stillwatch hub collection list --json`;

const GRANT_EPILOGUE = `
Examples:
  stillwatch hub grant campaigns "North Lab" read-write
  stillwatch hub grant campaigns "South Lab" none`;
