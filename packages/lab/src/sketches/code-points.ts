/** What a code point of a normalised text does to tokens. */
export type CodePointClass = "separator" | "single" | "word";

/**
 * `separator` ends a token, `single` is a token by itself, a maximal run of `word` is a token.
 * The ranges are fixed here and follow no Unicode version: docs/sketch-kernel.md section 3.
 */
export function classOfCodePoint(point: number): CodePointClass {
  if (isIn(SEPARATORS, point)) return "separator";
  return isIn(SINGLES, point) ? "single" : "word";
}

type Ranges = readonly (readonly [first: number, last: number])[];

const SEPARATORS: Ranges = [
  [0x0000, 0x002f],
  [0x003a, 0x0040],
  [0x005b, 0x0060],
  [0x007b, 0x00bf], // ASCII and Latin-1 signs
  [0x00d7, 0x00d7], // ×
  [0x00f7, 0x00f7], // ÷
  [0x060c, 0x060c], // Arabic comma, semicolon, question mark, full stop
  [0x061b, 0x061b],
  [0x061f, 0x061f],
  [0x06d4, 0x06d4],
  [0x0964, 0x0965], // dandas
  [0x0f0b, 0x0f14], // Tibetan tsheg and shad
  [0x1361, 0x1368], // Ethiopic
  [0x2000, 0x2bff], // punctuation, currency, letter-like, arrows, operators, shapes
  [0x2e00, 0x2e7f],
  [0x2fe0, 0x3004],
  [0x3008, 0x303f], // CJK punctuation but for 々〆〇
  [0x30fb, 0x30fb], // ・
  [0x3200, 0x33ff], // enclosed CJK
  [0xfe00, 0xfe1f], // variation selectors, vertical forms
  [0xfe30, 0xfe6f],
  [0xfeff, 0xfeff],
  [0xff00, 0xff0f], // fullwidth signs
  [0xff1a, 0xff20],
  [0xff3b, 0xff40],
  [0xff5b, 0xff65],
  [0xffe0, 0xffff],
  [0x1f000, 0x1faff], // pictographs
  [0xe0000, 0xe0fff],
];

const SINGLES: Ranges = [
  [0x0e00, 0x0eff], // Thai, Lao
  [0x1000, 0x109f], // Myanmar
  [0x1780, 0x17ff], // Khmer
  [0x2e80, 0x2fdf], // CJK radicals
  [0x3005, 0x3007],
  [0x3040, 0x312f], // kana, bopomofo
  [0x3190, 0x31ff],
  [0x3400, 0x9fff], // ideographs
  [0xf900, 0xfaff],
  [0xff66, 0xff9f], // halfwidth kana
  [0x20000, 0x3ffff], // ideographs
];

function isIn(ranges: Ranges, point: number): boolean {
  return ranges.some(([first, last]) => first <= point && point <= last);
}
