// Writes batches into a hub's store until it has written all or is killed; prints the number of each batch once it is
// acknowledged. Runs in a process of its own, over the built package: node <this> <data folder> <batches>
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { postgresVersionStore } from "../../dist/storage/postgres-version-store.js";
import { openStore } from "../../dist/storage/store.js";

const [, , dataFolder, batches] = process.argv;
const now = () => Date.now() * 1_000;
const store = await openStore(
  { kind: "folder", dataFolder },
  { now, randomBytes: (length) => randomBytes(length), onLost: () => process.exit(3) },
);
await store.database.query(`
  with o as (insert into organizations (number, public_id, name, created_at) values (1, gen_random_uuid(), 'A', 0)
      on conflict do nothing),
    r as (insert into api_roots (number, path, title, versions, max_content_length) values (1, 'r', 'R', '{}', 1)
      on conflict do nothing)
  insert into collections (number, api_root, public_id, title, media_types, anonymity, created_at)
  values (1, 1, gen_random_uuid(), 'C', '{}', 'attributed', 0) on conflict do nothing`);
const versions = postgresVersionStore(store.database, now);
for (let batch = 0; batch < Number(batches); batch++) {
  await addUntilAcknowledged(
    Array.from({ length: 50 }, (_, index) => ({
      id: `note--${batch}-${index}`,
      type: "note",
      // Every second one has no version of its own and is known again by its text.
      version: index % 2 === 0 ? 1 : undefined,
      specVersion: "2.1",
      body: `{"id":"note--${batch}-${index}"}`,
      audiences: undefined,
    })),
  );
  process.stdout.write(`${batch}\n`);
}
await store.close();

async function addUntilAcknowledged(objects) {
  for (;;) {
    try {
      await versions.addVersions(1, 1, objects);
      return;
    } catch (thrown) {
      if (thrown.code !== "unavailable") throw thrown;
      await sleep(100);
    }
  }
}
