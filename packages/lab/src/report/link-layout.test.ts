import { describe, expect, it } from "vitest";
import { layOutLinks, MOST_HUBS, MOST_LISTED_LINKS, MOST_RING_NODES } from "./link-layout.ts";
import type { IdentityLink } from "./report.ts";

function link(value: string, accounts: readonly string[], weight: number = 0.9): IdentityLink {
  return { kind: "payment", value, accounts, accounts_overall: accounts.length, weight };
}

const names = (from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `a${from + at}`);

describe("layOutLinks", () => {
  it("draws the same whatever the order of links", () => {
    const links = [link("x", names(0, 5)), link("y", names(3, 4)), link("z", names(20, 9), 0.2)];
    expect(layOutLinks([...links].reverse())).toEqual(layOutLinks(links));
  });

  it("keeps hubs apart and everything inside the ring", () => {
    const layout = layOutLinks(Array.from({ length: 40 }, (_, at) => link(`v${at}`, names(0, 6))));
    expect(layout.hubs).toHaveLength(MOST_HUBS);
    layout.hubs.forEach((a, at) => {
      expect(Math.hypot(a.x, a.y)).toBeLessThan(0.9);
      for (const b of layout.hubs.slice(at + 1))
        expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(0.1);
    });
  });

  it("caps nodes and listed links, and gives each strong link some room", () => {
    const layout = layOutLinks(Array.from({ length: 30 }, (_, at) => link(`v${at}`, names(at * 50, 50))));
    expect(layout.nodes.length).toBeLessThanOrEqual(MOST_RING_NODES);
    expect(layout.ordered).toHaveLength(MOST_LISTED_LINKS);
    expect(layout.listed).toBe(30);
    expect(new Set(layout.edges.map((edge) => edge.hub)).size).toBe(MOST_HUBS);
  });
});
