/** Added to the upper 48 bits of an IPv6 address, so that they cannot be taken for an IPv4 network. */
const IPV6: i64 = 1 << 48;

/**
 * The network of an IP address: for IPv4 its /24 as a number below 2^24, for IPv6 2^48 plus its /48; an IPv4-mapped
 * IPv6 address (::ffff:0:0/96, RFC 4291 section 2.5.5.2) counts as IPv4. -1 where the text is not an IP address:
 * leading zeros in a decimal part, zone ids, ports and brackets are not part of one. The same as `ipPrefix` of the
 * TypeScript side.
 */
export function ip_prefix(p: usize, length: usize): i64 {
  const end = p + length;
  const v4 = readIpv4(p, end);
  return v4 >= 0 ? v4 >> 8 : readIpv6(p, end);
}

/** The same as a 64-bit float, which holds it exactly, so that the host needs no BigInt. */
export function ip_prefix_number(p: usize, length: usize): f64 {
  return <f64>ip_prefix(p, length);
}

/** Dotted decimal as a 32-bit number, -1 where it is not. */
function readIpv4(p: usize, end: usize): i64 {
  let address: i64 = 0;
  for (let part = 0; part < 4; part++) {
    if (part != 0) {
      if (p >= end || load<u8>(p) != 0x2e) return -1;
      p++;
    }
    const start = p;
    let value: u32 = 0;
    while (p < end && p - start < 4) {
      const digit = <u32>load<u8>(p) - 0x30;
      if (digit > 9) break;
      value = value * 10 + digit;
      p++;
    }
    if (p == start || value > 255 || (p - start > 1 && load<u8>(start) == 0x30)) return -1;
    address = (address << 8) | <i64>value;
  }
  return p == end ? address : -1;
}

/** The eight 16-bit groups of the address that is being read. */
const groups: usize = memory.data(8 * 2, 16);

/** RFC 4291 section 2.2: eight groups, one run of which may be left out as "::", the last two may be IPv4. */
function readIpv6(p: usize, end: usize): i64 {
  let count = 0;
  let gap = -1;
  if (p + 1 < end && load<u16>(p) == 0x3a3a) {
    gap = 0;
    p += 2;
  }
  while (p < end) {
    const v4 = count <= 6 ? readIpv4(p, end) : -1;
    if (v4 >= 0) {
      setGroup(count++, <u32>(v4 >> 16));
      setGroup(count++, <u32>v4 & 0xffff);
      break;
    }
    const start = p;
    let value: u32 = 0;
    while (p < end && p - start < 5) {
      const digit = hexDigit(load<u8>(p));
      if (digit > 15) break;
      value = (value << 4) | digit;
      p++;
    }
    if (p == start || p - start > 4 || count == 8) return -1;
    setGroup(count++, value);
    if (p == end) break;
    if (load<u8>(p) != 0x3a || p + 1 == end) return -1;
    p++;
    if (load<u8>(p) == 0x3a) {
      if (gap >= 0) return -1;
      gap = count;
      p++;
    }
  }
  if (gap < 0 ? count != 8 : count > 7) return -1;
  if (gap >= 0) {
    const behind = count - gap;
    memory.copy(groups + <usize>(8 - behind) * 2, groups + <usize>gap * 2, <usize>behind * 2);
    memory.fill(groups + <usize>gap * 2, 0, <usize>(8 - count) * 2);
  }
  const mapped = load<u64>(groups) == 0 && load<u32>(groups, 8) == 0xffff0000;
  if (mapped) return <i64>((group(6) << 8) | (group(7) >> 8));
  return IPV6 | (<i64>group(0) << 32) | (<i64>group(1) << 16) | <i64>group(2);
}

function group(index: i32): u32 {
  return load<u16>(groups + <usize>index * 2);
}

function setGroup(index: i32, value: u32): void {
  store<u16>(groups + <usize>index * 2, <u16>value);
}

/** More than 15 where the byte is no hexadecimal digit. */
function hexDigit(c: u8): u32 {
  const digit = <u32>c - 0x30;
  if (digit <= 9) return digit;
  const letter = (<u32>c | 0x20) - 0x61;
  return letter < 6 ? letter + 10 : 16;
}
