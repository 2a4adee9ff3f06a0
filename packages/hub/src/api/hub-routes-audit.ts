import { formatTimestamp } from "@stillwatch/protocol";
import type { Hono } from "hono";
import { z } from "zod";
import { HubError } from "../hub-error.ts";
import { permits } from "../members/permissions.ts";
import { addHubRoute, checked, json, type HubRouteParts } from "./hub-routes-context.ts";

const MOST_ROWS = 1_000;

const PAGE = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).default(100),
});

/** `/hub/audit`: the record, for auditors alone, who see which organisation did what and nothing of what was shared. */
export function addAuditRoutes(app: Hono, parts: HubRouteParts): void {
  addHubRoute(app, parts, "/audit", {
    GET: async (context, caller) => {
      if (!permits(caller, "read-audit")) {
        throw new HubError("forbidden", "the audit record is for auditors");
      }
      const { after, limit: asked } = checked(PAGE, context.req.query());
      const limit = Math.min(asked, MOST_ROWS);
      const rows = await parts.audit.rows({ after, limit: limit + 1 });
      const names = new Map((await parts.members.organizations()).map(({ number, name }) => [number, name]));
      return json({
        rows: rows.slice(0, limit).map((row) => ({
          position: row.position,
          at: formatTimestamp(row.atMs * 1_000),
          organization: row.organization && names.get(row.organization),
          credential: row.credential,
          action: row.action,
          target_kind: row.targetKind,
          target: row.target,
          outcome: row.outcome,
        })),
        more: rows.length > limit,
      });
    },
  });
}
