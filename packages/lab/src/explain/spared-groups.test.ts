import { describe, expect, it } from "vitest";
import { range, seedOf } from "../campaigns/seeds.fixture.ts";
import type { RequestEvent } from "../events/request-event.ts";
import { findingOf, namesOf, requestsOf, searchOf } from "./finding.fixture.ts";
import { requestsOfSpared, sparedGroups } from "./spared-groups.ts";

const seed = seedOf(0, range(0, 25), 4);
const linked = findingOf({ requests: requestsOf([[30, 0]]), spared: ["one payer stands behind it"] });
const search = searchOf([linked], {
  narrowSeeds: [seed],
  groups: [{ kind: "template", requests: [7, 8, 9] }],
});

describe("the groups that were spared", () => {
  it("name up to twenty of their accounts", () => {
    const [narrow, judged] = sparedGroups(search, namesOf(40), new Map());
    expect(narrow?.account_ids).toEqual(range(0, 20).map((at) => `a${String(at)}`));
    expect(judged).toMatchObject({ account_ids: ["a30"], reasons: ["one payer stands behind it"] });
  });

  it("show the text that their requests share, redacted and cut, and nothing that only one says", () => {
    expect(requestsOfSpared(search)).toEqual([7, 8, 9]);
    const texts = new Map(
      ["Berlin", "Oslo", "Lima"].map((city, at) => {
        const lastUser = `Write a mail to ann@example.org about ${city}. ${"Mind the tone of it. ".repeat(30)}`;
        const event = { requestId: city, account: city, timeMs: 0, prompt: { lastUser, system: "" } };
        return [7 + at, { event: event as unknown as RequestEvent, file: "a", line: 1 }] as const;
      }),
    );
    const [narrow, judged] = sparedGroups(search, namesOf(40), texts);
    expect(narrow?.shared_text).toMatch(/^Write a mail to ⟨email⟩ about ….*Mind the tone/);
    expect(narrow?.shared_text).not.toMatch(/Berlin|Oslo|Lima/);
    expect(narrow?.shared_text?.length).toBeLessThanOrEqual(300);
    expect(judged).not.toHaveProperty("shared_text");
  });
});
