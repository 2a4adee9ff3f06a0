import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutText } from "./cut-text.ts";
import { seededRandom } from "../detectors/seeded-random.ts";
import { redact } from "./redact.ts";

const MARKER = /⟨(?:email|phone|card|iban|key|number|ip|query|user)⟩/g;

/** Text that is dense in what the rules look for, with little between. */
const suspicious: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "a@b.co",
        "@",
        ".",
        ":",
        "-",
        " ",
        "/",
        "?",
        "#",
        "\n",
        "(",
        ")",
        "+",
        "_",
        "=",
        "⟨",
        "⟩",
        "…",
        "x",
        "中",
        "٣",
      ),
      fc.constantFrom(
        "https://",
        "sk-",
        "eyJ",
        "Bearer ",
        "password: ",
        "secret=",
        '"api_key": "',
        "Cookie: ",
        "--token ",
        "/home/",
        "C:\\Users\\",
        "-----BEGIN PRIVATE KEY-----",
        "-----END ",
      ),
      fc.constantFrom(
        "4111111111111111",
        "10.0.0.1",
        "2001:db8::1",
        "555-0187",
        "2026-09-14",
        "AKIAIOSFODNN7EXAMPLE",
        "DE89 3704 0044 0532 0130 00",
      ),
      fc.stringMatching(/^[0-9]{1,12}$/),
      fc.stringMatching(/^[A-Za-z0-9_]{1,30}$/),
      fc.string({ unit: "grapheme", maxLength: 6 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(""));

describe("redact", () => {
  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(suspicious, (text) => {
        const once = redact(text);
        expect(redact(once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  it("adds no more than its markers", () => {
    fc.assert(
      fc.property(suspicious, (text) => {
        const redacted = redact(text);
        const markers = (redacted.match(MARKER) ?? []).join("").length;
        expect(redacted.length).toBeLessThanOrEqual(text.length + markers);
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves no address of mail, wherever it stands", () => {
    const address = fc.tuple(fc.stringMatching(/^[a-z]{1,20}$/), fc.stringMatching(/^[a-z]{1,12}$/));
    fc.assert(
      fc.property(fc.string(), address, fc.string(), (before, [local, host], after) => {
        expect(redact(`${before} ${local}@${host}.example ${after}`)).not.toContain(
          `${local}@${host}.example`,
        );
      }),
    );
  });

  it("leaves no value after a name of a secret, however it is written", () => {
    const name = fc.constantFrom(
      "secret",
      "DB_PASSWORD",
      "passwd",
      "apiKey",
      "api-key",
      "access_key",
      "Authorization",
    );
    const value = fc.stringMatching(/^[A-Za-z0-9/+!$%^&*]{6,50}$/);
    const written: readonly ((name: string, value: string) => string)[] = [
      (key, text) => `${key}=${text}`,
      (key, text) => `${key} = ${text}`,
      (key, text) => `export ${key}="${text}"`,
      (key, text) => `- ${key}: ${text}`,
      (key, text) => JSON.stringify({ a: 1, [key]: text }),
      (key, text) => JSON.stringify(JSON.stringify({ [key]: text })),
      (key, text) => JSON.stringify({ [key]: text }, null, 2),
    ];
    fc.assert(
      fc.property(name, value, fc.constantFrom(...written), fc.lorem(), (key, text, write, prose) => {
        expect(redact(`${prose}\n${write(key, text)}\n${prose}`)).not.toContain(text);
      }),
    );
  });

  it("leaves no 30 random bytes in base64", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        const secret = Buffer.from(Array.from({ length: 30 }, () => Math.floor(random() * 256))).toString(
          "base64",
        );
        expect(redact(`a ${secret} b`)).toBe("a ⟨key⟩ b");
      }),
      { numRuns: 5000 },
    );
  });

  // Steps that grow with the square of the length would not come back from a megabyte within the test's time limit.
  it.each([
    "a",
    "1",
    "a@",
    "a.",
    "https://",
    "sk-",
    "-----BEGIN ",
    "-----BEGIN PRIVATE KEY",
    "a:",
    "⟨",
    "12 ",
    "Bearer ",
    "eyJ",
    "password: ",
    "secret=",
    'token: "',
    "token: '\\",
    '"password": ',
    '\\"api_key\\"',
    "Cookie: ",
    " --token ",
    "aB1/",
    "DE89 ",
    "DE89 3704 ",
    "- \t",
    "/home/",
  ])("comes back from a megabyte of %j", (unit) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
    expect(redact(text).length).toBeLessThanOrEqual(text.length * 8);
  });
});

describe("cutText", () => {
  it("is never longer than asked and cuts what it returned no further", () => {
    fc.assert(
      fc.property(suspicious, fc.integer({ min: 1, max: 60 }), (text, most) => {
        const cut = cutText(text, most);
        expect(cut.length).toBeLessThanOrEqual(Math.max(most, 1));
        expect(cutText(cut, most)).toBe(cut);
        expect(text.startsWith(cut.replace(/…$/, "")) || cut === text).toBe(true);
      }),
    );
  });

  it("keeps text well-formed", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        (text, most) => {
          expect(/\p{Cs}/u.test(cutText(text, most))).toBe(false);
        },
      ),
    );
  });
});
