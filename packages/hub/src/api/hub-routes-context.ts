import type { Context, Hono } from "hono";
import type { z } from "zod";
import type { CollectionStore, GrantedCollection } from "../collections/collection-store.ts";
import { accessTo, requireAccess, type Unreadable } from "../collections/grants.ts";
import type { CollectionNumber, Microseconds, VersionStore } from "../collections/version-store.ts";
import { HubError } from "../hub-error.ts";
import type { FeedbackStore } from "../life/feedback-store.ts";
import type { RecallStore } from "../life/recall-store.ts";
import type { MemberAdministration } from "../members/administration.ts";
import type { AuditStore } from "../members/audit-store.ts";
import type { Caller } from "../members/caller.ts";
import type { MemberStore } from "../members/member-store.ts";
import type { OidcLogin } from "../members/oidc-login.ts";
import { errorResponse } from "./error-response.ts";
import { unproven } from "./hub-app.ts";
import { readBody } from "./read-body.ts";

/** What the routes below `/hub` need. */
export interface HubRouteParts {
  /** The same gate as for TAXII: quotas of requests included. */
  readonly authenticate: (request: Request, bindings: unknown) => Promise<Caller | undefined>;
  readonly members: MemberStore;
  readonly administration: MemberAdministration;
  readonly audit: AuditStore;
  readonly feedback: FeedbackStore;
  readonly recalls: RecallStore;
  readonly versions: VersionStore;
  readonly collections: CollectionStore;
  readonly unreadable: Unreadable;
  /** Undefined where no identity provider is set up. */
  readonly login: OidcLogin | undefined;
  /** Scheme, host and port under which browsers know the hub. */
  readonly ownOrigin: string;
  /** What the authenticator of this process offers. */
  readonly forget: () => void;
  readonly now: () => Microseconds;
}

export type HubHandler = (context: Context, caller: Caller) => Promise<Response>;

/** Bodies of these routes are a few words. */
const MOST_BODY_BYTES = 16 * 1024;

/** Adds one resource whose caller is proven first; 405 with `Allow` for other methods. */
export function addHubRoute(
  app: Hono,
  parts: HubRouteParts,
  path: string,
  methods: Readonly<Partial<Record<"GET" | "POST" | "PUT" | "DELETE", HubHandler>>>,
): void {
  const allowed = Object.keys(methods).flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  app.all(path, async (context) => {
    const caller = await parts.authenticate(context.req.raw, context.env);
    if (caller === undefined) throw unproven();
    const method = context.req.method === "HEAD" ? "GET" : context.req.method;
    const handler = Object.hasOwn(methods, method) ? methods[method as keyof typeof methods] : undefined;
    if (handler !== undefined) return handler(context, caller);
    const refusal = new HubError("method-not-allowed", `${context.req.method} is not for this resource.`);
    return errorResponse(refusal, { Allow: allowed.join(", ") });
  });
}

/** An answer that nobody keeps. */
export function json(value: object, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
  });
}

export function noContent(): Response {
  return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
}

/** Reads a JSON body by its schema. @throws HubError `unsupported-media-type`, `too-large`, `bad-request` */
export async function bodyOf<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const mediaType = context.req.header("Content-Type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") {
    throw new HubError("unsupported-media-type", "Send Content-Type: application/json.");
  }
  return checked(schema, parsed(await readBody(context.req.raw, MOST_BODY_BYTES)));
}

/** Checks what came in; the message names the place, never the value. @throws HubError `bad-request` */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? "the request" : issue.path.join(".");
  throw new HubError("bad-request", `${place}: ${issue?.message ?? "not as it must be"}`);
}

/**
 * The collection of this name, in whatever API root, that the caller may read or, to take its own back, know of.
 *
 * @throws HubError
 */
export async function collectionNamed(
  parts: HubRouteParts,
  idOrAlias: string,
  { caller, wish }: { readonly caller: Caller; readonly wish: "read" | "know" },
): Promise<CollectionNumber> {
  const named: GrantedCollection[] = [];
  for (const root of await parts.collections.apiRoots()) {
    const collection = await parts.collections.collection(root.path, idOrAlias, caller.organization);
    if (collection !== undefined) named.push(collection);
  }
  const collection = named.find((each) => accessTo(each, caller).read) ?? named[0];
  return requireAccess({ collection, caller, wish, unreadable: parts.unreadable }).number;
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    // The parser's own message quotes the body.
    throw new HubError("bad-request", "the body is no JSON text in UTF-8");
  }
}
