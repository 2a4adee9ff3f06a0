import { describe, expect, it } from "vitest";
import { cutText } from "./cut-text.ts";
import { redact } from "./redact.ts";

describe("redact", () => {
  it.each([
    ["write to anna.berg+x@mail.example.org today", "write to ⟨email⟩ today"],
    ["почта иван@пример.рф, спасибо", "почта ⟨email⟩, спасибо"],
    ["call +49 30 901820-14 or (212) 555-0187", "call ⟨phone⟩ or ⟨phone⟩"],
    ["card 4111 1111 1111 1111 exp 12/29", "card ⟨card⟩ exp 12/29"],
    ["card 4111-1111-1111-1111.", "card ⟨card⟩."],
    ["卡号4111111111111111。", "卡号⟨number⟩。"],
    ["order 123456789012", "order ⟨number⟩"],
    ["from 192.168.17.4 and 2001:db8::8a2e:370:7334.", "from ⟨ip⟩ and ⟨ip⟩."],
    ["see https://example.org/a/b?user=7&t=1#x for it", "see https://example.org/a/b⟨query⟩ for it"],
    ["https://bob:hunter2@example.org/x", "https://⟨key⟩@example.org/x"],
    ["open /home/annab/notes.txt", "open /home/⟨user⟩/notes.txt"],
    ["open C:\\Users\\annab\\notes.txt", "open C:\\Users\\⟨user⟩\\notes.txt"],
    ["key sk-ant-REDACTED", "key ⟨key⟩"],
    ["AWS AKIAIOSFODNN7EXAMPLE", "AWS ⟨key⟩"],
    ["Authorization: Bearer abc123def456ghi", "Authorization: Bearer ⟨key⟩"],
    ["password: correct-horse", "password: ⟨key⟩"],
    ["a -----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY----- b", "a ⟨key⟩ b"],
    ["sha 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "sha ⟨key⟩"],
  ])("replaces in %j", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    "On 2026-09-14 at 10:15:30 the value was 3.14, up 12 % from 1,204.",
    "Solve 12 + 30 = 42 and 7 * 6 = 42.",
    "version 1.2.3, chapter 4.5.6, ratio 16:9",
    "std::vector<int>::iterator and a::b",
    "antidisestablishmentarianism-and-other-long-words",
    "请一步一步思考，然后给出答案。",
    "Does https://example.org/path end here? Yes.",
    "mail @someone on the forum; a @ b",
  ])("leaves %j as it is", (text) => {
    expect(redact(text)).toBe(text);
  });

  it("recognises a card number written in Arabic digits", () => {
    expect(redact("٤١١١١١١١١١١١١١١١")).toBe("⟨card⟩");
  });

  it("removes a private key whose end is missing", () => {
    expect(redact("x -----BEGIN PRIVATE KEY-----\nMIIEvQ\nsecret")).toBe("x ⟨key⟩");
  });
});

describe("cutText", () => {
  it("does not divide an emoji that consists of several characters", () => {
    const family = "👩‍👩‍👧‍👦";
    expect(cutText(`ab${family}cd`, 6)).toBe("ab…");
  });

  it("does not divide a redaction marker", () => {
    expect(cutText("to ⟨email⟩ now", 8)).toBe("to …");
  });

  it("cuts a grapheme that alone is too long", () => {
    expect(cutText(`a${"\u0301".repeat(5000)}`, 50)).toHaveLength(50);
  });

  it("leaves text that fits", () => {
    expect(cutText("short", 5)).toBe("short");
  });
});
