import { describe, expect, it } from "vitest";
import { withEngine } from "../../engine/engine.fixture.ts";
import { loadTexts, wordSource, type TextRequest } from "../../engine/text-log.fixture.ts";
import { findTemplateFamilies, type TemplateFamily } from "./template-families.ts";

const LEAST_REQUESTS = 12;

function familiesOf(requests: readonly TextRequest[]): Promise<readonly TemplateFamily[]> {
  return withEngine(async (engine) => {
    const log = await loadTexts(engine, requests);
    return findTemplateFamilies(engine, log.requestNumbers, LEAST_REQUESTS);
  });
}

/** Variants of a template: a slot of five words, and one fixed word in thirty replaced. */
function variants(template: string, count: number, words: (count: number) => string): string[] {
  return Array.from({ length: count }, (_, at) => {
    const fixed = template.split(" ");
    for (let place = at % 30; place < fixed.length; place += 30) fixed[place] = words(1);
    return `${fixed.slice(0, 30).join(" ")} ${words(5)} ${fixed.slice(30).join(" ")}`;
  });
}

const asRequests = (texts: readonly string[]): TextRequest[] =>
  texts.map((text, account) => ({ account, text }));

describe("template families", () => {
  it("are the planted variants of each template, without the free texts between them", async () => {
    const words = wordSource(1);
    const planted = [words(80), words(80)].map((template) => variants(template, 60, words));
    const free = Array.from({ length: 60 }, () => words(90));
    // One of each in turn: numbers 0, 3, 6 … are of the first template.
    const texts = free.flatMap((text, at) => [planted[0]?.[at] ?? "", planted[1]?.[at] ?? "", text]);
    const families = await familiesOf(asRequests(texts));
    expect(families.length).toBe(2);
    const kinds = families.map((family) => new Set(family.requests.map((request) => request % 3)));
    expect(kinds).toEqual([new Set([0]), new Set([1])]);
    for (const family of families) expect(family.requests.length).toBeGreaterThanOrEqual(54);
  });

  it("name each request once, in order, the leader among them", async () => {
    const words = wordSource(2);
    const families = await familiesOf(asRequests(variants(words(80), 40, words)));
    expect(families.length).toBe(1);
    const [family] = families;
    expect(family?.requests).toContain(family?.leader);
    expect(family?.requests).toEqual([...new Set(family?.requests)].sort((a, b) => a - b));
  });

  it("do not hold strangers together that are linked through a chain of others only", async () => {
    // Each text drops six words of the one before and adds six: neighbours agree, the ends share nothing.
    const river = wordSource(3)(60 * 6 + 60).split(" ");
    const texts = Array.from({ length: 60 }, (_, step) => river.slice(step * 6, step * 6 + 60).join(" "));
    const requests = texts.flatMap((text, step) =>
      Array.from({ length: 4 }, (_, copy) => ({ account: step * 4 + copy, text })),
    );
    const families = await familiesOf(requests);
    expect(families.length).toBeGreaterThan(1);
    for (const family of families) {
      const steps = family.requests.map((request) => Math.floor(request / 4));
      const leader = Math.floor(family.leader / 4);
      // Ten steps on, all sixty words are others.
      for (const step of steps) expect(Math.abs(step - leader)).toBeLessThan(10);
    }
  });

  it("are dropped where they have fewer requests than asked", async () => {
    const words = wordSource(4);
    const few = variants(words(80), LEAST_REQUESTS - 1, words);
    expect(await familiesOf(asRequests([...few, ...Array.from({ length: 30 }, () => words(80))]))).toEqual(
      [],
    );
  });

  it("are found among verbatim copies, save for the first, which nothing recalls", async () => {
    const copies = new Array<string>(30).fill(wordSource(5)(40));
    const families = await familiesOf(asRequests(copies));
    expect(families.map((family) => family.requests.length)).toEqual([29]);
  });

  it("are none where texts are too short for a signature, or there is one request only", async () => {
    expect(await familiesOf(asRequests(new Array<string>(30).fill("please continue")))).toEqual([]);
    expect(await familiesOf(asRequests([wordSource(6)(50)]))).toEqual([]);
  });
});
