import type { RuleDocument } from "./rule-document.ts";
import type { AccountRow, RuleTest } from "./rule.ts";

type TestDocument = RuleDocument["tests"][number];

/** An inline test in the terms of `RuleTest`. */
export function testOf(test: TestDocument): RuleTest {
  return {
    name: test.name,
    kind: test.case,
    class: test.class,
    expect: test.expect,
    sparedBy: test.spared_by,
    input: test.input,
    accounts: (test.accounts ?? []).map(rowOf),
    baseline: test.baseline ?? {},
  };
}

function rowOf({ count, ...values }: Readonly<Record<string, number>>): AccountRow {
  return { count: Math.max(1, Math.min(MOST_ALIKE, Math.floor(count ?? 1))), values };
}

const MOST_ALIKE = 1000;
