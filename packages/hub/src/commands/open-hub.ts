import type { HttpBindings } from "@hono/node-server";
import type { TLSSocket } from "node:tls";
import { hubApp } from "../api/hub-app.ts";
import type { HubSettings } from "../api/hub-parts.ts";
import { hubRoutes } from "../api/hub-routes-all.ts";
import type { Microseconds } from "../collections/version-store.ts";
import { changeRules } from "../life/change-rules.ts";
import { quotaKeeper } from "../life/quotas.ts";
import { addressRanges } from "../members/address.ts";
import { memberAdministration } from "../members/administration.ts";
import { authorDirectory } from "../members/author-directory.ts";
import { authenticator, type RequestFacts } from "../members/authenticate.ts";
import type { Caller } from "../members/caller.ts";
import type { OidcSettings } from "../members/identity-provider.ts";
import { oidcLogin } from "../members/oidc-login.ts";
import { peerOf, requestFacts } from "../members/request-facts.ts";
import { hubFigures, type Figures } from "../operation/figures.ts";
import type { StoredSettings } from "../operation/hub-settings.ts";
import { listen, type Listener } from "../operation/listener.ts";
import type { HubLog } from "../operation/log.ts";
import { observedChanges } from "../operation/observed-changes.ts";
import { hubObserver } from "../operation/observer.ts";
import { OperationError } from "../operation/operation-error.ts";
import type { HubStoreParts } from "./store-parts.ts";
import type { Exposure } from "./start-options.ts";
import type { World } from "./world.ts";

/** A hub that answers. */
export interface OpenHub {
  /** Scheme, host and port that it listens on. */
  readonly origin: string;
  /** @returns whether all requests under way were answered */
  stop(graceSeconds: number): Promise<boolean>;
}

/** Objects of one envelope at most; far more than fit into one of the usual size. */
const MOST_ENVELOPE_OBJECTS = 100_000;
const MOST_REQUESTS_AT_ONCE = 64;
const MOST_REQUEST_BYTES = 100 * 1024 * 1024 - 1;

/** How often what has expired is cleared away. */
const HOUSEKEEPING_MILLISECONDS = 3_600_000;

/** Puts the hub together and lets it listen. @throws OperationError `address-taken` */
export async function openHub(hub: {
  readonly stores: HubStoreParts;
  readonly settings: StoredSettings;
  /** What the command line or a seed says in place of the usual. */
  readonly wishes: Partial<HubSettings>;
  readonly exposure: Exposure;
  readonly log: HubLog;
  readonly world: World;
  /** How people log in; the hub's own origin is known only once it listens. */
  readonly oidcSettings: (ownOrigin: string) => OidcSettings | undefined;
}): Promise<OpenHub> {
  const { stores, settings, exposure, log, world } = hub;
  const now = (): Microseconds => (world.now() * 1_000) as Microseconds;
  const quotas = quotaKeeper({ store: stores.quotas, now: world.now });
  const rules = changeRules({
    quotas,
    feedback: stores.feedback,
    audit: stores.audit,
    now: world.now,
  });
  let answer: ((request: Request, bindings: HttpBindings) => Response | Promise<Response>) | undefined;
  const listener = await listenAt(exposure, (request, bindings) =>
    answer === undefined ? new Response(null, { status: 503 }) : answer(request, bindings),
  );
  const { changes, waiting } = observedChanges(rules, () => figures);
  const figures: Figures = hubFigures({ connections: listener.connections, waitingWrites: waiting });
  const ownOrigin = hub.wishes.publicUrl ?? listener.origin;
  const gate = authenticator({
    store: stores.members,
    now: world.now,
    randomBytes: world.randomBytes,
    ownOrigin,
  });
  const forget = (): void => gate.forget();
  const authenticate = async (request: Request, bindings: unknown): Promise<Caller | undefined> => {
    const caller = await gate.authenticate(factsOf(request, bindings as HttpBindings, exposure));
    if (caller !== undefined) await quotas.countRequest(caller);
    return caller;
  };
  const oidc = hub.oidcSettings(ownOrigin);
  const { secret } = settings;
  const outside = { now: world.now, randomBytes: world.randomBytes };
  const app = hubApp({
    stores: {
      collections: stores.collections,
      versions: stores.versions,
      statuses: stores.statuses,
      authors: authorDirectory(stores.members, secret),
    },
    authenticate,
    now,
    randomBytes: world.randomBytes,
    settings: {
      title: "Stillwatch",
      description: undefined,
      contact: undefined,
      publicUrl: undefined,
      pageSize: settings.pageSize,
      unreadable: settings.unreadable,
      objectRules: "all",
      mostRequestBytes: MOST_REQUEST_BYTES,
      mostEnvelopeObjects: MOST_ENVELOPE_OBJECTS,
      mostRequestsAtOnce: MOST_REQUESTS_AT_ONCE,
      secret,
      ...hub.wishes,
    },
    changes,
    observer: hubObserver(log, figures),
    hubRoutes: hubRoutes({
      ...stores,
      authenticate,
      administration: memberAdministration({ store: stores.members, ...outside, forget }),
      unreadable: hub.wishes.unreadable ?? settings.unreadable,
      login:
        oidc && oidcLogin({ settings: oidc, store: stores.members, fetch: world.fetch, ...outside, secret }),
      ownOrigin,
      forget,
      now,
    }),
    operation: {
      healthy: async () => (await stores.settings.settings()) !== undefined,
      metrics: () => figures.text(),
      isLocal: (_, bindings) => !exposure.behindProxy && isLocal(bindings as HttpBindings),
    },
  });
  answer = (request, bindings) => app.fetch(request, bindings);
  const housekeeping = setInterval(() => {
    stores.statuses.forgetExpired(now()).catch((error: unknown) => log.failed("housekeeping", error));
  }, HOUSEKEEPING_MILLISECONDS);
  return {
    origin: listener.origin,
    stop: async (graceSeconds) => {
      clearInterval(housekeeping);
      return listener.stop(graceSeconds);
    },
  };
}

async function listenAt(
  exposure: Exposure,
  answer: (request: Request, bindings: HttpBindings) => Response | Promise<Response>,
): Promise<Listener> {
  try {
    return await listen({ ...exposure, answer });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!ADDRESS_TROUBLE.has(code)) throw error;
    throw new OperationError(
      "address-taken",
      `${exposure.host} port ${exposure.port} cannot be listened on (${code}); choose another --port or --host`,
    );
  }
}

const ADDRESS_TROUBLE: ReadonlySet<string> = new Set(["EADDRINUSE", "EACCES", "EADDRNOTAVAIL", "ENOTFOUND"]);

function factsOf(request: Request, { incoming }: HttpBindings, exposure: Exposure): RequestFacts {
  const peer = peerOf(incoming.socket);
  // With a list of issuers, a certificate from elsewhere is as good as none.
  const proven = exposure.tls?.clientIssuers === undefined || (incoming.socket as TLSSocket).authorized;
  return requestFacts({
    method: request.method,
    header: (name) => request.headers.get(name) ?? undefined,
    peer: { ...peer, certificateFingerprint: proven ? peer.certificateFingerprint : undefined },
    trustedProxies: exposure.trustedProxies,
  });
}

const LOOPBACK = addressRanges(["127.0.0.0/8", "::1"]);

function isLocal({ incoming }: HttpBindings): boolean {
  return LOOPBACK.contains(incoming.socket.remoteAddress);
}
