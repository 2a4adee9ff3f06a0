import { describe, expect, it } from "vitest";
import type { Report } from "./report.ts";
import { emptyReportFixture, reportFixture } from "./report.fixture.ts";
import { terminalSummary } from "./terminal-summary.ts";
import { reportPaths } from "./write-report.ts";

function summary(report: Report, { color = false, columns = 100 } = {}): string {
  return terminalSummary(report, { paths: reportPaths("out"), color, columns });
}

describe("terminalSummary", () => {
  it("shows each campaign with q, accounts, requests and families, and the paths", () => {
    const text = summary(reportFixture());
    expect(text).toMatch(/c-8f21d0\s+> 99\.9 %\s+< 0\.0001\s+240\s+12\.8 k\s+content, /);
    expect(text).toContain("109,992 requests of 4,218 accounts in 3 files");
    expect(text).toContain("12 lines rejected");
    expect(text).toContain("Not seen: client.tls, accounts.device.");
    expect(text).toContain("out/report.html");
    expect(text).toContain("rejected.ndjson");
  });

  it("gives the number of families where their names have no room, not half a list", () => {
    const text = summary(reportFixture(), { columns: 72 });
    expect(text).toMatch(/c-8f21d0\s+> 99\.9 %\s+< 0\.0001\s+240\s+12\.8 k\s+\d *$/m);
  });

  it("says that nothing found is not evidence of absence", () => {
    const text = summary(emptyReportFixture());
    expect(text.replaceAll("\n", " ")).toContain("No campaign at fdr 0.05; this is not evidence of absence");
  });

  it("has no escape sequence without colour, and some with it", () => {
    expect(summary(reportFixture())).not.toContain("\u001b");
    expect(summary(reportFixture(), { color: true })).toContain("\u001b[");
  });

  it.each([60, 80, 100, 200])("keeps within a terminal of %d columns", (columns) => {
    const lines = summary(reportFixture(), { columns }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(Math.min(columns, 110));
  });

  it("lets no text of the report steer the terminal", () => {
    const [first] = reportFixture().campaigns;
    if (first === undefined) throw new Error("the fixture has campaigns");
    const hostile = {
      ...first,
      id: "\u001b[2Jid\n",
      verdict: "\u001b]0;title\u0007 gone\r",
      shapes: ["\u009b31m"],
    };
    const text = summary({ ...reportFixture(), campaigns: [hostile] });
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});
