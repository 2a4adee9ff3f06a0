/** Shades of a raster. */
export const LEVELS = 4;

/**
 * The smallest count of each shade, ascending: 1, then steps that grow by equal factors up to the largest count.
 * Fewer than `LEVELS` where counts are small.
 */
export function levelFloors(counts: readonly (readonly number[])[]): readonly number[] {
  let largest = 1;
  for (const row of counts) for (const count of row) if (count > largest) largest = count;
  const floors = Array.from({ length: LEVELS }, (_, level) => Math.ceil(largest ** (level / LEVELS)));
  return [...new Set(floors)];
}

/**
 * One SVG path per shade, in units of one bin by one row, to be stroked one unit wide: equal neighbours in a row become one
 * line, so that the size follows the number of changes and not the number of cells.
 */
export function cellRuns(
  counts: readonly (readonly number[])[],
  floors: readonly number[],
): readonly string[] {
  const parts: string[][] = floors.map(() => []);
  counts.forEach((row, y) => {
    const last: number[] = floors.map(() => 0);
    const begun: boolean[] = floors.map(() => false);
    for (let from = 0; from < row.length;) {
      const level = levelOf(row[from] ?? 0, floors);
      let to = from + 1;
      while (to < row.length && levelOf(row[to] ?? 0, floors) === level) to++;
      if (level >= 0) {
        const move = begun[level] === true ? `m${from - (last[level] ?? 0)} 0` : `M${from} ${y}.5`;
        parts[level]?.push(`${move}h${to - from}`);
        last[level] = to;
        begun[level] = true;
      }
      from = to;
    }
  });
  return parts.map((part) => part.join(""));
}

/** Class of a shade's stroke, light to dark; few shades take the darker classes, which are easier to see. */
export function shadeClass(level: number, levels: number): string {
  return `r${levels === 1 ? 3 : levels === 2 ? 2 + level * 2 : LEVELS - levels + level + 1}`;
}

function levelOf(count: number, floors: readonly number[]): number {
  let level = -1;
  while (level + 1 < floors.length && count >= (floors[level + 1] ?? Infinity)) level++;
  return level;
}
