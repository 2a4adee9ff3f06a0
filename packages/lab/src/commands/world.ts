/** What a command may touch of the world outside. */
export interface World {
  readonly cwd: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly stdin: AsyncIterable<Buffer>;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WriteStream;
  /** Colours are wanted on standard output. */
  readonly colour: boolean;
  /** Width of the terminal; 80 where there is none. */
  readonly columns: number;
  readonly version: string;
  /** Aborted when the person at the terminal wants to stop. */
  readonly signal: AbortSignal;
}
