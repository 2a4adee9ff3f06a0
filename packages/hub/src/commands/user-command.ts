import { readFile } from "node:fs/promises";
import { X509Certificate } from "node:crypto";
import { resolve } from "node:path";
import { Command } from "commander";
import { COMMAND_LINE } from "../members/administration.ts";
import type { Role } from "../members/caller.ts";
import { OperationError } from "../operation/operation-error.ts";
import { withHub } from "./hub-at-hand.ts";
import { roleOption } from "./option-values.ts";
import { line } from "./output.ts";
import { dataOption, type PlaceOptions } from "./store-place.ts";
import type { World } from "./world.ts";

/** `stillwatch hub user`: people and programs of a member, and what binds them to a login or a certificate. */
export function userCommand(world: World): Command {
  const command = new Command("user")
    .summary("add people and programs of a member")
    .description("Keeps the users of members: people who log in, and programs that hold keys.")
    .addHelpText("after", EPILOGUE);
  command
    .command("add")
    .summary("add a user")
    .argument("<NAME>", "the user's name, one of its kind in the hub")
    .requiredOption("--member <NAME>", "the organisation it belongs to")
    .addOption(roleOption().makeOptionMandatory())
    .option("--issuer <URL>", "identity provider that will vouch for the person")
    .option("--subject <ID>", "the person's subject there")
    .option("--email <ADDRESS>", "or the address that the provider has verified; bound at the first login")
    .addOption(dataOption())
    .action(async (name: string, options: AddOptions) => {
      const { member: organization, role: roles } = options;
      const person = personOf(options);
      await withHub(options, world, ({ members }) =>
        members.addUser({ organization, name, roles, ...(person !== undefined && { person }) }, COMMAND_LINE),
      );
      world.stdout.write(`"${line(name)}" of "${line(organization)}" is ${roles.join(" and ")}.\n`);
    });
  for (const [verb, suspended] of [
    ["suspend", true],
    ["resume", false],
  ] as const) {
    command
      .command(verb)
      .summary(suspended ? "let no credential of a user count" : "let its credentials count again")
      .argument("<NAME>", "the user")
      .addOption(dataOption())
      .action(async (name: string, options: PlaceOptions) => {
        await withHub(options, world, ({ members }) => members.suspendUser(name, suspended, COMMAND_LINE));
        world.stdout.write(`"${line(name)}" is ${suspended ? "suspended" : "a user again"}.\n`);
      });
  }
  command
    .command("certificate")
    .summary("bind a client certificate to a user, or revoke it")
    .argument("<NAME>", "the user")
    .argument("<FILE>", "the certificate in PEM; its private key stays with its owner")
    .option("--revoke", "let it count no more")
    .addOption(dataOption())
    .action(async (user: string, file: string, options: PlaceOptions & { readonly revoke?: boolean }) => {
      const certificate = await readCertificate(resolve(world.cwd, file), file);
      const fingerprint = certificate.fingerprint256;
      await withHub(options, world, ({ members }) =>
        options.revoke === true
          ? members.revokeCertificate(fingerprint, COMMAND_LINE)
          : members.bindCertificate(
              { user, fingerprint, expiresMs: Date.parse(certificate.validTo) },
              COMMAND_LINE,
            ),
      );
      world.stdout.write(
        options.revoke === true
          ? "The certificate counts no more.\n"
          : `The certificate stands for "${line(user)}" until ${certificate.validTo}.\n`,
      );
    });
  return command;
}

interface AddOptions extends PlaceOptions {
  readonly member: string;
  readonly role: readonly Role[];
  readonly issuer?: string;
  readonly subject?: string;
  readonly email?: string;
}

function personOf({ issuer, subject, email }: AddOptions) {
  if (issuer === undefined && subject === undefined && email === undefined) return undefined;
  if (issuer === undefined) throw new OperationError("bad-option", "--subject and --email need an --issuer");
  return { issuer, ...(subject !== undefined && { subject }), ...(email !== undefined && { email }) };
}

async function readCertificate(path: string, shown: string): Promise<X509Certificate> {
  const pem = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new OperationError("bad-option", `${shown} cannot be read (${error.code ?? "unknown cause"})`);
  });
  try {
    return new X509Certificate(pem);
  } catch {
    // OpenSSL's own words name no file.
    throw new OperationError("bad-option", `${shown} holds no certificate`);
  }
}

const EPILOGUE = `
Roles: analyst reads and adds; counsel reads, recalls and deletes; operator sees figures only; auditor sees the record only.

Examples:
  stillwatch hub user add north-counsel --member "North Lab" --role counsel --issuer https://login.example --email counsel@north.example
  stillwatch hub user certificate north north.pem`;
