import type { RuleDocument } from "./rule-document.ts";
import type { AccountRow, RuleTest } from "./rule.ts";

type TestDocument = RuleDocument["tests"][number];
type RowDocument = NonNullable<TestDocument["accounts"]>[number];

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

function rowOf({ count, ...values }: RowDocument): AccountRow {
  return {
    count: count ?? 1,
    values: Object.fromEntries(
      Object.entries(values).map(([measure, value]) => [measure, value ?? Number.NaN]),
    ),
  };
}
