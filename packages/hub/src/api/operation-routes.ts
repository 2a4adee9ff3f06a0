import type { Hono } from "hono";
import { HubError } from "../hub-error.ts";
import { permits } from "../members/permissions.ts";
import type { HubParts } from "./hub-parts.ts";
import type { HubEnvironment } from "./taxii-context.ts";

/** Health for whoever asks, figures for this machine and for operators. */
export function addOperationRoutes(app: Hono<HubEnvironment>, parts: HubParts): void {
  const { operation } = parts;

  app.get("/healthz", async () => {
    const healthy = await operation.healthy().catch(() => false);
    return plain(healthy ? "ok\n" : "the store does not answer\n", healthy ? 200 : 503);
  });

  app.get("/metrics", async (context) => {
    if (!operation.isLocal(context.req.raw, context.env)) {
      const caller = await parts.authenticate(context.req.raw, context.env);
      if (caller === undefined || !permits(caller, "read-figures")) {
        throw new HubError("not-found", "There is nothing at this address.");
      }
    }
    return plain(await operation.metrics(), 200);
  });
}

function plain(text: string, status: 200 | 503): Response {
  return new Response(text, {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
}
