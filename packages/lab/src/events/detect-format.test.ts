import { describe, expect, it } from "vitest";
import { detectFormat } from "./detect-format.ts";

describe("the format of a file", () => {
  it("is told by most of its records, not by the first", () => {
    const envelope = { time: "2026-01-01T00:00:00Z", account: "a", request: {} };
    expect(detectFormat([{ odd: 1 }, envelope, envelope])).toMatchObject({
      format: "stillwatch",
      inPieces: false,
    });
  });

  it("is the envelope also where most of its lines lack the account or have no proper request", () => {
    const exchange = { request: { model: "m", messages: [] }, response: null };
    const envelope = { time: "2026-01-01T00:00:00Z", account: "a", provider: "openai", ...exchange };
    const { account: _, ...accountless } = envelope;
    const spoilt = { ...envelope, request: "a text" };
    expect(detectFormat([envelope, accountless, accountless, spoilt])).toMatchObject({
      format: "stillwatch",
    });
  });

  it("is in pieces where records are events of a stream", () => {
    expect(detectFormat([{ type: "message_start", message: {} }])).toMatchObject({
      format: "anthropic",
      inPieces: true,
    });
  });

  it("is said to be unknown with the keys that were seen, and no value of them", () => {
    const detected = detectFormat([{ level: "info", msg: "my secret", "a key that is a whole sentence": 1 }]);
    expect(detected).toEqual({
      format: undefined,
      reason:
        "the format cannot be told: the first record has the keys level, msg, …; name it with --format, or describe it in a file given by --mapping",
    });
  });

  it("is unknown without any record", () => {
    expect(detectFormat([])).toMatchObject({ format: undefined });
  });
});
