import { expect, it } from "vitest";
import { makeApiKey, readApiKey } from "./api-key.ts";
import { countingBytes } from "./credentials.fixture.ts";

it("reads the key that it made, by its public id and the hash of its secret", () => {
  const key = makeApiKey(countingBytes());
  expect(key.reveal()).toMatch(/^swk_[a-z2-7]{8}_[A-Za-z0-9_-]{43}$/);
  const read = readApiKey(key.reveal());
  expect(read?.publicId).toBe(key.publicId);
  expect(Buffer.from(read?.secretHash ?? [])).toEqual(Buffer.from(key.secretHash));
});

it("takes 256 bits of the randomness that it is given for the secret", () => {
  const asked: number[] = [];
  makeApiKey((length) => {
    asked.push(length);
    return new Uint8Array(length);
  });
  expect(asked).toContain(32);
});

it("shows no secret where it is written as JSON", () => {
  const key = makeApiKey(countingBytes());
  const secret = key.reveal().slice(13);
  expect(JSON.stringify({ key })).toContain(key.publicId);
  expect(JSON.stringify({ key })).not.toContain(secret);
});

it("does not read another spelling of the same secret bytes", () => {
  const key = `swk_aaaaaaaa_${"A".repeat(42)}B`;
  expect(Buffer.from("A".repeat(42) + "B", "base64url")).toEqual(Buffer.alloc(32));
  expect(readApiKey(key)).toBeUndefined();
});
