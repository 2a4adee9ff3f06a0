import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { CASES } from "./samples-expected.fixture.ts";
import type { Expected } from "./samples-expected.fixture.ts";
import { NOW_MS, readingOf } from "./reading.fixture.ts";
import { splitRecords } from "./records.ts";
import { readLog } from "./read-log.ts";
import { isRejection } from "./record-reader.ts";
import { expandSources, openSource } from "./sources.ts";

const SAMPLES = new URL("./samples/", import.meta.url);

describe("real samples", () => {
  it.each(CASES)("%s is read as %s", async (file, format, expected) => {
    const reading = await readingOf(readFileSync(new URL(file, SAMPLES)), {}, file);
    expect(reading.problems).toEqual([]);
    expect(reading.rejections).toEqual([]);
    expect(reading.format).toBe(format);
    expect(reading.events.length).toBe(expected.length);
    expected.forEach((facts, index) => {
      const event = reading.events[index];
      if (event === undefined) throw new Error("no event");
      const seen: Record<keyof Expected, unknown> = {
        at: new Date(event.timeMs).toISOString(),
        id: event.requestId,
        account: event.account,
        model: event.model,
        system: event.prompt.system,
        first: event.prompt.firstUser,
        last: event.prompt.lastUser,
        turns: event.prompt.userTurns,
        text: event.response.text,
        refused: event.response.refused,
        tokens: [event.inputTokens, event.outputTokens],
        status: event.status,
      };
      for (const [key, value] of Object.entries(facts)) {
        const actual = seen[key as keyof Expected];
        const isText = ["system", "first", "last", "text"].includes(key) && value !== "";
        expect(
          isText ? String(actual).slice(0, String(value).length) : actual,
          `${key} of event ${String(index)}`,
        ).toEqual(value);
      }
    });
  });

  it("are all listed above", () => {
    const files = readdirSync(SAMPLES, { recursive: true, encoding: "utf8" });
    const samples = files.filter((name) => /\.(?:ndjson|jsonl?)$/.test(name)).sort();
    expect(samples).toEqual(CASES.map(([file]) => file).sort());
  });
});

const folder = process.env["STILLWATCH_SAMPLES"] ?? "";

describe.skipIf(folder === "" || !existsSync(folder))("the folder STILLWATCH_SAMPLES", () => {
  it("is read without a rejected line", async () => {
    const sources = await expandSources([folder], { cwd: process.cwd(), nowMs: NOW_MS });
    const complaints: string[] = [];
    for (const source of sources) {
      const chunks = splitRecords(openSource(source, process.stdin));
      let events = 0;
      for await (const item of readLog(
        chunks,
        { file: source.path, fileTimeMs: source.modifiedMs },
        { format: "auto", nowMs: NOW_MS },
      )) {
        const name = relative(folder, source.path);
        if (item.kind === "problem") complaints.push(join(name, item.problem.reason));
        else if (item.kind === "result" && isRejection(item.result))
          complaints.push(`${name}:${String(item.result.line)}: ${item.result.reason}`);
        else if (item.kind === "result") events++;
        else if (events === 0) complaints.push(`${name}: no event`);
      }
    }
    expect(complaints).toEqual([]);
    expect(sources.length).toBeGreaterThan(60);
  });
});
