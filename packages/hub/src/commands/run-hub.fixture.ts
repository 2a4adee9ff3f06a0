import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runHub, type World } from "../main.ts";

/** How a command ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A hub that was started by `stillwatch hub start`. */
export interface StartedHub {
  readonly origin: string;
  /** What was written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** As the first SIGTERM does. */
  stop(): Promise<Ended>;
}

/** A folder in which commands run; they see no DATABASE_URL. */
export interface HubPlace {
  readonly path: string;
  run(commandLine: readonly string[], world?: Partial<World>): Promise<Ended>;
  /** Resolves once the hub listens; `--port 0` is given. @throws what it wrote, where it ends before */
  start(commandLine?: readonly string[], world?: Partial<World>): Promise<StartedHub>;
  /** Stops what still runs and removes the folder. */
  remove(): Promise<void>;
}

/** @param like - a place whose hub is copied, which takes no time; it must be stopped */
export async function openHubPlace(like?: HubPlace): Promise<HubPlace> {
  const path = await mkdtemp(join(tmpdir(), "stillwatch-hub-commands-"));
  // PostgreSQL's user must get through where the tests run as root.
  await chmod(path, 0o755);
  // Node's own copying does not keep owners.
  if (like !== undefined) execFileSync("cp", ["-a", join(like.path, "stillwatch-hub"), path]);
  const running = new Set<StartedHub>();

  function launch(commandLine: readonly string[], world: Partial<World>) {
    let stdout = "";
    let stderr = "";
    const ended = runHub(commandLine, {
      cwd: path,
      environment: {},
      now: Date.now,
      randomBytes: (length) => randomBytes(length),
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      colour: false,
      signal: new AbortController().signal,
      ...world,
    }).then((status): Ended => ({ status, stdout, stderr }));
    return { ended, stdout: () => stdout, stderr: () => stderr };
  }

  return {
    path,
    run: (commandLine, world = {}) => launch(commandLine, world).ended,
    async start(commandLine = [], world = {}) {
      const signal = new AbortController();
      const { ended, stdout, stderr } = launch(["start", "--port", "0", ...commandLine], {
        signal: signal.signal,
        ...world,
      });
      let over: Ended | undefined;
      void ended.then((how) => (over = how));
      for (;;) {
        const origin = LISTENS.exec(stdout())?.[1];
        if (origin !== undefined) {
          const hub: StartedHub = {
            origin,
            stdout,
            stderr,
            async stop() {
              running.delete(hub);
              signal.abort();
              return ended;
            },
          };
          running.add(hub);
          return hub;
        }
        if (over !== undefined) throw new Error(`the hub ended with ${over.status}: ${over.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async remove() {
      await Promise.all([...running].map((hub) => hub.stop()));
      await rm(path, { recursive: true, force: true });
    },
  };
}

const LISTENS = /The hub listens on (\S+)\/taxii2\//;
