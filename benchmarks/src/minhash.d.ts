/** The part of the npm package `minhash` 0.0.9 that is used here; it brings no types. */
declare module "minhash" {
  export class Minhash {
    constructor(options: { numPerm: number; seed: number });
    update(text: string): void;
    jaccard(other: Minhash): number;
  }

  export class LshIndex {
    constructor(options: { bandSize: number });
    insert(key: string, hash: Minhash): void;
    query(hash: Minhash): string[];
  }
}
