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

/** `count` texts of twelve words out of a vocabulary of its own size, the same in every run. */
export function ordinaryTexts(count: number, from: number = 0): string[] {
  return Array.from({ length: count }, (_, index) =>
    Array.from(
      { length: 12 },
      (_, place) => `word${((from + index) * 7919 + place * place * 104_729) % 997}`,
    ).join(" "),
  );
}
