import { describe, expect, it } from "vitest";
import { isFileProblem } from "./file-problem.ts";
import { streamOf } from "./reading.fixture.ts";
import { MAX_LINE_BYTES, splitRecords } from "./records.ts";
import type { SplitLimits } from "./records.ts";

const SMALL: SplitLimits = { chunkBytes: 64, maxLine: 100, maxRecord: 100, head: 4096 };

/** Records as `line:text`, problems as `line!code`. */
async function split(text: string | Buffer, limits?: SplitLimits): Promise<string[]> {
  const found: string[] = [];
  for await (const item of splitRecords(streamOf([Buffer.from(text)]), limits)) {
    if (isFileProblem(item)) found.push(`${String(item.line)}!${item.code}`);
    else if (item.mode === "document") found.push(`${String(item.firstLine)}:${item.bytes.toString()}`);
    else {
      const lines = item.bytes.toString().split("\n");
      lines.forEach(
        (line, n) => line.trim() !== "" && found.push(`${String(item.firstLine + n)}:${line.trim()}`),
      );
    }
  }
  return found;
}

describe("records of lines", () => {
  it("are numbered from 1, with CR LF, blank lines and a last line without end", async () => {
    expect(await split('{"a":1}\r\n\n{"a":2}\n{"a":3}')).toEqual(['1:{"a":1}', '3:{"a":2}', '4:{"a":3}']);
  });

  it("follow a byte order mark", async () => {
    expect(await split('\ufeff{"a":1}\n{"a":2}\n')).toEqual(['1:{"a":1}', '2:{"a":2}']);
  });

  it("that are too long are passed over with their number, and the rest is read", async () => {
    const long = `{"a":"${"x".repeat(200)}"}`;
    expect(await split(`{"a":1}\n${long}\n{"a":3}\n${long}`, SMALL)).toEqual([
      '1:{"a":1}',
      "2!line-too-long",
      '3:{"a":3}',
      "4!line-too-long",
    ]);
  });

  it("stay lines where one of the first is broken inside of a string", async () => {
    expect(await split('{"a":"cut\n{"a":2}\n')).toEqual(['1:{"a":"cut', '2:{"a":2}']);
  });

  it("begin after garbage, as long as some line is JSON", async () => {
    expect(await split('# log\n{"a":1}\n')).toEqual(["1:# log", '2:{"a":1}']);
  });

  it.each([
    ["in the second line", '{"a":1}\n\0\0\0\n{"a":3}\n', ['1:{"a":1}', "2:\0\0\0", '3:{"a":3}']],
    ["before all", '\0\0\n{"a":2}\n', ["1:\0\0", '2:{"a":2}']],
    ["before the first value", '\0\0{"a":1}\n', ['1:\0\0{"a":1}']],
    ["inside of a string", '{"a":"\0"}\n{"a":2}\n', ['1:{"a":"\0"}', '2:{"a":2}']],
    [
      "a hundred thousand of them",
      `{"a":1}\n${"\0".repeat(100_000)}\n{"a":3}`,
      ['1:{"a":1}', `2:${"\0".repeat(100_000)}`, '3:{"a":3}'],
    ],
  ])("hold NUL bytes as a crash leaves them, %s", async (_, text, expected) => {
    expect(await split(text)).toEqual(expected);
  });

  it("of 200 MB are passed over within bounded memory", async () => {
    const piece = Buffer.alloc(4 * 1024 * 1024, 0x78);
    async function* huge(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"a":1}\n{"a":"');
      for (let n = 0; n < 50; n++) yield await Promise.resolve(piece);
      yield Buffer.from('"}\n{"a":3}\n');
    }
    const found: string[] = [];
    let peak = 0;
    for await (const item of splitRecords(huge())) {
      peak = Math.max(peak, isFileProblem(item) ? 0 : item.bytes.length);
      found.push(isFileProblem(item) ? `${String(item.line)}!${item.code}` : item.bytes.toString());
    }
    expect(found).toEqual(['{"a":1}\n', "2!line-too-long", '{"a":3}\n']);
    expect(peak).toBeLessThan(MAX_LINE_BYTES);
  });
});

describe("records of documents", () => {
  it("may be one pretty-printed object", async () => {
    expect(await split('{\n  "a": [1, "]}"]\n}\n')).toEqual(['1:{\n  "a": [1, "]}"]\n}']);
  });

  it("may be several documents one after another", async () => {
    expect(await split('{\n"a":1\n}\n{\n"a":2\n}\n')).toEqual(['1:{\n"a":1\n}', '4:{\n"a":2\n}']);
    expect(await split('{"a":1}{"a":2}')).toEqual(['1:{"a":1}', '1:{"a":2}']);
  });

  it("may be the elements of one list, each with its line", async () => {
    expect(await split('[\n  {"a":1},\n  {"a":[2]}\n]\n')).toEqual(['2:{"a":1}', '3:{"a":[2]}']);
    expect(await split('[{"a":1},7,"x,]",[3]]')).toEqual(['1:{"a":1}', "1:7", '1:"x,]"', "1:[3]"]);
    expect(await split('[{"a":"\\"]"}]')).toEqual(['1:{"a":"\\"]"}']);
  });

  it("that are too long are passed over, and the rest is read", async () => {
    expect(await split(`[{"a":"${"x".repeat(200)}"},\n{"b":1}]`, SMALL)).toEqual([
      "1!record-too-long",
      '2:{"b":1}',
    ]);
  });

  it("that are cut off are reported at the line where they begin", async () => {
    expect(await split('[\n{"a":1},\n{"b":[')).toEqual(['2:{"a":1}', "3!truncated"]);
  });

  it("go on at the next line that begins a value after a broken one", async () => {
    expect(await split('{\n"a": "cut\n}\n{\n"b":1\n}\n')).toEqual(["1!broken-record", '4:{\n"b":1\n}']);
  });

  it("that are lists without elements are reported", async () => {
    expect(await split('[]\n{"a":1}\n[ \n]\n')).toEqual(["1!empty-list", '2:{"a":1}', "3!empty-list"]);
    expect(await split('[[],{"a":1}]')).toEqual(["1:[]", '1:{"a":1}']);
  });

  it("do not hide NUL bytes between them", async () => {
    expect(await split('{\n"a":1\n}\n\0\0\n{"b":2}\n')).toEqual(['1:{\n"a":1\n}', "4:\0\0", '5:{"b":2}']);
    expect(await split('[\n{"a":1},\n\0\0\n,{"b":2}]')).toEqual(['2:{"a":1}', "3:\0\0", '4:{"b":2}']);
  });

  it("nest as deep as they like without exhausting the stack", async () => {
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    expect((await split(`[${deep}]`)).length).toBe(1);
  });
});

describe("files that are no logs", () => {
  it.each([
    ["empty", "", "empty"],
    ["blank", " \n\n", "empty"],
    ["binary", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]), "binary"],
    ["nothing but NUL bytes", Buffer.alloc(5000), "binary"],
    ["NUL bytes and prose", "\0Dear reader,\nthere is nothing here.\n", "binary"],
    ["binary with what looks like the beginning of JSON", "\x7fELF\0\0\n{\0\x02\x11\n[\x01\0\n", "binary"],
    ["prose", "Dear reader,\nthere is nothing here.\n".repeat(50), "not-json"],
    ["UTF-16", Buffer.from('\ufeff{"a":1}', "utf16le"), "utf-16"],
  ])("because they are %s give one problem", async (_, text, code) => {
    expect(await split(text)).toEqual([`1!${code}`]);
  });
});
