import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stopTestServer } from "../storage/store.fixture.ts";
import { openTestHub, type TestHub, type TestUser } from "./hub.fixture.ts";

const COLLECTION = "11111111-1111-4111-8111-111111111111";
const OBJECTS = `/trust/collections/${COLLECTION}/objects/`;
const MANIFEST = `/trust/collections/${COLLECTION}/manifest/`;

let hub: TestHub;
let analyst: TestUser;
let counsel: TestUser;

async function openHub(): Promise<void> {
  hub = await openTestHub({ settings: { pageSize: 4 } });
  await hub.addCollection({ id: COLLECTION, alias: "all" });
  analyst = await hub.addUser({ organization: "North", roles: ["analyst"] });
  counsel = await hub.addUser({ organization: "North", roles: ["counsel"] });
}

async function closeHub(): Promise<void> {
  expect(hub.failures).toEqual([]);
  await hub.close();
}

afterAll(stopTestServer);

describe("the server", () => {
  beforeAll(openHub);
  afterAll(closeHub);

  it("tells of itself, its API root and its collections", async () => {
    const discovery = await hub.send({ as: analyst, path: "/taxii2/" });
    expect(discovery.headers.get("Content-Type")).toBe("application/taxii+json;version=2.1");
    expect(await discovery.json()).toEqual({ title: "Test hub", default: "/trust/", api_roots: ["/trust/"] });
    expect(await (await hub.send({ as: analyst, path: "/trust/" })).json()).toEqual({
      title: "Trust group",
      versions: ["application/taxii+json;version=2.1"],
      max_content_length: 10_485_760,
    });
    await hub.addCollection({ id: "00000000-1111-4111-8111-111111111111" });
    const list = (await (await hub.send({ as: analyst, path: "/trust/collections/" })).json()) as {
      collections: { id: string }[];
    };
    expect(list.collections.map((each) => each.id)).toEqual([
      "00000000-1111-4111-8111-111111111111",
      COLLECTION,
    ]);
  });

  it("knows a collection by its alias and a URL without its last slash", async () => {
    const byAlias = await hub.send({ as: analyst, path: "/trust/collections/all" });
    expect(await byAlias.json()).toMatchObject({
      id: COLLECTION,
      alias: "all",
      can_read: true,
      can_write: true,
    });
  });

  it.each(["/taxii2/", "/trust/", "/nowhere/", OBJECTS, "/trust/status/x/", "/anything/else"])(
    "answers 401 with challenges to whoever is not proven, at %s",
    async (path) => {
      const response = await hub.send({ path });
      expect(response.status).toBe(401);
      expect(response.headers.get("WWW-Authenticate")).toMatch(/^Basic realm=.*Bearer realm=/);
      expect(await response.json()).toMatchObject({ http_status: "401", error_code: "unauthenticated" });
    },
  );

  it.each([
    ["GET", "/trust/collections/", { Accept: "application/json" }, 406],
    ["GET", "/trust/collections/", { Accept: "application/taxii+json;version=2.0" }, 406],
    ["GET", "/trust/collections/", { Accept: "application/taxii+json" }, 200],
    ["GET", "/trust/collections/", { Accept: "*/*" }, 200],
    ["POST", OBJECTS, { "Content-Type": "application/json" }, 415],
    ["POST", OBJECTS, { "Content-Encoding": "gzip" }, 415],
    ["PUT", OBJECTS, {}, 405],
    ["POST", MANIFEST, {}, 405],
    ["DELETE", "/trust/", {}, 405],
    ["GET", "/trust/collections/none/objects/", {}, 404],
    ["GET", "/none/", {}, 404],
    ["GET", "/trust/no/such/thing", {}, 404],
    ["GET", `${OBJECTS}?limit=0`, {}, 400],
    ["GET", `${OBJECTS}?added_after=yesterday`, {}, 400],
    ["GET", `${OBJECTS}?next=abc`, {}, 400],
  ])("answers %s %s with %o by status %i", async (method, path, headers, status) => {
    const body = method === "POST" ? { objects: [thing(1)] } : undefined;
    const response = await hub.send({
      as: analyst,
      method,
      path,
      body,
      headers: headers as Record<string, string>,
    });
    expect(response.status).toBe(status);
    if (status >= 400) {
      expect(response.headers.get("Content-Type")).toBe("application/taxii+json;version=2.1");
      expect(((await response.json()) as { http_status: string }).http_status).toBe(String(status));
    }
    expect(response.headers.get("Allow") !== null).toBe(status === 405);
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
  });

  it("logs templates of paths, never what stands in them", async () => {
    await hub.send({ as: analyst, path: `${OBJECTS}?match[id]=secret--1` });
    expect(hub.answered.at(-1)).toMatchObject({
      route: "/:root/collections/:collection/objects",
      status: 200,
    });
    expect(JSON.stringify({ ...hub.answered.at(-1), caller: undefined })).not.toContain("secret");
  });

  it("gives figures to operators only", async () => {
    const operator = await hub.addUser({ organization: "Operator", roles: ["operator"] });
    expect((await hub.send({ as: operator, path: "/metrics" })).status).toBe(200);
    expect((await hub.send({ as: analyst, path: "/metrics" })).status).toBe(404);
    expect((await hub.send({ path: "/metrics" })).status).toBe(404);
    expect((await hub.send({ path: "/healthz" })).status).toBe(200);
  });
});

describe("objects", () => {
  beforeEach(openHub);
  afterEach(closeHub);

  it("come back byte for byte, in pages that a cursor joins without loss or repetition, in every resource", async () => {
    const texts = Array.from(
      { length: 10 },
      (_, number) => `{ "x_n" : ${number}.50,\t${JSON.stringify(thing(number)).slice(1)}`,
    );
    expect((await post(`{"objects":[${texts.join(" , ")}]}`)).success_count).toBe(10);
    const pages = await pagesOf(OBJECTS);
    expect(pages.map((page) => page.text)).toEqual([
      expect.stringContaining(`"objects":[${texts.slice(0, 4).join(",")}]`),
      expect.stringContaining(`"objects":[${texts.slice(4, 8).join(",")}]`),
      expect.stringContaining(`"objects":[${texts.slice(8).join(",")}]`),
    ]);
    const manifest = await pagesOf(MANIFEST);
    const records = manifest.flatMap((page) => page.body["objects"] as { id: string; date_added: string }[]);
    expect(records.map((record) => record.id)).toEqual(
      Array.from({ length: 10 }, (_, number) => thing(number).id),
    );
    expect(new Set(records.map((record) => record.date_added)).size).toBe(10);
    for (const [place, page] of manifest.entries()) {
      const own = manifest[place]?.body["objects"] as { date_added: string }[];
      expect(page.headers.get("X-TAXII-Date-Added-First")).toBe(own[0]?.date_added);
      expect(page.headers.get("X-TAXII-Date-Added-Last")).toBe(own.at(-1)?.date_added);
    }
    await post({ objects: Array.from({ length: 9 }, (_, second) => thing(0, second + 1)) });
    const versions = await pagesOf(`${OBJECTS}${thing(0).id}/versions/`);
    expect(versions.flatMap((page) => page.body["versions"])).toHaveLength(10);
    expect(versions).toHaveLength(3);
  });

  it("are given a smaller page where more is asked than the hub gives", async () => {
    await post({ objects: Array.from({ length: 6 }, (_, number) => thing(number)) });
    const page = await get(`${OBJECTS}?limit=1000`);
    expect((page.body["objects"] as unknown[]).length).toBe(4);
  });

  it("that are not there make an empty envelope without headers of dates", async () => {
    const page = await get(OBJECTS);
    expect(page.text).toBe("{}");
    expect(page.headers.get("X-TAXII-Date-Added-First")).toBeNull();
  });

  it("are found after a date, which itself is left out", async () => {
    await post({ objects: [thing(1), thing(2)] });
    const first = (await get(OBJECTS)).headers.get("X-TAXII-Date-Added-First") ?? "";
    expect((await get(`${OBJECTS}?added_after=${first}`)).body["objects"]).toHaveLength(1);
    const last = (await get(OBJECTS)).headers.get("X-TAXII-Date-Added-Last") ?? "";
    expect((await get(`${OBJECTS}?added_after=${last}`)).text).toBe("{}");
  });

  it("are not sent again to whoever has the same page", async () => {
    await post({ objects: [thing(1)] });
    for (const path of [
      OBJECTS,
      MANIFEST,
      `${OBJECTS}${thing(1).id}/`,
      `${OBJECTS}?added_after=2099-01-01T00:00:00Z`,
    ]) {
      const etag = (await get(path)).headers.get("ETag") ?? "";
      const again = await hub.send({ as: analyst, path, headers: { "If-None-Match": `W/${etag}` } });
      expect([path, again.status, await again.text()]).toEqual([path, 304, ""]);
    }
    const etag = (await get(OBJECTS)).headers.get("ETag") ?? "";
    await post({ objects: [thing(2)] });
    expect((await hub.send({ as: analyst, path: OBJECTS, headers: { "If-None-Match": etag } })).status).toBe(
      200,
    );
  });

  it("answer HEAD with headers alone", async () => {
    await post({ objects: [thing(1)] });
    const head = await hub.send({ as: analyst, method: "HEAD", path: OBJECTS });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(head.headers.get("X-TAXII-Date-Added-First")).not.toBeNull();
  });

  it("have one of 404 and an empty page by id: 404 where there is none, empty where the filters leave none", async () => {
    await post({ objects: [thing(1)] });
    expect((await hub.send({ as: analyst, path: `${OBJECTS}${thing(2).id}/` })).status).toBe(404);
    expect((await hub.send({ as: analyst, path: `${OBJECTS}${thing(2).id}/versions/` })).status).toBe(404);
    for (const path of [`${OBJECTS}${thing(1).id}/`, `${OBJECTS}${thing(1).id}/versions/`]) {
      expect((await get(`${path}?added_after=2099-01-01T00:00:00Z`)).text).toBe("{}");
    }
  });

  it("are deleted by counsel, a version or all", async () => {
    await post({ objects: [thing(1, 1), thing(1, 2), thing(1, 3)] });
    const path = `${OBJECTS}${thing(1).id}/`;
    const remove = (query: string): Promise<Response> =>
      hub.send({ as: counsel, method: "DELETE", path: path + query });
    expect((await remove("?match[version]=2020-01-01T00:00:02.000Z")).status).toBe(200);
    expect((await get(`${path}versions/`)).body["versions"]).toEqual([
      "2020-01-01T00:00:01.000Z",
      "2020-01-01T00:00:03.000Z",
    ]);
    expect((await remove("")).status).toBe(200);
    expect((await remove("")).status).toBe(404);
    expect((await hub.send({ as: analyst, path })).status).toBe(404);
  });
});

describe("a status", () => {
  beforeEach(openHub);
  afterEach(closeHub);

  it("tells of each object what became of it, and is there for its owner", async () => {
    await post({ objects: [thing(1)] });
    const status = await post({ objects: [thing(1), thing(2), { type: "x-thing" }, thing(2), 7] });
    expect(status).toMatchObject({
      status: "complete",
      total_count: 5,
      success_count: 3,
      failure_count: 2,
      pending_count: 0,
      successes: [{ message: "This version is already present." }, { id: thing(2).id }, { id: thing(2).id }],
      failures: [{ id: "object-3" }, { id: "object-5" }],
    });
    const kept = await hub.send({ as: counsel, path: `/trust/status/${status.id}/` });
    expect(await kept.json()).toEqual(status);
  });

  it("counts a version as present that today's rules would refuse", async () => {
    await post({ objects: [thing(1)] });
    const { modified, ...without } = thing(1);
    const again = await post({
      objects: [
        { ...without, type: "indicator" },
        { ...thing(2), severity: 1 },
      ],
    });
    expect([again.success_count, again.failure_count, modified]).toEqual([1, 1, "2020-01-01T00:00:00.000Z"]);
  });
});

describe("a hostile request", () => {
  beforeAll(openHub);
  afterAll(closeHub);

  const word = "a".repeat(28);
  it.each<[string, string | Uint8Array, number]>([
    ["no JSON", "{", 400],
    ["bad UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400],
    ["a doubled key", '{"objects":[{"a":1,"\\u0061":2}]}', 422],
    ["a lone surrogate", '{"objects":[{"a":"\\ud800"}]}', 422],
    ["10,000 levels", `{"objects":[${"[".repeat(10_000)}${"]".repeat(10_000)}]}`, 422],
    ["no envelope", JSON.stringify({ type: "x-thing" }), 422],
    ["an empty envelope", '{"objects":[]}', 422],
    ["too many objects", `{"objects":[${"1,".repeat(10_000)}1]}`, 413],
  ])("of %s is refused", async (_, body, status) => {
    const response = await hub.send({ as: analyst, method: "POST", path: OBJECTS, body });
    expect(response.status).toBe(status);
  });

  it("with a type made to explode is one failure among others", async () => {
    const status = await post({ objects: [{ ...thing(1), type: `${word}!` }, thing(2)] });
    expect([status.success_count, status.failure_count]).toEqual([1, 1]);
  });

  it("of 100 MB is refused unread where it says so, and at the limit where it does not", async () => {
    let pulled = 0;
    const endless = (): ReadableStream =>
      new ReadableStream(
        {
          pull: (controller) => {
            pulled += 1;
            controller.enqueue(new Uint8Array(1024 * 1024).fill(0x20));
          },
        },
        { highWaterMark: 0 },
      );
    const declared = { "Content-Length": "104857600" };
    const send = (headers: Record<string, string>): Promise<Response> =>
      Promise.resolve(
        hub.app.request(OBJECTS, {
          method: "POST",
          body: endless(),
          headers: {
            Authorization: `Bearer ${analyst.key}`,
            Accept: "application/taxii+json;version=2.1",
            "Content-Type": "application/taxii+json;version=2.1",
            ...headers,
          },
          duplex: "half",
        } as RequestInit),
      );
    expect((await send(declared)).status).toBe(413);
    expect(pulled).toBe(0);
    expect((await send({})).status).toBe(413);
    expect(pulled).toBe(11);
    expect((await send({ "Content-Length": "-1" })).status).toBe(400);
  });

  it("of a million ids in a filter is refused", async () => {
    const ids = Array<string>(1_000_000).fill("x-thing--1").join(",");
    expect((await hub.send({ as: analyst, path: `${OBJECTS}?match[id]=${ids}` })).status).toBe(400);
  });
});

/** A custom object; `second` makes versions of it. */
function thing(number: number, second = 0) {
  const tail = String(number).padStart(12, "0");
  const version = `2020-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
  return {
    type: "x-thing",
    spec_version: "2.1",
    id: `x-thing--00000000-0000-4000-8000-${tail}`,
    created: "2020-01-01T00:00:00.000Z",
    modified: version,
  };
}

interface Status {
  readonly id: string;
  readonly success_count: number;
  readonly failure_count: number;
}

async function post(body: unknown): Promise<Status> {
  const response = await hub.send({ as: analyst, method: "POST", path: OBJECTS, body });
  expect(response.status).toBe(202);
  return (await response.json()) as Status;
}

interface Got {
  readonly text: string;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

async function get(path: string): Promise<Got> {
  const response = await hub.send({ as: analyst, path });
  expect([path, response.status]).toEqual([path, 200]);
  const text = await response.text();
  return { text, body: JSON.parse(text) as Record<string, unknown>, headers: response.headers };
}

async function pagesOf(path: string): Promise<readonly Got[]> {
  const pages: Got[] = [];
  for (let next: unknown = ""; next !== undefined; next = pages.at(-1)?.body["next"]) {
    pages.push(await get(next === "" ? path : `${path}?next=${String(next)}`));
    expect(pages.length).toBeLessThan(100);
  }
  expect(pages.map((page) => page.body["more"])).toEqual(pages.map((_, place) => place < pages.length - 1));
  return pages;
}
