/** Odd constants: the fractional bits of the golden ratio, and the two multipliers of the MurmurHash3 finaliser. */
const STEP: u64 = 0x9e3779b97f4a7c15;
const MIX_A: u64 = 0xff51afd7ed558ccd;
const MIX_B: u64 = 0xc4ceb9fe1a85ec53;

/**
 * A 64-bit hash of bytes, not of cryptographic strength: little-endian words of eight bytes, each multiplied in and
 * folded, the last one filled with zeros; the length is part of it; finalised with MurmurHash3's `fmix64`
 * (Appleby, 2011). The same as `hash64` of the TypeScript side. Reads up to seven bytes behind the end.
 */
export function hash64(p: usize, length: usize): u64 {
  let hash = (<u64>length + 1) * STEP;
  const wholeEnd = p + (length & ~7);
  while (p < wholeEnd) {
    hash = fold(hash ^ load<u64>(p));
    p += 8;
  }
  const rest = length & 7;
  if (rest != 0) hash = fold(hash ^ (load<u64>(p) & ((<u64>1 << (<u64>rest * 8)) - 1)));
  hash = (hash ^ (hash >> 33)) * MIX_A;
  hash = (hash ^ (hash >> 33)) * MIX_B;
  return hash ^ (hash >> 33);
}

/** Writes `hash64` to `out` (low half first), so that the host needs no BigInt. */
export function store_hash64(p: usize, length: usize, out: usize): void {
  store<u64>(out, hash64(p, length));
}

/** A bijection, so that two texts of one length that differ in one word only never collide. */
function fold(hash: u64): u64 {
  const product = hash * STEP;
  return product ^ (product >> 29);
}
