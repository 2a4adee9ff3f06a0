import { describe, expect, it } from "vitest";
import { accountsCsv, campaignsCsv, csvLine } from "./csv.ts";
import { reportFixture } from "./report.fixture.ts";

describe("csvLine", () => {
  it("quotes commas, quotes and line breaks as RFC 4180 says", () => {
    expect(csvLine(['say "hi"', "a,b", "c\nd", "plain", 3, -1.5])).toBe(
      '"say ""hi""","a,b","c\nd",plain,3,-1.5\r\n',
    );
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\t=1", "＝1"])(
    "keeps %j from running as a formula",
    (cell) => {
      expect(csvLine([cell])).toMatch(/^"?'/);
    },
  );

  it("makes control characters visible", () => {
    expect(csvLine(["a\u0000b\u001b[31m\u202ec"])).toBe("a␀b␛[31m⟨U+202E⟩c\r\n");
  });

  it("leaves a figure empty that is no number", () => {
    expect(csvLine([Number.NaN, 1])).toBe(",1\r\n");
  });
});

describe("the tables", () => {
  it("have one row per campaign and candidate", () => {
    const lines = [...campaignsCsv(reportFixture())];
    expect(lines).toHaveLength(1 + 2 + 1);
    expect(lines[1]).toMatch(/^c-8f21d0,yes,0\.99981,/);
    expect(lines[3]).toMatch(/^c-77aa02,no,0\.41,/);
  });

  it("have every member, strongest first", () => {
    const [head, ...rows] = [...accountsCsv(reportFixture())];
    expect(head?.split(",").slice(0, 4)).toEqual(["campaign", "account", "membership", "score"]);
    expect(rows).toHaveLength(240 + 96);
    const memberships = rows.slice(0, 240).map((row) => Number(row.split(",")[2]));
    expect(memberships).toEqual([...memberships].sort((a, b) => b - a));
  });
});
