import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  hubCaller,
  hubFolder,
  runStillwatch,
  startChildHub,
  type ChildHub,
  type HubCaller,
} from "@stillwatch/testkit";
import { HUB_AUTHOR } from "./hub-objects.ts";

/** A hub under measurement: a real process with its own PostgreSQL, and two members that speak with it over HTTP. */
export interface MeasuredHub {
  readonly hub: ChildHub;
  /** Adds. */
  readonly writer: HubCaller;
  /** Reads; belongs to another organisation. */
  readonly reader: HubCaller;
  close(): Promise<void>;
}

/** Path of the collection that both members use. */
export const OBJECTS = "/exchange/collections/campaigns/objects/";

/** Makes a hub in a folder of its own, with the trial's two members; the writer's identity is declared, so that the hub rewrites it. */
export async function openMeasuredHub(): Promise<MeasuredHub> {
  const folder = hubFolder();
  try {
    await stillwatch(folder.path, ["hub", "init", "--trial"]);
    await stillwatch(folder.path, ["hub", "member", "identity", "North Lab", HUB_AUTHOR]);
    const hub = await startChildHub(folder.path);
    const caller = (user: string): HubCaller =>
      hubCaller(
        hub.origin,
        readFileSync(join(folder.path, "stillwatch-hub/keys", `${user}.key`), "utf8").trim(),
      );
    const writer = caller("north");
    const reader = caller("south");
    return {
      hub,
      writer,
      reader,
      close: async () => {
        writer.close();
        reader.close();
        await hub.end("SIGTERM");
        folder.remove();
      },
    };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

async function stillwatch(folder: string, commandLine: readonly string[]): Promise<void> {
  const { status, stderr } = await runStillwatch(folder, commandLine);
  if (status !== 0)
    throw new Error(`stillwatch ${commandLine.join(" ")} ended with ${String(status)}: ${stderr}`);
}
