import { describe, expect, it } from "vitest";
import { openConnection, type ConnectionOptions } from "./connection.ts";
import { scriptedServer, type ScriptedAnswer, type ScriptedServer } from "./scripted-server.fixture.ts";
import { TaxiiError } from "./taxii-error.ts";

const URL_OF_ROOT = "https://hub.example/root/";

describe("a connection", () => {
  it("asks for TAXII 2.1, says who it is and proves it", async () => {
    const server = scriptedServer([{}]);
    await get(server);
    const [request] = server.seen;
    expect(request?.headers.get("accept")).toBe("application/taxii+json;version=2.1");
    expect(request?.headers.get("user-agent")).toBe("stillwatch/test");
    expect(request?.headers.get("authorization")).toBe("Bearer swk_secret");
    expect(request?.headers.has("content-type")).toBe(false);
  });

  it("says what it sends", async () => {
    const server = scriptedServer([{ status: 202 }]);
    await openConnection(server.options).request({ method: "POST", url: URL_OF_ROOT, body: "{}" });
    expect(server.seen[0]?.headers.get("content-type")).toBe("application/taxii+json;version=2.1");
  });

  it("uses name and password in UTF-8 (RFC 7617)", async () => {
    const server = scriptedServer([{}], { credentials: { kind: "basic", user: "test", password: "123£" } });
    await get(server);
    // The example of section 2.1 of the RFC.
    expect(server.seen[0]?.headers.get("authorization")).toBe("Basic dGVzdDoxMjPCow==");
  });

  it.each([429, 503])("waits as long as the server asks with %i", async (status) => {
    const server = scriptedServer([{ status, headers: { "Retry-After": "7" } }, {}]);
    expect((await get(server)).status).toBe(200);
    expect(server.waits).toEqual([7350]);
  });

  it("waits until the date that the server names", async () => {
    const server = scriptedServer([
      { status: 503, headers: { "Retry-After": "Mon, 02 Nov 2026 12:00:10 GMT" } },
      {},
    ]);
    await get(server);
    expect(server.waits).toEqual([10_500]);
  });

  it("waits longer each time where the server says nothing, and then gives up", async () => {
    const server = scriptedServer(Array.from({ length: 6 }, () => ({ status: 503 })));
    expect(await codeOf(get(server))).toBe("busy");
    expect(server.waits).toEqual([250, 500, 1000, 2000, 4000]);
  });

  it("does not wait for hours", async () => {
    const server = scriptedServer([{ status: 429, headers: { "Retry-After": "7200" } }]);
    await expect(get(server)).rejects.toThrow(/7200 seconds/);
    expect(server.waits).toEqual([]);
  });

  it("tries again where the network fails, and says what failed", async () => {
    const reset = new TypeError("fetch failed", {
      cause: Object.assign(new Error("x"), { code: "ECONNRESET" }),
    });
    const healed = scriptedServer([{ fails: reset }, { fails: reset }, {}]);
    expect((await get(healed)).status).toBe(200);
    const dead = scriptedServer(Array.from({ length: 6 }, () => ({ fails: reset })));
    await expect(get(dead)).rejects.toThrow(/ECONNRESET/);
  });

  it.each([
    [400, "refused"],
    [401, "unauthenticated"],
    [403, "forbidden"],
    [404, "not-found"],
    [406, "not-acceptable"],
    [409, "refused"],
    [413, "too-large"],
    [415, "unsupported-media-type"],
    [422, "refused"],
    [501, "server-failed"],
  ] as const)("makes %i the error %s at once", async (status, code) => {
    const server = scriptedServer([{ status }]);
    expect(await codeOf(get(server))).toBe(code);
    expect(server.waits).toEqual([]);
  });

  it("makes a lasting 500 the error server-failed", async () => {
    const server = scriptedServer(Array.from({ length: 6 }, () => ({ status: 500 })));
    expect(await codeOf(get(server))).toBe("server-failed");
  });

  it("passes on what the server says, cut and without credentials", async () => {
    const description = `Unknown key swk_secret ${"x".repeat(1000)}`;
    const server = scriptedServer([{ status: 401, body: { title: "No", description, http_status: "401" } }]);
    const error = await errorOf(get(server));
    expect(error.message).toContain("No: Unknown key …");
    expect(error.message).not.toContain("swk_secret");
    expect(error.said).toHaveLength(300);
  });

  it.each(["<html>", "[]", "null", '"no"', "", `{"title":"${"x".repeat(100_000)}"}`])(
    "does not pass on what is no error message (%#)",
    async (body) => {
      const error = await errorOf(get(scriptedServer([{ status: 404, body }])));
      expect(error.said).toBeUndefined();
    },
  );

  it("names no query in an error", async () => {
    const server = scriptedServer([{ status: 404 }]);
    const request = openConnection(server.options).request({
      method: "GET",
      url: `${URL_OF_ROOT}?next=token`,
    });
    expect((await errorOf(request)).message).not.toContain("token");
  });

  it("follows a redirect within the server, with credentials", async () => {
    const server = scriptedServer([{ status: 308, headers: { Location: "/elsewhere/" } }, {}]);
    await get(server);
    expect(server.seen[1]?.target).toBe("/elsewhere/");
    expect(server.seen[1]?.headers.get("authorization")).toBe("Bearer swk_secret");
  });

  it.each([
    "https://other.example/root/",
    "http://hub.example/root/",
    "https://hub.example:8443/root/",
    "//evil.example",
  ])("does not follow a redirect to %s", async (location) => {
    const server = scriptedServer([{ status: 302, headers: { Location: location } }]);
    expect(await codeOf(get(server))).toBe("redirected");
    expect(server.seen).toHaveLength(1);
  });

  it("does not follow redirects in a circle", async () => {
    const server = scriptedServer(
      Array.from({ length: 6 }, () => ({ status: 302, headers: { Location: URL_OF_ROOT } })),
    );
    expect(await codeOf(get(server))).toBe("redirected");
  });

  it("does not turn an added object into a question by following a 302", async () => {
    const server = scriptedServer([{ status: 302, headers: { Location: URL_OF_ROOT } }]);
    const sent = openConnection(server.options).request({ method: "POST", url: URL_OF_ROOT, body: "{}" });
    expect(await codeOf(sent)).toBe("redirected");
  });

  it("sends no credentials to another server than its own", async () => {
    const server = scriptedServer([{}]);
    await openConnection(server.options).request({ method: "GET", url: "https://other.example/root/" });
    expect(server.seen[0]?.headers.has("authorization")).toBe(false);
  });

  it.each<[string, ScriptedAnswer]>([
    ["announced", { headers: { "Content-Length": "1001" }, body: "x" }],
    ["sent", { body: "x".repeat(1001) }],
  ])("reads no answer that is larger than its limit, as %s", async (_, answer) => {
    const server = scriptedServer([answer], { mostAnswerBytes: 1000 });
    expect(await codeOf(get(server))).toBe("answer-too-large");
  });

  it.each([
    "hub.example",
    "ftp://hub.example/",
    "file:///etc/passwd",
    "https://user:word@hub.example/",
    "http://hub.example/",
    "http://127.0.0.1.example/",
    "",
  ])("is not opened to %s", (url) => {
    expect(() => openConnection({ ...scriptedServer([]).options, url })).toThrow(TaxiiError);
  });

  it.each(["http://localhost:8080/", "http://127.0.0.1:1/", "http://[::1]/", "https://hub.example"])(
    "is opened to %s",
    (url) => {
      expect(() => openConnection({ ...scriptedServer([]).options, url })).not.toThrow();
    },
  );

  it.each<ConnectionOptions["credentials"]>([
    { kind: "bearer", token: "" },
    { kind: "bearer", token: "two words" },
    { kind: "bearer", token: "line\nbreak" },
    { kind: "basic", user: "u", password: "" },
    { kind: "basic", user: "u", password: "a\r\nX: y" },
    { kind: "basic", user: "a:b", password: "p" },
  ])("is not opened with credentials that no header can carry (%#)", (credentials) => {
    let thrown: unknown;
    try {
      openConnection({ ...scriptedServer([]).options, credentials });
    } catch (error) {
      thrown = error;
    }
    expect(thrown instanceof TaxiiError && thrown.code).toBe("bad-credentials");
  });

  it("stops when the work is to stop, while it waits as well", async () => {
    const stop = new AbortController();
    const reason = new Error("enough");
    const server = scriptedServer([{ status: 503 }], {
      signal: stop.signal,
      sleep: () => {
        stop.abort(reason);
        return Promise.resolve();
      },
    });
    await expect(get(server)).rejects.toBe(reason);
    expect(server.seen).toHaveLength(1);
  });
});

function get({ options }: ScriptedServer): ReturnType<ReturnType<typeof openConnection>["request"]> {
  return openConnection(options).request({ method: "GET", url: URL_OF_ROOT });
}

async function errorOf(work: Promise<unknown>): Promise<TaxiiError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof TaxiiError) return thrown;
  throw new Error("the work did not fail with a TaxiiError", { cause: thrown });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return (await errorOf(work)).code;
}
