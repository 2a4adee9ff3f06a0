import type { Context, Hono } from "hono";
import { z } from "zod";
import { judgeObject, objectStanding, type AskedObject } from "../life/object-standing.ts";
import { retractObject } from "../life/recall.ts";
import type { Caller } from "../members/caller.ts";
import {
  addHubRoute,
  bodyOf,
  json,
  noContent,
  collectionNamed,
  type HubRouteParts,
} from "./hub-routes-context.ts";

const VERDICT = z.strictObject({ verdict: z.enum(["confirmed", "dismissed"]) });

/** What an object is worth, and what its owner says of it, below `/hub/collections/{id}/objects/{object id}`. */
export function addStandingRoutes(app: Hono, parts: HubRouteParts): void {
  const object = "/collections/:collection/objects/:object";

  addHubRoute(app, parts, `${object}/standing`, {
    GET: async (context, caller) => {
      const asked = await askedObject(parts, context, caller);
      const { state, score, reasons } = await objectStanding(parts, asked, parts.now());
      return json({ id: asked.objectId, state, score, reasons });
    },
  });

  addHubRoute(app, parts, `${object}/verdict`, {
    PUT: async (context, caller) => {
      const asked = await askedObject(parts, context, caller);
      const { verdict } = await bodyOf(context, VERDICT);
      await judgeObject(parts.feedback, asked, { verdict, at: parts.now() });
      return noContent();
    },
    DELETE: async (context, caller) => {
      const asked = await askedObject(parts, context, caller);
      await judgeObject(parts.feedback, asked, { verdict: undefined, at: parts.now() });
      return noContent();
    },
  });

  addHubRoute(app, parts, `${object}/retraction`, {
    POST: async (context, caller) => {
      const { feedback, versions, audit } = parts;
      const asked = await askedObject(parts, context, caller);
      await retractObject({ feedback, versions, record: (entry) => audit.append(entry) }, asked, parts.now());
      return noContent();
    },
  });
}

async function askedObject(parts: HubRouteParts, context: Context, caller: Caller): Promise<AskedObject> {
  const collection = await collectionNamed(parts, context.req.param("collection") ?? "", {
    caller,
    wish: "read",
  });
  return { caller, collection, objectId: context.req.param("object") ?? "" };
}
