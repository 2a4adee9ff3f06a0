import { describe, expect, it } from "vitest";
import { taxiiClient } from "./client.ts";
import { BEGINNING, type PagePosition } from "./page-position.ts";
import type { Page } from "./pages.ts";
import type { ReceivedObject } from "./read-pages.ts";
import { answeringServer, scriptedServer, type ScriptedServer } from "./scripted-server.fixture.ts";
import type { FoundCollection } from "./server-map.ts";
import { TaxiiError } from "./taxii-error.ts";

const COLLECTION: FoundCollection = {
  url: "https://hub.example/root/collections/c1/",
  root: {
    url: "https://hub.example/root/",
    resource: { title: "Root", versions: [], max_content_length: 1000 },
  },
  resource: { id: "c1", title: "One", can_read: true, can_write: true },
};
const OBJECTS = "/root/collections/c1/objects/";

describe("pages of objects", () => {
  it("follow the server's next with the same filters, and end at the date of the last object", async () => {
    const server = scriptedServer([
      { body: { more: true, next: "n1", objects: [object("a")] }, headers: dated("01") },
      { body: { more: true, next: "n2", objects: [object("b")] }, headers: dated("02") },
      { body: { objects: [object("c")] }, headers: dated("03") },
    ]);
    const pages = await read(server, { filters: { types: ["x"], limit: 1 } });
    expect(idsOf(pages)).toEqual(["a", "b", "c"]);
    expect(server.seen.map(({ target }) => target)).toEqual([
      `${OBJECTS}?limit=1&match[type]=x`,
      `${OBJECTS}?limit=1&next=n1&match[type]=x`,
      `${OBJECTS}?limit=1&next=n2&match[type]=x`,
    ]);
    expect(pages.at(-1)?.position).toEqual({ ...BEGINNING, addedAfter: at("03") });
  });

  it("keep the bytes of every object", async () => {
    const text = '{ "id":"x--1",\n\t"n": 1.0, "s":"\\u00e9\\/é", "big": 12345678901234567890 }';
    const server = scriptedServer([{ body: ` {"objects" : [ ${text} ,{}] , "more":false} ` }]);
    const [page] = await read(server);
    expect(page?.rows).toEqual([
      { text, id: "x--1" },
      { text: "{}", id: undefined },
    ]);
  });

  it("go on with the date of the last object where there is more but no next", async () => {
    const server = scriptedServer([
      { body: { more: true, objects: [object("a")] }, headers: dated("01") },
      { body: { more: false, objects: [object("b")] }, headers: dated("02") },
    ]);
    expect(idsOf(await read(server))).toEqual(["a", "b"]);
    expect(server.seen[1]?.target).toBe(`${OBJECTS}?added_after=2026-11-01T00:00:01.000000Z`);
  });

  it("leave out what a server repeats whose added_after includes that very time", async () => {
    const server = scriptedServer([
      { body: { more: true, objects: [object("a"), object("b")] }, headers: dated("02") },
      { body: { more: true, objects: [object("b"), object("c")] }, headers: dated("03") },
      { body: { objects: [object("c")] }, headers: dated("03") },
    ]);
    expect(idsOf(await read(server))).toEqual(["a", "b", "c"]);
  });

  it("end with an error where the same page would come for ever", async () => {
    const server = answeringServer(() => ({
      body: { more: true, objects: [object("a")] },
      headers: dated("01"),
    }));
    await expect(read(server)).rejects.toMatchObject({ code: "stuck" });
    expect(server.seen).toHaveLength(2);
  });

  it("end with an error where the dates fall, even with other objects", async () => {
    let asked = 0;
    const server = answeringServer(() => ({
      body: { more: true, objects: [object(String(asked++))] },
      headers: dated(String(50 - asked)),
    }));
    await expect(read(server)).rejects.toMatchObject({ code: "stuck" });
    expect(server.seen).toHaveLength(2);
  });

  it("end with an error where they come again", async () => {
    let asked = 0;
    const server = answeringServer(() => {
      const turn = String(asked++ % 2);
      return { body: { more: true, next: `n${turn}`, objects: [object(turn)] } };
    });
    const ids: unknown[] = [];
    const reading = (async () => {
      for await (const page of taxiiClient(server.options).objects(COLLECTION)) ids.push(...idsOf([page]));
    })();
    await expect(reading).rejects.toMatchObject({ code: "stuck" });
    expect(ids).toEqual(["0", "1"]);
    expect(server.seen).toHaveLength(3);
  });

  it("may all have one next, as medallion's have; they are then resumed by date", async () => {
    const next = "ea800f27-df14-4391-9566-092ae6a59318";
    const server = scriptedServer([
      { body: { more: true, next, objects: [object("a")] }, headers: dated("01") },
      { body: { more: true, next, objects: [object("b")] }, headers: dated("02") },
      { body: { objects: [object("c")] }, headers: dated("03") },
    ]);
    const pages = await read(server);
    expect(idsOf(pages)).toEqual(["a", "b", "c"]);
    expect(server.seen.map(({ target }) => target)).toEqual([
      OBJECTS,
      `${OBJECTS}?next=${next}`,
      `${OBJECTS}?next=${next}`,
    ]);
    expect(pages.map(({ position }) => position)).toEqual([
      { ...BEGINNING, addedAfter: at("01") },
      { ...BEGINNING, addedAfter: at("02") },
      { ...BEGINNING, addedAfter: at("03") },
    ]);
  });

  it("end with an error where new nexts lead to nothing", async () => {
    let asked = 0;
    const server = answeringServer(() => ({ body: { more: true, next: `n${String(asked++)}` } }));
    await expect(read(server)).rejects.toMatchObject({ code: "stuck" });
    expect(server.seen).toHaveLength(101);
  });

  it("end with an error where there is more and no way to get it", async () => {
    const server = scriptedServer([{ body: { more: true, objects: [object("a")] } }]);
    await expect(read(server)).rejects.toMatchObject({ code: "stuck" });
  });

  it("end where more was said but nothing came, since objects may have been deleted meanwhile", async () => {
    const server = scriptedServer([{ body: { more: true } }]);
    expect(await read(server)).toHaveLength(1);
  });

  it("take 206 for more", async () => {
    const server = scriptedServer([
      { status: 206, body: { objects: [object("a")] }, headers: dated("01") },
      { status: 200, body: { objects: [object("b")] }, headers: dated("02") },
    ]);
    expect(idsOf(await read(server))).toEqual(["a", "b"]);
  });

  it.each([
    { status: 204 },
    { body: {} },
    { body: { objects: [] } },
    { body: { more: null, next: null, objects: null } },
  ])("may be empty (%#)", async (answer) => {
    const position = { ...BEGINNING, addedAfter: at("05") };
    const server = scriptedServer([answer]);
    const pages = await read(server, { position });
    expect(pages).toEqual([{ rows: [], more: false, position }]);
    expect(server.seen.map(({ target }) => target)).toEqual([
      `${OBJECTS}?added_after=2026-11-01T00:00:05.000000Z`,
    ]);
  });

  it("poll with the tag of an empty answer, and take 304 for nothing new", async () => {
    const polled = scriptedServer([{ body: {}, headers: { ETag: '"e1"' } }]);
    const [page] = await read(polled, { position: { ...BEGINNING, addedAfter: at("05") } });
    const again = scriptedServer([{ status: 304 }]);
    const pages = await read(again, { position: page?.position ?? BEGINNING });
    expect(again.seen[0]?.headers.get("if-none-match")).toBe('"e1"');
    expect(pages).toEqual([{ rows: [], more: false, position: page?.position }]);
  });

  it("do not poll with the tag of an answer that held objects", async () => {
    const server = scriptedServer([
      { body: { objects: [object("a")] }, headers: { ETag: '"e1"', ...dated("06") } },
    ]);
    const [page] = await read(server, { position: { ...BEGINNING, addedAfter: at("05") } });
    expect(page?.position).toEqual({ ...BEGINNING, addedAfter: at("06") });
  });

  it("go on where they were left, from any page", async () => {
    const all = Array.from({ length: 7 }, (_, number) => object(String(number)));
    const whole = await read(keysetServer(all, 2));
    for (const page of whole) {
      const rest = await read(keysetServer(all, 2), { position: page.position });
      const before = whole.slice(0, whole.indexOf(page) + 1);
      expect([...idsOf(before), ...idsOf(rest)]).toEqual(idsOf(whole));
    }
  });

  it("go on by date where the server has forgotten its next", async () => {
    const position: PagePosition = { ...BEGINNING, next: "old", lastAdded: at("04") };
    const server = scriptedServer([
      { status: 400 },
      { body: { objects: [object("e")] }, headers: dated("05") },
    ]);
    expect(idsOf(await read(server, { position }))).toEqual(["e"]);
    expect(server.seen[1]?.target).toBe(`${OBJECTS}?added_after=2026-11-01T00:00:04.000000Z`);
  });

  it("do not begin anew for ever where the server forgets each next and tells no dates", async () => {
    const server = answeringServer(({ target }) =>
      target.includes("next=")
        ? { status: 400 }
        : { body: { more: true, next: "n", objects: [object("a")] } },
    );
    await expect(read(server)).rejects.toMatchObject({ code: "refused" });
    expect(server.seen).toHaveLength(2);
  });

  it("are polled from the time of the first page where the server tells no dates", async () => {
    const server = scriptedServer([
      {
        body: { more: true, next: "n", objects: [object("a")] },
        headers: { Date: "Sun, 01 Nov 2026 00:00:10 GMT" },
      },
      { body: { objects: [object("b")] }, headers: { Date: "Sun, 01 Nov 2026 00:00:30 GMT" } },
    ]);
    const pages = await read(server);
    expect(pages.at(-1)?.position).toEqual({ ...BEGINNING, addedAfter: at("08") });
  });

  it.each([
    "",
    "<html></html>",
    "[]",
    '"x"',
    '{"objects":{}}',
    '{"objects":[1,]}',
    '{"objects":[{"a":1,"a":2}]}',
  ])("are refused where the answer is no envelope (%#)", async (body) => {
    await expect(read(scriptedServer([{ body }]))).rejects.toMatchObject({ code: "malformed-answer" });
  });

  it("are refused where they are a hundred thousand lists within each other", async () => {
    const body = `{"objects":[${"[".repeat(100_000)}${"]".repeat(100_000)}]}`;
    await expect(read(scriptedServer([{ body }]))).rejects.toMatchObject({ code: "malformed-answer" });
  });
});

describe("pages of a manifest", () => {
  it("without next, as the standard has them, go on by the date of the last record", async () => {
    const record = (id: string, second: string): object => ({
      id,
      date_added: `2026-11-01T00:00:${second}.000000Z`,
      version: "2026-01-01T00:00:00.000Z",
    });
    const server = scriptedServer([
      { body: { more: true, objects: [record("a", "01"), record("b", "02")] } },
      { body: { objects: [record("c", "03")] } },
    ]);
    const pages = await all(taxiiClient(server.options).manifest(COLLECTION));
    expect(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(["a", "b", "c"]);
    expect(server.seen[1]?.target).toBe(
      "/root/collections/c1/manifest/?added_after=2026-11-01T00:00:02.000000Z",
    );
  });

  it("end with an error where the server repeats itself, as OpenTAXII's do to its own client", async () => {
    const body = {
      more: true,
      objects: [{ id: "a", date_added: "2026-11-01T00:00:01Z", version: "2026-01-01T00:00:00Z" }],
    };
    const server = answeringServer(() => ({ body }));
    await expect(all(taxiiClient(server.options).manifest(COLLECTION))).rejects.toMatchObject({
      code: "stuck",
    });
    expect(server.seen).toHaveLength(2);
  });

  it("are refused where a record lacks what it must have", async () => {
    const server = scriptedServer([{ body: { objects: [{ id: "a" }] } }]);
    await expect(all(taxiiClient(server.options).manifest(COLLECTION))).rejects.toBeInstanceOf(TaxiiError);
  });
});

describe("versions of an object", () => {
  it("go on by the date in the header", async () => {
    const server = scriptedServer([
      { body: { more: true, versions: ["v1"] }, headers: dated("01") },
      { body: { versions: ["v2"] }, headers: dated("02") },
    ]);
    const pages = await all(taxiiClient(server.options).versions(COLLECTION, { id: "x--1" }));
    expect(pages.flatMap(({ rows }) => rows)).toEqual(["v1", "v2"]);
    expect(server.seen[1]?.target).toBe(`${OBJECTS}x--1/versions/?added_after=2026-11-01T00:00:01.000000Z`);
  });
});

function read(
  { options }: ScriptedServer,
  query: Parameters<ReturnType<typeof taxiiClient>["objects"]>[1] = {},
): Promise<Page<ReceivedObject>[]> {
  return all(taxiiClient(options).objects(COLLECTION, query));
}

async function all<Row>(pages: AsyncIterable<Page<Row>>): Promise<Page<Row>[]> {
  const read: Page<Row>[] = [];
  for await (const page of pages) read.push(page);
  return read;
}

function idsOf(pages: readonly Page<ReceivedObject>[]): readonly (string | undefined)[] {
  return pages.flatMap(({ rows }) => rows.map(({ id }) => id));
}

function object(id: string): object {
  return { type: "x", id };
}

function dated(second: string): Readonly<Record<string, string>> {
  return {
    "X-TAXII-Date-Added-First": "2026-11-01T00:00:00.000000Z",
    "X-TAXII-Date-Added-Last": `2026-11-01T00:00:${second}.000000Z`,
  };
}

function at(second: string): number {
  return Date.UTC(2026, 10, 1, 0, 0, Number(second)) * 1000;
}

/** A server as ours: `next` is a place, and the object number n was added in second n. */
function keysetServer(objects: readonly object[], pageSize: number): ScriptedServer {
  return answeringServer(({ url }) => {
    const query = new URL(url).searchParams;
    const after = query.get("added_after");
    const from =
      query.get("next") !== null
        ? Number(query.get("next"))
        : after === null
          ? 0
          : Math.floor(Date.parse(after) / 1000) - Date.UTC(2026, 10, 1) / 1000 + 1;
    const page = objects.slice(from, from + pageSize);
    const end = from + page.length;
    if (page.length === 0) return { body: {} };
    return {
      body: { objects: page, ...(end < objects.length ? { more: true, next: String(end) } : {}) },
      headers: dated(String(end - 1).padStart(2, "0")),
    };
  });
}
