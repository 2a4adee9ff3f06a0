import { isIPv6 } from "node:net";
import { redactNumbers } from "./redact-numbers.ts";
import { redactOpaqueTokens, redactPrivateKeyBlocks, redactSecrets } from "./redact-secrets.ts";

/**
 * Replaces what could name a person or open a door (mail addresses, telephone, card and bank account numbers, keys,
 * tokens and passwords, long digit runs, IP addresses, query strings, names in home folders) by a marker such as `⟨email⟩`.
 * Errs towards replacing too much. Idempotent, linear time; a replaced span never grows beyond its marker.
 */
export function redact(text: string): string {
  let redacted = text;
  // A replacement can free a neighbour whose boundary it was; a second pass then finds it.
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const next = RULES.reduce((rest, rule) => rule(rest), redacted);
    if (next === redacted) break;
    redacted = next;
  }
  return redacted;
}

const MOST_PASSES = 8;

const RULES: readonly ((text: string) => string)[] = [
  redactPrivateKeyBlocks,
  redactUrls,
  redactSecrets,
  redactEmails,
  redactNetworkAddresses,
  redactHomeFolders,
  // Before numbers, which would leave what stands around them.
  redactOpaqueTokens,
  redactNumbers,
];

function redactUrls(text: string): string {
  return text.replace(/\b(?:https?|wss?|ftp):\/\/[^\s"'<>⟨⟩]+/gi, (url) => {
    const scheme = url.slice(0, url.indexOf("//") + 2);
    const authority = /^[^/?#\\]*/.exec(url.slice(scheme.length))?.[0] ?? "";
    const at = authority.lastIndexOf("@");
    const open = at < 0 ? url : `${scheme}⟨key⟩${url.slice(scheme.length + at)}`;
    const query = open.search(/[?#]/);
    return query < 0 || query === open.length - 1 ? open : `${open.slice(0, query)}⟨query⟩`;
  });
}

function redactEmails(text: string): string {
  return text.replace(
    /[\p{L}\p{N}._%+-]{1,64}(?:@|＠|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu,
    "⟨email⟩",
  );
}

function redactNetworkAddresses(text: string): string {
  return text
    .replace(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g, "⟨ip⟩")
    .replace(/(?<![\p{L}\p{N}:.])[0-9a-fA-F:]{6,39}(?![\p{L}\p{N}:])/gu, (candidate) =>
      /\d/.test(candidate) && isIPv6(candidate) ? "⟨ip⟩" : candidate,
    );
}

function redactHomeFolders(text: string): string {
  return text.replace(
    /((?:\/home\/|\/Users\/|\b[A-Za-z]:[\\/]{1,2}Users[\\/]{1,2}))[^\s\\/"'<>⟨⟩:]+/g,
    "$1⟨user⟩",
  );
}
