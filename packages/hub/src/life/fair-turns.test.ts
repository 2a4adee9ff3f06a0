import { expect, it } from "vitest";
import { fairTurns } from "./fair-turns.ts";

/** Tasks that end when they are told to, and the order in which they began. */
function tasks() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    task: (name: string) => () =>
      new Promise<void>((resolve) => {
        begun.push(name);
        ends.set(name, resolve);
      }),
    async end(name: string) {
      ends.get(name)?.();
      await settled();
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it("serves a member next whose neighbour has flooded, not after the flood", async () => {
  const turns = fairTurns({ atOnce: 2, waiting: 100 });
  const { begun, task, end } = tasks();
  for (let n = 0; n < 50; n += 1) void turns.inTurn({ organization: 1, atOnce: 2, task: task(`flood ${n}`) });
  void turns.inTurn({ organization: 2, atOnce: 2, task: task("other 0") });
  void turns.inTurn({ organization: 2, atOnce: 2, task: task("other 1") });
  await settled();
  expect(begun).toEqual(["flood 0", "flood 1"]);
  await end("flood 0");
  await end("flood 1");
  await end("other 0");
  expect(begun.slice(2)).toEqual(["other 0", "flood 2", "other 1"]);
});

it("leaves room to others beyond what one member may run at once", async () => {
  const turns = fairTurns({ atOnce: 4, waiting: 100 });
  const { begun, task } = tasks();
  for (let n = 0; n < 10; n += 1) void turns.inTurn({ organization: 1, atOnce: 2, task: task(`flood ${n}`) });
  void turns.inTurn({ organization: 2, atOnce: 2, task: task("other") });
  await settled();
  expect(begun).toEqual(["flood 0", "flood 1", "other"]);
});

it("refuses what would wait behind too many of the same member's, and nobody else's", async () => {
  const turns = fairTurns({ atOnce: 1, waiting: 3 });
  const { task, begun, end } = tasks();
  const flood = Array.from({ length: 10 }, (_, n) =>
    turns.inTurn({ organization: 1, atOnce: 1, task: task(`flood ${n}`) }).then(
      () => "done",
      (error: { code: string }) => error.code,
    ),
  );
  const other = turns.inTurn({ organization: 2, atOnce: 1, task: task("other") });
  await settled();
  for (let n = 0; n < 4; n += 1) {
    await end(`flood ${n}`);
    await end("other");
  }
  await other;
  const outcomes = await Promise.all(flood);
  expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(4);
  expect(outcomes.filter((outcome) => outcome === "too-many-requests")).toHaveLength(6);
  expect(begun).toHaveLength(5);
});

it("goes on after a task that fails", async () => {
  const turns = fairTurns({ atOnce: 1, waiting: 10 });
  const failing = turns.inTurn({
    organization: 1,
    atOnce: 1,
    task: () => Promise.reject(new Error("broken")),
  });
  await expect(failing).rejects.toThrow("broken");
  expect(await turns.inTurn({ organization: 1, atOnce: 1, task: async () => "served" })).toBe("served");
});
