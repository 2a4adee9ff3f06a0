import { existsSync, readFileSync } from "node:fs";
import { request, type ClientRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { campaignText, OBJECTS, openExchange, type Exchange } from "./exchange.fixture.ts";
import { TAXII, type HubAnswer } from "./hub-request.ts";

const MEBIBYTE = 1024 * 1024;
/** Far below what all that is sent here would take, were it kept. */
const MOST_RESIDENT_KIBIBYTES = 1024 * 1024;
const SOUND = campaignText("5a0d9c17-8e46-4b23-9f70-3c1e6b8d2a54", "Harvest");

let exchange: Exchange;
beforeAll(async () => {
  exchange = await openExchange();
});
afterAll(async () => {
  await exchange.close();
});

describe("a hub that is sent rubbish over HTTP", { timeout: 120_000 }, () => {
  it.each<[string, string | Uint8Array, number, string]>([
    ["no JSON", "{", 400, "bad-request"],
    [
      "bad UTF-8",
      Buffer.from([...Buffer.from('{"objects":["'), 0xc3, 0x28, ...Buffer.from('"]}')]),
      400,
      "bad-request",
    ],
    ["a byte order mark", "\uFEFF{}", 400, "bad-request"],
    ["duplicated keys", `{"objects":[{"a":1,"a":2}]}`, 422, "unprocessable"],
    ["keys duplicated by an escape", `{"objects":[{"a":1,"\\u0061":2}]}`, 422, "unprocessable"],
    ["half a surrogate", `{"objects":[{"a":"\\ud800"}]}`, 422, "unprocessable"],
    [
      "a depth of 10,000",
      `{"objects":[${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}]}`,
      422,
      "unprocessable",
    ],
    [
      "a depth of 10,000 in arrays",
      `{"objects":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
      422,
      "unprocessable",
    ],
    ["no envelope", "[]", 422, "unprocessable"],
    ["an empty envelope", "{}", 422, "unprocessable"],
    ["more objects than an envelope may have", `{"objects":[${"0,".repeat(100_000)}0]}`, 413, "too-large"],
  ])("refuses %s", async (_, body, status, code) => {
    expectRefusal(await exchange.as("north").ask({ method: "POST", path: OBJECTS, body }), status, code);
  });

  it.each([
    ["a bad type of 28 letters", `${"a".repeat(28)}!`],
    ["a bad type of 100,000 letters", `${"a-".repeat(50_000)}!`],
  ])("names an object with %s as failed, and takes the sound one beside it", async (_, type) => {
    const bad = SOUND.replace('"type":"campaign"', `"type":"${type}"`).replace("campaign--", `${type}--`);
    const answer = await exchange
      .as("north")
      .ask({ method: "POST", path: OBJECTS, body: `{"objects":[${bad},${SOUND}]}` });
    expect(answer.status).toBe(202);
    expect(answer.json()).toMatchObject({ success_count: 1, failure_count: 1, pending_count: 0 });
  });

  it.each<[string, Readonly<Record<string, string>>, number, string]>([
    ["text", { "Content-Type": "text/plain" }, 415, "unsupported-media-type"],
    [
      "TAXII of another version",
      { "Content-Type": "application/taxii+json;version=2.0" },
      415,
      "unsupported-media-type",
    ],
    ["a compressed body", { "Content-Encoding": "gzip" }, 415, "unsupported-media-type"],
    ["a wish for HTML", { Accept: "text/html" }, 406, "not-acceptable"],
    ["audiences that are none", { "Stillwatch-Audience": "x,".repeat(5_000) }, 400, "bad-request"],
  ])("refuses %s", async (_, headers, status, code) => {
    const body = `{"objects":[${SOUND}]}`;
    expectRefusal(
      await exchange.as("north").ask({ method: "POST", path: OBJECTS, headers, body }),
      status,
      code,
    );
  });

  it.each([
    ["a limit that is none", "limit=1e9"],
    ["a date that is none", "added_after=yesterday"],
    ["a next of somebody's making", `next=${"A".repeat(2_000)}`],
    ["the same filter twice", "limit=1&limit=2"],
    ["7,000 ids", `match[id]=${"a,".repeat(7_000)}`],
  ])("refuses %s in a question", async (_, query) => {
    expectRefusal(await exchange.as("south").ask({ path: `${OBJECTS}?${query}` }), 400, "bad-request");
  });

  it.each([
    ["a type of 28 letters that is none", "match[type]=aaaaaaaaaaaaaaaaaaaaaaaaaaaa!"],
    ["an escape that is none", "match[id]=%zz"],
  ])("finds nothing for %s", async (_, query) => {
    const answer = await exchange.as("south").ask({ path: `${OBJECTS}?${query}` });
    expect([answer.status, answer.body.toString("utf8")]).toEqual([200, "{}"]);
  });

  it("refuses a million ids in a filter, and a flood of headers, before it looks at them", async () => {
    const south = exchange.as("south");
    const ids = `match[id]=${"campaign--5a0d9c17,".repeat(1_000_000)}`;
    expect(await refusalOf(`${OBJECTS}?${ids}`)).toEqual([431, "too-large"]);
    const headers = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, name) => [`x-${String(name)}`, "y"]),
    );
    expect(await refusalOf(OBJECTS, headers)).toEqual([431, "too-large"]);
    expect((await south.ask({ path: `${OBJECTS}?limit=1` })).status).toBe(200);
  });

  it("refuses 100 MB that say so before it reads them", async () => {
    const { sent, status } = post({ "Content-Length": String(100 * MEBIBYTE) });
    sent.flushHeaders();
    expect(await status).toBe(413);
  });

  it("refuses 100 MB that do not say so at the byte too many, eight times at once", async () => {
    const statuses = await Promise.all(Array.from({ length: 8 }, async () => pour(100)));
    // One that waits for its turn may be turned away; none is taken.
    for (const status of statuses) expect([413, 429]).toContain(status);
    expect(statuses).toContain(413);
  });

  it("goes on answering while bodies come so slowly that they never end", async () => {
    const slow = Array.from({ length: 40 }, () => {
      const { sent, status } = post({ "Content-Length": "1000" });
      sent.write("{");
      void status;
      return sent;
    });
    const south = exchange.as("south");
    expect((await south.ask({ path: `${OBJECTS}?limit=1` })).status).toBe(200);
    const body = `{"objects":[${SOUND}]}`;
    expect((await south.ask({ method: "POST", path: OBJECTS, body })).status).toBe(202);
    for (const sent of slow) sent.destroy();
  });

  it("says no more to nobody than that a key is needed", async () => {
    const nobody = exchange.as(undefined);
    expectRefusal(await nobody.ask({ path: "/no/such/thing/" }), 401, "unauthenticated");
    const answer = await nobody.ask({ method: "POST", path: OBJECTS, body: "{".repeat(100_000) });
    expectRefusal(answer, 401, "unauthenticated");
  });

  it("is up after all that, has failed at nothing and has kept its memory", async () => {
    const north = exchange.as("north");
    expect((await north.ask({ path: "/healthz", headers: { Accept: "*/*" } })).status).toBe(200);
    expect(exchange.hub().log()).not.toMatch(/"level":(?:50|60|"error"|"fatal")/);
    const facts = `/proc/${String(exchange.hub().pid)}/status`;
    if (!existsSync(facts)) return;
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(facts, "utf8"))?.[1]);
    expect(peak).toBeGreaterThan(0);
    expect(peak).toBeLessThan(MOST_RESIDENT_KIBIBYTES);
  });
});

/** TAXII's error message with our code; what was sent is not said back. */
function expectRefusal(answer: HubAnswer, status: number, code: string): void {
  expect([answer.status, answer.body.toString("utf8")]).toEqual([status, expect.any(String)]);
  expect(answer.json()).toMatchObject({ http_status: String(status), error_code: code });
  expect(answer.body.length).toBeLessThan(2_000);
}

interface Sent {
  readonly sent: ClientRequest;
  readonly status: Promise<number>;
  /** Of an answer that came whole. */
  readonly text: Promise<string>;
}

/** A request of which the answer may come before its end. A connection that is cut without one is 0. */
function begin(method: "GET" | "POST", path: string, headers: Readonly<Record<string, string>>): Sent {
  const sent = request(`${exchange.hub().origin}${path}`, {
    method,
    agent: false,
    headers: { Accept: TAXII, Authorization: `Bearer ${exchange.keyOf("north")}`, ...headers },
  });
  const text = new Promise<string>((resolve) => {
    sent.once("response", (response) => {
      let whole = "";
      response.on("data", (piece: Buffer) => (whole += piece.toString("utf8")));
      response.on("error", () => undefined);
      response.once("end", () => {
        resolve(whole);
      });
    });
  });
  const status = new Promise<number>((resolve) => {
    sent.once("response", ({ statusCode }) => {
      resolve(statusCode ?? 0);
    });
    sent.on("error", () => {
      resolve(0);
    });
  });
  return { sent, status, text };
}

function post(headers: Readonly<Record<string, string>> = {}): Sent {
  return begin("POST", OBJECTS, { "Content-Type": TAXII, ...headers });
}

/** Status and code of a question that the hub need not read to its end. */
async function refusalOf(
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly [number, string]> {
  const { sent, status, text } = begin("GET", path, headers);
  sent.end();
  return [await status, (JSON.parse(await text) as { error_code: string }).error_code];
}

/** Sends so many mebibytes without a length, until an answer comes. */
async function pour(mebibytes: number): Promise<number> {
  const { sent, status } = post({ "Transfer-Encoding": "chunked" });
  let answered = false;
  void status.then(() => (answered = true));
  const piece = Buffer.alloc(MEBIBYTE, " ");
  for (let count = 0; count < mebibytes && !answered; count++) {
    await Promise.race([status, new Promise<void>((resolve) => sent.write(piece, () => resolve()))]);
  }
  const found = await status;
  sent.destroy();
  return found;
}
