/** The part of cli-progress 3.12 that is used here; the package carries no types. */
declare module "cli-progress" {
  export interface SingleBarOptions {
    readonly format: string;
    readonly stream: NodeJS.WritableStream;
    readonly clearOnComplete: boolean;
    readonly hideCursor: boolean;
    readonly linewrap: boolean;
    readonly fps: number;
    readonly barsize: number;
    readonly barCompleteChar: string;
    readonly barIncompleteChar: string;
    readonly gracefulExit: boolean;
  }

  export class SingleBar {
    constructor(options: SingleBarOptions);
    start(total: number, value: number, payload: Readonly<Record<string, string>>): void;
    update(value: number, payload: Readonly<Record<string, string>>): void;
    stop(): void;
  }
}
