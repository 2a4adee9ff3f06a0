import { describe, expect, it } from "vitest";
import { diagnose, type Finding, type HubFacts, type StoreFacts } from "./diagnose.ts";

const STORE: StoreFacts = {
  schema: 4,
  knownSchema: 4,
  begun: true,
  clockOffMs: 1_999,
  durable: true,
  bytes: 10 * 1024 ** 2,
  organizations: 2,
  keysValid: 2,
  keysExpired: 1,
  keysExpiringSoon: 0,
  noticesUnacknowledged: 0,
};
const NOW_MS = Date.UTC(2026, 10, 24);
const DAY_MS = 86_400_000;
const WELL: HubFacts = {
  nowMs: NOW_MS,
  folder: { open: [], freeBytes: 5 * 1024 ** 3 },
  store: STORE,
  tls: { expiresMs: NOW_MS + 21 * DAY_MS },
};

describe("diagnosing", () => {
  it("finds a hub well at the edge of every tolerance", () => {
    expect(diagnose(WELL).filter(({ verdict }) => verdict !== "fine")).toEqual([]);
    expect(diagnose(WELL)).toHaveLength(9);
  });

  it.each<[string, Finding["check"], Finding["verdict"], Partial<HubFacts>]>([
    ["a store that does not answer", "store", "failure", { store: { trouble: "out of reach" } }],
    ["a store without a hub", "store", "failure", { store: { ...STORE, begun: false } }],
    ["a newer schema", "schema", "failure", { store: { ...STORE, schema: 5 } }],
    ["an older schema", "schema", "warning", { store: { ...STORE, schema: 3 } }],
    ["a server without fsync", "durability", "failure", { store: { ...STORE, durable: false } }],
    ["clocks apart", "clock", "warning", { store: { ...STORE, clockOffMs: 2_001 } }],
    ["no valid key", "keys", "warning", { store: { ...STORE, keysValid: 0 } }],
    ["a key about to expire", "keys", "warning", { store: { ...STORE, keysExpiringSoon: 1 } }],
    ["a recall unheard", "recalls", "warning", { store: { ...STORE, noticesUnacknowledged: 1 } }],
    ["an open file", "folder-modes", "failure", { folder: { open: ["keys/a.key"], freeBytes: 5e9 } }],
    ["little space", "disk-space", "warning", { folder: { open: [], freeBytes: 5e8 } }],
    ["no space", "disk-space", "failure", { folder: { open: [], freeBytes: 5e7 } }],
    ["a certificate near its end", "tls", "warning", { tls: { expiresMs: NOW_MS + 20 * DAY_MS } }],
    ["an expired certificate", "tls", "failure", { tls: { expiresMs: NOW_MS - 1 } }],
    ["a certificate that is none", "tls", "failure", { tls: { trouble: "no PEM" } }],
  ])("tells of %s", (_, check, verdict, facts) => {
    const findings = diagnose({ ...WELL, ...facts }).filter((finding) => finding.verdict !== "fine");
    expect(findings.map((finding) => [finding.check, finding.verdict])).toEqual([[check, verdict]]);
  });

  it("looks at no folder where the store is a server of the operator's", () => {
    const checks = diagnose({ ...WELL, folder: undefined, tls: undefined }).map(({ check }) => check);
    expect(checks).toEqual(["store", "schema", "durability", "clock", "keys", "recalls"]);
  });
});
