import { Command } from "commander";
import { COMMAND_LINE } from "../members/administration.ts";
import type { Role } from "../members/caller.ts";
import { withHub } from "./hub-at-hand.ts";
import { roleOption, severalOf } from "./option-values.ts";
import { dataOption, type PlaceOptions } from "./store-place.ts";
import { line, machine, type Shown } from "./output.ts";
import type { World } from "./world.ts";

/** `stillwatch hub member`: the organisations that take part. */
export function memberCommand(world: World): Command {
  const command = new Command("member")
    .summary("add, list and suspend member organisations")
    .description("Keeps the organisations that take part. No member ever sees this list.")
    .addHelpText("after", EPILOGUE);
  command
    .command("add")
    .summary("add an organisation")
    .argument("<NAME>", "its name, for the operator only")
    .option("--identity <ID>", "STIX identity id that is its own; may be repeated", severalOf, [])
    .option("--user <NAME>", "also add a user of this name")
    .addOption(roleOption().default(["analyst", "counsel"], "analyst and counsel"))
    .addOption(dataOption())
    .action(async (name: string, options: AddOptions) => {
      await withHub(options, world, async ({ members }) => {
        await members.addOrganization({ name, identities: options.identity }, COMMAND_LINE);
        if (options.user !== undefined) {
          await members.addUser(
            { organization: name, name: options.user, roles: options.role },
            COMMAND_LINE,
          );
        }
      });
      const user = options.user === undefined ? "" : ` with the user "${line(options.user)}"`;
      world.stdout.write(`"${line(name)}" is a member now${user}.\n`);
    });
  command
    .command("list")
    .summary("list the organisations")
    .option("--json", "print JSON")
    .addOption(dataOption())
    .action(async (options: PlaceOptions & Shown) => {
      const organizations = await withHub(options, world, ({ stores }) => stores.members.organizations());
      const shown = organizations.map(({ name, identities, suspended }) => ({ name, identities, suspended }));
      world.stdout.write(
        options.json === true
          ? machine({ members: shown })
          : shown
              .map(({ name, identities, suspended }) => {
                const ids = identities.length === 0 ? "" : `  ${identities.join(" ")}`;
                return `${line(name)}${suspended ? "  (suspended)" : ""}${ids}\n`;
              })
              .join("") || "There is no member yet; `stillwatch hub member add` adds one.\n",
      );
    });
  command
    .command("identity")
    .summary("declare a STIX identity as an organisation's own")
    .argument("<NAME>", "the organisation")
    .argument("<ID>", "identity--…")
    .addOption(dataOption())
    .action(async (name: string, identity: string, options: PlaceOptions) => {
      await withHub(options, world, ({ members }) => members.declareIdentity(name, identity, COMMAND_LINE));
      world.stdout.write(
        `${line(identity)} stands for "${line(name)}", and is rewritten wherever it is named.\n`,
      );
    });
  for (const [verb, suspended] of [
    ["suspend", true],
    ["resume", false],
  ] as const) {
    command
      .command(verb)
      .summary(suspended ? "let no credential of an organisation count" : "let its credentials count again")
      .argument("<NAME>", "the organisation")
      .addOption(dataOption())
      .action(async (name: string, options: PlaceOptions) => {
        await withHub(options, world, ({ members }) =>
          members.suspendOrganization(name, suspended, COMMAND_LINE),
        );
        world.stdout.write(`"${line(name)}" is ${suspended ? "suspended" : "a member again"}.\n`);
      });
  }
  return command;
}

interface AddOptions extends PlaceOptions {
  readonly identity: readonly string[];
  readonly user?: string;
  readonly role: readonly Role[];
}

const EPILOGUE = `
Examples:
  stillwatch hub member add "North Lab" --identity identity--7b8ab1f0-5f0e-4c53-9f6d-0a4c2f2f8d1e --user north
  stillwatch hub member suspend "North Lab"`;
