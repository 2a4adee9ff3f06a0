import { randomFrom } from "../traffic/random.ts";
import type { RivalRequest } from "./rival.ts";
import { textVector } from "./text-vector.ts";

/** A request for tests; what does not matter has one value for all. */
export function asked(
  account: string,
  text: string,
  more: Partial<Omit<RivalRequest, "account" | "text" | "vector">> = {},
): RivalRequest {
  return {
    account,
    organization: `org of ${account}`,
    payment: null,
    timeMs: 0,
    system: "",
    text,
    vector: textVector(text),
    ip: `198.51.100.${account.length}`,
    userAgent: "curl",
    tls: `print of ${account}`,
    refused: false,
    outputTokens: 100,
    ...more,
  };
}

/** `count` texts of twelve words, the same in every run; `from` numbers the first, and no two numbers give one text. */
export function ordinaryTexts(count: number, from: number = 0): string[] {
  return Array.from({ length: count }, (_, index) => {
    const random = randomFrom(from + index);
    return Array.from({ length: 12 }, () => `word${random.below(997)}`).join(" ");
  });
}
