import { afterAll, expect, it } from "vitest";
import { fairTurns } from "../life/fair-turns.ts";
import { stopTestServer } from "../storage/store.fixture.ts";
import { openTestHub } from "./hub.fixture.ts";

const COLLECTION = "99999999-9999-4999-8999-999999999999";
const OBJECTS = `/trust/collections/${COLLECTION}/objects/`;

afterAll(stopTestServer);

it("a member whose bodies never end keeps nobody else from writing, and gets 429 for too many of them", async () => {
  const turns = fairTurns({ atOnce: 1, waiting: 10 });
  const hub = await openTestHub({
    changes: {
      inTurn: ({ organization }, task) => turns.inTurn({ organization, atOnce: 1, task }),
      beforeAdding: async () => undefined,
      afterAdding: async () => undefined,
      afterDeleting: async () => undefined,
    },
  });
  await hub.addCollection({ id: COLLECTION });
  const slow = await hub.addUser({ organization: "Slow" });
  const quick = await hub.addUser({ organization: "Quick" });
  const endings: (() => void)[] = [];
  const trickle = (): ReadableStream =>
    new ReadableStream({
      start: (controller) => {
        controller.enqueue(Buffer.from('{"objects":['));
        endings.push(() => controller.error(new Error("gone")));
      },
    });
  const begun = Array.from({ length: 16 }, () =>
    hub.send({ as: slow, method: "POST", path: OBJECTS, body: trickle() }),
  );
  await expect
    .poll(async () => {
      const one = await hub.send({ as: slow, method: "POST", path: OBJECTS, body: "{" });
      return [one.status, one.headers.get("Retry-After")];
    })
    .toEqual([429, "1"]);

  const object = { type: "x-thing", spec_version: "2.1", id: `x-thing--${COLLECTION}` };
  const stamps = { created: "2024-01-01T00:00:00Z", modified: "2024-01-01T00:00:00Z" };
  const body = { objects: [{ ...object, ...stamps }] };
  expect((await hub.send({ as: quick, method: "POST", path: OBJECTS, body })).status).toBe(202);

  for (const end of endings) end();
  expect((await Promise.all(begun)).map((response) => response.status)).toEqual(Array(16).fill(400));
  expect((await hub.send({ as: slow, method: "POST", path: OBJECTS, body })).status).toBe(202);
  await hub.close();
});
