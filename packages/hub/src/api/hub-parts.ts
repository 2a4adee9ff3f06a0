import type { GuardOptions } from "@stillwatch/protocol";
import type { Hono } from "hono";
import type { AuthorDirectory } from "../collections/author.ts";
import type { AdmittedObject } from "../collections/admit.ts";
import type { CollectionStore, GrantedCollection } from "../collections/collection-store.ts";
import type { Unreadable } from "../collections/grants.ts";
import type { AddOutcome, Microseconds, VersionStore } from "../collections/version-store.ts";
import type { Caller } from "../members/caller.ts";
import type { StatusStore } from "./status-store.ts";

/** Where everything is kept that the TAXII endpoints need. */
export interface HubStores {
  readonly collections: CollectionStore;
  readonly versions: VersionStore;
  readonly statuses: StatusStore;
  readonly authors: AuthorDirectory;
}

export interface HubSettings {
  /** What discovery says of the hub (TAXII 2.1 §4.1). */
  readonly title: string;
  readonly description: string | undefined;
  readonly contact: string | undefined;
  /** Scheme, host and port as clients see them; undefined gives API roots as paths. */
  readonly publicUrl: string | undefined;
  /** Rows of a page at most; who asks for more gets so many. */
  readonly pageSize: number;
  readonly unreadable: Unreadable;
  /** By which rules objects are judged; "common" is for test suites that send incomplete ones. */
  readonly objectRules: GuardOptions["rules"];
  /** Bytes of a request at most, whatever an API root allows. */
  readonly mostRequestBytes: number;
  /** Objects of one envelope at most. */
  readonly mostEnvelopeObjects: number;
  /** Requests of one organisation that are answered at the same time. */
  readonly mostRequestsAtOnce: number;
  /** The hub's secret: cursors and tags are derived from it. At least 32 random bytes. */
  readonly secret: Uint8Array;
}

/** What other parts of the hub want to say to requests that change a collection. */
export interface ChangeRules {
  /**
   * Waits for the member's turn and lets the work run.
   *
   * @throws HubError `too-many-requests` when the member has used up what it may
   */
  inTurn<Result>(caller: Caller, work: () => Promise<Result>): Promise<Result>;
  /**
   * Called before objects are stored.
   *
   * @throws HubError `too-many-requests` when the member may not add so many
   */
  beforeAdding(change: {
    readonly caller: Caller;
    readonly objects: number;
    readonly bytes: number;
  }): Promise<void>;
  /** Called once the outcomes are durable, before the request is answered. */
  afterAdding(change: AddedObjects): Promise<void>;
  afterDeleting(change: {
    readonly caller: Caller;
    readonly collection: GrantedCollection;
    readonly id: string;
    readonly deleted: number;
  }): Promise<void>;
}

export interface AddedObjects {
  readonly caller: Caller;
  readonly collection: GrantedCollection;
  /** One for one with `outcomes`. */
  readonly objects: readonly AdmittedObject[];
  readonly outcomes: readonly AddOutcome[];
  /** How many objects of the envelope were refused. */
  readonly refused: number;
}

/** One answered request, as it is logged and counted. Paths are templates: they hold no id of an object. */
export interface AnsweredRequest {
  /** Random; stands in the answer's `X-Request-Id`, too. */
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Undefined where nobody was proven. */
  readonly caller: Caller | undefined;
}

/** What the hub tells its operator while it runs. */
export interface HubObserver {
  answered(request: AnsweredRequest): void;
  /** @param errorId - stands in the answer, too */
  failed(errorId: string, error: unknown): void;
}

/** Everything of which a hub is made; only `commands/` fills it with the outside world. */
export interface HubParts {
  readonly stores: HubStores;
  /** @returns undefined for whoever cannot be proven; throws HubError where that is no matter of who it is */
  readonly authenticate: (request: Request, bindings: unknown) => Promise<Caller | undefined>;
  readonly now: () => Microseconds;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly settings: HubSettings;
  readonly changes: ChangeRules;
  readonly observer: HubObserver;
  /** Everything below `/hub/`; it proves its callers itself. */
  readonly hubRoutes: Hono | undefined;
  readonly operation: HubOperation;
}

/** How the hub is, for its operator and for what watches it. */
export interface HubOperation {
  /** Whether the store answers. */
  readonly healthy: () => Promise<boolean>;
  /** Prometheus text format. */
  readonly metrics: () => Promise<string>;
  /** Whether a request comes from this machine itself. */
  readonly isLocal: (request: Request, bindings: unknown) => boolean;
}
