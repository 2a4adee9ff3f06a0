import { describe, expect, it } from "vitest";
import { fill, withEngine, type Row } from "../engine/engine.fixture.ts";
import { ATTRIBUTES } from "../engine/tables.ts";
import type { AccountRow } from "../events/side-tables.ts";
import { ipPrefix } from "../sketches/ip-prefix.ts";
import { ATTRIBUTE_KINDS } from "../sketches/sketched-chunk.ts";
import { factsOf } from "./account-facts.fixture.ts";
import { buildIdentityIndex, type IdentityIndex } from "./identity-index.ts";

function indexOf(
  rows: readonly Omit<AccountRow, "account">[],
  attributes: readonly Row[] = [],
): Promise<IdentityIndex> {
  return withEngine(async (engine) => {
    await fill(engine, ATTRIBUTES, attributes);
    return buildIdentityIndex(
      engine,
      factsOf(rows.map((row, at) => ({ row: { account: String(at), ...row } }))),
    );
  });
}

const shared = (index: IdentityIndex): unknown[] =>
  index.values.map(({ kind, value, accounts }) => [kind, value, [...accounts]]);

describe("the identity index", () => {
  it("keeps values of at least two accounts, and each account's way to them", async () => {
    const index = await indexOf([{ payment: "p" }, { payment: "p", device: "d" }, { device: "e" }]);
    expect(shared(index)).toEqual([["payment", "p", [0, 1]]]);
    expect([...index.ofAccount]).toEqual([
      [0, [0]],
      [1, [0]],
    ]);
    expect([...index.known].sort()).toEqual(["device", "payment"]);
  });

  it("takes sign-up addresses by network, and opaque tokens as they are", async () => {
    const index = await indexOf([
      { signupIp: "192.0.2.1" },
      { signupIp: "192.0.2.200" },
      { signupIp: "token" },
      { signupIp: "token" },
      { signupIp: "192.0.3.1" },
    ]);
    expect(shared(index)).toEqual([
      ["signup_ip", "192.0.2.0/24", [0, 1]],
      ["signup_ip", "token", [2, 3]],
    ]);
  });

  it("reads request networks from the engine, IPv6 included", async () => {
    const kind = ATTRIBUTE_KINDS.network;
    const [v4, v6] = [ipPrefix("198.51.100.7"), ipPrefix("2001:db8:5::1")];
    const index = await indexOf(
      [{}, {}, {}],
      [
        { account_no: 2, kind, value: v4 },
        { account_no: 0, kind, value: v4 },
        { account_no: 0, kind, value: v4 },
        { account_no: 1, kind, value: v6 },
        { account_no: 2, kind, value: v6 },
        { account_no: 0, kind: ATTRIBUTE_KINDS.asn, value: v6 },
      ],
    );
    expect(shared(index)).toEqual([
      ["network", "198.51.100.0/24", [0, 2]],
      ["network", "2001:db8:5::/48", [1, 2]],
    ]);
  });

  it("finds accounts that sign up in the same ten minutes", async () => {
    const index = await indexOf([{ createdMs: 600_000 }, { createdMs: 1_199_999 }, { createdMs: 1_200_000 }]);
    expect(shared(index)).toEqual([["signup_burst", "1970-01-01T00:10:00.000Z", [0, 1]]]);
  });

  it("leaves out what so many accounts have that it says nothing, such as a mail provider", async () => {
    const common = Array.from({ length: 60 }, () => ({ emailDomain: "mail.example" }));
    const rare = Array.from({ length: 140 }, (_, at) => ({ emailDomain: `${String(at % 70)}.example` }));
    const index = await indexOf([...common, ...rare]);
    expect(index.values.map(({ accounts }) => accounts.length)).toEqual(new Array<number>(70).fill(2));
  });

  it("holds a value for rarer the fewer accounts have it", async () => {
    const index = await indexOf(
      Array.from({ length: 100 }, (_, at) => ({
        device: at < 2 ? "two" : at < 12 ? "ten" : `own ${String(at)}`,
      })),
    );
    const rarity = new Map(index.values.map((value) => [value.value, value.rarity]));
    expect(rarity.get("two")).toBeCloseTo(Math.log(50) / Math.log(100));
    expect(rarity.get("ten")).toBeCloseTo(Math.log(10) / Math.log(100));
  });
});
