import { describe, expect, it } from "vitest";
import type { AddReport } from "./add-objects.ts";
import { taxiiClient } from "./client.ts";
import { answeringServer, scriptedServer, type ScriptedServer } from "./scripted-server.fixture.ts";
import type { FoundCollection } from "./server-map.ts";

const OBJECTS = "/root/collections/c1/objects/";
const DONE = {
  id: "s1",
  status: "complete",
  total_count: 1,
  success_count: 1,
  failure_count: 0,
  pending_count: 0,
};

describe("adding objects", () => {
  it("sends their texts as they are", async () => {
    const text = '{ "id":"x--1", "n": 1.0,\n "s": "\\u00e9é" }';
    const server = scriptedServer([{ status: 202, body: DONE }]);
    const report = await add(server, [text]);
    expect(server.seen[0]?.body).toBe(`{"objects":[${text}]}`);
    expect(report).toEqual({ succeeded: 1, failures: [], unnamedFailures: 0, pending: 0 });
  });

  it("splits them into bodies that are smaller than the server's limit, in order", async () => {
    const texts = Array.from({ length: 50 }, (_, at) =>
      JSON.stringify({ id: `x--${String(at)}`, s: "é".repeat(at) }),
    );
    const server = answeringServer(() => ({ status: 202, body: DONE }));
    const progress: number[] = [];
    await add(server, texts, { mostBytes: 400, onProgress: (done) => progress.push(done) });
    const bodies = server.seen.map(({ body = "" }) => body);
    expect(bodies.length).toBeGreaterThan(5);
    for (const body of bodies) expect(Buffer.byteLength(body)).toBeLessThan(400);
    expect(bodies.flatMap((body) => (JSON.parse(body) as { objects: unknown[] }).objects)).toEqual(
      texts.map((text) => JSON.parse(text) as unknown),
    );
    expect(progress.at(-1)).toBe(50);
  });

  it("does not send what is larger than the server takes, and says so", async () => {
    const server = scriptedServer([{ status: 202, body: DONE }]);
    const report = await add(server, [JSON.stringify({ id: "x--0", s: "y".repeat(400) }), '{"id":"x--1"}'], {
      mostBytes: 400,
    });
    expect(server.seen[0]?.body).toBe('{"objects":[{"id":"x--1"}]}');
    expect(report).toMatchObject({ succeeded: 1, failures: [{ id: "x--0" }] });
  });

  it("sends nothing where there is nothing", async () => {
    const server = scriptedServer([]);
    expect(await add(server, [])).toEqual({ succeeded: 0, failures: [], unnamedFailures: 0, pending: 0 });
  });

  it("polls the status with growing waits until it is complete, and lists what failed", async () => {
    const pending = { ...DONE, status: "pending", total_count: 3, success_count: 0, pending_count: 3 };
    const server = scriptedServer([
      { status: 202, body: pending },
      { body: pending },
      {
        body: {
          ...pending,
          status: "complete",
          success_count: 1,
          failure_count: 2,
          failures: [{ id: "x--1", version: "v", message: "recalled" }],
          pending_count: 0,
        },
      },
    ]);
    const report = await add(server, ['{"id":"x--0"}', '{"id":"x--1"}', '{"id":"x--2"}']);
    expect(server.seen.map(({ method, target }) => `${method} ${target}`)).toEqual([
      `POST ${OBJECTS}`,
      "GET /root/status/s1/",
      "GET /root/status/s1/",
    ]);
    expect(server.waits).toEqual([250, 500]);
    expect(report).toEqual({
      succeeded: 1,
      failures: [{ id: "x--1", message: "recalled" }],
      unnamedFailures: 1,
      pending: 0,
    });
  });

  it("does not wait for ever for a status", async () => {
    const pending = { ...DONE, status: "pending", success_count: 0, pending_count: 1 };
    const server = answeringServer(() => ({ status: 202, body: pending }));
    expect(await add(server, ['{"id":"x--0"}'])).toMatchObject({ succeeded: 0, pending: 1 });
    expect(server.seen).toHaveLength(151);
  });

  it.each([400, 413, 422])(
    "finds the one object for which a server refuses whole envelopes with %i",
    async (status) => {
      const server = answeringServer(({ body = "" }) =>
        body.includes("bad")
          ? { status, body: { title: "Invalid", description: "bad property" } }
          : {
              status: 202,
              body: { ...DONE, success_count: (JSON.parse(body) as { objects: [] }).objects.length },
            },
      );
      const texts = Array.from(
        { length: 16 },
        (_, at) => `{"id":"x--${String(at)}"${at === 11 ? ',"bad":1' : ""}}`,
      );
      const report = await add(server, texts);
      expect(report).toMatchObject({
        succeeded: 15,
        failures: [{ id: "x--11", message: "Invalid: bad property" }],
      });
    },
  );

  it("does not search without end where every object is refused", async () => {
    const server = answeringServer(() => ({ status: 422 }));
    const texts = Array.from({ length: 1000 }, (_, at) => `{"id":"x--${String(at)}"}`);
    const report = await add(server, texts, { mostBytes: 1_000_000 });
    expect(report.failures).toHaveLength(1000);
    expect(server.seen.length).toBeLessThan(200);
  });

  it("is an error where nothing can be added at all", async () => {
    const server = scriptedServer([{ status: 403 }]);
    await expect(add(server, ["{}"])).rejects.toMatchObject({ code: "forbidden" });
  });

  it("names the audiences that the objects are for", async () => {
    const server = scriptedServer([{ status: 202, body: DONE }]);
    await taxiiClient(server.options).add(collection(1000), {
      objects: [{ text: "{}", id: "" }],
      audiences: ["a1", "a2"],
    });
    expect(server.seen[0]?.headers.get("stillwatch-audience")).toBe("a1, a2");
  });

  it("is repeated after a broken connection: what is there already is no error", async () => {
    const server = scriptedServer([{ fails: new TypeError("fetch failed") }, { status: 202, body: DONE }]);
    expect(await add(server, ["{}"])).toMatchObject({ succeeded: 1 });
  });
});

describe("removing an object", () => {
  it("names the versions that are meant", async () => {
    const server = scriptedServer([{ body: "" }, { body: "" }]);
    const client = taxiiClient(server.options);
    await client.remove(collection(1), { id: "x--1" });
    await client.remove(collection(1), { id: "x--1", versions: [{ kind: "all" }] });
    expect(server.seen.map(({ method, target }) => `${method} ${target}`)).toEqual([
      `DELETE ${OBJECTS}x--1/`,
      `DELETE ${OBJECTS}x--1/?match[version]=all`,
    ]);
  });
});

function add(
  { options }: ScriptedServer,
  texts: readonly string[],
  { mostBytes = 100_000, onProgress }: { mostBytes?: number; onProgress?: (done: number) => void } = {},
): Promise<AddReport> {
  return taxiiClient(options).add(collection(mostBytes), {
    objects: texts.map((text) => ({ text, id: (JSON.parse(text) as { id?: string }).id ?? "" })),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

function collection(mostBytes: number): FoundCollection {
  return {
    url: "https://hub.example/root/collections/c1/",
    root: {
      url: "https://hub.example/root/",
      resource: { title: "Root", versions: [], max_content_length: mostBytes },
    },
    resource: { id: "c1", title: "One", can_read: true, can_write: true },
  };
}
