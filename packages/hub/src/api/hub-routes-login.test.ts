import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMMAND_LINE } from "../members/administration.ts";
import { startTestProvider, type TestProvider } from "../members/identity-provider.fixture.ts";
import { stopTestServer } from "../storage/store.fixture.ts";
import { openLifeHub, OWN_ORIGIN, type LifeHub } from "./hub-routes.fixture.ts";

let provider: TestProvider;
let hub: LifeHub;

beforeEach(async () => {
  provider = await startTestProvider(`${OWN_ORIGIN}/hub/login/callback`);
  const { issuer, clientId, clientSecret } = provider;
  hub = await openLifeHub({ login: { settings: { issuer, clientId, clientSecret, ownOrigin: OWN_ORIGIN } } });
  await hub.addUser({ organization: "Alice" });
});

afterEach(async () => {
  await hub.close();
  await provider.close();
});
afterAll(stopTestServer);

/** Binds a person to a new analyst of Alice. */
async function bind(person: { subject?: string; email?: string }): Promise<void> {
  const user = { organization: "Alice", name: "ann", roles: ["analyst"] as const };
  await hub.members.addUser({ ...user, person: { issuer: provider.issuer, ...person } }, COMMAND_LINE);
}

/** The cookies that an answer sets, as a browser sends them back. */
function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

async function begin(query = "") {
  const response = await hub.ask({ path: `/hub/login${query}` });
  expect(response.status).toBe(303);
  return { location: response.headers.get("location") ?? "", cookie: cookiesOf(response) };
}

async function comeBack(url: URL, cookie: string): Promise<Response> {
  return hub.ask({ path: `${url.pathname}${url.search}`, headers: { cookie } });
}

async function logIn(subject: string): Promise<Response> {
  const { location, cookie } = await begin();
  return comeBack(await provider.logIn(location, subject), cookie);
}

describe("a login", () => {
  it("gives a person whom the operator bound by subject a session, until they log out", async () => {
    await bind({ subject: "ann" });
    const response = await logIn("ann");
    expect([response.status, response.headers.get("location")]).toEqual([303, "/hub/whoami"]);
    const session =
      response.headers.getSetCookie().find((cookie) => cookie.startsWith("stillwatch_session=")) ?? "";
    expect(session).toMatch(/; Path=\/; Max-Age=28800; HttpOnly; SameSite=Lax$/);
    const cookie = cookiesOf(response);

    const who = await hub.ask({ path: "/hub/whoami", headers: { cookie } });
    expect(await who.json()).toMatchObject({ kind: "person", organization: "Alice", roles: ["analyst"] });
    const logout = { method: "POST", path: "/hub/logout" };
    expect((await hub.ask({ ...logout, headers: { cookie } })).status).toBe(403);
    expect((await hub.ask({ ...logout, headers: { cookie, origin: "http://evil.test" } })).status).toBe(403);
    expect((await hub.ask({ path: "/hub/whoami", headers: { cookie } })).status).toBe(200);
    expect((await hub.ask({ ...logout, headers: { cookie, origin: OWN_ORIGIN } })).status).toBe(204);
    expect((await hub.ask({ path: "/hub/whoami", headers: { cookie } })).status).toBe(401);
  });

  it("binds a verified e-mail address to its subject the first time, whatever its case", async () => {
    await bind({ email: "ann@ALICE.test" });
    expect((await logIn("ann")).status).toBe(303);
    expect((await logIn("ann")).status).toBe(303);
    expect((await hub.memberStore.personBySubject(provider.issuer, "ann"))?.roles).toEqual(["analyst"]);
  });

  it("is refused to whoever only says to have the address", async () => {
    await bind({ email: "ann@alice.test" });
    expect((await logIn("mallory")).status).toBe(403);
    expect((await logIn("ann")).status).toBe(303);
  });

  it("is refused to people the hub does not know", async () => {
    const response = await logIn("stranger");
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it("is refused to a suspended user", async () => {
    await bind({ subject: "ann" });
    await hub.members.suspendUser("ann", true, COMMAND_LINE);
    expect((await logIn("ann")).status).toBe(403);
  });

  it("ends only in the browser that began it, with its own state", async () => {
    await bind({ subject: "ann" });
    const [one, other] = [await begin(), await begin()];
    const back = await provider.logIn(one.location, "ann");
    expect((await comeBack(back, "")).status).toBe(401);
    expect((await comeBack(back, other.cookie)).status).toBe(401);
    const forged = new URL(back);
    forged.searchParams.set("state", "forged");
    expect((await comeBack(forged, one.cookie)).status).toBe(401);
    expect((await comeBack(back, one.cookie)).status).toBe(303);
    expect((await comeBack(back, one.cookie)).status).toBe(401);
  });

  it("leads back to a path of this hub only", async () => {
    await bind({ subject: "ann" });
    const ends = [];
    for (const wish of ["/hub/keys", "//evil.test/", "https://evil.test/", "/\\evil.test"]) {
      const { location, cookie } = await begin(`?return_to=${encodeURIComponent(wish)}`);
      ends.push((await comeBack(await provider.logIn(location, "ann"), cookie)).headers.get("location"));
    }
    expect(ends).toEqual(["/hub/keys", "/hub/whoami", "/hub/whoami", "/hub/whoami"]);
  });

  it("answers 503 while the provider is away", async () => {
    await provider.close();
    const response = await hub.ask({ path: "/hub/login" });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "30"]);
  });
});
