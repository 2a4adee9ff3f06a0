import { isTypeName } from "./identifier.ts";
import { isIpv4, isIpv6 } from "./ip-address.ts";

/** A form of text that a property asks for. `test` takes time linear in the text. */
export interface TextForm {
  readonly test: (text: string) => boolean;
  /** Completes "Must be …". */
  readonly wanted: string;
}

/** STIX 2.1 section 2.7. */
export const HEX: TextForm = {
  test: (text) => text.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(text),
  wanted: "an even number of hexadecimal digits",
};

/** Base64 of RFC 4648 section 4, with padding (STIX 2.1 section 2.1). */
export const BASE64: TextForm = {
  test: (text) => text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text),
  wanted: "base64 with padding",
};

/** A scheme and something after it, without space; RFC 3986 in full is not checked. */
export const URL_FORM: TextForm = {
  test: (text) => /^[A-Za-z][A-Za-z0-9+.-]{0,49}:\S+$/.test(text),
  wanted: "a URL with a scheme, such as https://example.com/ (RFC 3986)",
};

/** Subtags of RFC 5646 by their shape; whether a language exists is not checked. */
export const LANGUAGE: TextForm = {
  test: (text) =>
    text.length <= 100 &&
    text
      .split("-")
      .every((subtag, index) => (index === 0 ? /^[A-Za-z]{1,8}$/ : /^[A-Za-z0-9]{1,8}$/).test(subtag)),
  wanted: "a language tag, such as en or pt-BR (RFC 5646)",
};

export const MIME_TYPE: TextForm = {
  test: (text) => text.length <= 255 && /^[A-Za-z0-9!#$&^_.+-]+\/[A-Za-z0-9!#$&^_.+-]+/.test(text),
  wanted: "a media type, such as application/pdf",
};

export const IPV4: TextForm = {
  test: (text) => text.length <= 18 && isIpv4(text),
  wanted: "an IPv4 address or CIDR range, such as 192.0.2.1 or 192.0.2.0/24",
};

export const IPV6: TextForm = {
  test: (text) => text.length <= 80 && isIpv6(text),
  wanted: "an IPv6 address or CIDR range, such as 2001:db8::1 or 2001:db8::/32",
};

export const MAC: TextForm = {
  test: (text) => text.length === 17 && /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(text),
  wanted: "six lower-case hexadecimal pairs with colons",
};

export const EMAIL: TextForm = {
  test: (text) => text.length <= 1000 && text.indexOf("@") > 0 && !text.endsWith("@"),
  wanted: "an e-mail address with an @",
};

/** RFC 5890 labels; letters of other scripts pass. */
export const DOMAIN: TextForm = {
  test: (text) =>
    text.length > 0 &&
    text.length <= 253 * 4 &&
    text
      .replace(/\.$/, "")
      .split(".")
      .every((label) => label.length > 0 && label.length <= 63 && !/[\s/@:]/.test(label)),
  wanted: "a domain name (RFC 1034, RFC 5890)",
};

export const CPE: TextForm = {
  test: (text) => text.length <= 2000 && text.startsWith("cpe:2.3:") && text.split(":").length >= 6,
  wanted: "a CPE 2.3 name",
};

export const CVE: TextForm = {
  test: (text) => text.length <= 30 && /^CVE-\d{4}-\d{4,}$/.test(text),
  wanted: "a CVE number, such as CVE-2024-12345",
};

export const CAPEC: TextForm = {
  test: (text) => text.length <= 30 && /^CAPEC-\d+$/.test(text),
  wanted: "a CAPEC number, such as CAPEC-98",
};

/** STIX 2.1 section 5.1.1. */
export const RELATIONSHIP_TYPE: TextForm = {
  test: (text) => text.length <= 250 && /^[a-z0-9-]+$/.test(text),
  wanted: "a name of lower-case letters, digits and hyphens, at most 250",
};

/** STIX 2.1 section 2.5. */
export const DICTIONARY_KEY: TextForm = {
  test: (text) => text.length <= 250 && /^[a-zA-Z0-9_-]+$/.test(text),
  wanted: "a key of letters, digits, - and _, at most 250",
};

/** Keys of `hashes` (STIX 2.1 section 2.6). */
export const HASH_NAME: TextForm = {
  test: (text) => text.length >= 3 && text.length <= 250 && /^[a-zA-Z0-9_-]+$/.test(text),
  wanted: "a name of letters, digits, - and _, 3 to 250",
};

/** Names of properties (STIX 2.1 section 3.1): `id` is the one shorter name of the standard. */
export const PROPERTY_NAME: TextForm = {
  test: (text) => text === "id" || (text.length >= 3 && text.length <= 250 && /^[a-z0-9_]+$/.test(text)),
  wanted: "a name of a-z, 0-9 and _, 3 to 250 characters",
};

/** Any text at all. */
export const ANY_KEY: TextForm = { test: () => true, wanted: "a text" };

/** Steps of a granular marking's selector (STIX 2.1 section 7.2.3.1); whether they lead anywhere is another rule. */
export const SELECTOR: TextForm = {
  test: (text) =>
    text.length <= 2000 &&
    text
      .split(".")
      .every(
        (step, index) => (index > 0 && /^\[\d{1,9}\]$/.test(step)) || /^[a-zA-Z0-9_-]{1,250}$/.test(step),
      ),
  wanted: "a path such as description, or external_references.[0].url",
};

/** `x-…-ext` of older producers and the predefined extensions. */
export const EXTENSION_NAME: TextForm = {
  test: (text) =>
    text.endsWith("-ext")
      ? isTypeName(text)
      : text.startsWith("extension-definition--") && text.length === 58,
  wanted: "the id of an extension definition, or the name of a predefined extension",
};

/** No key of the Windows registry begins with an abbreviated hive (STIX 2.1 section 6.17). */
export const REGISTRY_KEY: TextForm = {
  test: (text) => !/^(?:HKLM|HKCC|HKCR|HKCU|HKU)(?:\\|$)/i.test(text),
  wanted: "a registry key with its hive written out, such as HKEY_LOCAL_MACHINE",
};

/** Names of a character set in IANA's registry. */
export const CHARACTER_SET: TextForm = {
  test: (text) => /^[a-zA-Z0-9/.+_:()-]{2,250}$/.test(text),
  wanted: "a character set of IANA's registry, such as UTF-8",
};
