import { describe, expect, it } from "vitest";
import { UnusableInput } from "../events/unusable-input.ts";
import { campaignNamed, readReport } from "./read-report.ts";
import { reportFixture } from "./report.fixture.ts";
import { terminalCampaign } from "./terminal-campaign.ts";

const report = reportFixture();
const [first] = report.campaigns;
const text = terminalCampaign(first as NonNullable<typeof first>, report, { color: false, columns: 90 });

describe("a campaign in the terminal", () => {
  it("says the sentence, each piece of evidence, and where its requests stand in the logs", () => {
    for (const { detector, family } of first?.evidence ?? []) expect(text).toContain(`${family} ${detector}`);
    expect(text).toContain("see logs/gateway-a.ndjson.zst:17, ");
  });

  it("says what the decision would be without each family and each single thing", () => {
    expect(text).toMatch(/all content evidence .* not reported/);
    expect(text).toMatch(/the shared payment instruments .* 0\.110 .* not reported/);
    expect(text).toMatch(/the intent phrases .* still reported/);
  });

  it("keeps prose within the width of the terminal", () => {
    const prose = text.split("\n").filter((line) => !line.includes("see "));
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(90);
  });
});

describe("a report that is read back", () => {
  it("gives its campaigns by number, by id and by the beginning of one", () => {
    const again = readReport(JSON.stringify(report), "report.json");
    expect(campaignNamed(again, "2")).toEqual(report.campaigns[1]);
    for (const name of [first?.id ?? "", first?.id.slice(0, -1) ?? ""])
      expect(campaignNamed(again, name)).toEqual(first);
  });

  it.each([["{"], ["[]"], ['{"schema":"other/1"}'], ['{"schema":"stillwatch.report/1"}']])(
    "is refused where it is none: %s",
    (broken) => {
      expect(() => readReport(broken, "report.json")).toThrow(UnusableInput);
    },
  );

  it("says which campaigns there are where a name fits none", () => {
    expect(() => campaignNamed(report, "nothing")).toThrow(first?.id);
  });
});
