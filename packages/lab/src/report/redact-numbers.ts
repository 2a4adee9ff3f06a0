/** Replaces bank account, telephone and card numbers and long runs of digits, each by a marker of its kind. */
export function redactNumbers(text: string): string {
  return text
    .replace(IBAN, ibanMarker)
    .replace(NUMBER, numberMarker)
    .replace(/\p{Nd}{9,}/gu, "⟨number⟩");
}

/**
 * An IBAN (ISO 13616): country, check digits and up to thirty more characters, together or in groups of four. Its check
 * digits are not checked: a mistyped one names its owner all the same.
 */
const IBAN =
  /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \u00A0-]?[A-Za-z0-9]{4}){2,7}(?:[ \u00A0-]?(?=[A-Za-z]{0,3}\d)[A-Za-z0-9]{1,4})?(?![A-Za-z0-9])/g;
const LEAST_IBAN_DIGITS = 10;

function ibanMarker(candidate: string): string {
  return (candidate.match(/\d/g)?.length ?? 0) >= LEAST_IBAN_DIGITS ? "⟨iban⟩" : candidate;
}

/** Digit groups with the separators that people put into telephone and card numbers. */
const NUMBER = /(?<![\p{L}\p{Nd}_])\+?\(?\p{Nd}(?:[ \u00A0.()/-]{0,2}\p{Nd}){6,}/gu;

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
