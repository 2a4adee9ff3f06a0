import { describe, expect, test } from "vitest";
import {
  isPublishedMarking,
  levelsDefinedBy,
  markingsOf,
  PAP_EXTENSION,
  PAP_MARKINGS,
  TLP_EXTENSION,
  TLP_MARKINGS,
} from "../index.ts";

const STATEMENT = "marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168";

describe("markings of an object", () => {
  test("TLP, PAP and others are told apart", () => {
    const markings = markingsOf({
      type: "campaign",
      object_marking_refs: [
        TLP_MARKINGS["amber+strict"].id,
        PAP_MARKINGS.amber.id,
        STATEMENT,
        STATEMENT,
        TLP_MARKINGS.green.id,
      ],
    });
    expect(markings.tlp).toEqual(new Set(["amber+strict", "green"]));
    expect(markings.pap).toEqual(new Set(["amber"]));
    expect(markings.others).toEqual([STATEMENT]);
  });

  test("what marks a part marks the object", () => {
    const markings = markingsOf({
      type: "campaign",
      object_marking_refs: [TLP_MARKINGS.clear.id],
      granular_markings: [
        { marking_ref: TLP_MARKINGS.red.id, selectors: ["description"] },
        { lang: "fr", selectors: ["name"] },
      ],
    });
    expect(markings.tlp).toEqual(new Set(["clear", "red"]));
  });

  test("an id in upper case does not hide a level", () => {
    const id = TLP_MARKINGS.red.id.toUpperCase().replace("MARKING-DEFINITION", "marking-definition");
    expect(markingsOf({ type: "campaign", object_marking_refs: [id] }).tlp).toEqual(new Set(["red"]));
    expect(isPublishedMarking(id)).toBe(true);
  });

  test.each([
    ["613f2e26-407d-48c7-9eca-b8e91df99dc9", "clear"],
    ["34098fce-860f-48ae-8e50-ebd3cc5e41da", "green"],
    ["f88d31f6-486f-44da-b317-01333bde0b82", "amber"],
    ["5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "red"],
  ])("TLP 1's %s is %s", (uuid, level) => {
    const markings = markingsOf({ type: "tool", object_marking_refs: [`marking-definition--${uuid}`] });
    expect(markings).toEqual({ tlp: new Set([level]), pap: new Set(), others: [] });
  });

  test("the extensions of an object mark it, those of a definition do not", () => {
    const extensions = { [TLP_EXTENSION]: { tlp_2_0: "red" }, [PAP_EXTENSION]: { pap: "WHITE" } };
    expect(markingsOf({ type: "campaign", extensions })).toEqual({
      tlp: new Set(["red"]),
      pap: new Set(["clear"]),
      others: [],
    });
    expect(markingsOf(TLP_MARKINGS.red).tlp.size).toBe(0);
  });

  test.each([["purple"], [undefined], [7], ["red".repeat(1e6)]])(
    "an unknown level counts as red",
    (level) => {
      const extensions = { [TLP_EXTENSION]: { tlp_2_0: level }, [PAP_EXTENSION]: { pap: level } };
      const { tlp, pap } = markingsOf({ type: "campaign", extensions });
      expect([tlp, pap]).toEqual([new Set(["red"]), new Set(["red"])]);
    },
  );

  test("what has not the shape of a marking is none", () => {
    expect(
      markingsOf({ type: 1, object_marking_refs: "x", granular_markings: [null, 1], extensions: [] }),
    ).toEqual({ tlp: new Set(), pap: new Set(), others: [] });
    expect(markingsOf({ object_marking_refs: [7, null] }).others).toEqual([]);
  });
});

describe("definitions of levels", () => {
  test("every published definition defines the level it is filed under", () => {
    for (const [level, marking] of Object.entries(TLP_MARKINGS)) {
      expect(levelsDefinedBy(marking)).toEqual([{ kind: "tlp", level }]);
      expect(marking.name).toBe(`TLP:${level.toUpperCase()}`);
    }
    for (const [level, marking] of Object.entries(PAP_MARKINGS)) {
      expect(levelsDefinedBy(marking)).toEqual([{ kind: "pap", level }]);
    }
  });

  test("a definition of one's own is recognised, and is not a published one", () => {
    const own = { ...TLP_MARKINGS.red, id: STATEMENT };
    expect(levelsDefinedBy(own)).toEqual([{ kind: "tlp", level: "red" }]);
    expect(isPublishedMarking(own.id)).toBe(false);
    expect(levelsDefinedBy({ type: "marking-definition", definition: { tlp: "amber" } })).toEqual([
      { kind: "tlp", level: "amber" },
    ]);
    expect(levelsDefinedBy({ type: "marking-definition", definition: { statement: "©" } })).toEqual([]);
    expect(levelsDefinedBy({ type: "campaign", extensions: TLP_MARKINGS.red.extensions })).toEqual([]);
  });
});
