/** A number with thousands separators and its noun, in the plural where it must be: "1 hour", "3,193 requests". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : `${noun}s`}`;
}
