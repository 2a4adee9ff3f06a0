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

  it("show one request where a text is shared, redacted and cut", () => {
    expect(requestsOfSpared(search)).toEqual([7]);
    const prompt = { lastUser: `Write to ann@example.org. ${"Go on. ".repeat(100)}`, system: "" };
    const found = { event: { prompt } as RequestEvent, file: "a", line: 1 };
    const [narrow, judged] = sparedGroups(search, namesOf(40), new Map([[7, found]]));
    expect(narrow?.example).toMatch(/^Write to ⟨email⟩\. Go on/);
    expect(narrow?.example?.length).toBeLessThanOrEqual(300);
    expect(judged).not.toHaveProperty("example");
  });
});
