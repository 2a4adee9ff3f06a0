import { describe, expect, it } from "vitest";
import { DEFAULT_ENVELOPE_LIMITS, splitBundle, splitEnvelope } from "./split-envelope.ts";

describe("splitEnvelope", () => {
  it("keeps each object's text as it came, number forms, escapes and order of names included", () => {
    const first = '{ "b" : 1.0 , "a":"\\u00e9\\/", "big":12345678901234567890 }';
    const split = splitEnvelope(Buffer.from(`{"objects":[${first} , {}]}`));
    expect(split).toEqual({
      kind: "envelope",
      items: [
        { text: first, value: JSON.parse(first) },
        { text: "{}", value: {} },
      ],
      more: undefined,
      next: undefined,
    });
  });

  it("reads more and next, before or after the objects, and ignores what it does not know", () => {
    const split = splitEnvelope(
      Buffer.from('{"next":"n","objects":[],"x_other":{"objects":[1]},"more":true}'),
    );
    expect(split).toEqual({ kind: "envelope", items: [], more: true, next: "n" });
  });

  it("takes an empty envelope for one without objects", () => {
    expect(splitEnvelope(Buffer.from(" {} "))).toMatchObject({ kind: "envelope", items: [] });
    expect(splitEnvelope(Buffer.from('{"more":false}'))).toMatchObject({ kind: "envelope", items: [] });
  });

  it("leaves elements that are no objects to the guard", () => {
    const split = splitEnvelope(Buffer.from('{"objects":[1,null,"a"]}'));
    expect(split.kind === "envelope" && split.items.map(({ value }) => value)).toEqual([1, null, "a"]);
  });

  it.each([
    ['{"type":"campaign","id":"campaign--1"}', ""],
    ["[]", ""],
    ['"objects"', ""],
    ["null", ""],
    ['{"objects":{}}', "/objects"],
    ['{"objects":null,"more":true}', "/objects"],
    ['{"objects":[],"more":"true"}', "/more"],
    ['{"objects":[],"next":1}', "/next"],
  ])("refuses %s as no envelope", (text, path) => {
    expect(splitEnvelope(Buffer.from(text))).toMatchObject({
      kind: "refused",
      code: "not-an-envelope",
      path,
    });
  });

  it("takes the depth of an object from the object on", () => {
    const limits = { ...DEFAULT_ENVELOPE_LIMITS, maxObjectDepth: 2 };
    expect(splitEnvelope(Buffer.from('{"objects":[{"a":[]}]}'), limits)).toMatchObject({ kind: "envelope" });
    expect(splitEnvelope(Buffer.from('{"objects":[{"a":[[]]}]}'), limits)).toMatchObject({
      code: "too-deep",
    });
  });

  it("refuses doubled objects, and a name doubled inside one of them", () => {
    expect(splitEnvelope(Buffer.from('{"objects":[],"objects":[]}'))).toMatchObject({ path: "/objects" });
    expect(splitEnvelope(Buffer.from('{"objects":[{},{"id":1,"id":1}]}'))).toMatchObject({
      code: "duplicate-key",
      path: "/objects/1/id",
    });
  });

  it("reads its part of a larger buffer", () => {
    const whole = Buffer.from('xx{"objects":[{"a":1}]}xx');
    expect(splitEnvelope(whole.subarray(2, -2))).toMatchObject({ items: [{ text: '{"a":1}' }] });
  });
});

describe("splitBundle", () => {
  it("takes a bundle apart", () => {
    const bundle = Buffer.from('{"type":"bundle","id":"bundle--1","objects":[{"a":1}]}');
    expect(splitBundle(bundle)).toEqual({ kind: "bundle", items: [{ text: '{"a":1}', value: { a: 1 } }] });
  });

  it.each(['{"objects":[]}', '{"type":"bundle","objects":{}}', "[]"])("refuses %s", (text) => {
    expect(splitBundle(Buffer.from(text))).toMatchObject({ kind: "refused", code: "not-an-envelope" });
  });
});
