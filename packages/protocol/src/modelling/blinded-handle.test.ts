import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import {
  blindHandle,
  buildAccount,
  ModellingError,
  readBlindedHandle,
  type BlindedHandle,
} from "../index.ts";
import { exampleAuthorship } from "./example-objects.fixture.ts";

const KEY = new Uint8Array(32).fill(1);
const FACTS = { blinding_method: "HMAC-SHA-256", epoch: "2026-11" } as const;

test("a handle depends on key and value, and is a keyed hash", () => {
  const handle = blindHandle(KEY, "someone@example.com");
  expect(handle).toBe(blindHandle(KEY, "someone@example.com"));
  expect(handle).not.toBe(blindHandle(KEY, "someone.else@example.com"));
  expect(handle).not.toBe(blindHandle(new Uint8Array(32).fill(2), "someone@example.com"));
  const expected = createHmac("sha256", KEY).update("stillwatch account handle 1\0someone@example.com");
  expect(handle).toBe(expected.digest("base64url"));
});

test("a short key is refused", () => {
  expect(() => blindHandle(new Uint8Array(31), "x")).toThrow(
    expect.objectContaining({ code: "key-too-short" }),
  );
});

test.each([
  "someone@example.com",
  "acct_1234567890",
  "",
  "+49 151 23456789",
  "0b7f5f5e-6f3e-4d6b-9b6c-3f0a7c1d2e4f",
  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  `${"a".repeat(42)}@`,
  "a".repeat(1_000_000),
])("%# is no handle, and the refusal does not repeat it", (text) => {
  const read = (): unknown => readBlindedHandle(text);
  const build = (): unknown =>
    buildAccount(exampleAuthorship("handle"), { handle: text as BlindedHandle, facts: FACTS });
  for (const attempt of [read, build]) {
    expect(attempt).toThrow(ModellingError);
    expect(attempt).toThrow(/^Blind the account's identifier with blindHandle first\.$/);
  }
});

test("an account is the same object however often it is made, and holds nothing but the handle", () => {
  const handle = readBlindedHandle(blindHandle(KEY, "someone@example.com"));
  const account = buildAccount(exampleAuthorship("one"), { handle, facts: FACTS });
  expect(account).toEqual(buildAccount(exampleAuthorship("two"), { handle, facts: FACTS }));
  expect(account["user_id"]).toBe(handle);
  expect(JSON.stringify(account)).not.toContain("example.com");
});
