/** What a command may touch of the world outside. Only `process-world.ts` binds it. */
export interface World {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds since some moment of this process, never set back. */
  readonly elapsed: () => number;
  /** Cryptographically strong. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly fetch: typeof fetch;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** Colours are wanted on standard output. */
  readonly colour: boolean;
  readonly version: string;
  /** Aborted when the hub is to stop. */
  readonly signal: AbortSignal;
}

/** Where text goes. */
export interface TextSink {
  write(text: string): unknown;
}

/** Microseconds since 1970, as the store counts. */
export function microseconds(world: Pick<World, "now">): () => number {
  return () => world.now() * 1_000;
}
