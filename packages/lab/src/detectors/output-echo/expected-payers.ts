import type { EchoingPayer } from "./echoing-payers.ts";

/** Share of payers with the property, of whatever volume, that is taken for granted. */
const LEAST_RATE = 0.01;
/** A class of volume with fewer payers than this leans on the rate of all. */
const WEIGHT_OF_ALL = 20;

/** Payers, and those of them with a property, by class of volume: powers of two of the number of requests. */
export type VolumeTally = ReadonlyMap<number, { readonly count: number; readonly having: number }>;

/** Counts payers by volume. */
export function tallyByVolume(
  payers: Iterable<EchoingPayer>,
  has: (payer: EchoingPayer) => boolean,
): VolumeTally {
  const tally = new Map<number, { count: number; having: number }>();
  for (const payer of payers) {
    const ofVolume = tally.get(volumeClass(payer)) ?? { count: 0, having: 0 };
    tally.set(volumeClass(payer), ofVolume);
    ofVolume.count++;
    if (has(payer)) ofVolume.having++;
  }
  return tally;
}

/** All, with some payers taken out and others put in their place. */
export function replaced(all: VolumeTally, out: VolumeTally, put: VolumeTally): VolumeTally {
  const tally = new Map([...all].map(([volume, counts]) => [volume, { ...counts }]));
  for (const [changed, sign] of [[out, -1] as const, [put, 1] as const]) {
    for (const [volume, { count, having }] of changed) {
      const ofVolume = tally.get(volume) ?? { count: 0, having: 0 };
      tally.set(volume, ofVolume);
      ofVolume.count += sign * count;
      ofVolume.having += sign * having;
    }
  }
  return tally;
}

/**
 * How many of some payers would have a property if they were like the others of the same volume. A thin class is drawn to
 * the rate over all others, and no rate lies under 1 %.
 */
export function expectedPayers(payers: Iterable<EchoingPayer>, others: VolumeTally): number {
  const all = { count: 0, having: 0 };
  for (const { count, having } of others.values()) {
    all.count += count;
    all.having += having;
  }
  const rateOfAll = (all.having + 1) / (all.count + 1);
  let expected = 0;
  for (const payer of payers) {
    const { count, having } = others.get(volumeClass(payer)) ?? { count: 0, having: 0 };
    expected += Math.max(LEAST_RATE, (having + WEIGHT_OF_ALL * rateOfAll) / (count + WEIGHT_OF_ALL));
  }
  return expected;
}

function volumeClass(payer: EchoingPayer): number {
  return Math.floor(Math.log2(Math.max(1, payer.requests)));
}
