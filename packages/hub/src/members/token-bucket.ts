/** How fast something may happen: `burst` at once, then `perMinute` evenly. */
export interface Rate {
  readonly burst: number;
  readonly perMinute: number;
}

export interface TokenBuckets {
  /** Takes one token. @returns 0 when there was one, else the seconds until there is one, rounded up */
  take(name: string): number;
  /** As `take`, but takes nothing. */
  waitSeconds(name: string): number;
}

/** Owned by the map below: how full a bucket was when it was last touched. */
interface Bucket {
  tokens: number;
  touchedMs: number;
}

/** Buckets of that many names are held; a full one need not be, so forgetting the oldest costs little. */
const MOST_BUCKETS = 10_000;

/** Token buckets, one for each name. State lives in memory: a crash forgives what was taken. */
export function tokenBuckets(rate: Rate, now: () => number): TokenBuckets {
  const buckets = new Map<string, Bucket>();

  function filled(name: string): Bucket {
    const at = now();
    const bucket = buckets.get(name) ?? { tokens: rate.burst, touchedMs: at };
    const minutes = Math.max(0, at - bucket.touchedMs) / 60_000;
    return { tokens: Math.min(rate.burst, bucket.tokens + minutes * rate.perMinute), touchedMs: at };
  }

  function keep(name: string, bucket: Bucket): void {
    buckets.delete(name);
    buckets.set(name, bucket);
    if (buckets.size > MOST_BUCKETS) for (const oldest of buckets.keys()) return void buckets.delete(oldest);
  }

  function secondsUntilOne(bucket: Bucket): number {
    return bucket.tokens >= 1 ? 0 : Math.max(1, Math.ceil(((1 - bucket.tokens) * 60) / rate.perMinute));
  }

  return {
    take(name) {
      const bucket = filled(name);
      const wait = secondsUntilOne(bucket);
      keep(name, wait === 0 ? { ...bucket, tokens: bucket.tokens - 1 } : bucket);
      return wait;
    },
    waitSeconds(name) {
      return secondsUntilOne(filled(name));
    },
  };
}
