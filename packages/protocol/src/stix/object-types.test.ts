import { describe, expect, it } from "vitest";
import { readStixObject, type StixObjects } from "./object-types.ts";
import { soundObject } from "./sound-objects.fixture.ts";

/** A property that the type promises, so that it must not be absent. */
const PROMISED: Readonly<Record<keyof StixObjects, string>> = {
  "attack-pattern": "name",
  campaign: "name",
  "course-of-action": "name",
  "extension-definition": "schema",
  identity: "name",
  indicator: "pattern",
  infrastructure: "name",
  "intrusion-set": "name",
  "marking-definition": "created",
  note: "content",
  "observed-data": "number_observed",
  opinion: "opinion",
  relationship: "target_ref",
  report: "published",
  sighting: "sighting_of_ref",
  software: "name",
  "user-account": "id",
};

describe("readStixObject", () => {
  it.each(Object.entries(PROMISED))("gives a sound %s, and none without %s", (type, property) => {
    const object = soundObject(type);
    expect(readStixObject(object, type as keyof StixObjects)).toBe(object);
    expect(readStixObject({ ...object, [property]: undefined }, type as keyof StixObjects)).toBeUndefined();
  });

  it("gives no object of another type", () => {
    expect(readStixObject(soundObject("campaign"), "incident" as keyof StixObjects)).toBeUndefined();
  });

  it("gives no object of STIX 2.0, of which less is known", () => {
    expect(readStixObject(soundObject("campaign", { spec_version: "2.0" }), "campaign")).toBeUndefined();
  });
});
