import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A TAXII 2.1 server on loopback for tests of the command: one root, one collection, two objects a page. */
export interface SmallHub {
  readonly url: string;
  /** JSON texts in the order of adding. */
  readonly objects: string[];
  /** Method and path of each request. */
  readonly seen: string[];
  close(): Promise<void>;
}

export const KEY = "swk_small";
const PAGE = 2;

/** Refuses objects with `"bad"` in them. */
export async function openSmallHub(): Promise<SmallHub> {
  const objects: string[] = [];
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method ?? ""} ${decodeURIComponent(request.url ?? "")}`);
    void answer(request, response, objects);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/`,
    objects,
    seen,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, objects: string[]): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://hub.example");
  const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { "Content-Type": "application/taxii+json;version=2.1", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
  if (request.headers.authorization !== `Bearer ${KEY}`) {
    send(401, { title: "Unauthenticated", description: "unknown key" });
    return;
  }
  const collection = { id: "c1", title: "One\u001B[31m", alias: "one", can_read: true, can_write: true };
  switch (`${request.method ?? ""} ${pathname}`) {
    case "GET /taxii2/":
      send(200, { title: "Small", api_roots: ["/root/"] });
      return;
    case "GET /root/":
      send(200, {
        title: "Root",
        versions: ["application/taxii+json;version=2.1"],
        max_content_length: 1000,
      });
      return;
    case "GET /root/collections/":
      send(200, { collections: [collection] });
      return;
    case "GET /root/collections/one/":
    case "GET /root/collections/c1/":
      send(200, collection);
      return;
    case "GET /root/collections/c1/objects/": {
      const added = searchParams.get("added_after");
      const from = Number(searchParams.get("next") ?? (added === null ? 0 : Date.parse(added) / 1000));
      const page = objects.slice(from, from + Math.min(PAGE, Number(searchParams.get("limit"))));
      const end = from + page.length;
      if (page.length === 0) send(200, {});
      else {
        const onward = end < objects.length ? `"more":true,"next":"${String(end)}",` : "";
        send(200, `{${onward}"objects":[${page.join(",")}]}`, {
          "X-TAXII-Date-Added-Last": new Date(end * 1000).toISOString(),
        });
      }
      return;
    }
    case "POST /root/collections/c1/objects/": {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const sent = JSON.parse(Buffer.concat(parts).toString("utf8")) as {
        objects: { id: string; bad?: string }[];
      };
      const good = sent.objects.filter(({ bad }) => bad === undefined);
      const failures = sent.objects
        .filter(({ bad }) => bad !== undefined)
        .map(({ id }) => ({ id, version: "", message: "bad \u001B[31mproperty" }));
      objects.push(...good.map((object) => JSON.stringify(object)));
      send(202, {
        id: "s1",
        status: "complete",
        total_count: sent.objects.length,
        success_count: good.length,
        failure_count: failures.length,
        pending_count: 0,
        ...(failures.length === 0 ? {} : { failures }),
      });
      return;
    }
  }
  send(404, { title: "Not found" });
}
