import { describe, expect, it } from "vitest";
import type { Truth } from "../traffic/truth.ts";
import { judgeRival } from "./judge-rival.ts";

const members = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);
const truth: Truth = {
  seed: 1,
  side: "test",
  requests: 0,
  accounts: Object.fromEntries(
    [
      ["harvest", 10],
      ["course", 100],
      ["bot", 2],
      ["background", 50],
    ].flatMap(([name, count]) =>
      members(String(name), Number(count)).map((account) => [account, String(name)]),
    ),
  ),
  parts: {
    harvest: { kind: "campaign", accounts: 10, requests: 0 },
    course: { kind: "look-alike", accounts: 100, requests: 0 },
    bot: { kind: "look-alike", accounts: 2, requests: 0 },
    background: { kind: "background", accounts: 50, requests: 0 },
  },
  campaign_requests: {},
};

describe("judging a rival", () => {
  it("finds a campaign from three in ten of its accounts on, as Stillwatch is judged", () => {
    const few = judgeRival({ flagged: new Set(members("harvest", 3)) }, truth);
    expect(few.found).toEqual(["harvest"]);
    expect(few.accounts).toEqual({ flagged: 3, guilty: 3, all: 10, honest: 152 });
    expect(judgeRival({ flagged: new Set(members("harvest", 2)) }, truth).found).toEqual([]);
  });

  it("counts a look-alike as flagged from eight accounts or a fifth on, and never the background", () => {
    const flagged = (course: number, bot: number): readonly string[] =>
      judgeRival(
        {
          flagged: new Set([
            ...members("course", course),
            ...members("bot", bot),
            ...members("background", 40),
          ]),
        },
        truth,
      ).falseGroups;
    expect(flagged(8, 0)).toEqual(["course"]);
    expect(flagged(7, 0)).toEqual([]);
    expect(flagged(0, 1)).toEqual(["bot"]);
  });

  it("counts windows with at least one campaign request in twenty apart from the honest ones", () => {
    const window = (guilty: number, flagged: boolean): { accounts: string[]; flagged: boolean } => ({
      accounts: [...members("harvest", guilty), ...members("background", 20 - guilty)],
      flagged,
    });
    const verdict = judgeRival(
      { flagged: new Set(), windows: [window(1, true), window(1, false), window(0, false)] },
      truth,
    );
    expect(verdict.windows).toEqual({ withCampaign: [1, 2], honest: [0, 1] });
  });
});
