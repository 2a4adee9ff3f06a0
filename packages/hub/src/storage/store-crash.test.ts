import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runningPostmaster } from "./embedded/postmaster.ts";
import { openStore } from "./store.ts";

const WRITER = fileURLToPath(new URL("write-until-killed.fixture.mjs", import.meta.url));
const BATCHES = 200;
const BATCH = 50;

let home: string;
let folder: string;
let writer: ChildProcess | undefined;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "stillwatch-crash-test-"));
  await chmod(home, 0o755);
  folder = join(home, "hub");
});
afterEach(async () => {
  writer?.kill("SIGKILL");
  const left = await runningPostmaster(join(folder, "postgres"));
  if (left !== undefined) process.kill(left.processId, "SIGQUIT");
  await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

it("loses and repeats nothing when the hub is killed in the middle of 10,000 writes", async () => {
  const acknowledged = await write({ at: 60, then: (child) => child.kill("SIGKILL") });
  expect(acknowledged).toBeLessThan(BATCHES);
  const kept = await keptVersions();
  expect(kept.count).toBeGreaterThanOrEqual(acknowledged * BATCH);
  // At most the batch on its way came in whole without word of it.
  expect(kept.count).toBeLessThanOrEqual((acknowledged + 1) * BATCH);
  expect(kept).toEqual({ count: kept.count, ids: kept.count, first: 1, last: kept.count, rising: true });

  expect(await write({})).toBe(BATCHES);
  expect(await keptVersions()).toEqual(WHOLE);
});

it("loses and repeats nothing when PostgreSQL is killed twice in the middle of 10,000 writes", async () => {
  const kill = async (): Promise<void> => {
    const running = await runningPostmaster(join(folder, "postgres"));
    process.kill(running?.processId ?? 0, "SIGKILL");
  };
  let kills = 0;
  const acknowledged = await write({
    at: 50,
    then: async () => {
      kills += 1;
      await kill();
    },
    again: 120,
  });
  expect(kills).toBe(2);
  expect(acknowledged).toBe(BATCHES);
  expect(await keptVersions()).toEqual(WHOLE);
});

const WHOLE = { count: BATCHES * BATCH, ids: BATCHES * BATCH, first: 1, last: BATCHES * BATCH, rising: true };

/** Lets the writer write, does something at a batch; @returns how many batches were acknowledged when it ended. */
async function write({
  at,
  again,
  then,
}: {
  readonly at?: number;
  readonly again?: number;
  readonly then?: (child: ChildProcess) => unknown;
}): Promise<number> {
  const child = spawn(process.execPath, [WRITER, folder, String(BATCHES)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  writer = child;
  let acknowledged = 0;
  const lines = createInterface({ input: child.stdout });
  lines.on("line", () => {
    acknowledged += 1;
    if (acknowledged === at || acknowledged === again) void then?.(child);
  });
  await Promise.all([once(child, "exit"), once(lines, "close")]);
  return acknowledged;
}

interface Kept {
  readonly count: number;
  readonly ids: number;
  readonly first: number;
  readonly last: number;
  readonly rising: boolean;
}

async function keptVersions(): Promise<Kept> {
  const store = await openStore(
    { kind: "folder", dataFolder: folder },
    { now: () => Date.now() * 1_000, randomBytes, onLost: () => undefined },
  );
  const { rows } = await store.database.query<Kept>(
    `select count(*) as count, count(distinct id) as ids, min(position) as first, max(position) as last,
       bool_and(date_added > before) as rising
     from (select *, lag(date_added, 1, 0::bigint) over (order by position) as before from versions) v`,
  );
  await store.close();
  return rows[0] ?? { count: 0, ids: 0, first: 0, last: 0, rising: false };
}
