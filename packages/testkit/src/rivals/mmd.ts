import { upperQuantile } from "./account-threshold.ts";
import { normalDirections } from "./random-directions.ts";
import type { Rival, RivalRequest } from "./rival.ts";
import { DIMENSIONS } from "./text-vector.ts";

const WINDOW = 1500;
/** Honest windows overlap, so that there are enough of them for a threshold. */
const OVERLAPPING = 15;
/** Share of honest windows that may be flagged: the published rate. */
const WINDOW_FALSE_POSITIVES = 0.003;
const FEATURES = 192;
/** Bandwidth of the kernel: vectors of length 1 with little in common lie about this far apart. */
const BANDWIDTH = 1;

/**
 * Benign-calibrated maximum mean discrepancy over windows of 1,500 consecutive requests of the whole traffic
 * (arXiv 2606.05725): the threshold comes from windows of a whole honest log in the order of time, of which 0.3 %
 * exceed it (with fewer than 334 windows none). Random Fourier features (Rahimi
 * and Recht 2007) in place of the exact kernel. It names windows, not accounts.
 */
export const mmdWindows: Rival = windowedMmd(WINDOW);

/** The same over windows of another size. */
export function windowedMmd(size: number): Rival {
  return {
    name: "MMD windows",
    source: "arXiv 2606.05725; hashed n-gram vectors, random Fourier features, 0.3 % of honest windows",
    learn: (reference, held) => {
      const features = fourierFeatures();
      const centre = meanFeatures(reference.requests, features);
      const nulls = windowsOf(held.requests, size, Math.ceil(size / OVERLAPPING));
      const threshold = upperQuantile(
        nulls.map((window) => discrepancy(meanFeatures(window, features), window.length, centre)),
        WINDOW_FALSE_POSITIVES,
      );
      return (log) => ({
        flagged: new Set(),
        windows: windowsOf(log.requests, size, size).map((window) => ({
          accounts: window.map(({ account }) => account),
          flagged: discrepancy(meanFeatures(window, features), window.length, centre) > threshold,
        })),
      });
    },
  };
}

type Features = (vector: Float32Array) => Float32Array;

/** Features whose inner product approximates the Gaussian kernel; kept per vector, since several windows ask. */
function fourierFeatures(): Features {
  const directions = normalDirections(FEATURES / 2, DIMENSIONS, 7);
  const scale = Math.sqrt(2 / FEATURES);
  return (vector) => {
    const known = remembered.get(vector);
    if (known !== undefined) return known;
    const made = new Float32Array(FEATURES);
    directions.forEach((direction, at) => {
      let sum = 0;
      for (let index = 0; index < DIMENSIONS; index++)
        sum += (direction[index] as number) * (vector[index] as number);
      made[2 * at] = scale * Math.cos(sum / BANDWIDTH);
      made[2 * at + 1] = scale * Math.sin(sum / BANDWIDTH);
    });
    remembered.set(vector, made);
    return made;
  };
}

const remembered = new WeakMap<Float32Array, Float32Array>();

function meanFeatures(requests: readonly Pick<RivalRequest, "vector">[], features: Features): Float64Array {
  const mean = new Float64Array(FEATURES);
  for (const { vector } of requests) {
    const made = features(vector);
    for (let index = 0; index < FEATURES; index++)
      mean[index] = (mean[index] as number) + (made[index] as number) / requests.length;
  }
  return mean;
}

/**
 * Squared discrepancy of `size` requests with the given mean from a large reference, without the part that a mean of
 * few has anyway (the unbiased estimate of Gretton et al. 2012).
 */
function discrepancy(mean: Float64Array, size: number, centre: Float64Array): number {
  let off = 0;
  let own = 0;
  for (let index = 0; index < FEATURES; index++) {
    off += ((mean[index] as number) - (centre[index] as number)) ** 2;
    own += (mean[index] as number) ** 2;
  }
  return off - (1 - own) / Math.max(1, size - 1);
}

function windowsOf(requests: readonly RivalRequest[], size: number, stride: number): RivalRequest[][] {
  const windows: RivalRequest[][] = [];
  for (let start = 0; start + size <= requests.length; start += stride)
    windows.push(requests.slice(start, start + size));
  return windows;
}
