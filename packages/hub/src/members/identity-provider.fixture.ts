import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

/** An OpenID provider in process on loopback, and a browser that logs in to it. */
export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Logs in as somebody from where the hub sends a browser to.
   *
   * @returns where the provider sends the browser back to, which is not followed
   */
  logIn(location: string, subject: string): Promise<URL>;
  close(): Promise<void>;
}

/** What the provider says of people; whoever is not here has no address. */
const PEOPLE: Readonly<Record<string, { readonly email: string; readonly email_verified: boolean }>> = {
  ann: { email: "Ann@alice.test", email_verified: true },
  mallory: { email: "ann@alice.test", email_verified: false },
};

export async function startTestProvider(redirectUri: string): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = {
    client_id: "stillwatch",
    client_secret: "a secret of this test alone",
    redirect_uris: [redirectUri],
  };
  const provider = new Provider(issuer, {
    clients: [client],
    claims: { email: ["email", "email_verified"] },
    cookies: { keys: ["a key of this test alone"] },
    pkce: { required: () => true },
    findAccount: async (_: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...PEOPLE[id] }),
    }),
  });
  server.on("request", provider.callback());
  return {
    issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    logIn: (location, subject) => browse({ issuer, location, subject }),
    close: () => closed(server),
  };
}

/** Follows redirects within the provider and fills in its forms: first who it is, then consent. */
async function browse(visit: {
  readonly issuer: string;
  readonly location: string;
  readonly subject: string;
}): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(visit.location);
  let form: URLSearchParams | undefined;
  for (let steps = 0; steps < 20; steps += 1) {
    if (url.origin !== visit.issuer) return url;
    const response = await fetch(url, {
      method: form === undefined ? "GET" : "POST",
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form === undefined ? {} : { body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const next = response.headers.get("location");
    if (next !== null) {
      url = new URL(next, url);
      form = undefined;
      continue;
    }
    const page = await response.text();
    if (!response.ok || form !== undefined)
      throw new Error(`the provider answered ${response.status}: ${page.slice(0, 300)}`);
    const prompt = page.includes('value="consent"') ? "consent" : "login";
    form = new URLSearchParams({ prompt, login: visit.subject, password: "any" });
  }
  throw new Error("the provider sent the browser around in a circle");
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
