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
    ["aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = ⟨key⟩"],
    ["use wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY now", "use ⟨key⟩ now"],
    ["AWS_SECRET_ACCESS_KEY=abcd", "AWS_SECRET_ACCESS_KEY=⟨key⟩"],
    ["secret=hunter2&x", "secret=⟨key⟩"],
    ['{"password":"it is \\"so\\" long","user":"u"}', '{"password":"⟨key⟩","user":"u"}'],
    ['{"api_key": 12345, "n": 1}', '{"api_key": ⟨key⟩, "n": 1}'],
    ['"{\\"token\\": \\"hunter2\\", \\"n\\": 1}"', '"{\\"token\\": \\"⟨key⟩\\", \\"n\\": 1}"'],
    ['{\n  "client_secret":\n    "hunter2"\n}', '{\n  "client_secret":\n    "⟨key⟩"\n}'],
    ["db:\n  passwd: correct horse battery\n  port: 5", "db:\n  passwd: ⟨key⟩\n  port: 5"],
    ["access-key: |\n  hunter2\nb: 1", "access-key: |\n  ⟨key⟩\nb: 1"],
    ["Authorization: Basic dXNlcjpwYXNz, x", "Authorization: Basic ⟨key⟩"],
    ["{'authorization': 'hunter2'}", "{'authorization': '⟨key⟩'}"],
    ["curl -H 'Cookie: sid=abc; theme=dark' -v", "curl -H 'Cookie: ⟨key⟩' -v"],
    ["psql --password hunter2 --host x", "psql --password ⟨key⟩ --host x"],
    ["<password>hunter2</password>", "<password>⟨key⟩</password>"],
    ["My access key: hunter2.", "My access key: ⟨key⟩."],
    ["密码：hunter2", "密码：⟨key⟩"],
  ])("replaces the value after a name in %j", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    "DE89 3704 0044 0532 0130 00",
    "DE89370400440532013000",
    "de89 3704 0044 0532 0130 00",
    "GB29 NWBK 6016 1331 9268 19",
    "NL91ABNA0417164300",
    "FR14 2004 1010 0505 0001 3M02 606",
    "NO93-8601-1117-947",
    "MT84MALT011000012345MTLCAST001S",
  ])("replaces the bank account %j whole", (account) => {
    expect(redact(`pay ${account}, please`)).toMatch(/^pay ⟨(?:iban|key)⟩, please$/);
    expect(redact(`to ${account} at once`)).toMatch(/^to ⟨(?:iban|key)⟩ at once$/);
  });

  it.each([
    "a budget of max_tokens: 4096 and 12 tokens: that is all",
    "std::token::iterator, tokenizer: fast, author: Ann",
    "AbstractSingletonProxyFactoryBeanConfigurationException",
    "packages/lab/src/report/TemplateAlignment/agreeingExamples/index",
    "SIXTY-FOUR-CAPITAL-LETTERS-IN-A-ROW-ARE-LOUD-BUT-NO-SECRET",
    "his password was forgotten; the secret of it",
    "RE21 and IS14 are chapters, AB12 is a postcode",
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
