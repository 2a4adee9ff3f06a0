import type { EchoingPayer } from "./echoing-payers.ts";

/** Share of payers with the property, of whatever volume, that is taken for granted. */
const LEAST_RATE = 0.01;
/** A class of volume with fewer payers than this leans on the rate of all. */
const WEIGHT_OF_ALL = 20;

/**
 * How many of some payers would have a property if they were like the others of the same volume. Volume classes are powers
 * of two of the number of requests; a thin class is drawn to the rate over all others, and no rate lies under 1 %.
 */
export function expectedPayers(
  payers: Iterable<EchoingPayer>,
  others: Iterable<EchoingPayer>,
  has: (payer: EchoingPayer) => boolean,
): number {
  const classes = new Map<number, { count: number; having: number }>();
  const all = { count: 0, having: 0 };
  for (const other of others) {
    const ofVolume = classes.get(volumeClass(other)) ?? { count: 0, having: 0 };
    classes.set(volumeClass(other), ofVolume);
    for (const tally of [ofVolume, all]) {
      tally.count++;
      if (has(other)) tally.having++;
    }
  }
  const rateOfAll = (all.having + 1) / (all.count + 1);
  let expected = 0;
  for (const payer of payers) {
    const { count, having } = classes.get(volumeClass(payer)) ?? { count: 0, having: 0 };
    expected += Math.max(LEAST_RATE, (having + WEIGHT_OF_ALL * rateOfAll) / (count + WEIGHT_OF_ALL));
  }
  return expected;
}

function volumeClass(payer: EchoingPayer): number {
  return Math.floor(Math.log2(Math.max(1, payer.requests)));
}
