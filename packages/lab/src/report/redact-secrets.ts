/** Replaces keys, tokens, passwords and private keys by `⟨key⟩`: by their form, and by the name that they stand after. */
export function redactSecrets(text: string): string {
  return redactNamedValues(text).replace(KNOWN_KEYS, MARKER);
}

/** Long runs that mix letters and digits, or change their case at random, are keys, hashes or encoded data. */
export function redactOpaqueTokens(text: string): string {
  return text.replace(/[A-Za-z0-9_+/=-]{24,}/g, (run) => {
    const mixes = /[0-9]/.test(run) && /[A-Za-z]/.test(run) && !/--|==./.test(run);
    const manyDigits = (run.match(/[0-9]/g)?.length ?? 0) * 8 >= run.length;
    return (mixes && manyDigits) || looksRandom(run) ? MARKER : run;
  });
}

export function redactPrivateKeyBlocks(text: string): string {
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
    redacted += `${text.slice(from, start)}${MARKER}`;
    if (close < 0 || lineEnd < 0) return redacted;
    from = lineEnd + 5;
  }
}

const MARKER = "⟨key⟩";

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
  ].join("|"),
  "g",
);

/** Names whose value may hold blanks where it is not quoted: it ends with its line. */
const LINE_NAMES = [
  "\\b(?:proxy-)?authorization|\\b(?:set-)?cookie",
  "pass(?:word|wd|phrase|code)(?<=^[ \\t]{0,40}(?:- )?[\\w.-]{0,60})",
].join("|");
const NAMES = [
  "secrets?(?:[ _-]?(?:access[ _-]?)?key)?",
  "(?:api|access|private|account|shared|signing|encryption|master|auth)[ _-]?key",
  "token(?!s)",
  "pass(?:word|wd|phrase|code)s?|passwor[dt]|kennwort|contraseña|senha|пароль|密码|密碼|口令",
  "pwd|credentials?|\\bauth",
].join("|");
/** What may follow the word in the same name, as in `SECRET_KEY_BASE`, `token2` or `passwordHash`. */
const REST_OF_NAME = "(?:key|value|hash|id)?(?:[_.-][\\w.-]{0,40}|\\d{1,3})?";
const SIGN = "(?::=|=>|={1,3}|:(?!:)|[：＝])";
const NAMED_VALUE = [
  `(?:(?<line>${LINE_NAMES})|(?:${NAMES})${REST_OF_NAME})`,
  "(?:",
  [
    `(?<quote>\\\\{0,3}["'\`])\\s{0,40}${SIGN}\\s{0,40}`,
    `[ \\t]{0,8}${SIGN}[ \\t]{0,40}`,
    // An element of XML, and an option of a command line.
    ">",
    "(?<=(?:^|\\s)--?[\\w.-]{1,60})[ \\t]{1,8}(?=[^\\s-])",
  ].join("|"),
  ")",
  // A YAML block whose text begins on the next line.
  "(?:[|>][+-]?\\r?\\n[ \\t]{0,40})?",
].join("");

/**
 * Replaces what stands after a name such as `password`, `api_key` or `Authorization`, as `=`, `:`, JSON, YAML, XML and
 * options write it. Every value is passed over once, so the time is linear.
 */
function redactNamedValues(text: string): string {
  const names = new RegExp(NAMED_VALUE, "gimu");
  let redacted = "";
  let from = 0;
  for (let name = names.exec(text); name !== null; name = names.exec(text)) {
    const value = valueAt(text, names.lastIndex, {
      wholeLine: name.groups?.["line"] !== undefined,
      inJson: name.groups?.["quote"] !== undefined,
    });
    if (value === undefined) continue;
    redacted += text.slice(from, value.start) + MARKER;
    from = value.end;
    names.lastIndex = value.end;
  }
  return redacted + text.slice(from);
}

interface ValueForm {
  readonly wholeLine: boolean;
  readonly inJson: boolean;
}

/** A shorter word without quotes is no secret. */
const LEAST_CHARACTERS = 3;

function valueAt(text: string, at: number, form: ValueForm): { start: number; end: number } | undefined {
  const opening = matchAt(/(?:\\{0,3}["'`])?/y, text, at);
  const start = at + opening.length;
  const scheme = matchAt(
    /(?:basic|bearer|digest|token|negotiate|ntlm|apikey|bot|aws4-hmac-sha256)[ \t]+/iy,
    text,
    start,
  );
  const from = start + scheme.length;
  if (opening !== "") {
    const end = quoteEnd(text, from, opening);
    return end > from ? { start: from, end } : undefined;
  }
  const pattern = form.wholeLine ? /[^\r\n"'`<>]*/y : form.inJson ? /[^\s"'`<>,}\]]*/y : /[^\s"'`<>]*/y;
  const value = withoutPunctuation(matchAt(pattern, text, from));
  return value.length < LEAST_CHARACTERS ? undefined : { start: from, end: from + value.length };
}

/** Where a quoted value ends: before its closing quote, or with its line. */
function quoteEnd(text: string, from: number, opening: string): number {
  const quote = opening.at(-1);
  // Inside of text that is quoted itself, the closing quote is escaped as the opening one is.
  const escapes = opening.length - 1;
  let backslashes = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === "\n" || character === "\r") return at;
    if (character === quote && (escapes === 0 ? backslashes % 2 === 0 : backslashes <= escapes))
      return escapes === 0 ? at : at - backslashes;
    backslashes = character === "\\" ? backslashes + 1 : 0;
  }
  return text.length;
}

function withoutPunctuation(value: string): string {
  let end = value.length;
  while (end > 0 && " \t,;.)]}".includes(value.charAt(end - 1))) end--;
  return value.slice(0, end);
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

/** A secret of 30 bytes in base64, such as an AWS secret access key. */
const WINDOW = 40;
/**
 * Changes between capital, small letter and digit, and distinct characters, together: 55 ± 4 in base64 of random bytes,
 * about 30 in words that are written together.
 */
const LEAST_DISORDER = 36;
/** Words of signs and letters of one kind have fewer. */
const LEAST_CHANGES = 6;

/** Whether some stretch of 40 characters is as random as base64 of random bytes. */
function looksRandom(run: string): boolean {
  const counts = new Map<string, number>();
  let changes = 0;
  for (let at = 0; at < run.length; at++) {
    const added = run.charAt(at);
    counts.set(added, (counts.get(added) ?? 0) + 1);
    if (isChange(run, at)) changes++;
    if (at >= WINDOW) {
      const left = run.charAt(at - WINDOW);
      const count = counts.get(left) ?? 0;
      if (count > 1) counts.set(left, count - 1);
      else counts.delete(left);
      if (isChange(run, at - WINDOW + 1)) changes--;
    }
    if (at >= WINDOW - 1 && changes >= LEAST_CHANGES && changes + counts.size >= LEAST_DISORDER) return true;
  }
  return false;
}

/** Whether a character is of another kind than the one before it; signs are of none. */
function isChange(run: string, at: number): boolean {
  const before = kindOf(run.charCodeAt(at - 1));
  const now = kindOf(run.charCodeAt(at));
  return at > 0 && before !== 0 && now !== 0 && before !== now;
}

function kindOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return 1;
  if (code >= 0x41 && code <= 0x5a) return 2;
  return code >= 0x61 && code <= 0x7a ? 3 : 0;
}
