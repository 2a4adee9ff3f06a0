import { Hono, type Context } from "hono";
import { pageCursors } from "../collections/page-cursor.ts";
import { HubError } from "../hub-error.ts";
import { addCollectionRoutes } from "./collection-routes.ts";
import { errorResponse, internalErrorResponse } from "./error-response.ts";
import type { HubParts } from "./hub-parts.ts";
import { inFlight } from "./in-flight.ts";
import { addObjectRoutes } from "./object-routes.ts";
import { addOperationRoutes } from "./operation-routes.ts";
import { addServerRoutes } from "./server-routes.ts";
import type { HubEnvironment, TaxiiHub } from "./taxii-context.ts";

/** First segments of paths that no API root may have. */
export const RESERVED_PATHS: readonly string[] = ["taxii2", "hub", "healthz", "metrics"];

/**
 * The whole hub as one application over web-standard requests: health and figures, `/hub/`, and TAXII 2.1 behind one
 * gate that proves who asks. An answer to someone unproven is 401, whatever the path.
 */
export function hubApp(parts: HubParts): Hono<HubEnvironment> {
  const app = new Hono<HubEnvironment>({ strict: false });
  const hub: TaxiiHub = {
    parts,
    cursors: pageCursors(parts.settings.secret),
    bodies: inFlight(MOST_BODIES_AT_ONCE),
  };
  const underWay = inFlight(parts.settings.mostRequestsAtOnce);

  app.use(async (context, next) => {
    const began = parts.now();
    const requestId = Buffer.from(parts.randomBytes(9)).toString("base64url");
    await next();
    context.res.headers.set("X-Request-Id", requestId);
    for (const [name, value] of SECURITY_HEADERS) context.res.headers.set(name, value);
    parts.observer.answered({
      requestId,
      method: context.req.method,
      route: context.get("route") ?? "other",
      status: context.res.status,
      milliseconds: (parts.now() - began) / 1000,
      caller: context.get("caller"),
    });
  });
  addOperationRoutes(app, parts);
  if (parts.hubRoutes !== undefined) app.route("/hub", parts.hubRoutes);
  app.use(async (context, next) => {
    const caller = await parts.authenticate(context.req.raw, context.env);
    if (caller === undefined) throw unproven();
    context.set("caller", caller);
    await underWay.run(caller.organization, next);
  });
  addServerRoutes(app, hub);
  addCollectionRoutes(app, hub);
  addObjectRoutes(app, hub);
  app.notFound(() => errorResponse(new HubError("not-found", "There is nothing at this address.")));
  app.onError((error, context) => answerError(error, context, parts));
  return app;
}

/** Envelopes of one organisation that are read or wait for their turn: each is in memory as a whole. */
const MOST_BODIES_AT_ONCE = 16;

/** No page may embed, sniff or refer from what the hub says; it serves no page itself. */
const SECURITY_HEADERS: readonly (readonly [string, string])[] = [
  ["X-Content-Type-Options", "nosniff"],
  ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"],
  ["Referrer-Policy", "no-referrer"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
];

/** One and the same text for every reason. */
export function unproven(): HubError {
  return new HubError(
    "unauthenticated",
    "Send an API key as bearer token or as the password of HTTP Basic. Check that it is not expired or revoked, and that it may be used from this address.",
  );
}

function answerError(error: Error, context: Context<HubEnvironment>, parts: HubParts): Response {
  if (error instanceof HubError) return errorResponse(error);
  const errorId = Buffer.from(parts.randomBytes(9)).toString("base64url");
  parts.observer.failed(errorId, error);
  return internalErrorResponse(errorId);
}
