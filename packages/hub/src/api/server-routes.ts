import { TAXII_MEDIA_TYPE, type ApiRootResource, type DiscoveryResource } from "@stillwatch/protocol";
import type { Hono } from "hono";
import { HubError } from "../hub-error.ts";
import {
  addEndpoint,
  apiRootOf,
  taxiiResponse,
  type HubEnvironment,
  type TaxiiHub,
} from "./taxii-context.ts";

/** Discovery, API roots and statuses (TAXII 2.1 §4). */
export function addServerRoutes(app: Hono<HubEnvironment>, hub: TaxiiHub): void {
  const { settings, stores } = hub.parts;

  addEndpoint(app, "/taxii2", {
    GET: async () => {
      const roots = await stores.collections.apiRoots();
      const urlOf = (path: string): string => `${settings.publicUrl?.replace(/\/$/, "") ?? ""}/${path}/`;
      const chosen = roots.find((root) => root.isDefault);
      const discovery: DiscoveryResource = {
        title: settings.title,
        ...(settings.description === undefined ? {} : { description: settings.description }),
        ...(settings.contact === undefined ? {} : { contact: settings.contact }),
        ...(chosen === undefined ? {} : { default: urlOf(chosen.path) }),
        ...(roots.length === 0 ? {} : { api_roots: roots.map((root) => urlOf(root.path)) }),
      };
      return taxiiResponse(discovery);
    },
  });

  addEndpoint(app, "/:root", {
    GET: async (context) => {
      const root = await apiRootOf(hub, context);
      const resource: ApiRootResource = {
        title: root.title,
        ...(root.description === undefined ? {} : { description: root.description }),
        versions: [TAXII_MEDIA_TYPE],
        max_content_length: Math.min(root.maxContentLength, settings.mostRequestBytes),
      };
      return taxiiResponse(resource);
    },
  });

  addEndpoint(app, "/:root/status/:status", {
    GET: async (context) => {
      const root = await apiRootOf(hub, context);
      const { organization } = context.get("caller");
      const id = context.req.param("status") ?? "";
      const body = await stores.statuses.find({ id, root: root.path, organization });
      if (body === undefined) throw new HubError("not-found", "There is no such status, or it is not yours.");
      return taxiiResponse(body);
    },
  });
}
