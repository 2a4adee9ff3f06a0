import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Command } from "commander";
import { plantSeed, seedSettings } from "../api/plant-seed.ts";
import { readSeed } from "../api/seed-file.ts";
import type { HubSettings } from "../api/hub-parts.ts";
import type { Microseconds } from "../collections/version-store.ts";
import { memberAdministration } from "../members/administration.ts";
import type { StoredSettings } from "../operation/hub-settings.ts";
import { hubLog } from "../operation/log.ts";
import { OperationError } from "../operation/operation-error.ts";
import type { StoreError } from "../storage/store-error.ts";
import { openStore, type StorePlace } from "../storage/store.ts";
import { beginHub, DEFAULT_BEGINNING } from "./begin-hub.ts";
import { withStore } from "./hub-at-hand.ts";
import { openHub } from "./open-hub.ts";
import {
  addStartOptions,
  exposureOf,
  oidcSettingsOf,
  publicOrigin,
  type StartOptions,
} from "./start-options.ts";
import { notInitialised, placeText, requireBegun, storePlace } from "./store-place.ts";
import { storeParts, type HubStoreParts } from "./store-parts.ts";
import { addTrial, findTrial, trialText, type Trial } from "./trial.ts";
import { microseconds, type World } from "./world.ts";

/** `stillwatch hub start`: runs the hub until it is told to stop. */
export function startCommand(world: World): Command {
  return addStartOptions(new Command("start"))
    .summary("run the hub")
    .description(
      "Runs the hub until SIGINT or SIGTERM, then lets requests finish; a second signal ends it at once. Logs go to standard error, one JSON object per line.",
    )
    .addHelpText("after", EPILOGUE)
    .action(async (options: StartOptions) => {
      const place = storePlace(options, world);
      const exposure = await exposureOf(options, world);
      const trial = options.trial === true ? await trialOf(place, world) : undefined;
      if (options.seedFile === undefined) requireBegun(place);
      await run({ options, place, exposure, trial, world });
    });
}

async function run({
  options,
  place,
  exposure,
  trial,
  world,
}: {
  readonly options: StartOptions;
  readonly place: StorePlace;
  readonly exposure: Awaited<ReturnType<typeof exposureOf>>;
  readonly trial: Trial | undefined;
  readonly world: World;
}): Promise<void> {
  const publicUrl = publicOrigin(options);
  const oidc = await oidcSettingsOf(options, "", world);
  const log = hubLog({ stream: world.stderr, now: world.now });
  const stop = stopping(world.signal);
  const store = await openStore(place, {
    now: microseconds(world),
    randomBytes: world.randomBytes,
    onLost: (reason) => stop.fail(reason),
  });
  try {
    const now = microseconds(world) as () => Microseconds;
    const stores = storeParts(store.database, now);
    const wishes: Partial<HubSettings> = {
      title: options.title,
      ...(publicUrl !== undefined && { publicUrl }),
      ...(options.seedFile !== undefined && (await seeded(options.seedFile, { stores, place, world, now }))),
    };
    const hub = await openHub({
      stores,
      settings: await settingsOf(stores, place),
      wishes,
      exposure,
      log,
      world,
      oidcSettings: (ownOrigin) => oidc && { ...oidc, ownOrigin },
    });
    log.event("started", { origin: hub.origin, version: world.version });
    world.stdout.write(`The hub listens on ${hub.origin}/taxii2/\n`);
    if (trial !== undefined) world.stdout.write(trialText(trial, hub.origin));
    const reason = await stop.reason;
    log.event("stopping", { grace_seconds: options.grace });
    const answered = await hub.stop(options.grace);
    if (!answered) log.warning("requests were cut off", { grace_seconds: options.grace });
    if (reason !== undefined) throw reason;
  } finally {
    await store.close();
  }
  log.event("stopped");
}

/** Fulfilled with undefined when somebody wants the hub to stop, or with what makes it. */
function stopping(signal: AbortSignal) {
  let fail: (reason: StoreError) => void = () => undefined;
  const reason = new Promise<StoreError | undefined>((resolve) => {
    fail = resolve;
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  return { reason, fail: (lost: StoreError) => fail(lost) };
}

/** Makes the hub and its two members where they are not there yet. */
async function trialOf(place: StorePlace, world: World): Promise<Trial> {
  return withStore(place, world, async (hub) => {
    const fresh = await beginHub(hub.stores, DEFAULT_BEGINNING, world);
    const trial = fresh ? await addTrial(hub, world) : await findTrial(hub, world);
    if (trial !== undefined) return trial;
    throw new OperationError(
      "already-initialised",
      `the hub in ${placeText(place)} is no trial; start it without --trial, or name another --data folder`,
    );
  });
}

async function settingsOf({ settings }: HubStoreParts, place: StorePlace): Promise<StoredSettings> {
  const found = await settings.settings();
  if (found === undefined) throw notInitialised(place);
  return found;
}

/** @returns what the seed says of the hub itself */
async function seeded(
  file: string,
  {
    stores,
    place,
    world,
    now,
  }: {
    readonly stores: HubStoreParts;
    readonly place: StorePlace;
    readonly world: World;
    readonly now: () => Microseconds;
  },
): Promise<Partial<HubSettings>> {
  const text = await readFile(resolve(world.cwd, file), "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new OperationError("bad-option", `${file} cannot be read (${error.code ?? "unknown cause"})`);
  });
  const seed = readSeed(text);
  const wishes = seedSettings(seed);
  const begun = await stores.settings.begin({
    secret: world.randomBytes(32),
    pageSize: wishes.pageSize,
    unreadable: wishes.unreadable,
  });
  if (!begun) {
    throw new OperationError(
      "already-initialised",
      `a seed goes into an empty store, and there is a hub in ${placeText(place)}; name another --data folder`,
    );
  }
  const members = memberAdministration({
    store: stores.members,
    now: world.now,
    randomBytes: world.randomBytes,
    forget: () => undefined,
  });
  await plantSeed({ seed, members, collections: stores.collections, statuses: stores.statuses, now });
  return wishes;
}

const EPILOGUE = `
Environment: DATABASE_URL names a PostgreSQL server of yours; without it, one is run in the data folder.

Exit status: 0 stopped as told; 2 it cannot start as told; 1 our own failure.

Examples:
  stillwatch hub start --trial
  stillwatch hub start --host 0.0.0.0 --port 443 --tls-cert hub.pem --tls-key hub.key --public-url https://hub.example
  stillwatch hub start --host 10.0.0.5 --insecure-behind-proxy --trusted-proxy 10.0.0.0/24 --public-url https://hub.example`;
