import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeHtml, markup, markupText } from "./markup.ts";
import { visibleLine, visibleText } from "./visible-text.ts";

const anyText = fc
  .string({ unit: "binary", maxLength: 80 })
  .chain((text) =>
    fc
      .constantFrom("", "</script>", "\u202E", "\u0000", "'\"`<>&", "\uD800", "\r\n", "]]>", "<!--")
      .map((attack) => text + attack + text),
  );

describe("markup", () => {
  it("lets no text open a tag, end an attribute or reorder the line", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const written = markupText(markup`<p title="${text}">${text}</p>`);
        const inner = written.slice('<p title="'.length, -"</p>".length).split('">');
        expect(inner).toHaveLength(2);
        expect(inner.join("")).not.toMatch(/[<>"'`\u202A-\u202E\u2066-\u2069]/);
      }),
    );
  });

  it("does not take an object out of a report for finished markup", () => {
    const forged: unknown = JSON.parse('{"markup":"<b>","Symbol(markup)":"<b>"}');
    expect(() => markup`${forged as string}`).toThrow();
  });

  it("puts lists and numbers in order and leaves out undefined", () => {
    expect(markupText(markup`<i>${["a", 1, markup`<b>${"&"}</b>`, undefined]}</i>`)).toBe(
      "<i>a1<b>&amp;</b></i>",
    );
  });

  it("can be read back to the visible text", () => {
    const names: Readonly<Record<string, string>> = {
      amp: "&",
      lt: "<",
      gt: ">",
      quot: '"',
      "#39": "'",
      "#96": "`",
    };
    fc.assert(
      fc.property(anyText, (text) => {
        const back = escapeHtml(text).replace(/&([a-z0-9#]+);/g, (_, name: string) => names[name] ?? "");
        expect(back).toBe(visibleText(text));
      }),
    );
  });
});

describe("visibleText", () => {
  it("changes nothing the second time and leaves nothing invisible", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = visibleText(text);
        expect(visibleText(once)).toBe(once);
        expect(once.replace(/[\n\t]/g, "")).not.toMatch(
          /[\p{Cc}\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]|\p{Cs}/u,
        );
      }),
    );
  });

  it("keeps scripts that need joiners, accents and emoji", () => {
    for (const text of ["नमस्‍ते", "می‌خواهم", "é 👩‍👧", "中文", "العربية"]) expect(visibleText(text)).toBe(text);
  });

  it("gives one line for tables and terminals", () => {
    expect(visibleLine("a\n\tb\u001b[31m\r")).toBe("a b␛[31m␍");
  });
});
