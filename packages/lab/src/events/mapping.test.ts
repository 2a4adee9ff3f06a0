import { describe, expect, it } from "vitest";
import { builtInMapping } from "./built-in-mappings.ts";
import { FORMAT_NAMES } from "./format-names.ts";
import { parseMapping } from "./mapping.ts";
import { parsePath, valueAt } from "./mapping-path.ts";
import { readingOfLines } from "./reading.fixture.ts";
import { UnusableInput } from "./unusable-input.ts";

function complaintAbout(text: string): string {
  try {
    parseMapping(text, "my.yaml", builtInMapping);
  } catch (error) {
    if (error instanceof UnusableInput) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "";
}

describe("mapping tables", () => {
  it.each(FORMAT_NAMES)("%s has a built-in table with time, account and request id", (format) => {
    const { fields } = builtInMapping(format);
    for (const name of ["time", "account", "request_id"] as const)
      expect(fields.get(name)?.length).toBeGreaterThan(0);
  });

  it("let a user put the account elsewhere", async () => {
    const mapping = parseMapping(
      "base: litellm\nfields:\n  account: { from: [metadata.tenant, $base], origin: observed }\n",
      "my.yaml",
      builtInMapping,
    );
    const row = {
      startTime: "2026-01-01 00:00:00",
      call_type: "completion",
      model_group: "m",
      spend: 1,
      user: "u1",
    };
    const { events, fields } = await readingOfLines(
      [
        { ...row, id: "a", metadata: { tenant: "t1" } },
        { ...row, id: "b" },
      ],
      { format: "litellm", mapping },
    );
    expect(events.map((event) => event.account)).toEqual(["t1", "u1"]);
    expect(fields["account"]).toEqual({ from: "metadata.tenant | user", origin: "observed" });
  });

  it("replace a field of the base where $base is not named", async () => {
    const mapping = parseMapping(
      "base: litellm\nfields:\n  account: { from: [team] }\n",
      "my.yaml",
      builtInMapping,
    );
    expect(mapping.fields.get("account")?.map((source) => source.path)).toEqual(["team"]);
    expect(mapping.fields.get("time")).toEqual(builtInMapping("litellm").fields.get("time"));
  });

  it("say the weakest origin of a field that was read from several places", async () => {
    const row = { startTime: "2026-01-01 00:00:00", call_type: "completion", model_group: "m", spend: 1 };
    const { fields } = await readingOfLines([
      { ...row, id: "a", user: "u" },
      { ...row, id: "b", end_user: "e" },
    ]);
    expect(fields["account"]).toEqual({ from: "user | end_user", origin: "declared" });
  });

  it.each([
    ["an unknown field", "base: otlp\nfields:\n  acount: { from: [a] }\n", "fields"],
    ["an unknown transform", "base: otlp\nfields:\n  time: { from: [a], as: sundial }\n", "fields.time.as"],
    ["a broken path", "base: otlp\nfields:\n  time: { from: ['a..b'] }\n", "fields.time.from"],
    ["an unknown pseudo path", "base: otlp\nfields:\n  time: { from: [$now] }\n", "fields.time.from"],
    ["no base", "fields:\n  time: { from: [a] }\n", "base"],
    ["an unknown base", "base: splunk\nfields: {}\n", "base"],
    ["no YAML", "base: [", "the file"],
    ["an alias bomb", "a: &a [1]\nb: [*a, *a]\nbase: otlp\nfields: {}\n", "the file"],
  ])("with %s are refused with file and key", (_, text, key) => {
    expect(complaintAbout(text)).toContain(`bad-mapping-file: mapping file my.yaml: ${key}`);
  });
});

describe("mapping paths", () => {
  it.each([
    ["a.b", ["a", "b"]],
    ["a[0].b", ["a", 0, "b"]],
    ["attributes['user.id']", ["attributes", "user.id"]],
    ['attributes["user.id"].x-y', ["attributes", "user.id", "x-y"]],
  ])("%s has its keys", (path, keys) => {
    expect(parsePath(path)).toEqual(keys);
  });

  it.each(["", ".a", "a.", "a[x]", "a b", "a['b'"])("%j is none", (path) => {
    expect(parsePath(path)).toBeUndefined();
  });

  it("lead through JSON kept in strings, and never to inherited properties", () => {
    const view = { metadata: JSON.stringify({ user: "u1" }) };
    expect(valueAt(view, ["metadata", "user"], new Map())).toBe("u1");
    expect(valueAt(view, ["constructor", "name"], new Map())).toBeUndefined();
    expect(valueAt(view, ["metadata", "user", "length"], new Map())).toBeUndefined();
  });
});
