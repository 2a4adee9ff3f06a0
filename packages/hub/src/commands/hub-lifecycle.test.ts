import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openHubPlace, type HubPlace } from "./run-hub.fixture.ts";

const TAXII = "application/taxii+json;version=2.1";
const SEED = {
  page_size: 20,
  unreadable: "forbid",
  users: [
    { name: "admin", password: "Password0", admin: true },
    { name: "guest", password: "Password1" },
  ],
  api_roots: [
    {
      path: "trustgroup1",
      title: "Trust group",
      collections: [
        {
          id: "91a7b528-80eb-42ed-a74d-c6fbd5a26116",
          title: "Seeded",
          can_read: ["admin"],
          can_write: ["admin"],
          objects: [
            {
              date_added: "2026-01-02T03:04:05.000006Z",
              object: { type: "note", id: "note--1c0e6b3c-54e2-4d3a-8b57-6a4a6d2d3f4e" },
            },
          ],
        },
      ],
    },
  ],
};

/** A trial that was never started: making a store takes seconds, copying it does not. */
let trial: HubPlace;
let place: HubPlace;
beforeAll(async () => {
  trial = await openHubPlace();
  expect(await trial.run(["init", "--trial"])).toMatchObject({ status: 0 });
});
beforeEach(async () => {
  place = await openHubPlace(trial);
});
afterEach(async () => {
  await place.remove();
});
afterAll(async () => {
  await trial.remove();
});

describe("stopping", () => {
  it("answers the request that is under way, takes no other, and ends with 0", async () => {
    const hub = await place.start(["--trial"]);
    const slow = slowPost(`${hub.origin}/exchange/collections/campaigns/objects/`, keyOf("north"));
    await slow.begun;
    const stopped = hub.stop();
    await refused(hub.origin);
    slow.finish();
    expect(await slow.answer).toMatchObject({ status: 202, body: { success_count: 1 } });
    expect(await stopped).toMatchObject({ status: 0 });
    expect(hub.stderr()).toContain('"msg":"stopped"');
    expect(hub.stderr()).not.toContain("cut off");
    // A member whose name comes first in order makes it no less a trial.
    await place.run(["member", "add", "Alpha Lab"]);
    const again = await place.start(["--trial"]);
    const kept = await fetch(`${again.origin}/exchange/collections/campaigns/objects/`, {
      headers: { Authorization: `Bearer ${keyOf("south")}`, Accept: TAXII },
    });
    expect(((await kept.json()) as { objects: unknown[] }).objects).toHaveLength(1);
  });

  it("cuts off what takes longer than the grace", async () => {
    const hub = await place.start(["--trial", "--grace", "0"]);
    const slow = slowPost(`${hub.origin}/exchange/collections/campaigns/objects/`, keyOf("north"));
    await slow.begun;
    expect(await hub.stop()).toMatchObject({ status: 0 });
    await expect(slow.answer).rejects.toThrow();
    expect(hub.stderr()).toContain("requests were cut off");
  });

  it("by SIGTERM of a whole process answers first and leaves no server behind", async () => {
    const child = spawn(process.execPath, [BINARY, "start", "--port", "0"], {
      cwd: place.path,
      env: { ...process.env, DATABASE_URL: "" },
    });
    const origin = await new Promise<string>((resolve, reject) => {
      let text = "";
      child.stdout.on("data", (bytes: Buffer) => {
        text += bytes.toString();
        const found = /listens on (\S+)\/taxii2\//.exec(text)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once("exit", () => reject(new Error("the hub ended before it listened")));
    });
    const slow = slowPost(`${origin}/exchange/collections/campaigns/objects/`, keyOf("north"));
    await slow.begun;
    child.kill("SIGTERM");
    await refused(origin);
    slow.finish();
    expect(await slow.answer).toMatchObject({ status: 202 });
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(existsSync(join(place.path, "stillwatch-hub/postgres/postmaster.pid"))).toBe(false);
  });
});

describe("backup and restore", () => {
  it("bring a hub, its keys and its cursors into another folder, and never onto one that is there", async () => {
    const hub = await place.start();
    const path = "/exchange/collections/campaigns/objects/";
    const slow = slowPost(hub.origin + path, keyOf("north"));
    await slow.begun;
    slow.finish();
    expect(await slow.answer).toMatchObject({ status: 202 });
    const before = await (await fetch(hub.origin + path, as("south"))).text();
    expect(await place.run(["backup", "saved.backup"])).toMatchObject({ status: 0 });
    expect(statSync(join(place.path, "saved.backup")).mode & 0o777).toBe(0o600);
    expect(await place.run(["backup", "saved.backup"])).toMatchObject({ status: 2 });
    expect(await place.run(["restore", "saved.backup"])).toMatchObject({ status: 2 });
    await hub.stop();
    expect(await place.run(["restore", "saved.backup"])).toMatchObject({ status: 2 });
    expect(await place.run(["restore", "saved.backup", "--data", "restored"])).toMatchObject({ status: 0 });
    const restored = await place.start(["--data", "restored"]);
    expect(await (await fetch(restored.origin + path, as("south"))).text()).toBe(before);
  });
});

describe("--seed-file", () => {
  it("fills an empty store for a black-box suite, no other, and not by halves", async () => {
    const start = () => place.start(["--seed-file", "seed.json", "--data", "seeded"]);
    writeFileSync(join(place.path, "seed.json"), JSON.stringify({ ...SEED, users: [] }));
    await expect(start()).rejects.toThrow("The seed at /users");
    writeFileSync(join(place.path, "seed.json"), JSON.stringify(SEED));
    const hub = await start();
    const withPassword = (name: string, password: string) => ({
      headers: {
        Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`,
        Accept: TAXII,
      },
    });
    const path = `${hub.origin}/trustgroup1/collections/91a7b528-80eb-42ed-a74d-c6fbd5a26116/objects/`;
    const read = await fetch(path, withPassword("admin", "Password0"));
    expect(read.headers.get("X-TAXII-Date-Added-First")).toBe("2026-01-02T03:04:05.000006Z");
    expect((await fetch(path, withPassword("guest", "Password1"))).status).toBe(403);
    expect((await fetch(path, withPassword("admin", "wrong"))).status).toBe(401);
    await hub.stop();
    await expect(start()).rejects.toThrow("a seed goes into an empty store");
  });
});

describe("TLS", () => {
  it("lets the holder of a bound certificate in, and knows nobody else's", async () => {
    for (const name of ["hub", "north", "stranger"]) makeCertificate(name);
    expect(await place.run(["user", "certificate", "north", "north.pem"])).toMatchObject({ status: 0 });
    const hub = await place.start(["--tls-cert", "hub.pem", "--tls-key", "hub.key"]);
    expect(hub.origin).toMatch(/^https:/);
    const whoami = (name: string | undefined) => tlsStatus(`${hub.origin}/hub/whoami`, name);
    expect(await whoami("north")).toBe(200);
    expect(await whoami("stranger")).toBe(401);
    expect(await whoami(undefined)).toBe(401);
  });

  it("believes a bound certificate only from the issuers that are given", async () => {
    for (const name of ["hub", "north", "issuer"]) makeCertificate(name);
    await place.run(["user", "certificate", "north", "north.pem"]);
    const tls = ["--tls-cert", "hub.pem", "--tls-key", "hub.key"];
    const hub = await place.start([...tls, "--client-ca", "issuer.pem"]);
    expect(await tlsStatus(`${hub.origin}/hub/whoami`, "north")).toBe(401);
  });

  it("refuses a key that belongs to another certificate", async () => {
    for (const name of ["hub", "north"]) makeCertificate(name);
    expect(await place.run(["start", "--tls-cert", "hub.pem", "--tls-key", "north.key"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("is not the private key of") as string,
    });
  });
});

describe("figures", () => {
  it("are for operators only behind a proxy", async () => {
    await place.run(["user", "add", "watch", "--member", "North Lab", "--role", "operator"]);
    const key = (await place.run(["key", "create", "watch"])).stdout.trim();
    const hub = await place.start(["--insecure-behind-proxy"]);
    expect((await fetch(`${hub.origin}/metrics`)).status).toBe(404);
    const answer = await fetch(`${hub.origin}/metrics`, { headers: { Authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(200);
  });
});

const BINARY = fileURLToPath(new URL("../../bin/stillwatch-hub.js", import.meta.url));

function as(user: string): RequestInit {
  return { headers: { Authorization: `Bearer ${keyOf(user)}`, Accept: TAXII } };
}

function keyOf(user: string): string {
  return readFileSync(join(place.path, "stillwatch-hub/keys", `${user}.key`), "utf8").trim();
}

/** A POST whose body stops in the middle until it is told to go on. */
function slowPost(url: string, key: string) {
  const body = JSON.stringify({
    objects: [
      {
        type: "campaign",
        spec_version: "2.1",
        id: "campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
        created: "2026-10-01T00:00:00.000Z",
        modified: "2026-10-01T00:00:00.000Z",
        name: "Template harvest",
      },
    ],
  });
  const sent = httpRequest(url, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${key}`,
      Accept: TAXII,
      "Content-Type": TAXII,
      "Content-Length": Buffer.byteLength(body),
      Expect: "100-continue",
    },
  });
  // The hub has taken the request once it asks for the body.
  const begun = once(sent, "continue").then(() => {
    sent.write(body.slice(0, 20));
  });
  const answer = new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
    sent.once("error", reject);
    sent.once("response", (response) => {
      let text = "";
      response.on("data", (bytes: Buffer) => (text += bytes.toString()));
      response.once("end", () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
      response.once("error", reject);
    });
  });
  answer.catch(() => undefined);
  sent.flushHeaders();
  return { begun, answer, finish: () => sent.end(body.slice(20)) };
}

/** Resolves once new connections are refused. */
async function refused(origin: string): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    const open = await fetch(`${origin}/healthz`, { headers: { Connection: "close" } }).then(
      () => true,
      () => false,
    );
    if (!open) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("the hub still takes connections");
}

function makeCertificate(name: string): void {
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"].concat([
      "-subj",
      `/CN=${name}`,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.pem`,
    ]),
    { cwd: place.path, stdio: "ignore" },
  );
}

/** The status of the answer to whom shows this certificate. */
async function tlsStatus(url: string, certificate: string | undefined): Promise<number | undefined> {
  const sent = httpsRequest(url, {
    rejectUnauthorized: false,
    agent: false,
    ...(certificate !== undefined && {
      cert: readFileSync(join(place.path, `${certificate}.pem`)),
      key: readFileSync(join(place.path, `${certificate}.key`)),
    }),
  });
  sent.end();
  const [response] = (await once(sent, "response")) as [{ statusCode?: number; resume(): void }];
  response.resume();
  return response.statusCode;
}
