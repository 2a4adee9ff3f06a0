import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { answerBrokenRequests } from "./broken-request.ts";
import type { TlsFiles } from "./tls-files.ts";

/** Where the hub listens, and how. */
export interface ListenerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Undefined is plain HTTP, for loopback and behind a proxy. */
  readonly tls: TlsFiles | undefined;
  readonly answer: (request: Request, bindings: HttpBindings) => Response | Promise<Response>;
}

/** A listening hub. */
export interface Listener {
  /** Scheme, host and port, without a slash at the end. */
  readonly origin: string;
  /** Connections that are open at this moment. */
  connections(): Promise<number>;
  /**
   * Takes no new request, lets those under way finish for as long as `graceSeconds`, then cuts what is left.
   *
   * @returns whether all were answered
   */
  stop(graceSeconds: number): Promise<boolean>;
}

/** A body that trickles longer than this is given up; 10 MiB in a minute is 175 kB/s. */
const REQUEST_MILLISECONDS = 60_000;
const HEADERS_MILLISECONDS = 15_000;
/** Longer than the pause between two polls of one client. */
const KEEP_ALIVE_MILLISECONDS = 65_000;
const HEADER_BYTES = 16_384;
const MOST_CONNECTIONS = 2_000;

/**
 * Starts to listen.
 *
 * @throws the system's error where the address cannot be had (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`)
 */
export async function listen({ host, port, tls, answer }: ListenerOptions): Promise<Listener> {
  const server = createAdaptorServer({
    fetch: (request, bindings) => answer(request, bindings as HttpBindings),
    overrideGlobalObjects: false,
    ...(tls === undefined
      ? { createServer: createHttpServer, serverOptions: LIMITS }
      : { createServer: createHttpsServer, serverOptions: { ...LIMITS, ...tlsOptions(tls) } }),
  }) as Server;
  server.maxConnections = MOST_CONNECTIONS;
  answerBrokenRequests(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    origin: `${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    connections: () =>
      new Promise((resolve) => {
        server.getConnections((error, count) => resolve(error === null ? count : 0));
      }),
    stop: (graceSeconds) => stop(server, graceSeconds),
  };
}

const LIMITS = {
  requestTimeout: REQUEST_MILLISECONDS,
  headersTimeout: HEADERS_MILLISECONDS,
  keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: HEADER_BYTES,
};

/**
 * With a list of issuers a client certificate must come from one of them; without, it is asked for and counts by its
 * fingerprint alone (`members/request-facts.ts`). Nobody is kept out here: a member without one may have a key.
 */
function tlsOptions({ certificate, key, clientIssuers }: TlsFiles) {
  return {
    cert: certificate,
    key,
    minVersion: "TLSv1.2",
    requestCert: true,
    rejectUnauthorized: false,
    ...(clientIssuers !== undefined && { ca: clientIssuers }),
  } as const;
}

async function stop(server: Server, graceSeconds: number): Promise<boolean> {
  let cut = false;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    cut = true;
    server.closeAllConnections();
  }, graceSeconds * 1_000);
  // A connection kept alive becomes idle when its last request is answered.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearTimeout(timer);
  clearInterval(idle);
  return !cut;
}
