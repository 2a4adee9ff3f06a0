import { resolve } from "node:path";
import { taxiiClient, type Credentials, type TaxiiClient } from "@stillwatch/protocol";
import type { Command } from "commander";
import { readKey } from "../exchange/read-key.ts";
import type { World } from "./world.ts";

/** Environment variable that holds the key. */
export const KEY_VARIABLE = "STILLWATCH_KEY";

/** No answer within this time is none, in milliseconds. */
const ANSWER_WITHIN_MILLISECONDS = 120_000;

/** Options of every command that speaks with a hub. */
export interface HubOptions {
  readonly hub: string;
  readonly keyFile?: string;
  readonly user?: string;
}

/** Gives a command the options that say which hub, and who asks. */
export function withHubOptions(command: Command): Command {
  return command
    .requiredOption("--hub <url>", "the hub, or one API root of a TAXII 2.1 server")
    .option("--key-file <file>", `file with the key, mode 0600; else the variable ${KEY_VARIABLE} holds it`)
    .option("--user <name>", "user name, for servers that know passwords only; the key is the password then");
}

/**
 * A client of the hub that the options name, bound to this machine's network.
 *
 * @throws ExchangeError `bad-key`; TaxiiError `bad-url`, `bad-credentials`
 */
export async function hubClient(options: HubOptions, world: World): Promise<TaxiiClient> {
  const key = await readKey({
    variable: process.env[KEY_VARIABLE],
    file:
      options.keyFile === undefined
        ? undefined
        : { path: options.keyFile, absolutePath: resolve(world.cwd, options.keyFile) },
  });
  return taxiiClient({
    url: options.hub,
    credentials: credentialsOf(key, options.user),
    now: world.now,
    random: Math.random,
    sleep: (milliseconds) => sleep(milliseconds, world.signal),
    userAgent: `stillwatch/${world.version}`,
    signal: world.signal,
    fetch: (url, init) =>
      fetch(url, {
        ...init,
        signal: AbortSignal.any([world.signal, AbortSignal.timeout(ANSWER_WITHIN_MILLISECONDS)]),
      }),
  });
}

function credentialsOf(key: string | undefined, user: string | undefined): Credentials | undefined {
  if (key === undefined) return undefined;
  return user === undefined ? { kind: "bearer", token: key } : { kind: "basic", user, password: key };
}

/** Ends early, without an error, where the signal is given: the caller looks at the signal. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
