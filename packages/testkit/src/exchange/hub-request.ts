import { Agent, request } from "node:http";

/** Media type of TAXII 2.1. */
export const TAXII = "application/taxii+json;version=2.1";

/** An answer, read to its end. */
export interface HubAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  /** The body as JSON. */
  json<Content>(): Content;
}

/** What is asked of a hub. */
export interface HubQuestion {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks one hub on behalf of one key, over connections that stay open. */
export interface HubCaller {
  ask(question: HubQuestion): Promise<HubAnswer>;
  close(): void;
}

/**
 * Makes a caller without any cleverness: no retries, no redirects, nothing hidden from a test.
 *
 * @param connections - at the same time; more questions wait
 */
export function hubCaller(origin: string, key: string | undefined, connections = 16): HubCaller {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    ask: ({ method = "GET", path, body, headers = {} }) =>
      new Promise((resolve, reject) => {
        const sent = request(`${origin}${path}`, {
          method,
          agent,
          headers: {
            Accept: TAXII,
            ...(key !== undefined && { Authorization: `Bearer ${key}` }),
            ...(body !== undefined && { "Content-Type": TAXII, "Content-Length": Buffer.byteLength(body) }),
            ...headers,
          },
        });
        sent.once("error", reject);
        sent.once("response", (response) => {
          const pieces: Buffer[] = [];
          response.on("data", (piece: Buffer) => pieces.push(piece));
          response.once("error", reject);
          response.once("end", () => {
            const bytes = Buffer.concat(pieces);
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: bytes,
              json: <Content>() => JSON.parse(bytes.toString("utf8")) as Content,
            });
          });
        });
        sent.end(body);
      }),
    close: () => {
      agent.destroy();
    },
  };
}
