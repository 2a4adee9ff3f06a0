import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { stopTestServer } from "../storage/store.fixture.ts";
import { openTestHub } from "./hub.fixture.ts";
import { readSeed } from "./seed-file.ts";

const MANUAL = readFileSync(
  join(dirname(fileURLToPath(import.meta.url)), "../../../../docs/hub-seed.md"),
  "utf8",
);
const EXAMPLE = /```json\n(.*?)```/s.exec(MANUAL)?.[1] ?? "";

afterAll(stopTestServer);

describe("a seed", () => {
  it("as the manual shows it fills a hub", async () => {
    const hub = await openTestHub({ seedText: EXAMPLE });
    const headers = { Authorization: `Basic ${Buffer.from("admin:Password0").toString("base64")}` };
    const get = async (path: string): Promise<Response> => hub.send({ path, headers });
    expect(await (await get("/taxii2/")).json()).toMatchObject({
      default: "http://localhost:5000/trustgroup1/",
      contact: "someone",
    });
    const objects = await get("/trustgroup1/collections/indicators/objects/");
    expect(objects.headers.get("X-TAXII-Date-Added-First")).toBe("2017-01-20T00:00:00.000000Z");
    expect((await get("/trustgroup1/status/2d086da7-4bdc-4f91-900e-d77486753710/")).status).toBe(200);
    expect(await (await get("/trustgroup1/collections/indicators/")).json()).toMatchObject({
      can_write: true,
    });
    await hub.close();
  });

  it("keeps its dates apart and gives each object to its owner", async () => {
    const date_added = "2020-01-01T00:00:00Z";
    const object = (number: number, owner: string) => ({
      date_added,
      owner,
      object: { type: "x-a", id: `x-a--00000000-0000-4000-8000-00000000000${number}` },
    });
    const id = "11111111-1111-4111-8111-111111111111";
    const objects = [object(1, "a"), object(2, "b"), object(3, "a")];
    const collections = [{ id, title: "t", can_read: ["a", "b"], can_write: ["a", "b"], objects }];
    const users = ["a", "b", "c"].map((name) => ({ name, password: name }));
    const hub = await openTestHub({
      seedText: JSON.stringify({ users, api_roots: [{ path: "r", title: "t", collections }] }),
    });
    const as = (name: string) => ({
      Authorization: `Basic ${Buffer.from(`${name}:${name}`).toString("base64")}`,
    });
    const path = `/r/collections/${id}/`;
    const manifest = (await (await hub.send({ path: `${path}manifest/`, headers: as("a") })).json()) as {
      objects: { date_added: string }[];
    };
    expect(manifest.objects.map((each) => each.date_added)).toEqual([
      "2020-01-01T00:00:00.000000Z",
      "2020-01-01T00:00:00.000001Z",
      "2020-01-01T00:00:00.000002Z",
    ]);
    const remove = async (name: string): Promise<number> =>
      (
        await hub.send({
          method: "DELETE",
          path: `${path}objects/${objects[1]?.object.id}/`,
          headers: as(name),
        })
      ).status;
    expect([await remove("c"), await remove("a"), await remove("b")]).toEqual([404, 404, 200]);
    await hub.close();
  });

  it.each([
    ["{", "The seed is no JSON."],
    ["{}", "The seed at /users:"],
    [EXAMPLE.replace('"path": "trustgroup1"', '"path": "a/b"'), "The seed at /api_roots/0/path: one segment"],
    [
      EXAMPLE.replace('"2017-01-20T00:00:00.000000Z"', '"today"'),
      "The seed at /api_roots/0/collections/0/objects/0/date_added:",
    ],
    [EXAMPLE.replace('["admin"]', '["nobody"]'), "The seed names a user that it has not: nobody."],
    [EXAMPLE.replace('"page_size"', '"page_sise"'), "page_sise"],
  ])("with a mistake is refused by its place (%#)", (text, message) => {
    expect(() => readSeed(text)).toThrow(message);
  });

  it("cannot take a path that is the hub's own", async () => {
    const seedText = EXAMPLE.replaceAll("trustgroup1", "hub");
    await expect(openTestHub({ seedText })).rejects.toThrow("No API root may have the path hub.");
  });
});
