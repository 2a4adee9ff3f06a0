/**
 * Whether a version is at least the one that a rule asks for.
 *
 * @param needed - `>=` and three numbers
 * @param version - three numbers; a pre-release label after them does not count
 */
export function engineServes(needed: string, version: string): boolean {
  const least = numbersOf(needed);
  const own = numbersOf(version);
  for (let at = 0; at < 3; at++) {
    const difference = (own[at] ?? 0) - (least[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbersOf(version: string): readonly number[] {
  return version
    .replace(/^>=/, "")
    .split(/[.+-]/, 3)
    .map((part) => Number.parseInt(part, 10) || 0);
}
