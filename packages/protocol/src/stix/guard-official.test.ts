import { describe, expect, it } from "vitest";
import type { FaultRule } from "./fault.ts";
import { guardStixObject, type Verdict } from "./guard.ts";
import { exampleObjects, haveVectors, officialSchemas, realObjects } from "./official-schemas.fixture.ts";
import { SOUND_OBJECTS, type SoundObject } from "./sound-objects.fixture.ts";

/** A broken object that only one of the two refuses. */
interface Disagreement {
  readonly type: string;
  readonly property: string;
  readonly put: string;
  /** Undefined where the guard takes what the schemas refuse. */
  readonly rules: readonly FaultRule[] | undefined;
}

interface Reason {
  readonly why: string;
  readonly explains: (disagreement: Disagreement) => boolean;
}

/** Every disagreement must have its reason here, and every reason a disagreement. */
const REASONS: readonly Reason[] = [
  {
    why: "lax: the schemas ask created and modified for three digits of a second, real producers write none",
    explains: ({ property, rules }) => rules === undefined && ["created", "modified"].includes(property),
  },
  {
    why: "lax: a language has the shape of RFC 5646, where the schema of software has a list of lengths",
    explains: ({ type, property, rules }) =>
      rules === undefined && type === "software" && property === "languages",
  },
  {
    why: "lax: header fields hold a list in the standard's text and a string or two in its schema; any value passes",
    explains: ({ property, rules }) => rules === undefined && property === "additional_header_fields",
  },
  {
    why: "strict: references of observables are identifiers, where the schemas take the local keys of STIX 2.0",
    explains: ({ property, rules }) => rules?.includes("form") === true && /_refs?$/.test(property),
  },
  {
    why: "strict: a JSON schema cannot compare two times",
    explains: ({ rules }) => rules?.includes("order") === true,
  },
  {
    why: "strict: a JSON schema cannot follow a selector",
    explains: ({ rules }) => rules?.includes("selector") === true,
  },
  {
    why: "strict: a JSON schema cannot parse a pattern",
    explains: ({ rules }) => rules?.includes("pattern") === true,
  },
  {
    why: "strict: addresses and languages have a form, where the schemas have none or a format that validators skip",
    explains: ({ type, property, rules }) =>
      rules?.includes("form") === true &&
      (property === "lang" || (property === "value" && ["url", "email-addr", "domain-name"].includes(type))),
  },
  {
    why: "strict: counts of bytes and packets are not negative (section 6.12)",
    explains: ({ type, property, put }) =>
      type === "network-traffic" && property === "src_byte_count" && put === "-1",
  },
  {
    why: "strict: an extension definition must say who made it (section 7.3)",
    explains: ({ type, property }) => type === "extension-definition" && property === "created_by_ref",
  },
  {
    why: "strict: what a language content says for a language is a dictionary (section 7.1)",
    explains: ({ type, property }) => type === "language-content" && property === "contents",
  },
];

const WRONG_VALUES: readonly unknown[] = [
  undefined,
  null,
  1.5,
  -1,
  1e12,
  true,
  "",
  "x",
  "not a vocabulary term",
  [],
  ["x"],
  [null],
  {},
  { a: 1 },
  "2026-13-01T00:00:00Z",
  "2026-01-01T00:00:00Z",
];

describe.runIf(haveVectors())("the guard beside the official schemas", () => {
  const official = haveVectors() ? officialSchemas() : () => undefined;

  it("takes every object of the real bulk files, as they came", () => {
    const faulty = [...realObjects()].flatMap(([file, items]) =>
      items.flatMap(({ value }) => faultsOf(guardStixObject(value)).map((fault) => ({ file, ...fault }))),
    );
    expect(faulty).toEqual([]);
    const counts = [...realObjects()].map(([file, items]) => [file, items.length]);
    expect(Object.fromEntries(counts)).toEqual({
      "disarm.json.gz": 698,
      "ics-attack-18.1.json.gz": 1826,
      "mobile-attack-17.1.json.gz": 2148,
      "stix-atlas.json.gz": 538,
    });
  });

  it("takes every object of the schemas' examples, and so do the schemas", () => {
    const items = exampleObjects();
    expect(items.length).toBeGreaterThan(50);
    for (const { value } of items) {
      expect(faultsOf(guardStixObject(value))).toEqual([]);
      const verdict = official((value as SoundObject).type, value);
      expect(verdict ?? true).toBe(true);
    }
  });

  it("agrees on every real object that has a schema", () => {
    const values = [...realObjects().values()].flat().map(({ value }) => value as SoundObject);
    const withSchema = values.filter((value) => official(value.type, value) !== undefined);
    expect(withSchema.length).toBeGreaterThan(4000);
    expect(withSchema.filter((value) => official(value.type, value) === false)).toEqual([]);
  });

  it("agrees on one sound object of each type", () => {
    const types = SOUND_OBJECTS.map(({ type }) => type);
    expect(new Set(types).size).toBe(42);
    expect(SOUND_OBJECTS.filter((object) => official(object.type, object) !== true)).toEqual([]);
    expect(SOUND_OBJECTS.flatMap((object) => faultsOf(guardStixObject(object)))).toEqual([]);
  });

  it("disagrees on broken objects for reasons that are known, each of which occurs", () => {
    const examples = exampleObjects().map(({ value }) => value as SoundObject);
    const objects = [
      ...SOUND_OBJECTS,
      ...examples.filter((value) => official(value.type, value) !== undefined),
    ];
    const used = new Set<string>();
    const unexplained: Disagreement[] = [];
    for (const object of objects) {
      for (const disagreement of disagreementsOn(object, official)) {
        const reasons = REASONS.filter((reason) => reason.explains(disagreement));
        if (reasons.length === 0) unexplained.push(disagreement);
        for (const reason of reasons) used.add(reason.why);
      }
    }
    expect(unexplained).toEqual([]);
    expect(REASONS.map(({ why }) => why).filter((why) => !used.has(why))).toEqual([]);
  });
});

/** Each property dropped and put to each wrong value; the type stays, since it chooses the schema. */
function disagreementsOn(
  object: SoundObject,
  official: (type: string, object: unknown) => boolean | undefined,
): readonly Disagreement[] {
  const properties = Object.keys(object).filter((name) => name !== "type");
  return properties.flatMap((property) =>
    WRONG_VALUES.flatMap((value): readonly Disagreement[] => {
      const { [property]: _, ...others } = object;
      const broken = value === undefined ? others : { ...others, [property]: value };
      const verdict = guardStixObject(broken);
      if (official(object.type, broken) === (verdict.kind === "sound")) return [];
      const rules = verdict.kind === "sound" ? undefined : verdict.faults.map(({ rule }) => rule);
      return [{ type: object.type, property, put: JSON.stringify(value) ?? "nothing", rules }];
    }),
  );
}

function faultsOf(verdict: Verdict): readonly unknown[] {
  return verdict.kind === "sound" ? [] : verdict.faults;
}
