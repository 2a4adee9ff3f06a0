import { isIPv6 } from "node:net";

/**
 * Replaces what could name a person or open a door (mail addresses, telephone and card numbers, keys and tokens, long
 * digit runs, IP addresses, query strings, names in home folders) by a marker such as `⟨email⟩`.
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
  redactEmails,
  redactKnownKeys,
  redactNetworkAddresses,
  redactHomeFolders,
  redactNumbers,
  redactOpaqueTokens,
];

function redactPrivateKeyBlocks(text: string): string {
  const begin = "-----BEGIN ";
  const end = "-----END ";
  let redacted = "";
  let from = 0;
  for (;;) {
    const start = text.indexOf(begin, from);
    if (start < 0) return redacted + text.slice(from);
    const label = text.slice(start, start + 60);
    if (!/^-----BEGIN [A-Z ]{0,30}PRIVATE KEY/.test(label)) {
      redacted += text.slice(from, start + begin.length);
      from = start + begin.length;
      continue;
    }
    const close = text.indexOf(end, start);
    const lineEnd = close < 0 ? -1 : text.indexOf("-----", close + end.length);
    redacted += `${text.slice(from, start)}⟨key⟩`;
    if (close < 0 || lineEnd < 0) return redacted;
    from = lineEnd + 5;
  }
}

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

const KNOWN_KEYS = new RegExp(
  [
    "\\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{12,}",
    "\\b(?:AKIA|ASIA)[A-Z0-9]{12,}",
    "\\bAIza[A-Za-z0-9_-]{20,}",
    "\\bgh[pousr]_[A-Za-z0-9]{20,}",
    "\\bgithub_pat_[A-Za-z0-9_]{20,}",
    "\\bglpat-[A-Za-z0-9_-]{12,}",
    "\\bhf_[A-Za-z0-9]{16,}",
    "\\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "\\beyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]+){0,2}",
    "(?<=\\b[Bb]earer )[A-Za-z0-9._~+/=-]{8,}",
    "(?<=\\b(?:password|passwd|secret|api[_-]?key)[\"']?[ ]?[:=][ ]?[\"']?)[^\\s\"'<>⟨⟩,;]{6,}",
  ].join("|"),
  "g",
);

function redactKnownKeys(text: string): string {
  return text.replace(KNOWN_KEYS, "⟨key⟩");
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

/** Digit groups with the separators that people put into telephone and card numbers. */
const NUMBER = /(?<![\p{L}\p{Nd}_])\+?\(?\p{Nd}(?:[ \u00A0.()/-]{0,2}\p{Nd}){6,}/gu;

function redactNumbers(text: string): string {
  return text.replace(NUMBER, numberMarker).replace(/\p{Nd}{9,}/gu, "⟨number⟩");
}

function numberMarker(candidate: string): string {
  const digits = Array.from(candidate.matchAll(/\p{Nd}/gu), ([digit]) => digitOf(digit));
  if (digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)) return "⟨card⟩";
  if (/^\p{Nd}+$/u.test(candidate)) return digits.length >= 8 ? "⟨number⟩" : candidate;
  const groups = candidate.split(/[^\p{Nd}]+/u).filter((group) => group !== "");
  if (/^\p{Nd}{4}[-/.]\p{Nd}{2}[-/.]\p{Nd}{2}(?!\p{Nd})/u.test(candidate) && digits.length <= 12)
    return candidate;
  if (groups.some((group) => group.length >= 8)) return "⟨number⟩";
  const looksDialled =
    candidate.startsWith("+") || (groups.length <= 6 && groups.some((group) => group.length >= 3));
  return looksDialled && digits.length >= 7 ? "⟨phone⟩" : candidate;
}

function digitOf(character: string): number {
  const ascii = character.codePointAt(0) ?? 0;
  if (ascii < 0x80) return ascii - 48;
  // The digits of a script stand in a row from zero to nine (Unicode, section 4.6).
  let zero = ascii;
  while (ascii - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return ascii - zero;
}

/** Check digit of payment cards (ISO/IEC 7812-1, annex B). */
function passesLuhn(digits: readonly number[]): boolean {
  let sum = 0;
  digits.forEach((digit, index) => {
    const doubled = (digits.length - index) % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return sum % 10 === 0;
}

/** Long runs that mix letters and digits are keys, hashes or encoded data; no reader misses them. */
function redactOpaqueTokens(text: string): string {
  return text.replace(/[A-Za-z0-9_+/=-]{24,}/g, (run) => {
    const mixes = /[0-9]/.test(run) && /[A-Za-z]/.test(run) && !/--|==./.test(run);
    return mixes && (run.match(/[0-9]/g)?.length ?? 0) * 8 >= run.length ? "⟨key⟩" : run;
  });
}
