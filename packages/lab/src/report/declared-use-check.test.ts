import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { reportPage } from "./report-page.ts";
import { reportFixture } from "./report.fixture.ts";
import type { DeclaredUseCheck, Report } from "./report.ts";
import { terminalSummary } from "./terminal-summary.ts";
import { reportPaths } from "./write-report.ts";

const EXPECTED = "synthetic-data: uses few accounts";
const DIFFERS: DeclaredUseCheck = {
  expected: EXPECTED,
  observed: "accounts 40 <b>\u001b[31m",
  agrees: false,
};
const AGREES: DeclaredUseCheck = { expected: EXPECTED, observed: "accounts 2", agrees: true };

function reportWith(...checks: readonly DeclaredUseCheck[]): Report {
  const report = reportFixture();
  const [use] = report.declared_uses;
  if (use === undefined) throw new Error("the fixture has a declared use");
  return { ...report, declared_uses: checks.map((check) => ({ ...use, check })) };
}

const page = (report: Report): string => [...reportPage(report)].join("").replace(/\s+/g, " ");
const terminal = (report: Report): string =>
  terminalSummary(report, { paths: reportPaths("out"), color: false, columns: 100 }).replace(/\s+/g, " ");

describe("a declared use that does not behave like one", () => {
  it("is shown on the page with what was expected and seen, as text", () => {
    const html = page(reportWith(DIFFERS));
    expect(html).toContain("It does not behave as declared:</strong> accounts 40 &lt;b&gt;");
    expect(html).toContain(`Expected of ${EXPECTED}.`);
    expect(html).not.toContain("\u001b");
  });

  it("has a line in the terminal, one for all", () => {
    expect(terminal(reportWith(DIFFERS))).toContain(
      "Declared synthetic-data of org_4f71a2 does not behave like it: accounts 40",
    );
    expect(terminal(reportWith(DIFFERS, AGREES, DIFFERS, DIFFERS))).toContain(
      "2 more declared uses likewise.",
    );
    expect(terminal(reportWith(DIFFERS))).not.toContain("\u001b");
  });

  it("makes no campaign of itself", () => {
    const { declared_uses: _, ...rest } = reportWith(DIFFERS);
    const { declared_uses: __, ...without } = reportFixture();
    expect(rest).toEqual(without);
  });
});

describe("a declared use that behaves like one", () => {
  it("says so on the page and is silent in the terminal", () => {
    expect(page(reportWith(AGREES))).toContain("It behaves as declared: accounts 2.");
    expect(terminal(reportWith(AGREES))).not.toContain("does not behave");
  });
});

describe("report-1.schema.json", () => {
  const schema = readFileSync(new URL("../../schemas/report-1.schema.json", import.meta.url), "utf8");
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(schema) as object);

  it("knows the check of a declared use, and that it is whole or absent", () => {
    const [use] = reportWith(AGREES).declared_uses;
    expect(validate(JSON.parse(JSON.stringify(reportWith(AGREES))))).toBe(true);
    const broken = { ...reportFixture(), declared_uses: [{ ...use, check: { agrees: true } }] };
    expect(validate(JSON.parse(JSON.stringify(broken)))).toBe(false);
  });
});
