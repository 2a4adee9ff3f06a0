import { guardStixObject } from "@stillwatch/protocol";
import { describe, expect, it } from "vitest";
import type { Microseconds } from "../collections/version-store.ts";
import { recalledVersion, retractedVersion } from "./last-version.ts";

const NOW = (Date.UTC(2026, 5, 1) * 1_000) as Microseconds;
const ID = "7a2b5c1e-4c83-4f6e-9d25-b5a1b6f3f111";

function object(type: string, properties: object): string {
  return JSON.stringify({
    type,
    spec_version: "2.1",
    id: `${type}--${ID}`,
    created_by_ref: `identity--${ID}`,
    created: "2026-01-01T00:00:00.000Z",
    modified: "2026-01-01T00:00:00.000Z",
    ...properties,
  });
}

const SECRET = { name: "Secret name", description: "Secret text", x_secret: "Secret" };
const TYPES = [
  "attack-pattern",
  "campaign",
  "course-of-action",
  "incident",
  "infrastructure",
  "intrusion-set",
  "threat-actor",
  "tool",
  "vulnerability",
];

describe("a recalled object's last version", () => {
  it.each([
    ...TYPES.map((type) => object(type, SECRET)),
    object("malware", { ...SECRET, is_family: true }),
    object("indicator", {
      ...SECRET,
      pattern: "[url:value = 'https://secret.test']",
      pattern_type: "stix",
      valid_from: "2026-01-01T00:00:00Z",
    }),
  ])("is sound STIX, revoked, from the same creator, and says nothing of it: %s", (newest) => {
    const text = recalledVersion(newest, NOW) ?? "";
    const parsed = JSON.parse(text) as Record<string, unknown>;
    expect(guardStixObject(parsed).kind).toBe("sound");
    expect(parsed).toMatchObject({
      revoked: true,
      modified: "2026-06-01T00:00:00.000000Z",
      created_by_ref: `identity--${ID}`,
    });
    expect(text.toLowerCase()).not.toContain("secret");
  });

  it.each(["relationship", "note", "ipv4-addr", "x-own-type"])("does not exist for %s", (type) => {
    expect(recalledVersion(object(type, {}), NOW)).toBeUndefined();
  });
});

describe("a retracted object's next version", () => {
  it("is the same, revoked", () => {
    const newest = object("campaign", { name: "A campaign" });
    expect(JSON.parse(retractedVersion(newest, NOW) ?? "")).toEqual({
      ...(JSON.parse(newest) as object),
      modified: "2026-06-01T00:00:00.000000Z",
      revoked: true,
    });
  });

  it("does not exist for what is revoked already or has no versions", () => {
    expect(retractedVersion(object("campaign", { name: "A", revoked: true }), NOW)).toBeUndefined();
    expect(
      retractedVersion(JSON.stringify({ type: "url", id: `url--${ID}`, value: "u" }), NOW),
    ).toBeUndefined();
  });
});
