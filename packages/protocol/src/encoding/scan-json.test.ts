import { describe, expect, it } from "vitest";
import type { JsonRefusalCode } from "./json-refusal.ts";
import { scanJson } from "./scan-json.ts";

const LIMITS = { maxBytes: 1_000_000, maxDepth: 8 };

interface Case {
  readonly what: string;
  readonly input: string | readonly number[];
  readonly code: JsonRefusalCode;
  readonly offset: number;
  readonly path?: string;
}

const REFUSED: readonly Case[] = [
  { what: "nothing at all", input: "", code: "malformed", offset: 0 },
  { what: "space only", input: " \n", code: "malformed", offset: 2 },
  { what: "two values", input: "1 2", code: "malformed", offset: 2 },
  { what: "a byte order mark", input: "\ufeff{}", code: "malformed", offset: 0 },
  { what: "a word cut off", input: "tru", code: "malformed", offset: 0 },
  { what: "a word in upper case", input: "[True]", code: "malformed", offset: 1, path: "/0" },
  { what: "NaN", input: "NaN", code: "malformed", offset: 0 },
  { what: "a number with a leading zero", input: "[1,02]", code: "malformed", offset: 3, path: "/1" },
  { what: "a number with a plus sign", input: "+1", code: "malformed", offset: 0 },
  { what: "a point without digits", input: "1.", code: "malformed", offset: 0 },
  { what: "an exponent without digits", input: "1e+", code: "malformed", offset: 0 },
  { what: "a minus sign alone", input: "-", code: "malformed", offset: 0 },
  { what: "a comma at the end of an array", input: "[1,]", code: "malformed", offset: 3, path: "/1" },
  { what: "a comma at the end of an object", input: '{"a":1,}', code: "malformed", offset: 7 },
  { what: "a missing comma", input: "[1 2]", code: "malformed", offset: 3 },
  { what: "a missing colon", input: '{"a" 1}', code: "malformed", offset: 5 },
  { what: "a name without quotes", input: "{a:1}", code: "malformed", offset: 1 },
  { what: "an array closed as an object", input: "[1}", code: "malformed", offset: 2 },
  { what: "an array that does not end", input: "[1", code: "malformed", offset: 2 },
  { what: "a string that does not end", input: '"abc', code: "malformed", offset: 4 },
  { what: "a string that ends in a backslash", input: '"abc\\', code: "malformed", offset: 4 },
  { what: "a line break in a string", input: '"a\nb"', code: "malformed", offset: 2 },
  { what: "an unknown escape", input: '"a\\x41"', code: "malformed", offset: 2 },
  { what: "a short \\u", input: '"\\u12"', code: "malformed", offset: 1 },
  { what: "a comment", input: "[1/*x*/]", code: "malformed", offset: 2 },
  {
    what: "half a surrogate pair",
    input: '{"a":["\\ud83d"]}',
    code: "lone-surrogate",
    offset: 7,
    path: "/a/0",
  },
  { what: "the second half first", input: '"\\ude00\\ud83d"', code: "lone-surrogate", offset: 1 },
  { what: "half a pair before another escape", input: '"\\ud83d\\n"', code: "lone-surrogate", offset: 1 },
  { what: "half a pair before a letter", input: '"\\ud83d\\u0041"', code: "lone-surrogate", offset: 1 },
  { what: "half a pair twice", input: '"\\ud83d\\ud83d"', code: "lone-surrogate", offset: 1 },
  { what: "the highest control character", input: '"\u001f"', code: "malformed", offset: 1 },
  {
    what: "a name twice",
    input: '{"a":1,"b":{"x":1,"x":2}}',
    code: "duplicate-key",
    offset: 21,
    path: "/b/x",
  },
  {
    what: "a name twice by escape",
    input: '{"a":1,"\\u0061":2}',
    code: "duplicate-key",
    offset: 15,
    path: "/a",
  },
  { what: "depth 9", input: "[".repeat(9), code: "too-deep", offset: 8 },
  { what: "a number beyond a double", input: "[1e400]", code: "number-out-of-range", offset: 1, path: "/0" },
  {
    what: "a long number beyond a double",
    input: `-${"9".repeat(400)}`,
    code: "number-out-of-range",
    offset: 0,
  },
  { what: "an overlong slash", input: [0x22, 0xc0, 0xaf, 0x22], code: "invalid-utf8", offset: 1 },
  {
    what: "an overlong three-byte form",
    input: [0x22, 0xe0, 0x80, 0xaf, 0x22],
    code: "invalid-utf8",
    offset: 1,
  },
  {
    what: "a surrogate in UTF-8",
    input: [0x22, 0xc3, 0xa9, 0xed, 0xa0, 0x80, 0x22],
    code: "invalid-utf8",
    offset: 3,
  },
  { what: "above U+10FFFF", input: [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], code: "invalid-utf8", offset: 1 },
  { what: "a sequence cut off", input: [0x22, 0xe2, 0x82], code: "invalid-utf8", offset: 1 },
  { what: "a stray continuation", input: [0x22, 0x80, 0x22], code: "invalid-utf8", offset: 1 },
];

describe("scanJson", () => {
  it.each(REFUSED)("refuses $what", ({ input, code, offset, path }) => {
    const bytes = typeof input === "string" ? Buffer.from(input) : Uint8Array.from(input);
    const scan = scanJson(bytes, { limits: LIMITS });
    expect(scan).toMatchObject({ kind: "refused", code, offset });
    if (path !== undefined) expect(scan).toMatchObject({ path });
  });

  it("refuses a byte more than the limit, and reads the limit", () => {
    const text = Buffer.from('"12345678"');
    expect(scanJson(text, { limits: { maxBytes: 9, maxDepth: 1 } })).toMatchObject({
      code: "too-large",
      offset: 9,
    });
    expect(scanJson(text, { limits: { maxBytes: 10, maxDepth: 1 } })).toMatchObject({ kind: "scanned" });
  });

  it("reads depth up to the limit", () => {
    expect(scanJson(Buffer.from(`${"[".repeat(8)}${"]".repeat(8)}`), { limits: LIMITS }).kind).toBe(
      "scanned",
    );
  });

  it("reads both halves of a surrogate pair, and a null character, as escapes", () => {
    expect(scanJson(Buffer.from('"\\ud83d\\ude00\\u0000"'), { limits: LIMITS }).kind).toBe("scanned");
  });

  it("refuses the one name in a thousand that is there twice", () => {
    const names = Array.from({ length: 1000 }, (_, index) => `"name${index}":0`);
    const text = (extra: string): Buffer => Buffer.from(`{${[...names, extra].join(",")}}`);
    expect(scanJson(text('"name500":1'), { limits: LIMITS })).toMatchObject({
      code: "duplicate-key",
      path: "/name500",
    });
    expect(scanJson(text('"name1000":1'), { limits: LIMITS })).toMatchObject({ kind: "scanned" });
  });

  it("takes names that every JavaScript object has for names like others", () => {
    const text = Buffer.from('{"__proto__":1,"constructor":2,"toString":3}');
    const scan = scanJson(text, { limits: LIMITS });
    expect(scan.kind === "scanned" && [...scan.members.keys()]).toEqual([
      "__proto__",
      "constructor",
      "toString",
    ]);
  });

  it("says where members and elements stand", () => {
    const text = ' {"a" : [ 1 , {"objects":[9]} ] , "objects":[ {"b":[]} ,2]}';
    const scan = scanJson(Buffer.from(text), { limits: LIMITS, elementsOf: "objects", maxElements: 2 });
    if (scan.kind === "refused") throw new Error(scan.message);
    const slice = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    expect([...scan.members].map(([name, span]) => [name, slice(span)])).toEqual([
      ["a", '[ 1 , {"objects":[9]} ]'],
      ["objects", '[ {"b":[]} ,2]'],
    ]);
    expect(scan.elements?.map(slice)).toEqual(['{"b":[]}', "2"]);
  });

  it("counts elements while it reads", () => {
    const options = { limits: LIMITS, elementsOf: "objects", maxElements: 2 };
    const scan = scanJson(Buffer.from('{"objects":[1,2,3,4'), options);
    expect(scan).toMatchObject({ code: "too-many-objects", path: "/objects/2" });
  });

  it("names a path without more than 200 characters of what was sent", () => {
    const scan = scanJson(Buffer.from(`{"${"n".repeat(10_000)}/~":tru}`), { limits: LIMITS });
    expect(scan).toMatchObject({ code: "malformed" });
    expect(scan.kind === "refused" && scan.path).toHaveLength(200);
  });

  it("reads depth 100,000 without a call stack of that depth", () => {
    const text = Buffer.from('{"a":'.repeat(100_000));
    expect(scanJson(text, { limits: { maxBytes: 1e7, maxDepth: 64 } })).toMatchObject({ code: "too-deep" });
    const limits = { maxBytes: 1e7, maxDepth: 100_000 };
    expect(scanJson(text, { limits })).toMatchObject({ code: "malformed", offset: text.length });
  });

  it("reads a string of 100 million characters, and refuses it by its size before reading", () => {
    const text = Buffer.alloc(100_000_002, 0x61);
    text[0] = 0x22;
    text[text.length - 1] = 0x22;
    expect(scanJson(text, { limits: { maxBytes: 2e8, maxDepth: 1 } })).toMatchObject({ kind: "scanned" });
    expect(scanJson(text, { limits: { maxBytes: 1e7, maxDepth: 1 } })).toMatchObject({ code: "too-large" });
  });
});
