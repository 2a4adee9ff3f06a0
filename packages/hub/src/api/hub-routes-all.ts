import { Hono } from "hono";
import { addAuditRoutes } from "./hub-routes-audit.ts";
import type { HubRouteParts } from "./hub-routes-context.ts";
import { addMemberRoutes } from "./hub-routes-members.ts";
import { addRecallRoutes } from "./hub-routes-recalls.ts";
import { addStandingRoutes } from "./hub-routes-standing.ts";

/** Everything below `/hub/`, for `HubParts.hubRoutes`; whoever mounts it turns errors into answers. */
export function hubRoutes(parts: HubRouteParts): Hono {
  const app = new Hono({ strict: false });
  addMemberRoutes(app, parts);
  addRecallRoutes(app, parts);
  addStandingRoutes(app, parts);
  addAuditRoutes(app, parts);
  return app;
}
