import { describe, expect, it } from "vitest";
import { measuresOf } from "../../accounts/account-measures.fixture.ts";
import type { AccountMeasures } from "../../accounts/account-measures.ts";
import { seededRandom } from "../seeded-random.ts";
import { weighRelay, type RelayContext } from "./relay.ts";

type Values = Readonly<Record<string, number>>;

const POOL = 400;
const MEMBERS = 30;

/** Ordinary accounts: mostly one language, few system texts, some of them busy. */
function ordinary(random: () => number): Values {
  return {
    languages: random() < 0.85 ? 1 : 2,
    systems: Math.floor(random() * 3),
    intent_foreignIdentity: random() < 0.01 ? 0.05 : 0,
    busiest_minute: 1 + Math.floor(random() * 4),
    hours_of_day: 4 + Math.floor(random() * 12),
    user_agents: random() < 0.8 ? 1 : 2,
    models: 1 + Math.floor(random() * 2),
  };
}

interface Scene {
  readonly members: readonly number[];
  readonly groups: readonly (readonly number[])[];
  readonly measures: AccountMeasures;
  readonly context: RelayContext;
}

/** Members first, then the pool; `special` says what members have instead of ordinary values. */
function sceneOf(special: Values, seed = 1): Scene {
  const random = seededRandom(seed);
  const accounts = Array.from({ length: MEMBERS + POOL }, (_, at) => ({
    ...ordinary(random),
    ...(at < MEMBERS ? special : {}),
  }));
  return {
    members: Array.from({ length: MEMBERS }, (_, at) => at),
    groups: Array.from({ length: 200 }, () =>
      Array.from({ length: MEMBERS }, () => MEMBERS + Math.floor(random() * POOL)),
    ),
    measures: measuresOf(accounts),
    context: { payer: accounts.map((_, at) => at) },
  };
}

function llrOf(scene: Scene, context: Partial<RelayContext> = {}): number | undefined {
  return weighRelay(scene.members, scene.groups, scene.measures, { ...scene.context, ...context })
    ?.logLikelihoodRatio;
}

describe("a relay", () => {
  const relay = sceneOf({ languages: 5, systems: 12, busiest_minute: 9, hours_of_day: 23 });

  it("is content evidence by languages and system texts together, with the marks as figures", () => {
    const evidence = weighRelay(relay.members, relay.groups, relay.measures, relay.context);
    expect(evidence?.family).toBe("content");
    expect(evidence?.detector).toBe("D10");
    expect(evidence?.logLikelihoodRatio).toBeGreaterThan(4);
    expect(evidence?.summary).toMatch(/works in 5\.0 languages.*brings 12\.0 system texts/i);
    expect(evidence?.figures["languages"]).toBe(5);
    expect(evidence?.figures["p_systems"]).toBeLessThan(1e-4);
    expect(evidence?.requests).toEqual([]);
  });

  it("is measured by the geometric mean of its accounts, in which none counts as one", () => {
    const scene = sceneOf({ languages: 5, systems: 12 });
    scene.members.forEach((account, at) => {
      scene.measures.of("systems")[account] = [0, 1, 8, 27][at % 4] ?? 0;
    });
    const members = scene.members.slice(0, 28);
    const evidence = weighRelay(members, scene.groups, scene.measures, scene.context);
    expect(evidence?.figures["systems"]).toBeCloseTo((8 * 27) ** 0.25, 3);
  });

  it("is seen by a foreign identity with any mark of many users", () => {
    expect(llrOf(sceneOf({ intent_foreignIdentity: 0.4, busiest_minute: 9 }))).toBeGreaterThan(3);
    expect(llrOf(sceneOf({ intent_foreignIdentity: 0.4, user_agents: 4 }))).toBeGreaterThan(3);
  });

  it("cites the members that show it most", () => {
    const cited: number[][] = [];
    weighRelay(relay.members, relay.groups, relay.measures, {
      ...relay.context,
      requestsOf: (accounts) => {
        cited.push([...accounts]);
        return [];
      },
    });
    expect(cited).toEqual([[0, 1, 2, 3, 4]]);
  });
});

describe("honest look-alikes of a relay", () => {
  const many = { languages: 6, systems: 20, busiest_minute: 15, hours_of_day: 24, user_agents: 5 };

  it("say nothing where one payer has half of the accounts: aggregator, international or translation company", () => {
    const scene = sceneOf(many);
    const onePayer = Array.from({ length: MEMBERS + POOL }, (_, at) => (at < MEMBERS ? 0 : at));
    expect(llrOf(scene, { payer: onePayer })).toBeUndefined();
    const half = onePayer.map((payer, at) => (at < MEMBERS / 2 ? payer : at));
    expect(llrOf(scene, { payer: half })).toBeUndefined();
    const less = onePayer.map((payer, at) => (at < MEMBERS / 2 - 1 ? payer : at));
    expect(llrOf(scene, { payer: less })).toBeGreaterThan(3);
  });

  it("do not include a translation product: languages round the clock, one system text", () => {
    const product = sceneOf({ languages: 6, systems: 1, hours_of_day: 24, busiest_minute: 12 });
    expect(llrOf(product)).toBeLessThan(0.3);
  });

  it("do not include a coding harness: system texts, programs and requests at once", () => {
    const harness = sceneOf({ systems: 30, busiest_minute: 15, user_agents: 3, models: 4, hours_of_day: 18 });
    expect(llrOf(harness)).toBeLessThan(0.3);
  });

  it("do not include users of a harness who each have its one system text, a few of them a second language", () => {
    const scene = sceneOf({ systems: 1, busiest_minute: 8 });
    for (const account of scene.members) scene.measures.of("languages")[account] = account % 3 === 0 ? 2 : 1;
    expect(llrOf(scene)).toBeLessThan(0.3);
  });

  it("do not include a product with a foreign name in one corner", () => {
    expect(llrOf(sceneOf({ intent_foreignIdentity: 0.4 }))).toBeLessThan(0.8);
  });
});

describe("a relay is not judged", () => {
  it("by a path that overflows the stack, however many payers there are", () => {
    const members = Array.from({ length: 300_000 }, (_, account) => account);
    const none = measuresOf(members.map(() => ({})));
    expect(weighRelay(members, [], none, { payer: members })).toBeUndefined();
  });

  it("where a single mark is known, or hardly any reference group", () => {
    const accounts = Array.from({ length: 100 }, (_, at) => ({ languages: at < 10 ? 6 : 1 }));
    const members = Array.from({ length: 10 }, (_, at) => at);
    const groups = Array.from({ length: 50 }, (_, at) => members.map((account) => 10 + account + at));
    const context = { payer: accounts.map((_, at) => at) };
    expect(weighRelay(members, groups, measuresOf(accounts), context)).toBeUndefined();
    const scene = sceneOf({ languages: 6, systems: 20 });
    expect(
      weighRelay(scene.members, scene.groups.slice(0, 19), scene.measures, scene.context),
    ).toBeUndefined();
  });

  it("for fewer than eight members", () => {
    const scene = sceneOf({ languages: 6, systems: 20 });
    const few = { ...scene, members: scene.members.slice(0, 7) };
    expect(llrOf(few)).toBeUndefined();
    expect(llrOf({ ...few, members: scene.members.slice(0, 8) })).toBeGreaterThan(1);
  });
});

describe("among ordinary accounts", () => {
  it("the evidence is no more than 1 on average and hardly ever speaks", () => {
    let total = 0;
    let speaking = 0;
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const llr = llrOf(sceneOf({}, 100 + run)) ?? Number.NaN;
      total += Math.exp(llr);
      if (llr > 1.2) speaking++;
    }
    expect(total / runs).toBeLessThan(1);
    expect(speaking).toBe(0);
  });
});
