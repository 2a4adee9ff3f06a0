import { chmodSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPlace, type Place } from "../commands/run-stillwatch.fixture.ts";
import { readKey } from "./read-key.ts";

describe("the key", () => {
  let place: Place;
  beforeEach(() => {
    place = openPlace();
  });
  afterEach(() => {
    place.remove();
  });

  it("comes from the file, without the line break at its end", async () => {
    expect(await readKey({ variable: "other", file: keyFile("swk_abc\n", 0o600) })).toBe("swk_abc");
    expect(await readKey({ variable: undefined, file: keyFile("swk_abc\r\n", 0o400) })).toBe("swk_abc");
  });

  it("comes from the variable where there is no file", async () => {
    expect(await readKey({ variable: "swk_abc", file: undefined })).toBe("swk_abc");
  });

  it("may be absent", async () => {
    expect(await readKey({ variable: undefined, file: undefined })).toBeUndefined();
    expect(await readKey({ variable: "", file: undefined })).toBeUndefined();
  });

  it.each([0o640, 0o604, 0o644, 0o620, 0o602, 0o610])(
    "is refused where others may use its file (%o)",
    async (mode) => {
      await expect(readKey({ variable: undefined, file: keyFile("swk_abc", mode) })).rejects.toMatchObject({
        code: "bad-key",
      });
    },
  );

  it.each(["", "\n", "x".repeat(8193)])("is refused where the file holds none (%#)", async (text) => {
    await expect(readKey({ variable: "swk_abc", file: keyFile(text, 0o600) })).rejects.toMatchObject({
      code: "bad-key",
    });
  });

  it("is refused where the file is missing or a folder", async () => {
    const missing = { path: "gone", absolutePath: join(place.path, "gone") };
    await expect(readKey({ variable: "swk_abc", file: missing })).rejects.toThrow(/gone/);
    const folder = { path: ".", absolutePath: place.path };
    await expect(readKey({ variable: "swk_abc", file: folder })).rejects.toMatchObject({ code: "bad-key" });
  });

  function keyFile(text: string, mode: number): { readonly path: string; readonly absolutePath: string } {
    const absolutePath = place.file("hub.key", text);
    chmodSync(absolutePath, mode);
    return { path: "hub.key", absolutePath };
  }
});
