/**
 * Disjoint sets over 0 … n − 1 with path halving and union by smaller root, so that the representative
 * of a set is its smallest member whatever the order of unions (Tarjan and van Leeuwen 1984).
 * Four bytes per member.
 */
export class UnionFind {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = new Int32Array(size);
    for (let member = 0; member < size; member++) this.#parent[member] = member;
  }

  find(member: number): number {
    const parent = this.#parent;
    let at = member;
    for (;;) {
      const up = parent[at] ?? at;
      if (up === at) return at;
      const upper = parent[up] ?? up;
      parent[at] = upper;
      at = upper;
    }
  }

  union(left: number, right: number): void {
    const a = this.find(left);
    const b = this.find(right);
    if (a < b) this.#parent[b] = a;
    else if (b < a) this.#parent[a] = b;
  }
}
