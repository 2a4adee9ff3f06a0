import { describe, expect, it } from "vitest";
import { STYLE } from "./style.ts";

type Colours = ReadonlyMap<string, string>;

/** The colours of the light theme, of the dark one, and of paper, each over those before it. */
const themes: readonly Colours[] = (() => {
  const blocks = [...STYLE.matchAll(/:root\{([^}]*)\}/g)].map(([, body]) => colours(body ?? ""));
  const [light = new Map<string, string>(), ...rest] = blocks;
  return [light, ...rest.map((over) => new Map([...light, ...over]))];
})();

describe("STYLE", () => {
  it("has a light, a dark and a paper theme", () => {
    expect(themes).toHaveLength(3);
  });

  it.each([
    ["ink", "ground", 7],
    ["ink", "panel", 7],
    ["soft", "ground", 4.5],
    ["soft", "panel", 4.5],
    ["accent", "ground", 4.5],
    ["accent", "panel", 4.5],
    ["ink-on-tint", "tint", 4.5],
    ["ink", "tint", 4.5],
    ["panel", "accent", 4.5],
    ["alarm", "ground", 3],
    ["a3", "ground", 3],
  ])("keeps the contrast of %s on %s at %d : 1 or more in every theme", (front, ground, least) => {
    for (const theme of themes)
      expect(contrast(colour(theme, front), colour(theme, ground))).toBeGreaterThanOrEqual(least);
  });

  it("uses only colours that it defines", () => {
    const used = new Set([...STYLE.matchAll(/var\(--([a-z0-9-]+)\)/g)].map(([, name]) => name ?? ""));
    expect([...used].filter((name) => themes[0]?.has(name) !== true)).toEqual([]);
  });
});

function colours(block: string): Colours {
  return new Map(
    [...block.matchAll(/--([a-z0-9-]+):(#[0-9a-f]{3,6})/g)].map(([, name, value]) => [
      name ?? "",
      value ?? "",
    ]),
  );
}

function colour(theme: Colours, name: string): string {
  const found = theme.get(name);
  if (found === undefined) throw new Error(`no colour ${name}`);
  return found;
}

/** Contrast ratio of WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, "$&$&") : hex;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(full.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
