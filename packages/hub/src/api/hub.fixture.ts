import { randomBytes } from "node:crypto";
import { TAXII_MEDIA_TYPE } from "@stillwatch/protocol";
import type { Hono } from "hono";
import type { Anonymity } from "../collections/collection-store.ts";
import type { CollectionNumber } from "../collections/version-store.ts";
import { COMMAND_LINE, memberAdministration, type MemberAdministration } from "../members/administration.ts";
import { authenticator } from "../members/authenticate.ts";
import { authorDirectory } from "../members/author-directory.ts";
import type { OrganizationNumber, Role } from "../members/caller.ts";
import { addressRanges } from "../members/address.ts";
import { requestFacts } from "../members/request-facts.ts";
import { postgresCollectionStore } from "../storage/collection-store.ts";
import { postgresMemberStore } from "../storage/member-store.ts";
import { postgresStatusStore } from "../storage/status-store.ts";
import { openTestStore, type TestStore } from "../storage/store.fixture.ts";
import { hubApp } from "./hub-app.ts";
import type { AnsweredRequest, ChangeRules, HubParts, HubSettings } from "./hub-parts.ts";
import { plantSeed, seedSettings } from "./plant-seed.ts";
import { readSeed } from "./seed-file.ts";
import type { HubEnvironment } from "./taxii-context.ts";

/** A user of a member, with its key. */
export interface TestUser {
  readonly key: string;
  readonly publicId: string;
  readonly organization: OrganizationNumber;
  readonly organizationName: string;
}

/** A whole hub in process, over a database of its own. */
export interface TestHub {
  readonly app: Hono<HubEnvironment>;
  readonly parts: HubParts;
  readonly store: TestStore;
  readonly members: MemberAdministration;
  readonly answered: AnsweredRequest[];
  readonly failures: unknown[];
  addUser(user: {
    readonly organization: string;
    readonly identities?: readonly string[];
    readonly roles?: readonly Role[];
    readonly readOnly?: boolean;
  }): Promise<TestUser>;
  addCollection(collection: {
    readonly id: string;
    readonly alias?: string;
    readonly anonymity?: Anonymity;
    readonly everyone?: { readonly read: boolean; readonly write: boolean };
  }): Promise<CollectionNumber>;
  /** Sends a TAXII request; `body` that is no text is sent as JSON. */
  send(request: {
    readonly as?: Pick<TestUser, "key"> | undefined;
    readonly method?: string;
    readonly path: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  }): Promise<Response>;
  close(): Promise<void>;
}

/** Path of the API root that every test hub has. */
export const TEST_ROOT = "trust";

export async function openTestHub({
  settings = {},
  seedText,
  changes = FREE_CHANGES,
}: {
  readonly settings?: Partial<HubSettings>;
  readonly seedText?: string;
  readonly changes?: ChangeRules;
} = {}): Promise<TestHub> {
  const store = await openTestStore();
  const secret = new Uint8Array(32).fill(7);
  const memberStore = postgresMemberStore(store.database);
  const nowMs = (): number => store.now() / 1000;
  const gate = authenticator({ store: memberStore, now: nowMs, randomBytes, ownOrigin: "http://hub.test" });
  const members = memberAdministration({
    store: memberStore,
    now: nowMs,
    randomBytes,
    forget: () => gate.forget(),
  });
  const collections = postgresCollectionStore(store.database, store.now);
  const statuses = postgresStatusStore(store.database);
  const seed = seedText === undefined ? undefined : readSeed(seedText);
  if (seed !== undefined) await plantSeed({ seed, members, collections, statuses, now: store.now });
  else {
    await collections.addApiRoot({
      path: TEST_ROOT,
      title: "Trust group",
      description: undefined,
      maxContentLength: 10_485_760,
      isDefault: true,
    });
  }
  const answered: AnsweredRequest[] = [];
  const failures: unknown[] = [];
  const parts: HubParts = {
    stores: {
      collections,
      versions: store.versions,
      statuses,
      authors: authorDirectory(memberStore, secret),
    },
    authenticate: (request) =>
      gate.authenticate(
        requestFacts({
          method: request.method,
          header: (name) => request.headers.get(name) ?? undefined,
          peer: { address: "127.0.0.1", certificateFingerprint: undefined },
          trustedProxies: addressRanges([]),
        }),
      ),
    now: store.now,
    randomBytes,
    settings: { ...SETTINGS, secret, ...(seed === undefined ? {} : seedSettings(seed)), ...settings },
    changes,
    observer: {
      answered: (request) => answered.push(request),
      failed: (_, error) => failures.push(error),
    },
    hubRoutes: undefined,
    operation: { healthy: async () => true, metrics: async () => "figures 1\n", isLocal: () => false },
  };
  const app = hubApp(parts);
  let users = 0;
  return {
    app,
    parts,
    store,
    members,
    answered,
    failures,
    addUser: async ({ organization, identities = [], roles = ["analyst", "counsel"], readOnly = false }) => {
      const known = await memberStore.organizationNamed(organization);
      const number =
        known?.number ?? (await members.addOrganization({ name: organization, identities }, COMMAND_LINE));
      const name = `user-${(users += 1)}`;
      await members.addUser({ organization, name, roles }, COMMAND_LINE);
      const holder = await members.userNamed(name);
      const wish = { holder, title: "test", roles: undefined, readOnly, ranges: [], expiresMs: undefined };
      const key = await members.createKey(wish, COMMAND_LINE);
      return {
        key: key.reveal(),
        publicId: key.publicId,
        organization: number,
        organizationName: organization,
      };
    },
    addCollection: ({ id, alias, anonymity = "attributed", everyone = { read: true, write: true } }) =>
      collections.addCollection({
        root: TEST_ROOT,
        id,
        alias,
        title: "A collection",
        description: undefined,
        mediaTypes: ["application/stix+json;version=2.1"],
        anonymity,
        everyone,
      }),
    send: async ({ as, method = "GET", path, body, headers = {} }) =>
      app.request(path, {
        method,
        headers: {
          Accept: TAXII_MEDIA_TYPE,
          ...(body === undefined ? {} : { "Content-Type": TAXII_MEDIA_TYPE }),
          ...(as === undefined ? {} : { Authorization: `Bearer ${as.key}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isBody(body) ? body : JSON.stringify(body), duplex: "half" }),
      }),
    close: () => store.close(),
  };
}

const SETTINGS: Omit<HubSettings, "secret"> = {
  title: "Test hub",
  description: undefined,
  contact: undefined,
  publicUrl: undefined,
  pageSize: 1_000,
  unreadable: "hide",
  objectRules: "all",
  mostRequestBytes: 10_485_760,
  mostEnvelopeObjects: 10_000,
  mostRequestsAtOnce: 100,
};

const FREE_CHANGES: ChangeRules = {
  inTurn: (_, work) => work(),
  beforeAdding: async () => undefined,
  afterAdding: async () => undefined,
  afterDeleting: async () => undefined,
};

function isBody(body: unknown): body is string | Uint8Array<ArrayBuffer> | ReadableStream {
  return typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream;
}
