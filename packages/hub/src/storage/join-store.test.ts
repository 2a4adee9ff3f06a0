import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinStore } from "./join-store.ts";
import { SCHEMA_NUMBER } from "./migrate.ts";
import { openStore, type StorePlace } from "./store.ts";

const effects = {
  now: () => 1_000,
  randomBytes: (length: number) => randomBytes(length),
  onLost: () => undefined,
};

let home: string;
let place: StorePlace & { readonly kind: "folder" };
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "stillwatch-hub-join-"));
  await chmod(home, 0o755);
  place = { kind: "folder", dataFolder: join(home, "store") };
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

const serverRuns = (): boolean => existsSync(join(place.dataFolder, "postgres", "postmaster.pid"));

describe("joining a store", () => {
  it("makes and stops the server where no hub works", async () => {
    const joined = await joinStore(place, effects);
    expect(joined.hubRuns).toBe(false);
    await joined.close();
    expect(serverRuns()).toBe(false);
  });

  it("keeps every hub out while it works alone", async () => {
    const joined = await joinStore(place, effects);
    await expect(openStore(place, effects)).rejects.toMatchObject({ code: "in-use" });
    await joined.close();
  });

  it("works beside a hub and leaves it its server", async () => {
    const store = await openStore(place, effects);
    const joined = await joinStore(place, effects);
    expect(joined.hubRuns).toBe(true);
    await joined.close();
    expect((await store.database.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await store.close();
    expect(serverRuns()).toBe(false);
  });

  it("refuses a newer schema, and leaves no server behind", async () => {
    const joined = await joinStore(place, effects);
    await joined.database.query("insert into schema_migrations values ($1, 'newer', '', 0)", [
      SCHEMA_NUMBER + 1,
    ]);
    await joined.close();
    await expect(joinStore(place, effects)).rejects.toMatchObject({ code: "schema-too-new" });
    expect(serverRuns()).toBe(false);
    await expect(openStore(place, effects)).rejects.toMatchObject({ code: "schema-too-new" });
    expect(serverRuns()).toBe(false);
  });
});
