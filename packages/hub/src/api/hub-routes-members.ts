import { formatTimestamp } from "@stillwatch/protocol";
import type { Context, Hono } from "hono";
import { z } from "zod";
import { HubError } from "../hub-error.ts";
import { ROLES, type Caller } from "../members/caller.ts";
import type { KeyRecord } from "../members/member-store.ts";
import { permits } from "../members/permissions.ts";
import { cookieNamed } from "../members/presented-credential.ts";
import { SESSION_COOKIES, sessionCookie, sessionPublicId, sessionTokenHash } from "../members/session.ts";
import type { LoginStep } from "../members/oidc-login.ts";
import { addHubRoute, bodyOf, json, noContent, type HubRouteParts } from "./hub-routes-context.ts";

const KEY = z.strictObject({
  title: z.string().min(1).max(200),
  roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length).optional(),
  read_only: z.boolean().default(false),
  ranges: z.array(z.string().max(64)).max(50).default([]),
  expires_at: z.iso.datetime({ offset: true }).optional(),
});

/** `/hub/whoami`, the keys of a person, and the login of people. */
export function addMemberRoutes(app: Hono, parts: HubRouteParts): void {
  addHubRoute(app, parts, "/whoami", {
    GET: async (_, caller) => {
      const own = await parts.members.organization(caller.organization);
      return json({
        kind: caller.kind,
        organization: own?.name,
        identities: own?.identities ?? [],
        roles: [...caller.roles],
        read_only: caller.readOnly,
        credential: caller.credential,
      });
    },
  });

  addHubRoute(app, parts, "/keys", {
    GET: async (_, caller) => {
      requirePerson(caller);
      return json({ keys: (await parts.members.keysOf(caller.user)).map(keyText) });
    },
    POST: async (context, caller) => {
      requirePerson(caller);
      const wish = await bodyOf(context, KEY);
      const key = await parts.administration.createKey(
        {
          holder: { ...caller, audiences: [...caller.audiences], roles: [...caller.roles], suspended: false },
          title: wish.title,
          roles: wish.roles,
          readOnly: wish.read_only,
          ranges: wish.ranges,
          expiresMs: wish.expires_at === undefined ? undefined : Date.parse(wish.expires_at),
        },
        caller,
      );
      return json({ id: key.publicId, key: key.reveal() }, 201);
    },
  });

  addHubRoute(app, parts, "/keys/:key", {
    DELETE: async (context, caller) => {
      requirePerson(caller);
      await parts.administration.revokeKey(context.req.param("key") ?? "", caller.user, caller);
      return noContent();
    },
  });

  app.get("/login", async (context) => {
    return sentOn(await loginOf(parts).begin(context.req.query("return_to")));
  });

  app.get("/login/callback", async (context) => {
    // Behind a proxy the request's own address is not the one that the provider was given.
    const url = new URL(context.req.url);
    const answer = new URL(`${parts.ownOrigin}${url.pathname}${url.search}`);
    return sentOn(await loginOf(parts).finish({ url: answer, cookie: context.req.header("cookie") }));
  });

  addHubRoute(app, parts, "/logout", { POST: (context, caller) => logOut(parts, context, caller) });
}

async function logOut(parts: HubRouteParts, context: Context, caller: Caller): Promise<Response> {
  const tokenHash = sessionTokenHash(cookieNamed(context.req.header("cookie"), SESSION_COOKIES));
  if (tokenHash !== undefined && sessionPublicId(tokenHash) === caller.credential) {
    await parts.members.endSession(tokenHash, {
      atMs: Math.floor(parts.now() / 1_000),
      organization: caller.organization,
      credential: caller.credential,
      action: "session.end",
      targetKind: "session",
      target: caller.credential,
      outcome: "done",
    });
    parts.forget();
  }
  const response = noContent();
  response.headers.append("Set-Cookie", sessionCookie(undefined, parts.ownOrigin.startsWith("https:")));
  return response;
}

/** A key must not make keys: a stolen one would outlive its own revocation, expiry and ranges. */
function requirePerson(caller: Caller): void {
  if (caller.kind === "person" && permits(caller, "keep-own-keys")) return;
  throw new HubError("forbidden", "keys are kept by people: log in at /hub/login, or ask the hub's operator");
}

function keyText(key: KeyRecord) {
  return {
    id: key.publicId,
    title: key.title,
    roles: key.roles,
    read_only: key.readOnly,
    ranges: key.ranges,
    created_at: timeText(key.createdMs),
    expires_at: timeText(key.expiresMs),
    revoked_at: timeText(key.revokedMs),
  };
}

function timeText(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : formatTimestamp(Math.floor(milliseconds * 1_000));
}

function loginOf(parts: HubRouteParts) {
  if (parts.login !== undefined) return parts.login;
  throw new HubError("not-found", "this hub has no identity provider; use an API key");
}

function sentOn({ location, cookies }: LoginStep): Response {
  const headers = new Headers({ Location: location, "Cache-Control": "no-store" });
  for (const cookie of cookies) headers.append("Set-Cookie", cookie);
  return new Response(null, { status: 303, headers });
}
