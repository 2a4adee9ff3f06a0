/** Brackets that stay open, and list or key markers in one line, beyond which no rule goes. */
const MOST_OPEN = 64;
const MOST_MARKERS = 16;
const MOST_INDENT = 200;

/**
 * Whether YAML text might nest so deeply that a reader that recurses would run out of stack. One pass; counts
 * brackets in texts too, which errs toward refusing.
 */
export function nestsTooDeep(text: string): boolean {
  let open = 0;
  for (const line of text.split("\n")) {
    const start = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (start > MOST_INDENT && start < line.length) return true;
    if (markersAt(line, start) > MOST_MARKERS) return true;
    for (let at = start; at < line.length; at++) {
      const character = line[at];
      if (character === "[" || character === "{") open++;
      else if ((character === "]" || character === "}") && open > 0) open--;
      if (open > MOST_OPEN) return true;
    }
  }
  return false;
}

/** `- - - ? : x`: each marker opens a level. */
function markersAt(line: string, start: number): number {
  let markers = 0;
  for (let at = start; at < line.length; at++) {
    const character = line[at];
    if (character === "-" || character === "?" || character === ":") markers++;
    else if (character !== " " && character !== "\t") break;
  }
  return markers;
}
