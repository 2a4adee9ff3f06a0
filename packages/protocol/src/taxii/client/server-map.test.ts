import { describe, expect, it } from "vitest";
import { taxiiClient } from "./client.ts";
import { answeringServer, type ScriptedAnswer, type ScriptedServer } from "./scripted-server.fixture.ts";

const ROOT = { title: "Root", versions: ["application/taxii+json;version=2.1"], max_content_length: 1000 };

describe("the map of a server", () => {
  it("begins at discovery where the URL is that of the server alone", async () => {
    const server = serverWith({
      "/taxii2/": { title: "T", api_roots: ["/one/", "/two/"] },
      "/one/": ROOT,
      "/two/": ROOT,
    });
    expect(await rootsOf(server, "https://hub.example")).toEqual([
      "https://hub.example/one/",
      "https://hub.example/two/",
    ]);
  });

  it("begins with the default root, and takes URLs without a slash at the end", async () => {
    const server = serverWith({
      "/taxii2/": { default: "https://hub.example/two", api_roots: ["https://hub.example/one/", "/two/"] },
      "/one/": ROOT,
      "/two/": ROOT,
    });
    expect((await rootsOf(server, "https://hub.example/taxii2"))[0]).toBe("https://hub.example/two/");
  });

  it("may be one root whose URL was given", async () => {
    const server = serverWith({ "/deep/root/": ROOT });
    expect(await rootsOf(server, "https://hub.example/deep/root")).toEqual([
      "https://hub.example/deep/root/",
    ]);
    expect(server.seen).toHaveLength(1);
  });

  it("looks for roots where the server is, whatever port or scheme it believes in", async () => {
    const server = serverWith({ "/taxii2/": { api_roots: ["http://hub.example:5000/one/"] }, "/one/": ROOT });
    expect(await rootsOf(server, "https://hub.example/")).toEqual(["https://hub.example/one/"]);
  });

  it("takes the names of this machine for one another", async () => {
    const server = serverWith({ "/taxii2/": { api_roots: ["http://localhost:5000/one/"] }, "/one/": ROOT });
    expect(await rootsOf(server, "http://127.0.0.1:8080/")).toEqual(["http://127.0.0.1:8080/one/"]);
  });

  it("leaves out roots on other servers where this one has some", async () => {
    const server = serverWith({
      "/taxii2/": { default: "https://gone.example/one/", api_roots: ["https://gone.example/one/", "/two/"] },
      "/two/": ROOT,
    });
    expect(await rootsOf(server, "https://hub.example/")).toEqual(["https://hub.example/two/"]);
    expect(server.seen.map(({ url }) => new URL(url).host)).toEqual(["hub.example", "hub.example"]);
  });

  it("asks a root on another server without credentials", async () => {
    const server = serverWith({ "/taxii2/": { api_roots: ["https://other.example/one/"] }, "/one/": ROOT });
    await rootsOf(server, "https://hub.example/");
    expect(server.seen.map(({ headers }) => headers.has("authorization"))).toEqual([true, false]);
  });

  it.each([[["javascript:alert(1)", "file:///etc/passwd", "https://"]], [[]], [undefined]])(
    "without a usable root is an error that says what to give (%#)",
    async (roots) => {
      const server = serverWith({ "/taxii2/": { title: "T", api_roots: roots } });
      await expect(rootsOf(server, "https://hub.example/")).rejects.toThrow(/URL of an API root/);
    },
  );

  it("leaves out roots that these credentials may not see", async () => {
    const server = serverWith({ "/taxii2/": { api_roots: ["/one/", "/two/"] }, "/two/": ROOT });
    expect(await rootsOf(server, "https://hub.example/")).toEqual(["https://hub.example/two/"]);
  });

  it("is an error where no root may be seen", async () => {
    const server = serverWith({ "/taxii2/": { api_roots: ["/one/"] } });
    await expect(rootsOf(server, "https://hub.example/")).rejects.toMatchObject({ code: "not-found" });
  });

  it("lists collections in the server's order, with what may be done", async () => {
    const server = serverWith({
      "/root/": ROOT,
      "/root/collections/": {
        collections: [
          { id: "b", title: "B", can_read: true, can_write: false },
          { id: "a", can_read: 1, media_types: ["application/stix+json;version=2.1"] },
        ],
      },
    });
    const client = taxiiClient(server.options);
    const [root] = await client.roots();
    if (root === undefined) throw new Error("no root");
    expect((await client.collections(root)).map(({ url, resource }) => ({ url, ...resource }))).toEqual([
      {
        url: "https://hub.example/root/collections/b/",
        id: "b",
        title: "B",
        can_read: true,
        can_write: false,
      },
      {
        url: "https://hub.example/root/collections/a/",
        id: "a",
        title: "",
        can_read: false,
        can_write: false,
        media_types: ["application/stix+json;version=2.1"],
      },
    ]);
  });

  it("finds a collection by its alias, and then speaks of it by its id", async () => {
    const server = serverWith({
      "/taxii2/": { api_roots: ["/one/", "/two/"] },
      "/one/": ROOT,
      "/two/": ROOT,
      "/two/collections/my alias/": { id: "c1", title: "C", can_read: true, can_write: true },
    });
    const client = taxiiClient({ ...server.options, url: "https://hub.example/" });
    expect((await client.collection("my alias")).url).toBe("https://hub.example/two/collections/c1/");
  });

  it("does not choose between two roots that both have it", async () => {
    const collection = { id: "c1", title: "C", can_read: true, can_write: true };
    const server = serverWith({
      "/taxii2/": { api_roots: ["/one/", "/two/"] },
      "/one/": ROOT,
      "/two/": ROOT,
      "/one/collections/c1/": collection,
      "/two/collections/c1/": collection,
    });
    const client = taxiiClient({ ...server.options, url: "https://hub.example/" });
    await expect(client.collection("c1")).rejects.toThrow(/several API roots/);
  });

  it("cannot be left by an id with slashes", async () => {
    const server = serverWith({ "/root/": ROOT });
    await taxiiClient(server.options)
      .collection("../../secret")
      .catch(() => undefined);
    expect(server.seen.at(-1)?.url).toBe("https://hub.example/root/collections/..%2F..%2Fsecret/");
  });

  it.each(["<html>login</html>", "[]", '{"api_roots":"x"}'])(
    "is no map where it is not TAXII (%#)",
    async (body) => {
      await expect(rootsOf(serverWith({ "/taxii2/": body }), "https://hub.example/")).rejects.toMatchObject({
        code: "malformed-answer",
      });
    },
  );
});

function serverWith(resources: Readonly<Record<string, unknown>>): ScriptedServer {
  return answeringServer(({ target }): ScriptedAnswer => {
    const body = resources[target];
    return body === undefined ? { status: 404 } : { body };
  });
}

async function rootsOf({ options }: ScriptedServer, url: string): Promise<readonly string[]> {
  return (await taxiiClient({ ...options, url }).roots()).map((root) => root.url);
}
