import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import { changeRules } from "../life/change-rules.ts";
import { quotaKeeper } from "../life/quotas.ts";
import { addressRanges } from "../members/address.ts";
import { COMMAND_LINE, memberAdministration } from "../members/administration.ts";
import { authenticator } from "../members/authenticate.ts";
import type { Role } from "../members/caller.ts";
import { oidcLogin, type OidcLogin } from "../members/oidc-login.ts";
import { requestFacts } from "../members/request-facts.ts";
import { postgresAuditStore } from "../storage/audit-store.ts";
import { postgresFeedbackStore } from "../storage/feedback-store.ts";
import { postgresMemberStore } from "../storage/member-store.ts";
import { postgresQuotaStore } from "../storage/quota-store.ts";
import { postgresRecallStore } from "../storage/recall-store.ts";
import { hubApp } from "./hub-app.ts";
import { hubRoutes } from "./hub-routes-all.ts";
import { openTestHub, TEST_ROOT, type TestHub, type TestUser } from "./hub.fixture.ts";
import type { HubEnvironment } from "./taxii-context.ts";

export const COLLECTION = "91a7b528-80eb-42ed-a74d-c6fbd5a26116";
export const OWN_ORIGIN = "http://hub.test";

/** A hub with everything that belongs to members and to the life of objects. */
export interface LifeHub extends Pick<TestHub, "addUser" | "members" | "store" | "failures"> {
  readonly app: Hono<HubEnvironment>;
  /** Adds objects to the collection over TAXII. @returns the status resource */
  add(
    as: Pick<TestUser, "key">,
    objects: readonly object[],
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly success_count: number; readonly failures?: readonly { readonly message: string }[] }>;
  /** Ids and `revoked` of what somebody finds in the collection. */
  found(as: Pick<TestUser, "key">): Promise<readonly { readonly id: string; readonly revoked?: boolean }[]>;
  ask(request: {
    readonly as?: Pick<TestUser, "key"> | undefined;
    readonly method?: string;
    readonly path: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  }): Promise<Response>;
  /** A user with a password, who is a person and may keep keys. */
  addPerson(name: string, roles: readonly Role[]): Promise<string>;
  readonly memberStore: ReturnType<typeof postgresMemberStore>;
  close(): Promise<void>;
}

export async function openLifeHub(
  options: {
    readonly anonymity?: "pseudonymous" | "attributed";
    readonly login?: Pick<Parameters<typeof oidcLogin>[0], "settings">;
    readonly ownOrigin?: string;
  } = {},
): Promise<LifeHub> {
  const { anonymity = "attributed", ownOrigin = OWN_ORIGIN } = options;
  const hub = await openTestHub();
  const { database, now, versions } = hub.store;
  const nowMs = () => Math.floor(now() / 1_000);
  const memberStore = postgresMemberStore(database);
  const audit = postgresAuditStore(database);
  const feedback = postgresFeedbackStore(database);
  const quotas = quotaKeeper({ store: postgresQuotaStore(database), now: nowMs });
  const gate = authenticator({ store: memberStore, now: nowMs, randomBytes, ownOrigin });
  const forget = () => gate.forget();
  const members = memberAdministration({ store: memberStore, now: nowMs, randomBytes, forget });
  const login: OidcLogin | undefined =
    options.login &&
    oidcLogin({
      ...options.login,
      store: memberStore,
      fetch,
      now: Date.now,
      randomBytes,
      secret: randomBytes(32),
    });
  const authenticate = async (request: Request) => {
    const caller = await gate.authenticate(
      requestFacts({
        method: request.method,
        header: (name) => request.headers.get(name) ?? undefined,
        peer: { address: "127.0.0.1", certificateFingerprint: undefined },
        trustedProxies: addressRanges([]),
      }),
    );
    if (caller !== undefined) await quotas.countRequest(caller);
    return caller;
  };
  const app = hubApp({
    ...hub.parts,
    authenticate,
    changes: changeRules({ quotas, feedback, audit, now: nowMs }),
    hubRoutes: hubRoutes({
      authenticate,
      members: memberStore,
      administration: members,
      audit,
      feedback,
      recalls: postgresRecallStore(database, now),
      versions,
      collections: hub.parts.stores.collections,
      unreadable: "hide",
      login,
      ownOrigin,
      forget,
      now,
    }),
  });
  await hub.addCollection({ id: COLLECTION, anonymity });
  const objectsPath = `/${TEST_ROOT}/collections/${COLLECTION}/objects/`;
  const taxii = "application/taxii+json;version=2.1";

  const ask: LifeHub["ask"] = async ({ as, method = "GET", path, body, headers = {} }) =>
    app.request(path, {
      method,
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(as === undefined
          ? {}
          : { Authorization: as.key.startsWith("Basic ") ? as.key : `Bearer ${as.key}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  return {
    app,
    addUser: hub.addUser,
    members,
    store: hub.store,
    failures: hub.failures,
    memberStore,
    ask,
    async add(as, objects, headers = {}) {
      const response = await ask({
        as,
        method: "POST",
        path: objectsPath,
        body: { objects },
        headers: { "Content-Type": taxii, Accept: taxii, ...headers },
      });
      if (response.status !== 202)
        throw new Error(`adding answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as Awaited<ReturnType<LifeHub["add"]>>;
    },
    async found(as) {
      const response = await ask({ as, path: objectsPath, headers: { Accept: taxii } });
      const { objects = [] } = (await response.json()) as { objects?: { id: string; revoked?: boolean }[] };
      return objects;
    },
    async addPerson(name, roles) {
      await hub.addUser({ organization: `House of ${name}` });
      await members.addUser(
        { organization: `House of ${name}`, name, roles, password: "word" },
        COMMAND_LINE,
      );
      return `Basic ${Buffer.from(`${name}:word`).toString("base64")}`;
    },
    close: hub.close,
  };
}

let ids = 0;

/** A version 4 UUID that is another with each call and the same in each run. */
export function nextUuid(): string {
  ids += 1;
  return `${ids.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
}

/** A sound object, by default marked for everybody in the collection. */
export function stix(type: string, properties: object): { readonly id: string } & Record<string, unknown> {
  return {
    type,
    spec_version: "2.1",
    id: `${type}--${nextUuid()}`,
    created: "2025-12-01T00:00:00.000Z",
    modified: "2025-12-01T00:00:00.000Z",
    ...properties,
  };
}
