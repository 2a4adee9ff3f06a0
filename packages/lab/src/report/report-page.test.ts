import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Report } from "./report.ts";
import { emptyReportFixture, largeReportFixture, reportFixture } from "./report.fixture.ts";
import { reportPage } from "./report-page.ts";

function page(report: Report): string {
  return [...reportPage(report)].join("");
}

const full = page(reportFixture());

describe("reportPage", () => {
  it("has the parts that an analyst looks for", () => {
    for (const heading of [
      "2 campaigns for review",
      "Large-scale data requests",
      "What remains without each thing",
      "The shared text",
      "Accounts over time",
      "What the accounts share",
      "Nearest benign neighbours",
      "Spared",
      "Below the threshold",
      "Declared uses",
      "Blind spots",
      "What was read",
      "What this report does not say",
    ]) {
      expect(full).toContain(heading);
    }
    expect(full).toContain("would not be reported");
    expect(full.match(/<mark>/g)?.length).toBeGreaterThanOrEqual(6);
  });

  it("closes every element that it opens, in order", () => {
    for (const markup of [full, page(emptyReportFixture()), page(hostileReport())])
      expect(unbalanced(markup)).toEqual([]);
  });

  it("uses every id once, and points only at ids that exist", () => {
    const ids = [...full.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...full.matchAll(/ (?:href="#|aria-labelledby=")([^"]+)"/g)].flatMap(
      ([, names]) => names?.split(" ") ?? [],
    );
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  it("loads nothing from anywhere and forbids it", () => {
    expect(full).not.toMatch(/(?:src|href)="(?!#)/);
    expect(full).not.toMatch(/url\(|@import|fetch\(|XMLHttpRequest|innerHTML/);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(full)?.[1] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe-inline");
    for (const element of ["style", "script"]) {
      const source = new RegExp(`<${element}>([^]*?)</${element}>`).exec(full)?.[1] ?? "";
      expect(policy).toContain(`sha256-${createHash("sha256").update(source, "utf8").digest("base64")}`);
    }
    expect(full).not.toMatch(/ style="| on[a-z]+="/);
  });

  it("names every chart, and gives every table a caption and every header cell a scope", () => {
    const charts = full.match(/<svg(?![^>]*aria-hidden)[^>]*>/g) ?? [];
    expect(charts.length).toBeGreaterThan(3);
    for (const chart of charts) expect(chart).toMatch(/role="img" aria-labelledby="[^"]+ [^"]+"/);
    expect(full.match(/<caption>/g)).toHaveLength(full.match(/<table/g)?.length ?? -1);
    for (const cell of full.match(/<th(?=[ >])[^>]*>/g) ?? []) expect(cell).toContain("scope=");
  });

  it("never claims what it cannot know", () => {
    for (const markup of [full, page(emptyReportFixture())]) {
      expect(
        /\bstole|\bsteal|\bprove[sn]?\b|\btheft\b|\bguilty\b|\b100 %/i.exec(withoutCode(markup)),
      ).toBeNull();
    }
  });

  it("says that nothing found is not evidence of absence", () => {
    expect(page(emptyReportFixture())).toContain("not evidence of absence");
  });

  it("makes hostile text harmless everywhere", () => {
    const markup = page(hostileReport());
    expect(markup.match(/<script/g)).toHaveLength(1);
    expect(markup.match(/<img/g)).toBeNull();
    expect(markup.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    expect(markup).toContain("⟨U+202E⟩");
  });

  it("stays below three megabytes with twenty campaigns of a thousand accounts", () => {
    expect(Buffer.byteLength(page(largeReportFixture(20, 1000)))).toBeLessThan(3_000_000);
  });

  it("is the same on every call", () => {
    expect(page(reportFixture())).toBe(full);
  });

  it("survives times that are none, figures that are none, and an empty raster", () => {
    const [first] = reportFixture().campaigns;
    if (first === undefined) throw new Error("the fixture has campaigns");
    const odd = {
      ...first,
      first_seen: "never",
      probability: Number.NaN,
      raster: { ...first.raster, start: "", bins: 0, rows: [] },
      evidence: first.evidence.map((one) => ({ ...one, log_likelihood_ratio: Number.POSITIVE_INFINITY })),
    };
    const markup = page({ ...reportFixture(), campaigns: [odd] });
    expect(/NaN|Infinity|undefined/.exec(withoutCode(markup))).toBeNull();
    expect(unbalanced(markup)).toEqual([]);
  });
});

/** Every string of the report, save those that have a closed set of values, replaced by an attack. */
function hostileReport(): Report {
  const attack = `"'><script>alert(1)</script><img src=x onerror=alert(1)>\u202Egnp.\u0000\u001b[2J\u2028\uD800</style></svg></title>&lt;`;
  const keep = new Set([
    "schema",
    "family",
    "kind",
    "origin",
    "time",
    "start",
    "day",
    "first_seen",
    "last_seen",
    "first",
    "last",
    "part",
    "without",
    "table",
  ]);
  const replace = (name: string, value: unknown): unknown => {
    if (typeof value === "string") return keep.has(name) ? value : `${attack}${value.slice(0, 20)}`;
    if (Array.isArray(value)) return value.slice(0, 12).map((one) => replace(name, one));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [name === "fields" ? attack : key, replace(key, inner)]),
    );
  };
  return replace("", reportFixture()) as Report;
}

const VOID = new Set(["meta", "br", "!doctype"]);

/** Tags that are closed out of order or never. */
function unbalanced(markup: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, closing, name, selfClosed] of withoutCode(markup).matchAll(
    /<(\/?)([a-zA-Z!][a-zA-Z0-9]*)(?:"[^"]*"|[^">])*?(\/?)>/g,
  )) {
    const tag = (name ?? "").toLowerCase();
    if (VOID.has(tag) || selfClosed === "/") continue;
    if (closing === "") open.push(tag);
    else if (open.pop() !== tag) wrong.push(tag);
  }
  return [...wrong, ...open];
}

/** The page without its style sheet and script. */
function withoutCode(markup: string): string {
  return markup.replace(/<(style|script)>[^]*?<\/\1>/g, "");
}
