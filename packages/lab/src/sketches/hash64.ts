const STEP = 0x9e3779b97f4a7c15n;
const MIX_A = 0xff51afd7ed558ccdn;
const MIX_B = 0xc4ceb9fe1a85ec53n;

/**
 * A 64-bit hash of bytes, well mixed, but not of cryptographic strength; the same bits as the WASM function
 * `hash64`. Little-endian words of eight bytes, each multiplied in and folded, the last one filled with zeros; the
 * length is part of it; finalised with MurmurHash3's `fmix64` (Appleby, 2011).
 */
export function hash64(bytes: Uint8Array): bigint {
  let hash = u64(BigInt(bytes.length + 1) * STEP);
  for (let at = 0; at < bytes.length; at += 8) hash = fold(hash ^ wordAt(bytes, at));
  hash = u64((hash ^ (hash >> 33n)) * MIX_A);
  hash = u64((hash ^ (hash >> 33n)) * MIX_B);
  return hash ^ (hash >> 33n);
}

function fold(hash: bigint): bigint {
  const product = u64(hash * STEP);
  return product ^ (product >> 29n);
}

function wordAt(bytes: Uint8Array, at: number): bigint {
  let word = 0n;
  for (let i = Math.min(8, bytes.length - at) - 1; i >= 0; i--)
    word = (word << 8n) | BigInt(bytes[at + i] ?? 0);
  return word;
}

function u64(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}
