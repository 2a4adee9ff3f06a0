import { formatTimestamp } from "@stillwatch/protocol";
import type { Context, Hono } from "hono";
import { z } from "zod";
import { acknowledgeRecall, recallNotices, recallObject, recallsMade } from "../life/recall.ts";
import { RECALL_REASONS, type MadeRecall, type RecallNotice } from "../life/recall-store.ts";
import {
  addHubRoute,
  bodyOf,
  checked,
  json,
  noContent,
  collectionNamed,
  type HubRouteParts,
} from "./hub-routes-context.ts";

const MOST_RECALLS = 1_000;

const RECALL = z.strictObject({
  collection: z.string().min(1).max(200),
  object: z.string().min(3).max(300),
  reason: z.enum(RECALL_REASONS),
});

const PAGE = z.object({
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).default(100),
});

/** `/hub/recalls`: what was taken back, and who has acted upon it. */
export function addRecallRoutes(app: Hono, parts: HubRouteParts): void {
  addHubRoute(app, parts, "/recalls", {
    GET: async (context, caller) => {
      const { page, limit } = pageOf(context);
      return listed(await recallNotices(parts.recalls, caller, page), limit, noticeText);
    },
    POST: async (context, caller) => {
      const wish = await bodyOf(context, RECALL);
      const collection = await collectionNamed(parts, wish.collection, { caller, wish: "know" });
      const made = await recallObject(
        parts.recalls,
        { caller, collection, objectId: wish.object },
        { reason: wish.reason, now: parts.now() },
      );
      return json(madeText(made), 201);
    },
  });

  addHubRoute(app, parts, "/recalls/made", {
    GET: async (context, caller) => {
      const { page, limit } = pageOf(context);
      return listed(await recallsMade(parts.recalls, caller, page), limit, madeText);
    },
  });

  addHubRoute(app, parts, "/recalls/:recall/acknowledgement", {
    POST: async (context, caller) => {
      const recallId = context.req.param("recall") ?? "";
      await acknowledgeRecall(parts.recalls, caller, { recallId, now: parts.now() });
      return noContent();
    },
  });
}

/** One more than asked tells whether more follow. */
function pageOf(context: Context) {
  const { after, limit: asked } = checked(PAGE, context.req.query());
  const limit = Math.min(asked, MOST_RECALLS);
  return { limit, page: { after, limit: limit + 1 } };
}

function listed<Row>(rows: readonly Row[], limit: number, text: (row: Row) => object): Response {
  return json({ recalls: rows.slice(0, limit).map(text), more: rows.length > limit });
}

function noticeText({ id, collectionId, objectId, reason, recalledAt }: RecallNotice) {
  return { id, collection: collectionId, object: objectId, reason, recalled_at: formatTimestamp(recalledAt) };
}

function madeText(recall: MadeRecall) {
  return { ...noticeText(recall), recipients: recall.recipients, acknowledged: recall.acknowledged };
}
