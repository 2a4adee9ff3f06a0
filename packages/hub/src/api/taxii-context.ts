import { acceptsTaxii, TAXII_MEDIA_TYPE } from "@stillwatch/protocol";
import type { Context, Hono } from "hono";
import type { ApiRoot, GrantedCollection } from "../collections/collection-store.ts";
import { requireAccess, type Access } from "../collections/grants.ts";
import type { PageCursors } from "../collections/page-cursor.ts";
import { HubError } from "../hub-error.ts";
import type { Caller } from "../members/caller.ts";
import { errorResponse } from "./error-response.ts";
import type { HubParts } from "./hub-parts.ts";
import type { InFlight } from "./in-flight.ts";

/** What the hub's own middleware leaves in a request's context. */
export interface HubEnvironment {
  readonly Variables: { caller: Caller; route: string };
}

/** What the endpoints share: the hub's parts and what is derived from them once. */
export interface TaxiiHub {
  readonly parts: HubParts;
  readonly cursors: PageCursors;
  /** Bodies that are held in memory, per organisation. */
  readonly bodies: InFlight;
}

export type TaxiiHandler = (context: Context<HubEnvironment>) => Promise<Response>;

/**
 * Adds one endpoint: TAXII's content negotiation before anything else, 405 with `Allow` for other methods. HEAD goes with
 * GET. The standard's URLs end with a slash; they are understood without it, too.
 */
export function addEndpoint(
  app: Hono<HubEnvironment>,
  path: string,
  methods: Readonly<Partial<Record<"GET" | "POST" | "DELETE", TaxiiHandler>>>,
): void {
  for (const [method, handler] of Object.entries(methods)) {
    app.on(method, path, async (context) => {
      context.set("route", path);
      if (!acceptsTaxii(context.req.header("Accept"))) {
        throw new HubError("not-acceptable", `Send Accept: ${TAXII_MEDIA_TYPE}.`);
      }
      return handler(context);
    });
  }
  const allowed = Object.keys(methods).flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  app.all(path, (context) =>
    errorResponse(new HubError("method-not-allowed", `${context.req.method} is not for this resource.`), {
      Allow: allowed.join(", "),
    }),
  );
}

/** A resource of TAXII as a whole. Nobody keeps it: what a caller may see can change at any time. */
export function taxiiResponse(resource: object | string, status = 200): Response {
  return new Response(typeof resource === "string" ? resource : JSON.stringify(resource), {
    status,
    headers: { "Content-Type": TAXII_MEDIA_TYPE, "Cache-Control": "private, no-store" },
  });
}

/** @throws HubError `not-found` */
export async function apiRootOf(hub: TaxiiHub, context: Context<HubEnvironment>): Promise<ApiRoot> {
  const root = await hub.parts.stores.collections.apiRoot(context.req.param("root") ?? "");
  if (root === undefined) throw new HubError("not-found", "There is no such API root.");
  return root;
}

/**
 * The collection that a path names, where the caller may do what it wishes. Its API root is looked up only where there is
 * no such collection, to say what is missing: polls are many.
 *
 * @throws HubError
 */
export async function collectionOf(
  hub: TaxiiHub,
  context: Context<HubEnvironment>,
  wish: keyof Access | "know",
): Promise<GrantedCollection> {
  const caller = context.get("caller");
  const collection = await hub.parts.stores.collections.collection(
    context.req.param("root") ?? "",
    context.req.param("collection") ?? "",
    caller.organization,
  );
  if (collection === undefined) await apiRootOf(hub, context);
  const { unreadable } = hub.parts.settings;
  return requireAccess({ collection, caller, wish, unreadable });
}

/** The query string of a request, without its question mark. */
export function queryOf(context: Context<HubEnvironment>): string {
  const { url } = context.req;
  const start = url.indexOf("?");
  return start < 0 ? "" : url.slice(start + 1);
}
