import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startChildHub, hubFolder, type ChildHub } from "./child-hub.ts";
import { hubCaller, type HubCaller } from "./hub-request.ts";
import { runStillwatch, type EndedCommand } from "./run-stillwatch.ts";

/** The identities that the two members of a trial declare here. */
export const NORTH = "identity--3f6a1c52-9a0e-4d7b-8c35-51b2e07d9f14";
export const SOUTH = "identity--a84e7d20-6c19-4b8f-9d02-7e3c5a61f0b8";

export const OBJECTS = "/exchange/collections/campaigns/objects/";

/** A trial hub in processes of its own: two members, one collection. It outlives its hub process. */
export interface Exchange {
  readonly folder: string;
  /** The hub that was started last. */
  hub(): ChildHub;
  /** Starts a hub on the same data, where the one before has ended. */
  restart(): Promise<ChildHub>;
  /** Asks the running hub as a member; undefined as nobody. */
  as(user: "north" | "south" | undefined): HubCaller;
  keyOf(user: "north" | "south"): string;
  /** `stillwatch exchange …` as a member. */
  exchange(user: "north" | "south", commandLine: readonly string[]): Promise<EndedCommand>;
  close(): Promise<void>;
}

export async function openExchange(): Promise<Exchange> {
  const { path: folder, remove } = hubFolder();
  /** By origin and user, so that connections are used again. */
  const callers = new Map<string, HubCaller>();
  let hub: ChildHub | undefined;
  const exchange: Exchange = {
    folder,
    hub: () => {
      if (hub === undefined) throw new Error("no hub was started");
      return hub;
    },
    async restart() {
      hub = await startChildHub(folder);
      return hub;
    },
    as(user) {
      const { origin } = exchange.hub();
      const name = `${user ?? ""} ${origin}`;
      const caller = callers.get(name) ?? hubCaller(origin, user && exchange.keyOf(user));
      callers.set(name, caller);
      return caller;
    },
    keyOf: (user) => readFileSync(join(folder, "stillwatch-hub/keys", `${user}.key`), "utf8").trim(),
    exchange: (user, [command = "", ...others]) =>
      runStillwatch(folder, [
        "exchange",
        command,
        ...others,
        "--hub",
        `${exchange.hub().origin}/taxii2/`,
        "--key-file",
        `stillwatch-hub/keys/${user}.key`,
      ]),
    async close() {
      for (const caller of callers.values()) caller.close();
      await hub?.end("SIGTERM");
      remove();
    },
  };
  try {
    await well(folder, ["hub", "init", "--trial"]);
    await well(folder, ["hub", "member", "identity", "North Lab", NORTH]);
    await well(folder, ["hub", "member", "identity", "South Lab", SOUTH]);
    await exchange.restart();
    return exchange;
  } catch (error) {
    await exchange.close();
    throw error;
  }
}

async function well(folder: string, commandLine: readonly string[]): Promise<void> {
  const { status, stdout, stderr } = await runStillwatch(folder, commandLine);
  if (status !== 0) throw new Error(`stillwatch ${commandLine.join(" ")}: ${stdout}${stderr}`);
}

/** Objects that `stillwatch exchange pull --out` has put into a folder, as texts in the order of adding. */
export function pulledTexts(out: string): readonly string[] {
  return readdirSync(out).flatMap((collection) =>
    readdirSync(join(out, collection))
      .filter((name) => name.endsWith(".ndjson"))
      .sort()
      .flatMap((name) =>
        readFileSync(join(out, collection, name), "utf8")
          .split("\n")
          .filter(Boolean),
      ),
  );
}

/** One campaign, small and sound. */
export function campaignText(uuid: string, name: string): string {
  return JSON.stringify({
    type: "campaign",
    spec_version: "2.1",
    id: `campaign--${uuid}`,
    created: "2026-10-01T00:00:00.000Z",
    modified: "2026-10-01T00:00:00.000Z",
    name,
  });
}
