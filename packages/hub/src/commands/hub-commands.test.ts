import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openHubPlace, type HubPlace, type StartedHub } from "./run-hub.fixture.ts";

const TAXII = "application/taxii+json;version=2.1";
const CAMPAIGN = "campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";
const ENVELOPE = JSON.stringify({
  objects: [
    {
      type: "campaign",
      spec_version: "2.1",
      id: CAMPAIGN,
      created: "2026-10-01T00:00:00.000Z",
      modified: "2026-10-01T00:00:00.000Z",
      name: "Template harvest",
    },
  ],
});

let place: HubPlace;
let hub: StartedHub;
// One trial for all: a store takes two seconds to make.
beforeAll(async () => {
  place = await openHubPlace();
  hub = await place.start(["--trial"]);
});
afterAll(async () => {
  await place.remove();
});

const keyOf = (user: string): string =>
  readFileSync(join(place.path, "stillwatch-hub/keys", `${user}.key`), "utf8").trim();

async function ask(path: string, key: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${hub.origin}${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${key}`, Accept: TAXII, ...init.headers },
  });
}

describe("start --trial", () => {
  it("makes two members whose keys only their owner may read, and prints neither", () => {
    for (const user of ["north", "south"]) {
      const file = join(place.path, "stillwatch-hub/keys", `${user}.key`);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(keyOf(user)).toMatch(/^swk_[a-z2-7]{8}_[\w-]{43}$/);
      expect(hub.stdout()).toContain(`stillwatch-hub/keys/${user}.key`);
      expect(hub.stdout() + hub.stderr()).not.toContain(keyOf(user));
    }
  });

  it("brings an object from one member to the other, by bearer token and as the password of HTTP Basic", async () => {
    const path = "/exchange/collections/campaigns/objects/";
    const sent = await ask(path, keyOf("north"), {
      method: "POST",
      body: ENVELOPE,
      headers: { "Content-Type": TAXII },
    });
    expect(await sent.json()).toMatchObject({ status: "complete", success_count: 1, failure_count: 0 });
    const basic = `Basic ${Buffer.from(`whoever:${keyOf("south")}`).toString("base64")}`;
    const received = await fetch(`${hub.origin}${path}`, {
      headers: { Authorization: basic, Accept: TAXII },
    });
    expect(await received.json()).toMatchObject({ objects: [{ id: CAMPAIGN, name: "Template harvest" }] });
  });

  it("logs each request with its id and credential, and neither key nor object", async () => {
    const answer = await ask("/hub/whoami?secret=in-the-query", keyOf("north"));
    const requestId = answer.headers.get("X-Request-Id") ?? "";
    const lines = hub
      .stderr()
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(lines.find((logged) => logged["request"] === requestId)).toMatchObject({
      method: "GET",
      status: 200,
      msg: "answered",
    });
    for (const secret of [keyOf("north"), keyOf("south"), "Template harvest", CAMPAIGN, "in-the-query"]) {
      expect(hub.stderr()).not.toContain(secret);
    }
  });

  it("counts requests and objects without naming anybody", async () => {
    const figures = await (await fetch(`${hub.origin}/metrics`)).text();
    expect(figures).toMatch(/stillwatch_hub_objects_total\{outcome="added"\} [1-9]/);
    expect(figures).toMatch(/stillwatch_hub_pages_total\{resource="objects"\} [1-9]/);
    expect(figures).toContain("stillwatch_hub_writes_waiting 0");
    for (const name of ["North", "South", keyOf("north").slice(4, 12), CAMPAIGN]) {
      expect(figures).not.toContain(name);
    }
  });

  it("says that it is well", async () => {
    const answer = await fetch(`${hub.origin}/healthz`);
    expect([answer.status, await answer.text()]).toEqual([200, "ok\n"]);
  });
});

describe("a second hub", () => {
  it("is refused on the same folder", async () => {
    expect(await place.run(["start", "--port", "0"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("Another hub works on this store") as string,
    });
  });
});

describe("beside the running hub", () => {
  it("a member is added, gets a key and a grant, and is let in", async () => {
    expect(await place.run(["member", "add", "East Lab", "--user", "east"])).toMatchObject({ status: 0 });
    expect(await place.run(["grant", "campaigns", "East Lab", "read"])).toMatchObject({ status: 0 });
    const made = await place.run(["key", "create", "east", "--read-only", "--expires", "90d"]);
    const answer = await ask("/exchange/collections/campaigns/", made.stdout.trim());
    expect(await answer.json()).toMatchObject({ can_read: true, can_write: false });
    const listed = await place.run(["key", "list", "east"]);
    expect(listed.stdout).toMatch(/^[a-z2-7]{8} {2}valid {4}analyst\+counsel, read-only, until 20/);
    expect(listed.stdout).not.toContain(made.stdout.trim());
  });

  it("a revoked key is refused, by revoking it a second time too", async () => {
    await place.run(["member", "add", "West Lab", "--user", "west"]);
    const key = (await place.run(["key", "create", "west"])).stdout.trim();
    const id = key.slice(4, 12);
    expect(await place.run(["key", "revoke", id])).toMatchObject({ status: 0 });
    // Nobody asked with it before, so the hub has nothing to forget.
    expect((await ask("/hub/whoami", key)).status).toBe(401);
    expect(await place.run(["key", "revoke", id])).toMatchObject({ status: 2 });
  });

  it("a key file is never written over, and no key is made for nothing", async () => {
    writeFileSync(join(place.path, "in-use.key"), "kept");
    expect(await place.run(["key", "create", "north", "--out", "in-use.key"])).toMatchObject({ status: 2 });
    expect(readFileSync(join(place.path, "in-use.key"), "utf8")).toBe("kept");
    expect((await place.run(["key", "list", "north"])).stdout.trim().split("\n")).toHaveLength(1);
  });

  it("an audience is printed by the id that members name it by", async () => {
    const made = await place.run(["audience", "add", "Incident 12", "--member", "North Lab"]);
    const id = made.stdout.trim();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await place.run(["audience", "join", id, "South Lab"])).toMatchObject({ status: 0 });
    expect(await place.run(["audience", "join", id, "Nobody"])).toMatchObject({
      status: 2,
      stderr: 'stillwatch hub: there is no organisation named "Nobody"\n',
    });
  });

  it("a collection is made, and known to nobody without a grant", async () => {
    const id = (await place.run(["collection", "add", "Reference", "--alias", "reference"])).stdout.trim();
    expect((await place.run(["collection", "list"])).stdout).toContain(
      `${id}  exchange  pseudonymous  Reference`,
    );
    expect((await ask("/exchange/collections/reference/", keyOf("north"))).status).toBe(404);
    expect(await place.run(["grant", "reference", "North Lab", "read-write"])).toMatchObject({ status: 0 });
    expect(await (await ask("/exchange/collections/reference/", keyOf("north"))).json()).toMatchObject({
      id,
    });
  });

  it("a quota is changed, and what was not named stays", async () => {
    await place.run(["quota", "South Lab", "--objects-per-day", "5"]);
    const shown = await place.run(["quota", "South Lab", "--concurrent-writes", "1", "--json"]);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      quotas: { requests_per_minute: 6000, objects_per_day: 5, concurrent_writes: 1 },
    });
    expect(await place.run(["quota", "South Lab", "--objects-per-day", "0"])).toMatchObject({ status: 2 });
  });

  it("the doctor finds all well, and a key that others may read", async () => {
    const well = await place.run(["doctor", "--json"]);
    expect(well).toMatchObject({ status: 0, stderr: "" });
    const { findings } = JSON.parse(well.stdout) as { findings: { check: string; verdict: string }[] };
    expect(findings.filter(({ verdict }) => verdict !== "fine")).toEqual([]);
    expect(findings.map(({ check }) => check)).toContain("durability");
    const file = join(place.path, "stillwatch-hub/keys/north.key");
    chmodSync(file, 0o644);
    expect(await place.run(["doctor"])).toMatchObject({
      status: 2,
      stdout: expect.stringContaining("others may read keys/north.key") as string,
    });
    chmodSync(file, 0o600);
  });
});

describe("what was said wrongly", () => {
  it.each([
    [["start", "--host", "0.0.0.0"], "can be reached from outside"],
    [
      ["start", "--host", "0.0.0.0", "--seed-file", "seed.json", "--insecure-behind-proxy"],
      "--seed-file is for test suites",
    ],
    [["start", "--tls-cert", "absent.pem", "--tls-key", "absent.key"], "absent.pem cannot be read (ENOENT)"],
    [["start", "--port", "70000"], "A port is a whole number"],
    [["start", "--data", "elsewhere"], "there is no hub in"],
    [["start", "--oidc-issuer", "https://login.example"], "belong together"],
    [["start", "--public-url", "hub.example"], "scheme, host and port"],
    [["init"], "there is a hub in"],
    [["key", "create", "north", "--role", "king"], "A role is analyst"],
    [["key", "create", "north", "--expires", "soon"], "Write 90d"],
    [["member", "add", "North Lab"], "exists already"],
    [["nonsense"], "unknown command"],
  ])("%j ends with 2 and says what to change", async (commandLine, message) => {
    const ended = await place.run(commandLine);
    expect(ended.stderr).toContain(message);
    expect(ended.status).toBe(2);
  });

  it("makes nothing where there is no hub", async () => {
    await place.run(["member", "add", "South Lab", "--data", "elsewhere"]);
    expect(existsSync(join(place.path, "elsewhere"))).toBe(false);
  });
});
