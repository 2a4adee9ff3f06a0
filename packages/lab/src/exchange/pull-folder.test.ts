import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BEGINNING, type FoundCollection, type Page, type ReceivedObject } from "@stillwatch/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPlace, type Place } from "../commands/run-stillwatch.fixture.ts";
import { thisProcess } from "../report/folder-lock.ts";
import { nodeReportFiles, type ReportFiles } from "../report/report-files.ts";
import { openPullFolder, pullFolderName, STATE_NAME, type PullFolder } from "./pull-folder.ts";

const COLLECTION: FoundCollection = {
  url: "https://hub.example/root/collections/c1/",
  root: { url: "https://hub.example/root/", resource: { title: "", versions: [], max_content_length: 1 } },
  resource: { id: "c1", title: "One", can_read: true, can_write: true },
};

describe("the folder of a pull", () => {
  let place: Place;
  let folder: PullFolder | undefined;
  beforeEach(() => {
    place = openPlace();
  });
  afterEach(async () => {
    await folder?.release();
    folder = undefined;
    place.remove();
  });

  it("keeps each page as a segment of lines, and where to go on", async () => {
    const { path, store, release } = await open();
    await store(page(['{"id":"a"}', '{\n "id":\r\n"b" }'], "n1", true));
    await store(page(['{"id":"c"}'], "n2", true));
    await release();
    folder = undefined;
    expect(readFileSync(join(path, "000001.ndjson"), "utf8")).toBe('{"id":"a"}\n{  "id":  "b" }\n');
    expect(readFileSync(join(path, "000002.ndjson"), "utf8")).toBe('{"id":"c"}\n');
    const { state } = await open();
    expect(state).toMatchObject({ objects: 3, segments: 2, complete: false, collection: "c1" });
    expect(state.position).toEqual({
      ...BEGINNING,
      next: "n2",
      addedAfter: 1,
      lastAdded: 2,
      startedAt: 3,
      etag: "e",
    });
  });

  it("makes no segment of an empty page, but keeps where to go on", async () => {
    const { path, store, state } = await open();
    expect(state.position).toEqual(BEGINNING);
    await store(page([], "n1", false));
    expect(names(path)).toEqual([STATE_NAME]);
    expect(folder?.state).toMatchObject({ objects: 0, segments: 0, complete: true });
  });

  it("puts the page that a crash left uncounted in its place again", async () => {
    const { path, store, release } = await open();
    await store(page(['{"id":"a"}'], "n1", true));
    await release();
    folder = undefined;
    // As after a crash between segment and state, and in the middle of a write.
    writeFileSync(join(path, "000002.ndjson"), '{"id":"b"}\n');
    writeFileSync(join(path, "000003.ndjson.7.tmp"), '{"id"');
    const again = await open();
    expect(names(path)).toEqual(["000001.ndjson", STATE_NAME]);
    await again.store(page(['{"id":"b"}', '{"id":"c"}'], "n2", false));
    expect(readFileSync(join(path, "000002.ndjson"), "utf8")).toBe('{"id":"b"}\n{"id":"c"}\n');
  });

  it("counts a page only once it stands on the disk", async () => {
    const { path, store } = await open();
    await store(page(['{"id":"a"}'], "n1", true));
    const real = nodeReportFiles();
    const failing: ReportFiles = {
      ...real,
      rename: (from, to) =>
        to.endsWith(STATE_NAME)
          ? Promise.reject(Object.assign(new Error("x"), { code: "ENOSPC" }))
          : real.rename(from, to),
    };
    await folder?.release();
    folder = undefined;
    const full = await open(failing);
    await expect(full.store(page(['{"id":"b"}'], "n2", true))).rejects.toMatchObject({ code: "disk-full" });
    expect(full.state).toMatchObject({ segments: 1, objects: 1, position: { next: "n1" } });
    expect(existsSync(join(path, "000002.ndjson"))).toBe(true);
  });

  it("belongs to one pull at a time", async () => {
    await open();
    await expect(openPullFolder(place.path, COLLECTION, world())).rejects.toMatchObject({
      code: "out-in-use",
    });
  });

  it.each(["", "{}", "[]", '{"schema":"stillwatch.exchange.pull-state/2"}', "{"])(
    "is refused where its state is of another kind (%#)",
    async (text) => {
      place.file(join(pullFolderName(COLLECTION), STATE_NAME), text);
      await expect(open()).rejects.toMatchObject({ code: "bad-state" });
      // The refusal gives the folder free again.
      await expect(open()).rejects.toMatchObject({ code: "bad-state" });
    },
  );

  it("has a name that no server can lead elsewhere, and that tells servers apart", () => {
    const name = (id: string, url: string): string =>
      pullFolderName({ url, resource: { ...COLLECTION.resource, id } });
    for (const id of ["../../etc", "/etc", ".", "..", "a/b", "a\\b", "", "x".repeat(300), "C:"]) {
      expect(name(id, "https://a.example/")).toMatch(/^[0-9a-f]{12}$/);
    }
    expect(name("c1", "https://a.example/")).not.toBe(name("c1", "https://b.example/"));
  });

  async function open(files: ReportFiles = nodeReportFiles()): Promise<PullFolder> {
    folder = await openPullFolder(place.path, COLLECTION, { ...world(), files });
    return folder;
  }

  function world(): Parameters<typeof openPullFolder>[2] {
    return { files: nodeReportFiles(), holder: thisProcess("host"), now: () => 1_700_000_000_000 };
  }
});

function page(texts: readonly string[], next: string, more: boolean): Page<ReceivedObject> {
  return {
    rows: texts.map((text) => ({ text, id: undefined })),
    position: { addedAfter: 1, next, lastAdded: 2, startedAt: 3, etag: "e" },
    more,
  };
}

function names(path: string): readonly string[] {
  return readdirSync(path)
    .filter((name) => !name.startsWith("."))
    .sort();
}
