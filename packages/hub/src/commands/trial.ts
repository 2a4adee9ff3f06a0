import { mkdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { COMMAND_LINE } from "../members/administration.ts";
import { OperationError } from "../operation/operation-error.ts";
import type { HubAtHand } from "./hub-at-hand.ts";
import { randomUuid } from "./random-uuid.ts";
import { writeSecretFile } from "./secret-file.ts";
import type { World } from "./world.ts";

/** What a trial consists of. */
export interface Trial {
  readonly collection: string;
  readonly members: readonly { readonly name: string; readonly keyFile: string }[];
}

/** Collection and members of a trial; the keys lie in files below the data folder. */
export const TRIAL_ALIAS = "campaigns";

const MEMBERS = [
  { name: "North Lab", user: "north" },
  { name: "South Lab", user: "south" },
] as const;

/**
 * Makes two members that may read and write one collection, and a key for each, in files that only their owner may
 * read.
 *
 * @throws OperationError `bad-option` where the hub has no data folder to put the key files into
 */
export async function addTrial(hub: HubAtHand, world: World): Promise<Trial> {
  const keys = keyFolder(hub);
  await mkdir(keys, { recursive: true, mode: 0o700 });
  const [root] = await hub.stores.collections.apiRoots();
  const collection = randomUuid(world.randomBytes);
  const number = await hub.stores.collections.addCollection({
    root: root?.path ?? "",
    id: collection,
    alias: TRIAL_ALIAS,
    title: "Campaigns",
    description: "Distillation campaigns, their infrastructure and what members say of them.",
    mediaTypes: ["application/stix+json;version=2.1"],
    anonymity: "pseudonymous",
    everyone: { read: false, write: false },
  });
  for (const { name, user } of MEMBERS) {
    await hub.members.addOrganization({ name, identities: [] }, COMMAND_LINE);
    await hub.members.grant(
      { organization: name, collection: number, read: true, write: true },
      COMMAND_LINE,
    );
    await hub.members.addUser(
      { organization: name, name: user, roles: ["analyst", "counsel"] },
      COMMAND_LINE,
    );
    const key = await hub.members.createKey(
      {
        holder: await hub.members.userNamed(user),
        title: "trial",
        roles: undefined,
        readOnly: false,
        ranges: [],
        expiresMs: undefined,
      },
      COMMAND_LINE,
    );
    await writeSecretFile(join(keys, `${user}.key`), `${key.reveal()}\n`);
  }
  return { collection, members: trialMembers(hub, world) };
}

/** The trial of this hub, made by an earlier run; undefined where there is none. */
export async function findTrial(hub: HubAtHand, world: World): Promise<Trial | undefined> {
  if (hub.place.kind !== "folder") return undefined;
  const [root] = await hub.stores.collections.apiRoots();
  const north = await hub.stores.members.organizationNamed(MEMBERS[0].name);
  if (root === undefined || north === undefined) return undefined;
  const collection = await hub.stores.collections.collection(root.path, TRIAL_ALIAS, north.number);
  return collection && { collection: collection.id, members: trialMembers(hub, world) };
}

/** What to do next, as commands that can be copied. @param origin - of a hub that listens */
export function trialText({ collection, members }: Trial, origin: string | undefined): string {
  const [north, south] = members;
  if (north === undefined || south === undefined) return "";
  const list = members.map(({ name, keyFile }) => `  ${name.padEnd(12)} ${keyFile}`).join("\n");
  const intro = `Two members may read and write the collection ${collection} (alias ${TRIAL_ALIAS}); their keys:\n${list}\n`;
  if (origin === undefined) return `${intro}Next:\n  stillwatch hub start --trial\n`;
  const objects = `${origin}/exchange/collections/${TRIAL_ALIAS}/objects/`;
  return `${intro}
One of them sends a bundle, the other fetches it:
  npx stillwatch exchange push bundle.json --hub ${origin} --collection ${TRIAL_ALIAS} --key-file ${north.keyFile}
  npx stillwatch exchange pull --hub ${origin} --collection ${TRIAL_ALIAS} --key-file ${south.keyFile}
or with curl:
  curl -H "Authorization: Bearer $(cat ${south.keyFile})" -H "Accept: application/taxii+json;version=2.1" ${objects}
`;
}

function trialMembers(hub: HubAtHand, world: World): Trial["members"] {
  return MEMBERS.map(({ name, user }) => ({
    name,
    keyFile: relative(world.cwd, join(keyFolder(hub), `${user}.key`)),
  }));
}

function keyFolder({ place }: HubAtHand): string {
  if (place.kind === "folder") return join(place.dataFolder, "keys");
  throw new OperationError("bad-option", "a trial needs a data folder; run it without DATABASE_URL");
}
