import { parseTimestamp } from "@stillwatch/protocol";
import type { CollectionAdministration, DatedVersion } from "../collections/collection-administration.ts";
import type { Microseconds } from "../collections/version-store.ts";
import { COMMAND_LINE, type MemberAdministration } from "../members/administration.ts";
import type { OrganizationNumber, Role } from "../members/caller.ts";
import type { HubSettings } from "./hub-parts.ts";
import { RESERVED_PATHS } from "./hub-app.ts";
import type { Seed } from "./seed-file.ts";
import type { StatusStore } from "./status-store.ts";
import { HubError } from "../hub-error.ts";

/** What a seed says of the hub itself, for whoever starts it. */
export type SeedSettings = Pick<
  HubSettings,
  "title" | "description" | "contact" | "publicUrl" | "pageSize" | "unreadable" | "objectRules"
>;

export function seedSettings(seed: Seed): SeedSettings {
  return {
    title: seed.discovery?.title ?? "Stillwatch",
    description: seed.discovery?.description,
    contact: seed.discovery?.contact,
    publicUrl: seed.discovery?.public_url,
    pageSize: seed.page_size,
    unreadable: seed.unreadable,
    objectRules: seed.object_rules,
  };
}

/**
 * Puts a seed into an empty store: for test suites only, since passwords stand in it and objects come in unchecked.
 *
 * @throws HubError `conflict` where the store holds something of the kind, `bad-request` for a reserved path
 */
export async function plantSeed({
  seed,
  members,
  collections,
  statuses,
  now,
}: {
  readonly seed: Seed;
  readonly members: MemberAdministration;
  readonly collections: CollectionAdministration;
  readonly statuses: StatusStore;
  readonly now: () => Microseconds;
}): Promise<void> {
  const organizations = await plantUsers(seed, members);
  const ownerOf = (name: string | undefined): OrganizationNumber => {
    const number = organizations.get(organizationOf(seed, name ?? seed.users[0]?.name ?? ""));
    if (number === undefined) throw new HubError("bad-request", "The seed has no such user.");
    return number;
  };
  for (const root of seed.api_roots) {
    if (RESERVED_PATHS.includes(root.path)) {
      throw new HubError("bad-request", `No API root may have the path ${root.path}.`);
    }
    await collections.addApiRoot({
      path: root.path,
      title: root.title,
      description: root.description,
      maxContentLength: root.max_content_length,
      isDefault: root.default,
    });
    for (const collection of root.collections)
      await plantCollection({ seed, root: root.path, collection, members, collections, ownerOf });
    for (const { owner, status } of root.statuses) {
      const body = JSON.stringify(status);
      await statuses.keep({
        id: status.id,
        root: root.path,
        organization: ownerOf(owner),
        keptAt: now(),
        body,
      });
    }
  }
}

async function plantUsers(
  seed: Seed,
  members: MemberAdministration,
): Promise<ReadonlyMap<string, OrganizationNumber>> {
  const organizations = new Map<string, OrganizationNumber>();
  for (const user of seed.users) {
    const name = user.organization ?? user.name;
    if (!organizations.has(name)) {
      const identities = seed.users.flatMap((each) =>
        (each.organization ?? each.name) === name ? each.identities : [],
      );
      organizations.set(name, await members.addOrganization({ name, identities }, COMMAND_LINE));
    }
    const roles: readonly Role[] = user.admin ? [...user.roles, "operator", "auditor"] : user.roles;
    await members.addUser(
      { organization: name, name: user.name, roles, password: user.password },
      COMMAND_LINE,
    );
  }
  return organizations;
}

async function plantCollection({
  seed,
  root,
  collection,
  members,
  collections,
  ownerOf,
}: {
  readonly seed: Seed;
  readonly root: string;
  readonly collection: Seed["api_roots"][number]["collections"][number];
  readonly members: MemberAdministration;
  readonly collections: CollectionAdministration;
  readonly ownerOf: (name: string | undefined) => OrganizationNumber;
}): Promise<void> {
  const number = await collections.addCollection({
    root,
    id: collection.id,
    alias: collection.alias,
    title: collection.title,
    description: collection.description,
    mediaTypes: collection.media_types,
    anonymity: collection.anonymity,
    everyone: { read: collection.can_read === true, write: collection.can_write === true },
  });
  const readers = namesOf(collection.can_read);
  const writers = namesOf(collection.can_write);
  for (const organization of new Set([...readers, ...writers].map((name) => organizationOf(seed, name)))) {
    const may = (names: readonly string[]): boolean =>
      names.some((name) => organizationOf(seed, name) === organization);
    const grant = { organization, collection: number, read: may(readers), write: may(writers) };
    await members.grant(grant, COMMAND_LINE);
  }
  await collections.seedVersions(
    number,
    collection.objects.map((object) => datedVersion(object, ownerOf(object.owner))),
  );
}

function datedVersion(
  { date_added, object }: Seed["api_roots"][number]["collections"][number]["objects"][number],
  owner: OrganizationNumber,
): DatedVersion {
  const stamp = object["modified"] ?? object["created"];
  const stated = object["spec_version"];
  return {
    owner,
    id: object.id,
    type: object.type,
    version: typeof stamp === "string" ? (parseTimestamp(stamp) as Microseconds | undefined) : undefined,
    specVersion: typeof stated === "string" ? stated : "created" in object ? "2.0" : "2.1",
    body: JSON.stringify(object),
    audiences: undefined,
    dateAdded: parseTimestamp(date_added) as Microseconds,
  };
}

function namesOf(who: boolean | readonly string[]): readonly string[] {
  return typeof who === "boolean" ? [] : who;
}

function organizationOf(seed: Seed, userName: string): string {
  return seed.users.find((user) => user.name === userName)?.organization ?? userName;
}
