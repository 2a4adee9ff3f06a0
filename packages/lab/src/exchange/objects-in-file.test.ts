import { describe, expect, it } from "vitest";
import { ExchangeError } from "./exchange-error.ts";
import { objectsInFile } from "./objects-in-file.ts";

const ONE = '{ "id":"x--1", "n": 1.0, "s":"\\u00e9é" }';
const TWO = '{"type":"x","id":"x--2"}';

describe("the objects of a file", () => {
  it.each([
    ["a bundle", `{"type":"bundle","id":"bundle--1","objects":[${ONE}, ${TWO}]}`],
    ["an envelope", `\n{"objects" : [ ${ONE},${TWO} ], "more": false}\n`],
    ["lines", `${ONE}\n${TWO}\n`],
    ["lines with empty ones between, ended as on Windows", `\r\n${ONE}\r\n\r\n  ${TWO}`],
  ])("keep their bytes in %s", (_, text) => {
    expect(read(text)).toEqual([
      { text: ONE, id: "x--1" },
      { text: TWO, id: "x--2" },
    ]);
  });

  it("may be one object", () => {
    expect(read(`\n ${TWO}\n`)).toEqual([{ text: TWO, id: "x--2" }]);
  });

  it("may be none", () => {
    expect(read('{"type":"bundle","id":"bundle--1"}')).toEqual([]);
    expect(read('{"objects":[]}')).toEqual([]);
    expect(read("")).toEqual([]);
  });

  it("need no id to be sent, so that the hub may say what is wrong", () => {
    expect(read('{"objects":[{"a":1},7]}').map(({ text }) => text)).toEqual(['{"a":1}', "7"]);
  });

  it.each([
    ["[1]", /no STIX/],
    ['"x"', /no STIX/],
    [`${ONE}\n[1]\n`, /f\.json:2: no object/],
    [`${ONE}\n${TWO}\n{"a":\n`, /f\.json:3: /],
    [`{"type":"bundle","objects":[${ONE}`, /f\.json: byte \d+: /],
    [`${TWO}\n{"a":1,"a":2}`, /f\.json:2: /],
    [`${"[".repeat(100_000)}`, /f\.json: byte 512: /],
  ])("are refused where the file holds something else, with the place (%#)", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it("are refused in another encoding than UTF-8", () => {
    expect(() => objectsInFile(Buffer.from(`{"id":"é"}`, "latin1"), "f.json")).toThrow(ExchangeError);
  });

  it("are not shown in an error", () => {
    expect(() => read('{"secret": tru}')).not.toThrow(/secret/);
  });
});

function read(text: string): ReturnType<typeof objectsInFile> {
  return objectsInFile(Buffer.from(text), "f.json");
}
