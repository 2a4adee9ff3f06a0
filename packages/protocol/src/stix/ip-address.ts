/** An IPv4 address in dotted decimals, or a CIDR range (RFC 4632). */
export function isIpv4(text: string): boolean {
  const { address, bits } = splitRange(text);
  if (!isPrefixLength(bits, 32)) return false;
  const octets = address.split(".");
  return (
    octets.length === 4 && octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)
  );
}

/** An IPv6 address (RFC 4291 section 2.2), also with an IPv4 tail or a zone, or a range of them. */
export function isIpv6(text: string): boolean {
  const { address: withZone, bits } = splitRange(text);
  if (!isPrefixLength(bits, 128)) return false;
  const zone = withZone.indexOf("%");
  if (zone === withZone.length - 1) return false;
  const address = zone < 0 ? withZone : withZone.slice(0, zone);
  const halves = address.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const isMixed = last.includes(".");
  if (isMixed && (!isIpv4(last) || last.includes("/"))) return false;
  const hexGroups = isMixed ? groups.slice(0, -1) : groups;
  const length = hexGroups.length + (isMixed ? 2 : 0);
  return (
    hexGroups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) &&
    (halves.length === 2 ? length < 8 : length === 8)
  );
}

function splitRange(text: string): { readonly address: string; readonly bits: string | undefined } {
  const slash = text.indexOf("/");
  return slash < 0
    ? { address: text, bits: undefined }
    : { address: text.slice(0, slash), bits: text.slice(slash + 1) };
}

function isPrefixLength(bits: string | undefined, most: number): boolean {
  return bits === undefined || (/^(?:0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= most);
}
