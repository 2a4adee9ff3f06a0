import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { streamOf } from "./reading.fixture.ts";
import { splitRecords } from "./records.ts";
import { readSideTable } from "./side-tables.ts";
import type { SideTable, SideTableName, SideTableRows } from "./side-tables.ts";
import { unpack } from "./sources.ts";

async function read<Name extends SideTableName>(
  name: Name,
  text: string | Buffer,
): Promise<SideTable<SideTableRows[Name]>> {
  return readSideTable(name, splitRecords(unpack(streamOf([Buffer.from(text)]))), "side.ndjson");
}

describe("side tables", () => {
  it("of accounts are read with every field, packed or not", async () => {
    const row = {
      account: "a",
      organization: "o",
      created: "2026-01-01T00:00:00+01:00",
      plan: "pro",
      signup_path: "web",
      payment: "p",
      email_domain: "Mail.Example",
      device: "d",
      signup_ip: "203.0.113.1",
      country: "de",
      unknown: 1,
    };
    const expected = [
      {
        account: "a",
        organization: "o",
        createdMs: Date.UTC(2025, 11, 31, 23),
        plan: "pro",
        signupPath: "web",
        payment: "p",
        emailDomain: "mail.example",
        device: "d",
        signupIp: "203.0.113.1",
        country: "DE",
      },
    ];
    expect(await read("accounts", JSON.stringify(row))).toEqual({ rows: expected, rejected: [] });
    expect((await read("accounts", gzipSync(JSON.stringify(row)))).rows).toEqual(expected);
  });

  it("take null and empty text for absent, and numbers for tokens", async () => {
    expect((await read("accounts", '{"account":7,"organization":null,"created":"","plan":""}')).rows).toEqual(
      [{ account: "7" }],
    );
  });

  it("of enforcement, releases and declared use are read", async () => {
    expect(
      (await read("enforcement", '{"time":"2026-01-01T00:00:00Z","account":"a","action":"ban"}')).rows,
    ).toEqual([{ timeMs: Date.UTC(2026, 0, 1), account: "a", action: "ban" }]);
    expect((await read("releases", '[{"time":"2026-01-01T00:00:00Z","model":"m"}]')).rows).toEqual([
      { timeMs: Date.UTC(2026, 0, 1), model: "m" },
    ]);
    expect(
      (await read("declared-use", '{"organization":"o","use":"evaluation","from":"2026-01-01T00:00:00Z"}'))
        .rows,
    ).toEqual([{ organization: "o", use: "evaluation", fromMs: Date.UTC(2026, 0, 1) }]);
  });

  it("reject a bad row with line, field and remedy, and read the rest", async () => {
    const { rows, rejected } = await read(
      "enforcement",
      [
        '{"time":"2026-01-01T00:00:00Z","account":"a","action":"ban"}',
        '{"time":"yesterday","account":"a","action":"ban"}',
        '{"time":"2026-01-01T00:00:00Z","account":"a","action":"scold"}',
        '{"time":"2026-01-01T00:00:00Z","action":"ban"}',
        "not json",
        "[1]",
        '{"time":"2026-01-01T00:00:00Z","account":"b","action":"verify"}',
      ].join("\n"),
    );
    expect(rows.map((row) => row.account)).toEqual(["a", "b"]);
    expect(rejected.map(({ line, field }) => [line, field])).toEqual([
      [2, "time"],
      [3, "action"],
      [4, "account"],
      [5, undefined],
      [6, undefined],
    ]);
    expect(rejected[1]?.reason).toBe('"action" must be one of ban, limit, verify, reinstate');
    expect(rejected.every((row) => row.file === "side.ndjson")).toBe(true);
  });

  it("of declared use need somebody to whom the use is declared, and a window that is one", async () => {
    const { rejected } = await read(
      "declared-use",
      '{"use":"batch"}\n{"account":"a","use":"batch","from":"2026-02-01T00:00:00Z","until":"2026-01-01T00:00:00Z"}',
    );
    expect(rejected.map((row) => row.field)).toEqual(["account", "until"]);
  });

  it("that are empty have no rows and no fault", async () => {
    expect(await read("releases", "")).toEqual({ rows: [], rejected: [] });
  });
});
