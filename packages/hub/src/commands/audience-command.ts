import { Command } from "commander";
import { COMMAND_LINE } from "../members/administration.ts";
import { withHub } from "./hub-at-hand.ts";
import { severalOf } from "./option-values.ts";
import { line } from "./output.ts";
import { dataOption, type PlaceOptions } from "./store-place.ts";
import type { World } from "./world.ts";

/** `stillwatch hub audience`: sets of members that an object may be narrowed to. */
export function audienceCommand(world: World): Command {
  const command = new Command("audience")
    .summary("keep sets of members that objects may be narrowed to")
    .description(
      "Keeps audiences. A member narrows objects to one by its id (header Stillwatch-Audience); nobody learns who is in it.",
    )
    .addHelpText("after", EPILOGUE);
  command
    .command("add")
    .summary("make an audience and print its id")
    .argument("<NAME>", "its name, for the operator only")
    .option("--member <NAME>", "organisation that belongs to it; may be repeated", severalOf, [])
    .addOption(dataOption())
    .action(async (name: string, options: PlaceOptions & { readonly member: readonly string[] }) => {
      const id = await withHub(options, world, ({ members }) =>
        members.addAudience(name, options.member, COMMAND_LINE),
      );
      world.stdout.write(`${id}\n`);
    });
  for (const [verb, member] of [
    ["join", true],
    ["leave", false],
  ] as const) {
    command
      .command(verb)
      .summary(member ? "put an organisation into an audience" : "take an organisation out of it")
      .argument("<ID>", "the audience")
      .argument("<NAME>", "the organisation")
      .addOption(dataOption())
      .action(async (audience: string, organization: string, options: PlaceOptions) => {
        await withHub(options, world, ({ members }) =>
          members.changeAudience({ audience, organization, member }, COMMAND_LINE),
        );
        world.stdout.write(`"${line(organization)}" is ${member ? "in" : "not in"} the audience.\n`);
      });
  }
  return command;
}

const EPILOGUE = `
Examples:
  stillwatch hub audience add "Incident 12" --member "North Lab" --member "South Lab"
  stillwatch hub audience leave 0b0c4a52-6d0e-4a51-8a9f-3f4f0a5f5d11 "South Lab"`;
