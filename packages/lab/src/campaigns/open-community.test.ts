import { describe, expect, it } from "vitest";
import { indexOfValues } from "../detectors/identity-links/identity-links.fixture.ts";
import { openCommunity } from "./open-community.ts";
import { range } from "./seeds.fixture.ts";

const group = new Set(range(0, 50));

describe("a community in the open", () => {
  it("is a class with a mail domain of its own", () => {
    const community = openCommunity(group, indexOfValues([["email_domain", range(0, 40)]]));
    expect(community).toEqual({ kind: "mail domain", share: 0.8 });
  });

  it("is a hackathon on a few networks", () => {
    const rooms = range(0, 4).map((room) => ["signup_ip", range(room * 10, room * 10 + 10)] as const);
    expect(openCommunity(group, indexOfValues(rooms))).toEqual({ kind: "places", share: 0.8 });
  });

  it("is not a group on a public mail provider", () => {
    expect(openCommunity(group, indexOfValues([["email_domain", range(0, 400)]]))).toBeUndefined();
  });

  it("is not a pool behind many small proxies, nor one of which half has a domain", () => {
    const proxies = range(0, 16).map((proxy) => ["network", range(proxy * 3, proxy * 3 + 3)] as const);
    expect(openCommunity(group, indexOfValues(proxies))).toBeUndefined();
    expect(openCommunity(group, indexOfValues([["email_domain", range(0, 25)]]))).toBeUndefined();
  });
});
