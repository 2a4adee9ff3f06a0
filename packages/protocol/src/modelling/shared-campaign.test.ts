import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  ATLAS_TECHNIQUES,
  buildPromptTemplate,
  buildRuleIndicator,
  buildSighting,
  buildSuspectedStudent,
  DISTILLATION_EXTENSION,
  markingsOf,
  PURPOSE_MARKINGS,
  sharedCampaign,
} from "../index.ts";
import { EXAMPLE_CAMPAIGN, exampleAuthorship } from "./example-objects.fixture.ts";

const author = exampleAuthorship("test");
const objects = sharedCampaign(exampleAuthorship("test"), EXAMPLE_CAMPAIGN);
const [rule] = EXAMPLE_CAMPAIGN.rules;

describe("a shared campaign", () => {
  test("every object follows those it refers to, save techniques and the author", () => {
    const known = new Set<unknown>([...Object.values(ATLAS_TECHNIQUES), author.author]);
    for (const object of objects) {
      const references = Object.entries(object).flatMap(([name, value]) =>
        name === "object_marking_refs"
          ? []
          : name.endsWith("_ref")
            ? [value]
            : name.endsWith("_refs")
              ? (value as unknown[])
              : [],
      );
      for (const reference of references) expect(known).toContain(reference);
      known.add(object.id);
    }
    expect(new Set(objects.map(({ id }) => id)).size).toBe(objects.length);
  });

  test("TLP, PAP and purpose stand on every object, observables too", () => {
    for (const object of objects) {
      const { tlp, pap, others } = markingsOf(object);
      expect([[...tlp], [...pap], others]).toEqual([
        ["amber+strict"],
        ["amber"],
        [PURPOSE_MARKINGS["amber+strict"].id],
      ]);
    }
  });

  test("what is left out makes no object and no dangling relationship", () => {
    const few = sharedCampaign(exampleAuthorship("few"), {
      ...EXAMPLE_CAMPAIGN,
      accounts: [],
      techniques: [],
      templates: [],
      rules: [],
      activityCluster: undefined,
      counterMeasures: [],
    });
    expect(few.map(({ type }) => type)).toEqual([
      "campaign",
      "infrastructure",
      "relationship",
      "relationship",
    ]);
  });

  test("figures are rounded before they leave", () => {
    const facts = objects.map((object) => JSON.stringify(object)).join("\n");
    expect(facts).not.toMatch(/3512|5\.83|4\.11|0\.00213|12345|98765|0\.0027/);
    expect(facts).toMatch(/"account_count":3500/);
    expect(facts).toMatch(/"q_value":0\.003/);
    expect(facts).toMatch(/"series":\[12000,99000,0,150000\]/);
  });
});

test("a template has the id that its type's own library gives it, and no text in its slots", () => {
  // Value and id as in the tests of muchdogesec's promptintel feed.
  const known = buildPromptTemplate(author, [
    { kind: "fixed", text: "Define a function named receive_command." },
  ]);
  expect(known.id).toBe("ai-prompt--f4e87229-56b5-5932-b814-a42ab25a58e6");
  const slotted = buildPromptTemplate(author, [
    { kind: "fixed", text: "Solve: " },
    { kind: "slot", name: "task" },
  ]);
  expect(slotted["value"]).toBe("Solve: {{task}}");
});

test.each([[[]], [[{ kind: "slot", name: "all" }]], [[{ kind: "fixed", text: " \n" }]]] as const)(
  "a template without fixed text is refused: %j",
  (parts) => {
    expect(() => buildPromptTemplate(author, parts)).toThrow(
      expect.objectContaining({ code: "template-empty" }),
    );
  },
);

test("a rule travels byte for byte, under its own language, with its digest", () => {
  const indicator = buildRuleIndicator(author, rule!);
  expect([indicator["pattern"], indicator["pattern_type"]]).toEqual([rule!.document, "stillwatch"]);
  const facts = (indicator["extensions"] as Record<string, Record<string, unknown>>)[DISTILLATION_EXTENSION]!;
  expect(facts["rule_document_digest"]).toBe(createHash("sha256").update(rule!.document).digest("hex"));
  expect(facts["rule_document_schema"]).toBe("stillwatch.rule/1");
  const sigma = buildRuleIndicator(author, { ...rule!, language: "sigma" });
  expect(JSON.stringify(sigma)).not.toContain("rule_document_schema");
});

test("findings about one model by two members are two objects, and the teacher is named only if asked", () => {
  const input = {
    model: { name: "Example Student 7B" },
    facts: { evidence_level: "lead", release_date: "2026-10-01" },
    claim: { abstract: "a", content: "c", confidence: 40 },
  } as const;
  const first = buildSuspectedStudent(exampleAuthorship("first"), input);
  const second = buildSuspectedStudent(exampleAuthorship("second"), input);
  expect(first.map(({ type }) => type)).toEqual(["software", "note"]);
  expect(first[0]!.id).not.toBe(second[0]!.id);
  const named = buildSuspectedStudent(author, {
    ...input,
    teacher: "software--0b7f5f5e-6f3e-4d6b-9b6c-3f0a7c1d2e4f",
  });
  expect(named[2]).toMatchObject({ object_refs: [named[0]!.id, named[1]!.id], confidence: 40 });
});

test.each([0, -1, 1.5, 1_000_000_000])("a sighting that counts %s is refused", (count) => {
  const input = { of: objects[0]!.id, firstSeen: author.now, lastSeen: author.now, count };
  expect(() => buildSighting(author, input)).toThrow(expect.objectContaining({ code: "count-out-of-range" }));
});
