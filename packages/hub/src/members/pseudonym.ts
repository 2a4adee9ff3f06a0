import { createHmac } from "node:crypto";
import type { CollectionNumber } from "../collections/version-store.ts";
import type { OrganizationNumber } from "./caller.ts";

/**
 * The STIX identity id that stands for an organisation in one collection: HMAC-SHA-256 under the hub's secret over
 * collection and organisation. Who does not hold the secret can neither link it to another collection's nor tell
 * from it when it was made.
 *
 * It has the form of a version 4 UUID, whose 122 bits are as good as random without the secret: version 8
 * (RFC 9562 §5.8) would be the right name, but the published STIX schemas refuse versions above 5.
 */
export function pseudonymOf(
  secret: Uint8Array,
  {
    collection,
    organization,
  }: { readonly collection: CollectionNumber; readonly organization: OrganizationNumber },
): string {
  const bytes = createHmac("sha256", secret)
    .update(`stillwatch pseudonym ${collection} ${organization}`)
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return `identity--${groups.join("-")}`;
}
