import { describe, expect, it } from "vitest";
import { joinRules, parseRules, RULE_LIMITS } from "./read-rules.ts";
import { ruleText } from "./rule.fixture.ts";
import { DETECTORS } from "./rule.ts";

const read = (text: string, version = "0.1.0") => parseRules(text, "mine.yaml", version);
const OTHER_ID = "0e3f6f0a-0b1c-4d2e-8f30-112233445566";

describe("parseRules", () => {
  it("reads several documents of one file, each with its place", () => {
    const { rules, faults } = read(`${ruleText()}---\n${ruleText({ id: OTHER_ID })}---\n`);
    expect(faults).toEqual([]);
    expect(rules.map(({ place }) => place)).toEqual(["mine.yaml (document 1)", "mine.yaml (document 2)"]);
  });

  it("keeps sound rules beside faulty ones, and names document, field and remedy of the fault", () => {
    const { rules, faults } = read(`${ruleText({ tlp: "WHITE" })}---\n${ruleText()}`);
    expect(rules).toHaveLength(1);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ code: "bad-field", field: "tlp" });
    expect(faults[0]?.message).toMatch(/^mine\.yaml \(document 1\): tlp: .*"AMBER\+STRICT"/);
  });

  it("names every fault of a document, not only the first", () => {
    const { faults } = read(ruleText({ tlp: "WHITE", expires: "2027-13-45", id: "1" }));
    expect(faults.map(({ field }) => field).sort()).toEqual(["expires", "id", "tlp"]);
  });

  it("says in which alternative of a detection the fault is", () => {
    const detection = { all: [{ measure: "networks", direction: "over", quantile: 0.99 }] };
    expect(read(ruleText({ detection })).faults[0]?.field).toBe("detection.all.0.direction");
    const absolute = { measure: "networks", direction: "above", value: 30 };
    expect(read(ruleText({ detection: absolute })).faults.map(({ field }) => field)).toContain(
      "detection.quantile",
    );
  });

  it("names an unknown measure and the nearest that there is", () => {
    const detection = { measure: "network", direction: "above", quantile: 0.99 };
    const [fault] = read(ruleText({ detection })).faults;
    expect(fault?.code).toBe("unknown-measure");
    expect(fault?.message).toBe(
      'mine.yaml (document 1): detection.measure: there is no measure "network" in this version; was "networks" meant?',
    );
  });

  it("does not take a property of every object for a measure", () => {
    const detection = { measure: "constructor", direction: "above", quantile: 0.99 };
    expect(read(ruleText({ detection })).faults[0]?.code).toBe("unknown-measure");
  });

  it("refuses a rule for a newer engine, and says which version is needed", () => {
    const [fault] = read(ruleText({ engine: ">=0.2.0" })).faults;
    expect(fault).toMatchObject({ code: "engine-too-old", field: "engine" });
    expect(fault?.message).toContain("it needs Stillwatch >=0.2.0, this is 0.1.0");
    expect(read(ruleText({ engine: ">=0.2.0" }), "0.10.0").faults).toEqual([]);
    // Whatever else such a rule has that this version does not know.
    const faults = read(ruleText({ engine: ">=9.0.0", sequence: [], detection: { detector: "D40" } })).faults;
    expect(faults.map(({ code }) => code)).toEqual(["engine-too-old"]);
  });

  it.each([
    ["a look-alike of no class", { class: undefined }, "tests.0.class"],
    ["a look-alike of another class", { class: "Tourists" }, "tests.0.class"],
    ["a look-alike at which it fires, with nothing that spares it", { expect: "fires" }, "tests.0.spared_by"],
    ["a positive case that is silent", { case: "positive" }, "tests.0.expect"],
    ["a baseline without the rule's measure", { baseline: { systems: fill(20) } }, "tests.0"],
    ["a case without accounts", { accounts: undefined }, "tests.0"],
    ["a row without the rule's measure", { accounts: [{ networks: 1 }, { count: 2 }] }, "tests.0.accounts.1"],
    ["a row with a misspelt measure", { accounts: [{ network: 1 }] }, "tests.0.accounts.0"],
    ["a row with a misspelt count", { accounts: [{ cuont: 9, networks: 1 }] }, "tests.0.accounts.0"],
    ["a row of no account", { accounts: [{ count: 0, networks: 1 }] }, "tests.0.accounts.0.count"],
    ["a row of half an account", { accounts: [{ count: 1.5, networks: 1 }] }, "tests.0.accounts.0.count"],
    ["a row of too many accounts", { accounts: [{ count: 1001, networks: 1 }] }, "tests.0.accounts.0.count"],
    ["measures of unequal numbers", { baseline: { networks: fill(20), systems: fill(21) } }, "tests.0"],
  ])("refuses %s", (_, change, field) => {
    const test = {
      name: "n",
      case: "look-alike",
      class: "People who travel",
      expect: "silent",
      baseline: { networks: fill(20) },
      accounts: [{ networks: 1 }],
      ...change,
    };
    expect(read(ruleText({ tests: [test] })).faults.map((fault) => fault.field)).toEqual([field]);
  });

  it("says of a row what it lacks, and how to say that it is not known", () => {
    const test = { name: "n", case: "negative", expect: "silent", baseline: { networks: fill(20) } };
    const message = (accounts: readonly object[]): string | undefined =>
      read(ruleText({ tests: [{ ...test, accounts }] })).faults[0]?.message;
    expect(message([{ count: 5 }])).toContain("it lacks networks; write null for what is not known");
    expect(message([{ networks: null }])).toBeUndefined();
  });

  it("names the detectors that there are, where one is not known", () => {
    const fault = read(ruleText({ detection: { detector: "D99" }, correlation: undefined, tests: [] }))
      .faults[0];
    expect(fault?.message).toContain(`name a shipped detector, D1 to ${DETECTORS.at(-1) ?? ""}`);
  });

  it("asks for a correlation with measures, and for none with a detector", () => {
    expect(read(ruleText({ correlation: undefined })).faults[0]?.field).toBe("correlation");
    const fields = read(ruleText({ detection: { detector: "D6" }, tests: [] })).faults.map(
      ({ field }) => field,
    );
    expect(fields).toEqual(["correlation"]);
  });

  it("refuses what is larger than its limits", () => {
    const large = read(`# ${"x".repeat(RULE_LIMITS.bytes)}\n`);
    expect(large.faults[0]?.code).toBe("file-too-large");
    const many = read("a: 1\n---\n".repeat(RULE_LIMITS.rules + 1));
    expect(many.faults[0]?.code).toBe("too-many-rules");
  });

  it.each([
    ["open brackets", "[".repeat(500_000)],
    ["open braces", "{a: ".repeat(200_000)],
    ["list markers in one line", "- ".repeat(400_000)],
    ["key markers in one line", "? ".repeat(400_000)],
    ["ever deeper lines", Array.from({ length: 1300 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")],
    ["brackets over many lines", "a: [\n".repeat(100_000)],
  ])("refuses %s quickly and without running out of stack", (_, text) => {
    const before = performance.now();
    expect(read(text).faults[0]?.code).toBe("not-yaml");
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it.each([
    ["a tab where none may be", "a:\n\t- b"],
    ["an alias, which could grow without end", "a: &x [1, 2]\nb: *x"],
    ["one key twice", `${ruleText()}title: again\n`],
  ])("refuses %s", (_, text) => {
    expect(read(text).faults[0]?.code).toBe("not-yaml");
  });

  it("takes text for a document of another kind, not for a failure of its own", () => {
    for (const text of ["just words", "- 1\n- 2", "42", "!!js/function 'x'"]) {
      expect(read(text).rules).toEqual([]);
      expect(read(text).faults.length).toBeGreaterThan(0);
    }
    expect(read("")).toEqual({ rules: [], faults: [] });
  });
});

describe("joinRules", () => {
  it("refuses the later of two rules with one id and names both places", () => {
    const first = parseRules(ruleText(), "a.yaml", "0.1.0");
    const second = parseRules(ruleText({ title: "Copy" }), "b.yaml", "0.1.0");
    const { rules, faults } = joinRules([first, second]);
    expect(rules.map(({ title }) => title)).toEqual(["Many networks"]);
    expect(faults[0]?.message).toBe(
      "b.yaml (document 1): id: a.yaml (document 1) has the same id; give one of them a new one",
    );
  });

  it("uses no more rules than one file may have, however many files they are in", () => {
    const [rule] = parseRules(ruleText(), "a.yaml", "0.1.0").rules;
    const files = [0, 1].map((file) => ({
      rules: Array.from({ length: RULE_LIMITS.rules / 2 + 1 }, (_, at) => ({
        ...(rule ?? expect.fail()),
        id: `${String(file)}-${String(at)}`,
        place: `${String(file)}.yaml (document ${String(at + 1)})`,
      })),
      faults: [],
    }));
    const { rules, faults } = joinRules(files);
    expect(rules).toHaveLength(RULE_LIMITS.rules);
    expect(faults.map(({ code, place }) => [code, place])).toEqual([
      ["too-many-rules", "1.yaml (document 500)"],
    ]);
  });
});

function fill(count: number): number[] {
  return Array.from({ length: count }, () => 1);
}
