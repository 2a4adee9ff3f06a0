import { describe, expect, it } from "vitest";
import { factsOf } from "../accounts/account-facts.fixture.ts";
import { fuse } from "../campaigns/evidence.ts";
import { contextOf } from "../campaigns/context.fixture.ts";
import type { Finding } from "../campaigns/judge-all.ts";
import { range, seedOf } from "../campaigns/seeds.fixture.ts";
import { indexOfValues } from "../detectors/identity-links/identity-links.fixture.ts";
import type { RequestEvent } from "../events/request-event.ts";
import type { ReportCampaign } from "../report/report.ts";
import { explainCampaign, type ExplainInput } from "./explain-campaign.ts";
import { evidenceOf, findingOf, namesOf, requestsOf, searchOf } from "./finding.fixture.ts";
import { verdictSentence } from "./verdict-sentence.ts";

const START_MS = Date.UTC(2026, 10, 2);
const strong = [evidenceOf("content", 4), evidenceOf("timing", 4.5), evidenceOf("identity", 6)];

/** A finding of ten accounts with two requests each. */
function finding(known: Partial<Parameters<typeof findingOf>[0]> = {}): Finding {
  const list = [0, 1].flatMap((round) =>
    range(0, 10).map((account) => [account, START_MS + round * 3_600_000 + account] as const),
  );
  return findingOf({
    requests: requestsOf(list),
    seeds: [seedOf(0, range(0, 10), 2)],
    evidence: strong,
    qValue: 0.001,
    ...known,
  });
}

function explained(
  one: Finding,
  others: readonly Finding[] = [],
  known: Partial<ExplainInput> = {},
): ReportCampaign {
  const index = indexOfValues([["payment", [0, 1, 2]]]);
  const facts = factsOf(range(0, 40).map((account) => ({ requests: 5, firstMs: START_MS + account })));
  return explainCampaign(one, {
    search: searchOf([one, ...others], { context: contextOf({ facts, index }) }),
    names: namesOf(40),
    fdr: 0.05,
    enforcement: [],
    releases: [],
    declaredUses: [],
    texts: new Map(),
    ...known,
  });
}

describe("an explained campaign", () => {
  it("has the same id for the same members, in whatever order and with other evidence", () => {
    const reversed = finding({
      requests: requestsOf(
        range(0, 10)
          .reverse()
          .map((account) => [account, START_MS]),
      ),
    });
    const { id } = explained(finding());
    expect(id).toMatch(/^campaign-[0-9a-f]{12}$/);
    expect(explained(reversed).id).toBe(id);
    expect(explained(finding({ evidence: [] })).id).toBe(id);
    const other = finding({ requests: requestsOf(range(0, 9).map((account) => [account, START_MS])) });
    expect(explained(other).id).not.toBe(id);
  });

  it("sums its requests and tokens, and knows when it was first and last seen", () => {
    expect(explained(finding())).toMatchObject({
      requests: 20,
      input_tokens: 2000,
      output_tokens: 200,
      first_seen: "2026-11-02T00:00:00.000Z",
      last_seen: "2026-11-02T01:00:00.009Z",
    });
  });

  it("describes each account by its share of the campaign and its strongest link", () => {
    const { accounts } = explained(finding());
    expect(accounts.length).toBe(10);
    expect(accounts.find(({ account }) => account === "a0")).toMatchObject({
      membership: 0.9,
      requests: 2,
      all_requests: 5,
      reasons: [expect.stringContaining("2 of"), "shares a payment instrument with 2 other members"],
    });
    expect(accounts.find(({ account }) => account === "a9")?.reasons.length).toBe(1);
  });

  it("says how many have a place that members share, and calls none rare", () => {
    const index = indexOfValues([["email_domain", range(0, 8)]]);
    const facts = factsOf(range(0, 40).map(() => ({ requests: 5 })));
    const one = finding({ requests: requestsOf(range(0, 4).map((account) => [account, START_MS])) });
    const { accounts } = explained(one, [], {
      search: searchOf([one], { context: contextOf({ facts, index }) }),
    });
    expect(accounts[0]?.reasons[1]).toBe(
      "shares a mail domain with 3 other members (of 8 accounts that have it)",
    );
  });

  it("says what would be left without each family that speaks, and only of those", () => {
    const weak = { ...evidenceOf("lifecycle", 0.5) };
    const { leave_one_out: rest } = explained(finding({ evidence: [...strong, weak] }));
    expect(rest.map((entry) => entry.without)).toEqual(["content", "timing", "identity"]);
    const [withoutContent, withoutTiming] = rest;
    expect(withoutContent).toMatchObject({ reported: false, q_value: 1 });
    expect(withoutTiming?.reported).toBe(true);
    expect(withoutTiming?.probability).toBeLessThan(explained(finding()).probability);
  });

  it("shows the nearest groups that were spared, with the reasons, never more than three", () => {
    const spared = range(0, 5).map((at) =>
      findingOf({ requests: requestsOf([[20 + at, START_MS]]), spared: [`reason ${String(at)}`] }),
    );
    const { neighbours } = explained(finding(), spared);
    expect(neighbours.length).toBe(3);
    expect(neighbours.every((group) => group.reasons[0]?.startsWith("reason"))).toBe(true);
  });

  it("names requests only that were read again, by their ids", () => {
    const evidence = [{ ...evidenceOf("content", 4), requests: [0, 7, 8] }];
    const event = { requestId: "seen" } as RequestEvent;
    const texts = new Map([[7, { event, file: "a.ndjson", line: 12 }]]);
    const [first] = explained(finding({ evidence }), [], { texts }).evidence;
    expect(first?.request_ids).toEqual(["seen"]);
    expect(first?.places).toEqual([{ file: "a.ndjson", line: 12 }]);
  });

  it("says what the decision would be without single things, what matters most first", () => {
    const counterfactuals = [
      { without: "the shared devices", verdict: fuse(strong) },
      { without: "the intent phrases", verdict: fuse([evidenceOf("timing", 4.5)]) },
    ];
    const [first, second] = explained({ ...finding(), counterfactuals }).counterfactuals;
    expect(first).toMatchObject({ without: "the intent phrases", reported: false, q_value: 1 });
    expect(second).toMatchObject({ without: "the shared devices", reported: true });
  });
});

describe("the verdict sentence", () => {
  it("says what was seen and which families carry it", () => {
    expect(verdictSentence(finding(), ["template-harvest"], true)).toBe(
      "10 accounts acted together: they sent 20 requests with variants of one template, and content, timing and identity speak for coordination.",
    );
  });

  it("does not say of a group below the threshold that it acted together", () => {
    const one = finding({ evidence: [evidenceOf("content", 4)], qValue: 1 });
    const sentence = verdictSentence(one, ["injected-block"], false);
    expect(sentence).not.toContain("acted together");
    expect(sentence).toContain("content speaks for coordination, which is not enough to report it");
  });
});
