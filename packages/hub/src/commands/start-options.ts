import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { addressRanges, type AddressRanges } from "../members/address.ts";
import type { OidcSettings } from "../members/identity-provider.ts";
import { OperationError } from "../operation/operation-error.ts";
import { readTlsFiles, type TlsFiles } from "../operation/tls-files.ts";
import { portOf, severalOf } from "./option-values.ts";
import { dataOption, type PlaceOptions } from "./store-place.ts";
import type { World } from "./world.ts";

/** What was said on the command line. */
export interface StartOptions extends PlaceOptions {
  readonly host: string;
  readonly port: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly clientCa?: string;
  readonly insecureBehindProxy?: boolean;
  readonly trustedProxy: readonly string[];
  readonly publicUrl?: string;
  readonly title: string;
  readonly oidcIssuer?: string;
  readonly oidcClientId?: string;
  readonly oidcClientSecretFile?: string;
  readonly grace: number;
  readonly trial?: boolean;
  readonly seedFile?: string;
}

/** What the hub listens with, checked. */
export interface Exposure {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsFiles | undefined;
  readonly trustedProxies: AddressRanges;
  /** Whether all requests come through a proxy, so that an address of this machine says nothing. */
  readonly behindProxy: boolean;
}

export function addStartOptions(command: Command): Command {
  return command
    .addOption(dataOption())
    .option("--host <ADDRESS>", "address to listen on", "127.0.0.1")
    .option("--port <NUMBER>", "port to listen on; 0 takes a free one", portOf, 8421)
    .option("--tls-cert <FILE>", "certificate in PEM, with its chain")
    .option("--tls-key <FILE>", "its private key in PEM")
    .option(
      "--client-ca <FILE>",
      "issuers of client certificates; without it, they count by fingerprint alone",
    )
    .option("--insecure-behind-proxy", "listen without TLS on --host, because a proxy in front has it")
    .option(
      "--trusted-proxy <CIDR>",
      "proxies whose X-Forwarded-For is believed; may be repeated",
      severalOf,
      [],
    )
    .option("--public-url <URL>", "scheme, host and port under which members know the hub")
    .option("--title <TEXT>", "what discovery says of the hub", "Stillwatch")
    .option("--oidc-issuer <URL>", "identity provider of people")
    .option("--oidc-client-id <ID>", "how it knows this hub")
    .option("--oidc-client-secret-file <FILE>", "file with the client's secret")
    .addOption(
      new Option("--grace <SECONDS>", "how long requests may finish when the hub stops")
        .default(20)
        .argParser(secondsOf),
    )
    .option("--trial", "make a hub with two members if there is none, and say what to try")
    .option(
      "--seed-file <FILE>",
      "for test suites only: begin an empty store with this content (docs/hub.md)",
    );
}

/**
 * Reads and checks how the hub is to be reached: beyond loopback only with TLS, or where a proxy is said to have it.
 *
 * @throws OperationError `unsafe-address`, `bad-tls`, `bad-option`; HubError `bad-request` for a range that is none
 */
export async function exposureOf(options: StartOptions, world: World): Promise<Exposure> {
  const { tlsCert, tlsKey, clientCa } = options;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new OperationError("bad-option", "--tls-cert and --tls-key belong together; give both");
  }
  if (clientCa !== undefined && tlsCert === undefined) {
    throw new OperationError("bad-option", "--client-ca needs --tls-cert and --tls-key");
  }
  const path = (file: string): string => resolve(world.cwd, file);
  const tls =
    tlsCert === undefined || tlsKey === undefined
      ? undefined
      : await readTlsFiles({
          certificate: path(tlsCert),
          key: path(tlsKey),
          clientIssuers: clientCa === undefined ? undefined : path(clientCa),
        });
  const behindProxy = options.insecureBehindProxy === true;
  if (!isLoopback(options.host) && tls === undefined && !behindProxy) {
    throw new OperationError(
      "unsafe-address",
      `${options.host} can be reached from outside; give --tls-cert and --tls-key, or --insecure-behind-proxy where a proxy has the certificate`,
    );
  }
  if (options.seedFile !== undefined && (!isLoopback(options.host) || behindProxy)) {
    throw new OperationError(
      "unsafe-address",
      "--seed-file is for test suites, and needs --host on loopback",
    );
  }
  return {
    host: options.host,
    port: options.port,
    tls,
    trustedProxies: addressRanges(options.trustedProxy),
    behindProxy: behindProxy || options.trustedProxy.length > 0,
  };
}

/**
 * How people log in; undefined where no provider is named.
 *
 * @param ownOrigin - under which browsers know the hub
 * @throws OperationError `bad-option`
 */
export async function oidcSettingsOf(
  options: StartOptions,
  ownOrigin: string,
  world: World,
): Promise<OidcSettings | undefined> {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecretFile: file } = options;
  if (issuer === undefined && clientId === undefined && file === undefined) return undefined;
  if (issuer === undefined || clientId === undefined) {
    throw new OperationError("bad-option", "--oidc-issuer and --oidc-client-id belong together; give both");
  }
  if (!URL.canParse(issuer)) throw new OperationError("bad-option", "--oidc-issuer is no URL");
  return {
    issuer,
    clientId,
    clientSecret: file === undefined ? undefined : await readSecret(resolve(world.cwd, file), file),
    ownOrigin,
  };
}

/** @throws OperationError `bad-option` */
export function publicOrigin({ publicUrl }: Pick<StartOptions, "publicUrl">): string | undefined {
  if (publicUrl === undefined) return undefined;
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol) || url.pathname !== "/") {
    throw new OperationError("bad-option", "--public-url is scheme, host and port: https://hub.example");
  }
  return url.origin;
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

async function readSecret(path: string, shown: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new OperationError("bad-option", `${shown} cannot be read (${error.code ?? "unknown cause"})`);
  });
  return text.trim();
}

function secondsOf(text: string): number {
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(seconds)) throw new OperationError("bad-option", "--grace is a whole number of seconds");
  return seconds;
}
