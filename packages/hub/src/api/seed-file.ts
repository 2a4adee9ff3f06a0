import { parseTimestamp } from "@stillwatch/protocol";
import { z } from "zod";
import { HubError } from "../hub-error.ts";

/**
 * What a test suite wants to find in the hub. Names on the wire are TAXII's where TAXII has one.
 *
 * `can_read` and `can_write` are true or false for every user, or a list of user names. Each user is an organisation of its own unless
 * two name the same. Objects and statuses belong to the organisation of `owner`, by default that of the first user.
 */
export type Seed = z.infer<typeof SEED>;

/**
 * Reads a seed.
 *
 * @throws HubError `bad-request` naming the place and what is expected there
 */
export function readSeed(text: string): Seed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HubError("bad-request", "The seed is no JSON.", { cause: error });
  }
  const read = SEED.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new HubError("bad-request", `The seed at /${issue?.path.join("/") ?? ""}: ${issue?.message ?? ""}`);
  }
  requireKnownUsers(read.data);
  return read.data;
}

const UUID = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "a UUID in lower case is expected");
const TIME = z
  .string()
  .refine((text) => parseTimestamp(text) !== undefined, "a timestamp ending in Z is expected");
const WHO = z.union([z.boolean(), z.array(z.string())]);
const COUNT = z.number().int().nonnegative();

const OBJECT = z.strictObject({
  date_added: TIME,
  owner: z.string().optional(),
  /** The object itself; it is not checked. */
  object: z.looseObject({ id: z.string(), type: z.string() }),
});

const COLLECTION = z.strictObject({
  id: UUID,
  alias: z.string().min(1).optional(),
  title: z.string(),
  description: z.string().optional(),
  media_types: z.array(z.string()).default(["application/stix+json;version=2.1"]),
  anonymity: z.enum(["attributed", "pseudonymous"]).default("attributed"),
  can_read: WHO,
  can_write: WHO,
  objects: z.array(OBJECT).default([]),
});

const STATUS = z.looseObject({
  id: UUID,
  status: z.enum(["complete", "pending"]),
  total_count: COUNT,
  success_count: COUNT,
  failure_count: COUNT,
  pending_count: COUNT,
});

const API_ROOT = z.strictObject({
  path: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/, "one segment of a path is expected"),
  title: z.string(),
  description: z.string().optional(),
  max_content_length: z.number().int().positive().default(10_485_760),
  default: z.boolean().default(false),
  collections: z.array(COLLECTION).default([]),
  statuses: z.array(z.strictObject({ owner: z.string().optional(), status: STATUS })).default([]),
});

const USER = z.strictObject({
  name: z.string().min(1),
  password: z.string().min(1),
  organization: z.string().min(1).optional(),
  /** STIX identity ids of its organisation. */
  identities: z.array(z.string()).default([]),
  roles: z.array(z.enum(["analyst", "counsel", "operator", "auditor"])).default(["analyst", "counsel"]),
  /** Operator and auditor as well. */
  admin: z.boolean().default(false),
});

const SEED = z.strictObject({
  discovery: z
    .strictObject({
      title: z.string(),
      description: z.string().optional(),
      contact: z.string().optional(),
      /** Scheme, host and port that stand before API roots; without it they are paths. */
      public_url: z.string().optional(),
    })
    .optional(),
  page_size: z.number().int().min(1).max(100_000).default(1_000),
  unreadable: z.enum(["hide", "forbid"]).default("hide"),
  /** Suites send incomplete objects; "all" judges as a real hub does. */
  object_rules: z.enum(["all", "common"]).default("common"),
  users: z.array(USER).min(1),
  api_roots: z.array(API_ROOT).min(1),
});

function requireKnownUsers(seed: Seed): void {
  const known = new Set(seed.users.map((user) => user.name));
  const named = seed.api_roots.flatMap((root) => [
    ...root.statuses.map((status) => status.owner),
    ...root.collections.flatMap((collection) => [
      ...[collection.can_read, collection.can_write].flatMap((who) => (Array.isArray(who) ? who : [])),
      ...collection.objects.map((object) => object.owner),
    ]),
  ]);
  const unknown = named.find((name) => name !== undefined && !known.has(name));
  if (unknown !== undefined)
    throw new HubError("bad-request", `The seed names a user that it has not: ${unknown}.`);
}
