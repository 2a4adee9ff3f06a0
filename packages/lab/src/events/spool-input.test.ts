import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { streamOf } from "./reading.fixture.ts";
import type { Source } from "./sources.ts";
import { spoolInput } from "./spool-input.ts";
import { TemporaryFolderError } from "./temporary-folder-error.ts";
import { UnusableInput } from "./unusable-input.ts";

const STANDARD_INPUT: Source = { path: "-", absolutePath: "", modifiedMs: 0 };

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stillwatch-spool-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A stream that gives some bytes and then neither more nor an end. */
function stuck(): Readable {
  const stream = new Readable({ read: () => undefined });
  stream.push("{}\n");
  return stream;
}

describe("standard input", () => {
  it("is kept in a file, and other sources come back as they are", async () => {
    const file: Source = { path: "a", absolutePath: "/a", bytes: 3, modifiedMs: 0 };
    const spooled = await spoolInput(
      [file, STANDARD_INPUT],
      streamOf([Buffer.from("{}"), Buffer.from("\n")]),
      folder,
    );
    expect(spooled[0]).toBe(file);
    expect(spooled[1]).toMatchObject({ path: "-", bytes: 3 });
    expect(await readFile(spooled[1]?.absolutePath ?? "", "utf8")).toBe("{}\n");
  });

  it("that breaks is the user's to mend", async () => {
    const broken = new Readable({
      read() {
        this.destroy(Object.assign(new Error("simulated"), { code: "EIO" }));
      },
    });
    const spooling = spoolInput([STANDARD_INPUT], broken, await freshFolder());
    await expect(spooling).rejects.toBeInstanceOf(UnusableInput);
    await expect(spooling).rejects.toThrow("standard input cannot be read (EIO); check what it comes from");
  });

  it("that cannot be kept is the temporary folder's fault", async () => {
    const spooling = spoolInput(
      [STANDARD_INPUT],
      Readable.from([Buffer.from("{}\n")]),
      join(folder, "gone", "run"),
    );
    await expect(spooling).rejects.toBeInstanceOf(TemporaryFolderError);
    await expect(spooling).rejects.toMatchObject({ code: "temporary-not-writable" });
  });

  it("that never ends is left at once when the run is stopped, for the reason that was given", async () => {
    const stop = new AbortController();
    const spooling = spoolInput([STANDARD_INPUT], stuck(), await freshFolder(), stop.signal);
    const reason = new Error("enough");
    setTimeout(() => {
      stop.abort(reason);
    }, 20);
    await expect(spooling).rejects.toBe(reason);
  });
});

function freshFolder(): Promise<string> {
  return mkdtemp(join(folder, "run-"));
}
