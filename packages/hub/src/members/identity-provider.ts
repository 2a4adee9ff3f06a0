import { createHash } from "node:crypto";
import * as oauth from "oauth4webapi";
import { HubError } from "../hub-error.ts";
import { CALLBACK_PATH, type PendingLogin } from "./pending-login.ts";

/** The identity provider of people, and how it knows this hub. */
export interface OidcSettings {
  /** OpenID Connect issuer; https, or http on loopback for trials. */
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined for a public client, which PKCE alone protects. */
  readonly clientSecret: string | undefined;
  /** Scheme, host and port under which browsers know the hub. */
  readonly ownOrigin: string;
}

/** What the provider vouches for. */
export interface VouchedPerson {
  readonly subject: string;
  /** Only where the provider says that it has verified it. */
  readonly email: string | undefined;
}

export interface IdentityProvider {
  /** Where a browser is to ask. */
  loginUrl(pending: PendingLogin): Promise<string>;
  /** Takes the provider's answer, exchanges its code and checks the ID token with its signature. */
  vouched(answer: URL, pending: PendingLogin): Promise<VouchedPerson>;
}

/** Endpoints are asked for again after an hour. */
const DISCOVERY_MS = 3_600_000;
const REQUEST_MS = 10_000;

/**
 * OpenID Connect Core 1.0 §3.1 (authorization code) with PKCE (RFC 7636), state and nonce.
 *
 * Both functions throw HubError: `unavailable` where the provider does not answer as it should, `unauthenticated`
 * where its answer does not vouch for this login.
 */
export function identityProvider(options: {
  readonly settings: OidcSettings;
  readonly fetch: typeof fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): IdentityProvider {
  const { settings, now } = options;
  const issuer = new URL(settings.issuer);
  const client: oauth.Client = { client_id: settings.clientId };
  const secret = settings.clientSecret;
  const clientAuth = secret === undefined ? oauth.None() : oauth.ClientSecretBasic(secret);
  const redirectUri = `${settings.ownOrigin}${CALLBACK_PATH}`;
  const jwks: oauth.JWKSCacheInput = {};
  const http = () => ({
    [oauth.customFetch]: (url: string, init: object) => options.fetch(url, init),
    [oauth.allowInsecureRequests]: issuer.protocol === "http:" && isLoopback(issuer.hostname),
    signal: AbortSignal.timeout(REQUEST_MS),
  });
  let discovered: { readonly server: oauth.AuthorizationServer; readonly untilMs: number } | undefined;

  async function authorizationServer(): Promise<oauth.AuthorizationServer> {
    if (discovered !== undefined && now() < discovered.untilMs) return discovered.server;
    try {
      const server = await oauth.processDiscoveryResponse(
        issuer,
        await oauth.discoveryRequest(issuer, http()),
      );
      discovered = { server, untilMs: now() + DISCOVERY_MS };
      return server;
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** With the code flow the address may stand in UserInfo only (OpenID Connect Core 1.0 §5.4). */
  async function askedEmail(
    server: oauth.AuthorizationServer,
    tokens: oauth.TokenEndpointResponse,
    subject: string,
  ): Promise<string | undefined> {
    if (server.userinfo_endpoint === undefined) return undefined;
    const response = await oauth.userInfoRequest(server, client, tokens.access_token, http());
    return verifiedEmail(await oauth.processUserInfoResponse(server, client, subject, response));
  }

  return {
    async loginUrl(pending) {
      const { authorization_endpoint: endpoint } = await authorizationServer();
      if (endpoint === undefined) throw unavailable("no authorization endpoint");
      const url = new URL(endpoint);
      const parameters = {
        client_id: settings.clientId,
        response_type: "code",
        scope: "openid email",
        redirect_uri: redirectUri,
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: createHash("sha256").update(pending.codeVerifier).digest("base64url"),
        code_challenge_method: "S256",
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url.href;
    },

    async vouched(answer, pending) {
      const server = await authorizationServer();
      try {
        const response = await oauth.authorizationCodeGrantRequest(
          server,
          client,
          clientAuth,
          oauth.validateAuthResponse(server, client, answer, pending.state),
          redirectUri,
          pending.codeVerifier,
          http(),
        );
        const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
          expectedNonce: pending.nonce,
          requireIdToken: true,
        });
        await oauth.validateApplicationLevelSignature(server, response, {
          ...http(),
          [oauth.jwksCache]: jwks,
        });
        const claims = oauth.getValidatedIdTokenClaims(tokens);
        if (claims === undefined) throw new TypeError("the answer has no ID token");
        return {
          subject: claims.sub,
          email: verifiedEmail(claims) ?? (await askedEmail(server, tokens, claims.sub)),
        };
      } catch (error) {
        throw new HubError(
          "unauthenticated",
          "the login was not accepted; begin again, or ask the hub's operator",
          {
            cause: error,
          },
        );
      }
    },
  };
}

function verifiedEmail({ email, email_verified: verified }: oauth.IDToken | oauth.UserInfoResponse) {
  return verified === true && typeof email === "string" ? email : undefined;
}

function unavailable(cause: unknown): HubError {
  return new HubError("unavailable", "the identity provider does not answer as it should; try again later", {
    retryAfterSeconds: 30,
    cause,
  });
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
