/**
 * Rewrites characters that could hide, reorder or inject something into text that can be seen and is harmless:
 * control characters become control pictures (U+2400 block), bidirectional controls, invisible characters and
 * Unicode tags become `⟨U+202E⟩`, lone surrogates become U+FFFD. Line feed and tab stay; CR LF becomes LF.
 * ZWJ and ZWNJ stay because several scripts and emoji need them. Idempotent; linear time.
 */
export function visibleText(text: string): string {
  return HARMLESS.test(text) ? text : text.replace(/\r\n/g, "\n").replace(SUSPECT, shown);
}

/** `visibleText` on one line: line feeds and tabs become spaces. For table cells, titles and terminals. */
export function visibleLine(text: string): string {
  return visibleText(text).replace(/[\n\t]+/g, " ");
}

const HARMLESS = /^[\n\t\u{20}-\u{7E}\u{A1}-\u{AC}\u{AE}-\u{2FF}]*$/u;

const SUSPECT =
  /(?![\n\t])[\p{Cc}\u{AD}\u{61C}\u{180E}\u{200B}\u{200E}\u{200F}\u{2028}-\u{202E}\u{2060}-\u{206F}\u{FEFF}\u{FFF9}-\u{FFFB}\u{FFFE}\u{FFFF}\u{E0000}-\u{E007F}\p{Cs}]/gu;

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "␡";
  if (code >= 0xd800 && code <= 0xdfff) return "\uFFFD";
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
