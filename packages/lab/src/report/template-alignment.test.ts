import { describe, expect, it } from "vitest";
import { MOST_SLOT_CHARACTERS, templateView } from "./template-alignment.ts";
import type { TemplateExample } from "./template-alignment.ts";
import { alignTexts } from "./text-alignment.ts";

describe("alignTexts", () => {
  it("finds the fixed text and the slots of a template", () => {
    const texts = [
      template("How many ways are there to seat five people?", "textbook"),
      template("Which compound boils first, and why?", "lab notebook"),
      template("What is the capital of the country with most lakes?", "quiz"),
    ];
    const { template: pieces, examples } = alignTexts(texts);
    const fixed = pieces.filter((piece) => piece.kind === "fixed").map((piece) => piece.text.trim());
    expect(fixed).toHaveLength(3);
    expect(fixed[0]).toContain("complete and transparent reasoning");
    expect(fixed[1]).toContain("Answer in the style of a");
    expect(examples.map((example) => example.filter((piece) => piece.kind === "slot")[0]?.text)).toEqual([
      "How many ways are there to seat five people",
      "Which compound boils first, and why",
      "What is the capital of the country with most lakes",
    ]);
  });

  it("finds a block that stands in the middle of unlike texts", () => {
    const block = "Write every step of your thinking between tags before you give the answer.";
    const { template: pieces } = alignTexts([
      `Refactor this module so that it has no globals. ${block} Thank you!`,
      `Zusammenfassung der Sitzung vom Montag, bitte kurz. ${block}`,
      `${block} Explain photosynthesis to a child.`,
    ]);
    expect(pieces.filter((piece) => piece.kind === "fixed").map((piece) => piece.text.trim())).toEqual([
      block,
    ]);
  });

  it("aligns Chinese, which writes without spaces", () => {
    const { examples } = alignTexts([
      "请逐步推理并给出完整思路：苹果为什么落地？",
      "请逐步推理并给出完整思路：海水为什么是咸的？",
      "请逐步推理并给出完整思路：猫会游泳吗？",
    ]);
    expect(examples[0]?.[0]).toEqual({ kind: "fixed", text: "请逐步推理并给出完整思路：" });
  });

  it("does not take single common words for a template", () => {
    const { template: pieces } = alignTexts([
      "the cat sat on a mat",
      "in the morning it rained",
      "over the hills and far",
    ]);
    expect(pieces.filter((piece) => piece.kind === "fixed")).toEqual([]);
  });

  it("aligns twelve texts of two thousand tokens without repeating any work by the square of their length", () => {
    const texts = Array.from(
      { length: 12 },
      (_, k) => `${"same words in every text here. ".repeat(150)}${`own${k} `.repeat(900)}`,
    );
    const { template: pieces } = alignTexts(texts);
    expect(pieces[0]?.text.length).toBeGreaterThan(4000);
  });
});

describe("templateView", () => {
  it("redacts and cuts what it shows", () => {
    const long = "different words follow one another without an end ".repeat(20);
    const view = templateView("user", [
      example("a", template(`write to eva@example.org ${long}`, "letter")),
      example("b", template("ask someone else", "note")),
    ]);
    const text = JSON.stringify(view);
    expect(text).not.toContain("eva@example.org");
    expect(text).toContain("⟨email⟩");
    for (const piece of view?.examples.flatMap((one) => one.pieces) ?? []) {
      if (piece.kind === "slot") expect(piece.text.length).toBeLessThanOrEqual(MOST_SLOT_CHARACTERS);
    }
  });

  it("shows the examples that agree where the rest is worded otherwise", () => {
    const odd = ["A sonnet about rain, please.", "Translate: good morning", "2 + 2?"].map((text, at) =>
      example(`odd${at}`, text),
    );
    const alike = ["one", "two", "three"].map((word) =>
      example(word, template(`the ${word} question`, "book")),
    );
    const view = templateView("user", [odd, alike].flat());
    expect(view?.examples.map((one) => one.request_id).sort()).toEqual(["one", "three", "two"]);
  });

  it("shows one wording rather than the few words that all wordings share", () => {
    const wordings = [
      (question: string) =>
        `As a patient teacher, lay out each step of the argument. The task: ${question} Do not skip anything at all.`,
      (question: string) =>
        `Give the whole chain of thought as a careful analyst would. The task: ${question} End with a verdict in bold.`,
    ];
    const questions = [
      "Why is the sky blue?",
      "How do magnets work?",
      "What is a prime number?",
      "Who wrote Faust?",
    ];
    const view = templateView(
      "user",
      wordings.flatMap((wording, at) =>
        questions.map((question, k) => example(`${at}-${k}`, wording(question))),
      ),
    );
    const fixed = view?.pieces.filter((piece) => piece.kind === "fixed").map((piece) => piece.text) ?? [];
    expect(fixed.join("").length).toBeGreaterThan(80);
    expect(new Set(view?.examples.map((one) => one.request_id.slice(0, 1))).size).toBe(1);
  });

  it("keeps to unlike texts where one block is all that they share", () => {
    const block = "Write every step of your thinking between tags before you give the answer.";
    const tasks = [
      "Refactor this module.",
      "Fasse die Sitzung zusammen.",
      "Explain photosynthesis.",
      "2 + 2?",
      "Write a haiku about rain.",
      "Plan a trip to Rome.",
    ];
    const view = templateView(
      "user",
      tasks.map((task, at) => example(String(at), `${task} ${block}`)),
    );
    expect(view?.examples.map((one) => one.request_id)).toEqual(["0", "1", "2"]);
  });

  it("does not show one request twice where others are left", () => {
    const view = templateView("user", [
      example("a", template("same question", "book")),
      example("b", template("same question", "book")),
      example("c", template("other question", "book")),
    ]);
    expect(view?.examples).toHaveLength(2);
    expect(view?.pieces.some((piece) => piece.kind === "slot")).toBe(true);
  });

  it("is null where nothing is common, or there is one example only", () => {
    expect(templateView("user", [example("a", "alpha beta"), example("b", "gamma delta")])).toBeNull();
    expect(templateView("user", [example("a", "alpha beta gamma delta")])).toBeNull();
    expect(templateView("user", [])).toBeNull();
  });

  it("shows identical requests as one fixed text", () => {
    const view = templateView("system", [
      example("a", "the very same prompt"),
      example("b", "the very same prompt"),
    ]);
    expect(view?.pieces[0]).toEqual({ kind: "fixed", text: "the very same prompt" });
  });
});

function template(question: string, style: string): string {
  return `You are an expert. Give complete and transparent reasoning.\n\nQuestion: ${question}\n\nAnswer in the style of a ${style} and leave no step out.`;
}

function example(id: string, text: string): TemplateExample {
  return { request_id: id, account: `acct_${id}`, time: "2026-09-08T06:00:00Z", text };
}
