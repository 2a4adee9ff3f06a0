import { resolve } from "node:path";
import { Command } from "commander";
import { COMMAND_LINE } from "../members/administration.ts";
import type { Role } from "../members/caller.ts";
import type { KeyRecord } from "../members/member-store.ts";
import { withHub } from "./hub-at-hand.ts";
import { momentOf, roleOption, severalOf } from "./option-values.ts";
import { line, machine, type Shown } from "./output.ts";
import { requireAbsent, writeSecretFile } from "./secret-file.ts";
import { dataOption, type PlaceOptions } from "./store-place.ts";
import type { World } from "./world.ts";

/** `stillwatch hub key`: API keys, which are shown once and kept nowhere. */
export function keyCommand(world: World): Command {
  const command = new Command("key")
    .summary("create, list and revoke API keys")
    .description("Keeps API keys. A key is shown once; the hub keeps its hash only.")
    .addHelpText("after", EPILOGUE);
  command
    .command("create")
    .summary("create a key")
    .argument("<USER>", "the user it stands for")
    .option("--title <TEXT>", "what its owner calls it", "key")
    .addOption(roleOption())
    .option("--read-only", "it may change nothing")
    .option("--range <CIDR>", "addresses it may be used from; may be repeated", severalOf, [])
    .option("--expires <WHEN>", "90d, or a date", (text) => momentOf(text, world.now()))
    .option("--out <FILE>", "write it into a new file that only its owner may read, and print it nowhere")
    .addOption(dataOption())
    .action(async (user: string, options: CreateOptions) => {
      const out = options.out === undefined ? undefined : resolve(world.cwd, options.out);
      if (out !== undefined) await requireAbsent(out);
      const key = await withHub(options, world, async ({ members }) =>
        members.createKey(
          {
            holder: await members.userNamed(user),
            title: options.title,
            roles: options.role,
            readOnly: options.readOnly === true,
            ranges: options.range,
            expiresMs: options.expires,
          },
          COMMAND_LINE,
        ),
      );
      if (out === undefined) {
        world.stderr.write("This key is shown once. Pass it on by a way that nobody else reads.\n");
        world.stdout.write(`${key.reveal()}\n`);
      } else {
        await writeSecretFile(out, `${key.reveal()}\n`);
        world.stdout.write(`Key ${key.publicId} is in ${line(options.out ?? "")}.\n`);
      }
    });
  command
    .command("list")
    .summary("list a user's keys")
    .argument("<USER>", "the user")
    .option("--json", "print JSON")
    .addOption(dataOption())
    .action(async (user: string, options: PlaceOptions & Shown) => {
      const keys = await withHub(options, world, async ({ members, stores }) =>
        stores.members.keysOf((await members.userNamed(user)).user),
      );
      const nowMs = world.now();
      world.stdout.write(
        options.json === true
          ? machine({ keys: keys.map((key) => machineKey(key, nowMs)) })
          : keys.map((key) => keyLine(key, nowMs)).join("") || "This user has no key.\n",
      );
    });
  command
    .command("revoke")
    .summary("let a key count no more")
    .argument("<ID>", "its 8 characters between the underscores")
    .addOption(dataOption())
    .action(async (id: string, options: PlaceOptions) => {
      await withHub(options, world, async ({ members, hubRuns }) => {
        await members.revokeKey(id, undefined, COMMAND_LINE);
        world.stdout.write(
          `Key ${line(id)} is revoked${hubRuns ? "; the running hub knows within two seconds" : ""}.\n`,
        );
      });
    });
  return command;
}

interface CreateOptions extends PlaceOptions {
  readonly title: string;
  readonly role?: readonly Role[];
  readonly readOnly?: boolean;
  readonly range: readonly string[];
  readonly expires?: number;
  readonly out?: string;
}

function machineKey(key: KeyRecord, nowMs: number): Readonly<Record<string, unknown>> {
  return {
    id: key.publicId,
    title: key.title,
    roles: key.roles,
    read_only: key.readOnly,
    ranges: key.ranges,
    created: new Date(key.createdMs).toISOString(),
    expires: key.expiresMs === undefined ? null : new Date(key.expiresMs).toISOString(),
    state: stateOf(key, nowMs),
  };
}

function keyLine(key: KeyRecord, nowMs: number): string {
  const facts = [
    key.roles.join("+"),
    ...(key.readOnly ? ["read-only"] : []),
    ...key.ranges,
    ...(key.expiresMs === undefined ? [] : [`until ${new Date(key.expiresMs).toISOString().slice(0, 10)}`]),
  ];
  return `${key.publicId}  ${stateOf(key, nowMs).padEnd(7)}  ${facts.join(", ")}  ${line(key.title)}\n`;
}

function stateOf({ revokedMs, expiresMs }: KeyRecord, nowMs: number): "valid" | "revoked" | "expired" {
  if (revokedMs !== undefined) return "revoked";
  return expiresMs !== undefined && expiresMs <= nowMs ? "expired" : "valid";
}

const EPILOGUE = `
Examples:
  stillwatch hub key create north --out north.key --expires 90d
  stillwatch hub key create north --read-only --range 192.0.2.0/24
  stillwatch hub key revoke 7q2mzk4a`;
