import type { Seed } from "./seeds.ts";

/** A seed of a template that every account uses `perAccount` times; wide and varied unless the test says otherwise. */
export function seedOf(
  no: number,
  accounts: readonly number[],
  perAccount: number,
  more: Partial<Seed> = {},
): Seed {
  const requests = accounts.length * perAccount;
  return {
    no,
    kind: "template",
    requests,
    payers: accounts.length,
    texts: requests,
    hours: 48,
    firstMs: 0,
    lastMs: 0,
    inputTokens: 0,
    outputTokens: 0,
    intents: {},
    shapes: {},
    accounts: new Map(accounts.map((account) => [account, perAccount])),
    ...more,
  };
}

/** The numbers from `first` up to but not including `end`. */
export function range(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, at) => first + at);
}
