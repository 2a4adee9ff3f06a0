import { FUNCTION_WORDS } from "./language-vocabulary.ts";
import { languageCode } from "./languages.ts";

/** Tokens that are looked at. */
const LANGUAGE_TOKENS = 48;
/** Fewer function words than this do not tell one language of a script from the others. */
const LEAST_WORDS = 2;

/** Language code of a normalised last user text: docs/sketch-kernel.md section 8. */
export function languageOf(tokens: readonly string[]): number {
  const opening = tokens.slice(0, LANGUAGE_TOKENS);
  const inScript = (script: Script): string[] => opening.filter((token) => isOf(script, token));
  const counts = SCRIPTS.map((script) => inScript(script).length);
  const most = Math.max(...counts);
  const script = SCRIPTS[counts.indexOf(most)];
  if (most === 0 || script === undefined) return 0;
  if (script.unless === "zh" && inScript(KANA).length * 8 >= most) return languageCode("ja");
  const votes = script.languages.map(
    (language) => opening.filter((token) => FUNCTION_WORDS[language]?.includes(token)).length,
  );
  const best = Math.max(0, ...votes);
  const winners = script.languages.filter((_, index) => votes[index] === best);
  return languageCode(best >= LEAST_WORDS && winners.length === 1 ? (winners[0] ?? "") : script.unless);
}

type Ranges = readonly (readonly [first: number, last: number])[];

interface Script {
  /** The language where function words decide nothing. */
  readonly unless: string;
  /** Languages with function words. */
  readonly languages: readonly string[];
  readonly ranges: Ranges;
}

const KANA_RANGES: Ranges = [
  [0x3040, 0x30ff],
  [0x31f0, 0x31ff],
  [0xff66, 0xff9f],
];
const HAN_RANGES: Ranges = [
  [0x3005, 0x3007],
  [0x3400, 0x9fff],
  [0xf900, 0xfaff],
  [0x20000, 0x3ffff],
];
const HANGUL_RANGES: Ranges = [
  [0x1100, 0x11ff],
  [0x3130, 0x318f],
  [0xac00, 0xd7af],
];
const ARABIC_RANGES: Ranges = [
  [0x0600, 0x06ff],
  [0x0750, 0x077f],
];
const GREEK_RANGES: Ranges = [
  [0x0370, 0x03ff],
  [0x1f00, 0x1fff],
];
const LATIN_RANGES: Ranges = [
  [0x0061, 0x007a],
  [0x00c0, 0x024f],
  [0x1e00, 0x1eff],
];
const LATIN_LANGUAGES = "en de fr es pt it nl pl tr vi id ro cs sv da no fi hu tl sw".split(" ");

const KANA: Script = { unless: "ja", languages: [], ranges: KANA_RANGES };
/** Where two have equally many tokens, the earlier counts; Latin, which code and names use, is the last. */
const SCRIPTS: readonly Script[] = [
  { unless: "zh", languages: [], ranges: [...KANA_RANGES, ...HAN_RANGES] },
  { unless: "ko", languages: [], ranges: HANGUL_RANGES },
  { unless: "ru", languages: ["uk", "bg"], ranges: [[0x0400, 0x052f]] },
  { unless: "ar", languages: ["fa", "ur"], ranges: ARABIC_RANGES },
  { unless: "he", languages: [], ranges: [[0x0590, 0x05ff]] },
  { unless: "hi", languages: ["mr"], ranges: [[0x0900, 0x097f]] },
  { unless: "th", languages: [], ranges: [[0x0e00, 0x0e7f]] },
  { unless: "el", languages: [], ranges: GREEK_RANGES },
  { unless: "bn", languages: [], ranges: [[0x0980, 0x09ff]] },
  { unless: "ta", languages: [], ranges: [[0x0b80, 0x0bff]] },
  { unless: "te", languages: [], ranges: [[0x0c00, 0x0c7f]] },
  { unless: "ka", languages: [], ranges: [[0x10a0, 0x10ff]] },
  { unless: "hy", languages: [], ranges: [[0x0530, 0x058f]] },
  { unless: "", languages: LATIN_LANGUAGES, ranges: LATIN_RANGES },
];

function isOf(script: Script, token: string): boolean {
  const point = token.codePointAt(0) ?? 0;
  return script.ranges.some(([first, last]) => first <= point && point <= last);
}
