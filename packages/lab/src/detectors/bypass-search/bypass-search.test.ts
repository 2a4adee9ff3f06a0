import { describe, expect, it } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { weighBypassSearch, type BypassInput } from "./bypass-search.ts";

const HOUR_MS = 3_600_000;

interface Sent {
  readonly account: number;
  readonly hour: number;
  readonly text: number;
  readonly refused: boolean;
  readonly family: number;
}

function inputOf(sent: readonly Sent[], more: Partial<BypassInput> = {}): BypassInput {
  const ordered = [...sent].sort((a, b) => a.hour - b.hour);
  return {
    timeMs: Float64Array.from(ordered, ({ hour }) => hour * HOUR_MS),
    account: Int32Array.from(ordered, ({ account }) => account),
    textHash: BigInt64Array.from(ordered, ({ text }) => BigInt(text)),
    refused: Uint8Array.from(ordered, ({ refused }) => (refused ? 1 : 0)),
    family: Int32Array.from(ordered, ({ family }) => family),
    members: new Set(ordered.map(({ account }) => account)),
    ordinaryRefusal: 0.02,
    requestNo: Int32Array.from(ordered, (_, at) => 500 + at),
    ...more,
  };
}

/** Accounts trying variants around the clock; four in five are refused. */
const searching = (first: number, count: number, from: number, hours: number): Sent[] =>
  Array.from({ length: count * hours }, (_, at) => ({
    account: first + (at % count),
    hour: from + Math.floor(at / count) + (at % count) / 10,
    text: 10_000 * first + at,
    refused: Math.floor(at / count) % 5 !== 4,
    family: -1,
  }));
/** Accounts that use a family, four times each; one request in fifty is refused. */
const using = (first: number, count: number, from: number, hours: number, family = 7): Sent[] =>
  Array.from({ length: count * 4 }, (_, at) => ({
    account: first + (at % count),
    hour: from + ((at % count) / count) * hours + Math.floor(at / count) * 3,
    text: 5_000_000 + 1000 * first + at,
    refused: at % 50 === 49,
    family,
  }));
/** Searchers try the winner at the end. */
const tries = (account: number, hour: number): Sent => ({
  account,
  hour,
  text: 1,
  refused: false,
  family: 7,
});

describe("a search whose winner is scaled", () => {
  const sent = [...searching(0, 3, 0, 72), tries(0, 72), ...using(100, 200, 76, 60)];

  it("is lifecycle evidence with its figures, and cites variants and uses", () => {
    const input = inputOf(sent);
    const evidence = weighBypassSearch(input);
    expect(evidence?.family).toBe("lifecycle");
    expect(evidence?.detector).toBe("D11");
    expect(evidence?.logLikelihoodRatio).toBeGreaterThan(1.2);
    expect(evidence?.figures).toMatchObject({
      searchers: 3,
      variants: 216,
      adopters: 200,
      adopters_after_search: 200,
    });
    expect(evidence?.figures["search_refusal"]).toBeCloseTo(0.8, 1);
    expect(evidence?.figures["winner_refusal"]).toBeLessThan(0.03);
    expect(evidence?.figures["p_order"]).toBeCloseTo(1 / 201, 6);
    const cited = evidence?.requests.map((no) => [input.refused[no - 500], input.family[no - 500]]);
    expect(cited).toEqual([
      [1, -1],
      [1, -1],
      [0, 7],
      [0, 7],
      [0, 7],
    ]);
  });

  it("is stronger where searchers worked on different days", () => {
    const days = [...searching(0, 1, 0, 20), ...searching(1, 1, 24, 20), ...searching(2, 1, 48, 20)];
    const evidence = weighBypassSearch(inputOf([...days, tries(0, 72), ...using(100, 60, 76, 60)]));
    expect(evidence?.logLikelihoodRatio).toBeGreaterThan(3);
  });

  it("is the same with numbers for texts, and where the search goes on at a low rate", () => {
    const ongoing = [...sent, ...searching(1, 1, 80, 20)];
    const input = inputOf(ongoing);
    const numbers = { ...input, textHash: Float64Array.from(input.textHash, Number) };
    expect(weighBypassSearch(numbers)?.logLikelihoodRatio).toBeGreaterThan(1.2);
    expect(weighBypassSearch(numbers)).toEqual(weighBypassSearch(input));
  });
});

describe("a scaled text that only a block holds together", () => {
  const search = searching(0, 3, 0, 72);
  const scaled = using(100, 200, 76, 60).map((one) => ({ ...one, family: -1 }));
  const input = inputOf([...search, ...scaled]);

  it("is taken up by every member that sends it and searches nothing", () => {
    const evidence = weighBypassSearch(input);
    expect(evidence?.figures).toMatchObject({ searchers: 3, adopters: 200, variants: 216 });
    expect(evidence?.logLikelihoodRatio).toBeGreaterThan(1.2);
    expect(evidence?.requests.length).toBe(5);
  });

  it("is hidden where the block stands for a family", () => {
    const family = new Int32Array(input.family.length).fill(3);
    expect(weighBypassSearch({ ...input, family })).toBeUndefined();
  });

  it("is one thing, and a family that members took up is another: variants beside it are no uses of it", () => {
    const sent = [...search, ...using(100, 200, 76, 60)];
    expect(weighBypassSearch(inputOf(sent))).toBeUndefined();
    const found = weighBypassSearch(inputOf([...sent, tries(0, 72)]));
    // Two are added on each side for so few (Agresti and Coull): 16 of 800 are refused.
    expect(found?.figures["winner_refusal"]).toBeCloseTo(18 / 804, 3);
  });
});

describe("adopters", () => {
  const sent = [...searching(0, 3, 0, 72), tries(0, 72), ...using(100, 200, 76, 60)];
  const input = inputOf(sent);
  const some = (count: number): ReadonlySet<number> =>
    new Set(Array.from({ length: count }, (_, at) => 100 + at));

  it("are members, while who searched need be none", () => {
    const evidence = weighBypassSearch({ ...input, members: some(150) });
    expect(evidence?.figures).toMatchObject({ searchers: 3, adopters: 150 });
    expect(evidence?.logLikelihoodRatio).toBeGreaterThan(1.2);
    expect(weighBypassSearch({ ...input, members: some(7) })).toBeUndefined();
  });

  it("take up what most members use, whatever others use", () => {
    const others = using(1000, 300, 0, 100, 9);
    const among = inputOf([...sent, ...others], { members: some(200) });
    expect(weighBypassSearch(among)?.figures).toEqual(weighBypassSearch(input)?.figures);
  });
});

describe("a search among very many accounts", () => {
  it("does not overflow the stack", () => {
    const accounts = 150_000;
    const sent = Array.from({ length: accounts * 5 }, (_, at): Sent => ({
      account: at % accounts,
      hour: Math.floor(at / accounts) / 1000,
      text: at,
      refused: true,
      family: -1,
    }));
    const users = Array.from({ length: accounts * 4 + 1 }, (_, at) => ({
      ...tries(accounts + at, 1),
      family: -1,
    }));
    const input = inputOf([...sent, ...users]);
    expect(weighBypassSearch(input)?.figures["searchers"]).toBe(accounts);
  });
});

describe("honest look-alikes of a bypass search", () => {
  it("say nothing for a red team without scaling", () => {
    const sent = [...searching(0, 3, 0, 72), tries(0, 72), ...using(100, 7, 76, 60)];
    expect(weighBypassSearch(inputOf(sent))).toBeUndefined();
  });

  it("say nothing for a customer who debugs a prompt and then uses it, alone or in one company", () => {
    const alone = [...searching(0, 1, 0, 30), ...using(0, 1, 40, 60)];
    expect(weighBypassSearch(inputOf(alone))).toBeUndefined();
    const rollOut = inputOf([...searching(0, 1, 0, 30), tries(0, 31), ...using(100, 50, 40, 60)]);
    expect(weighBypassSearch(rollOut)).toBeDefined();
    expect(weighBypassSearch({ ...rollOut, payer: new Int32Array(200) })).toBeUndefined();
  });

  it("say nothing for a product whose first prompt was refused and then repaired", () => {
    const early = searching(0, 8, 0, 40).map((one) => ({ ...one, family: 3 }));
    const sent = [...early, tries(0, 72), ...using(100, 200, 76, 60)];
    expect(weighBypassSearch(inputOf(sent))).toBeUndefined();
    const techniques = early.map((one, at) => ({ ...one, family: 10 + at }));
    const swept = [...techniques, tries(0, 72), ...using(100, 200, 76, 60)];
    expect(weighBypassSearch(inputOf(swept))?.logLikelihoodRatio).toBeGreaterThan(1.2);
  });

  it("say nothing for a public jailbreak that nobody searched in this log", () => {
    expect(weighBypassSearch(inputOf(using(100, 200, 0, 72)))).toBeUndefined();
    const curious = Array.from({ length: 10 }, (_, at) => ({ ...tries(300 + at, 30), text: at, family: -1 }));
    expect(weighBypassSearch(inputOf([...using(100, 200, 0, 72), ...curious]))).toBeUndefined();
  });

  it("say nothing where the searchers never tried what was scaled", () => {
    const sent = [...searching(0, 3, 0, 72), ...using(100, 200, 76, 60)];
    expect(weighBypassSearch(inputOf(sent))).toBeUndefined();
  });

  it("say nothing where many are refused, as on a delicate subject", () => {
    const all = Array.from({ length: 30 }, (_, at) => searching(100 + at, 1, at, 10)).flat();
    expect(weighBypassSearch(inputOf([...all, ...using(100, 60, 40, 60)]))).toBeUndefined();
  });

  it("are not made out when the search comes after or amid the use", () => {
    const after = [...using(100, 200, 0, 60), ...searching(0, 3, 61, 40), tries(0, 60)];
    expect(weighBypassSearch(inputOf(after))?.logLikelihoodRatio).toBeLessThan(-0.2);
    const amid = [...using(100, 200, 0, 100), ...searching(0, 3, 20, 40), tries(0, 60)];
    expect(weighBypassSearch(inputOf(amid))?.logLikelihoodRatio).toBeLessThan(0.2);
  });

  it("are not made out when a product is launched after a red team's work, which tries it then", () => {
    const sent = [...searching(0, 3, 0, 72), tries(0, 110), ...using(100, 200, 76, 60)];
    expect(weighBypassSearch(inputOf(sent))?.logLikelihoodRatio).toBeLessThan(0);
    const tried = [...sent, tries(1, 77)];
    expect(weighBypassSearch(inputOf(tried))?.logLikelihoodRatio).toBeGreaterThan(1.2);
  });

  it("do not include a winner that is refused as often as the variants", () => {
    const refused = using(100, 200, 76, 60).map((one, at) => ({ ...one, refused: at % 2 === 0 }));
    const sent = [...searching(0, 3, 0, 72), tries(0, 72), ...refused];
    expect(weighBypassSearch(inputOf(sent))?.logLikelihoodRatio).toBeLessThan(0);
  });

  it("do not include variants that are refused as often as everything is here", () => {
    const sent = [...searching(0, 3, 0, 72), tries(0, 72), ...using(100, 200, 76, 60)];
    expect(weighBypassSearch(inputOf(sent, { ordinaryRefusal: 0.3 }))).toBeUndefined();
    expect(weighBypassSearch(inputOf(sent, { ordinaryRefusal: 0.26 }))?.logLikelihoodRatio).toBeLessThan(0.3);
  });
});

describe("a red team at a random time of an honest product's life", () => {
  it("gives evidence of no more than 1 on average and hardly ever speaks", () => {
    const random = seededRandom(5);
    const runs = 400;
    let total = 0;
    let speaking = 0;
    for (let run = 0; run < runs; run++) {
      const joined = Array.from({ length: 60 }, (_, at) => using(100 + at, 1, random() * 200, 1)).flat();
      const from = random() * 200;
      const team = searching(0, 3, from, 12);
      const llr =
        weighBypassSearch(inputOf([...joined, ...team, tries(0, from + 12)]))?.logLikelihoodRatio ??
        Number.NaN;
      total += Math.exp(llr);
      if (llr > 1.2) speaking++;
    }
    expect(total / runs).toBeLessThan(1);
    expect(speaking / runs).toBeLessThan(0.01);
  });
});
