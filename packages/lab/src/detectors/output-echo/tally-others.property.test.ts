import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { echoFacts, EchoTally, type EchoFacts } from "./echo-facts.ts";
import { echoesAtAll, echoingPayers, isPersistent } from "./echoing-payers.ts";
import { tallyByVolume, type VolumeTally } from "./expected-payers.ts";
import { tallyOthers } from "./output-echo.ts";

const ACCOUNTS = 12;

const account = fc.nat({ max: ACCOUNTS - 1 });
const columns = (most: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat({ max: most }), { minLength: ACCOUNTS, maxLength: ACCOUNTS });
const facts: fc.Arbitrary<EchoFacts> = fc
  .record({
    payers: columns(5),
    requests: columns(40),
    echoes: fc.array(fc.record({ account, source: account, day: fc.nat({ max: 2 }) }), { maxLength: 40 }),
  })
  .map(({ payers, requests, echoes }) => {
    const tally = new EchoTally();
    echoes.forEach((echo, firstRequest) => {
      tally.add({ ...echo, requests: 1, firstRequest });
    });
    return echoFacts({
      payerOf: Int32Array.from(payers),
      requests: Float64Array.from(requests),
      receivers: tally.receivers,
      logDays: 8,
    });
  });

/** Classes with a payer in them, in order. */
function known(tally: VolumeTally): readonly unknown[] {
  return [...tally].filter(([, { count }]) => count > 0).sort(([a], [b]) => a - b);
}

describe("the payers that a candidate is held against", () => {
  it("are those of all accounts that are no members, as if each had been added up anew", () => {
    fc.assert(
      fc.property(facts, fc.uniqueArray(account), (log, list) => {
        const members = new Set(list);
        const payers = echoingPayers(
          log,
          [...list].sort((a, b) => a - b),
        );
        const found = tallyOthers(members, payers.keys(), log);
        const others = [...log.payerOf.keys()].filter((one) => !members.has(one));
        const anew = [...echoingPayers(log, others).values()];
        expect(known(found.occasion)).toEqual(known(tallyByVolume(anew, echoesAtAll)));
        expect(known(found.practice)).toEqual(
          known(tallyByVolume(anew, (payer) => isPersistent(payer, log.logDays))),
        );
      }),
    );
  });
});
