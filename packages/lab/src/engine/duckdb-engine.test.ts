import { describe, expect, it } from "vitest";
import type { Table } from "./dialect.ts";
import { fill, withEngine } from "./engine.fixture.ts";

const EVERY_TYPE = {
  name: "every_type",
  columns: { small: "int16", middle: "int32", large: "int64", real: "float64" },
  sortedBy: ["middle"],
} as const satisfies Table;

const LONG = { name: "long_table", columns: { no: "int32" }, sortedBy: ["no"] } as const satisfies Table;
/** More than the vectors that a stream holds back (10 × 2048 rows), and no multiple of one. */
const LONG_ROWS = 50_001;

describe("a table writer", () => {
  it("keeps the extreme values of every type", async () => {
    await withEngine(async (engine) => {
      await fill(engine, EVERY_TYPE, [
        { small: -32_768, middle: -(2 ** 31), large: -(2n ** 63n), real: -Number.MAX_VALUE },
        { small: 32_767, middle: 2 ** 31 - 1, large: 2n ** 63n - 1n, real: Number.MIN_VALUE },
      ]);
      const rows = await engine.query("SELECT * FROM every_type ORDER BY middle");
      expect([...rows.integers("small")]).toEqual([-32_768, 32_767]);
      expect([...rows.integers("middle")]).toEqual([-(2 ** 31), 2 ** 31 - 1]);
      expect([...rows.bigints("large")]).toEqual([-(2n ** 63n), 2n ** 63n - 1n]);
      expect([...rows.numbers("real")]).toEqual([-Number.MAX_VALUE, Number.MIN_VALUE]);
    });
  });

  it("takes only the first rows of longer arrays, from views that do not begin at 0", async () => {
    await withEngine(async (engine) => {
      await engine.create(LONG);
      const writer = await engine.writer(LONG);
      writer.append([Int32Array.of(9, 9, 1, 2, 3, 9).subarray(2)], 3);
      writer.append([Int32Array.of(4)], 1);
      writer.append([Int32Array.of(9)], 0);
      writer.close();
      const rows = await engine.query("SELECT no FROM long_table ORDER BY no");
      expect([...rows.integers("no")]).toEqual([1, 2, 3, 4]);
    });
  });

  it("keeps every row where rows outnumber one data chunk", async () => {
    await withEngine(async (engine) => {
      await fillLong(engine);
      const rows = await engine.query("SELECT no FROM long_table ORDER BY no");
      expect([...rows.integers("no")]).toEqual(Array.from({ length: LONG_ROWS }, (_, no) => no));
    });
  });
});

describe("a stream", () => {
  it("gives every row in order although other statements run meanwhile", async () => {
    await withEngine(async (engine) => {
      await fillLong(engine);
      const seen: number[] = [];
      const others: Promise<unknown>[] = [];
      await engine.stream("SELECT no FROM long_table ORDER BY no", (piece) => {
        seen.push(...piece.integers("no"));
        others.push(engine.query("SELECT count(*) AS n FROM long_table"), engine.run("SELECT 1"));
      });
      await Promise.all(others);
      expect(others.length).toBeGreaterThan(10);
      expect(seen).toEqual(Array.from({ length: LONG_ROWS }, (_, no) => no));
    });
  });

  it("sees a table that was made just before, and gives nothing for an empty one", async () => {
    await withEngine(async (engine) => {
      await fill(engine, LONG, []);
      let pieces = 0;
      await engine.stream("SELECT no FROM long_table", () => {
        pieces++;
      });
      expect(pieces).toBe(0);
    });
  });

  it("fails where its statement is wrong, and the engine goes on", async () => {
    await withEngine(async (engine) => {
      await expect(engine.stream("SELECT * FROM no_such_table", () => undefined)).rejects.toThrow();
      expect((await engine.query("SELECT 1 AS one")).integers("one")[0]).toBe(1);
    });
  });
});

describe("a query", () => {
  it("gives every row when two run at once", async () => {
    await withEngine(async (engine) => {
      await fillLong(engine);
      const results = await Promise.all(
        [0, 1, 2].map(() => engine.query("SELECT no FROM long_table ORDER BY no")),
      );
      expect(results.map((rows) => rows.rows)).toEqual([LONG_ROWS, LONG_ROWS, LONG_ROWS]);
    });
  });

  it("gives typed columns of no rows for an empty table", async () => {
    await withEngine(async (engine) => {
      await fill(engine, EVERY_TYPE, []);
      const rows = await engine.query("SELECT * FROM every_type");
      expect(rows.rows).toBe(0);
      expect([rows.integers("small").length, rows.bigints("large").length]).toEqual([0, 0]);
    });
  });

  it("gives texts, with the empty text for null", async () => {
    await withEngine(async (engine) => {
      const rows = await engine.query(
        "SELECT * FROM (VALUES (1, 'Größe'), (2, NULL), (3, '')) AS t(no, text) ORDER BY no",
      );
      expect(rows.strings("text")).toEqual(["Größe", "", ""]);
    });
  });

  it("refuses to give a column under another type or name", async () => {
    await withEngine(async (engine) => {
      const rows = await engine.query("SELECT 1::BIGINT AS large");
      expect(() => rows.integers("large")).toThrow(TypeError);
      expect(() => rows.numbers("large")).toThrow(TypeError);
      expect(() => rows.bigints("other")).toThrow(TypeError);
    });
  });
});

async function fillLong(engine: Parameters<typeof fill>[0]): Promise<void> {
  await engine.create(LONG);
  const writer = await engine.writer(LONG);
  writer.append([Int32Array.from({ length: LONG_ROWS }, (_, no) => no)], LONG_ROWS);
  writer.close();
}
