/** Whole number with thousands separators: `12,345`. */
export function countText(count: number): string {
  return WHOLE.format(count);
}

/** A count with its noun in the right number: `1 account`, `2,100 accounts`. */
export function countOf(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${countText(count)} ${count === 1 ? noun : plural}`;
}

/** Large counts in three figures: `4.31 M`, `12.3 k`; below 10,000 as it is. */
export function shortCount(count: number): string {
  if (count < 10_000) return countText(count);
  for (const [unit, size] of UNITS) if (count >= size) return `${(count / size).toPrecision(3)} ${unit}`;
  return countText(count);
}

/** A probability in per cent. It never reads "100 %" or "0 %" unless it is exactly 0: no test is certain. */
export function probabilityText(probability: number): string {
  if (!Number.isFinite(probability)) return "unknown";
  if (probability >= 0.9995) return "> 99.9 %";
  if (probability === 0) return "0 %";
  if (probability < 0.001) return "< 0.1 %";
  return `${(probability * 100).toFixed(probability > 0.9 || probability < 0.1 ? 1 : 0)} %`;
}

/** A rate that somebody chose, as it is: `5 %`, `0.1 %`. */
export function rateText(rate: number): string {
  return `${Number((rate * 100).toPrecision(4))} %`;
}

/** A p- or q-value: three decimals, or `< 0.0001`. */
export function significanceText(significance: number): string {
  if (!Number.isFinite(significance)) return "unknown";
  if (significance < 0.0001) return "< 0.0001";
  return significance < 0.001 ? significance.toFixed(4) : significance.toFixed(3);
}

/** Signed, one decimal, with a true minus sign: `+8.4`, `−1.2`. */
export function signedText(number: number): string {
  if (!Number.isFinite(number)) return "unknown";
  return `${number < 0 ? "−" : "+"}${Math.abs(number).toFixed(1)}`;
}

/** `2026-09-14 10:15` (UTC) of an RFC 3339 time; text that is not a time comes back as it is. */
export function timeText(rfc3339: string): string {
  const parsed = Date.parse(rfc3339);
  return Number.isNaN(parsed) ? rfc3339 : new Date(parsed).toISOString().slice(0, 16).replace("T", " ");
}

/** `2026-09-14` (UTC) of an RFC 3339 time. */
export function dayText(rfc3339: string): string {
  return timeText(rfc3339).slice(0, 10);
}

/** `3 d 4 h`, `42 min`, `12 s`: the two largest units of a time span, the second left out where it is zero. */
export function spanText(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [unit, size] of SPANS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    if (count === 0 && parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? "0 s" : parts.join(" ");
}

const SPANS: readonly (readonly [string, number])[] = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

/** Bytes in binary units: `1.2 GiB`. */
export function bytesText(bytes: number): string {
  let size = bytes;
  for (const unit of ["B", "KiB", "MiB", "GiB"]) {
    if (size < 1024) return `${unit === "B" ? size.toFixed(0) : size.toFixed(1)} ${unit}`;
    size /= 1024;
  }
  return `${size.toFixed(1)} TiB`;
}

/** A named figure of a test: four significant digits, thousands kept readable. */
export function figureText(figure: number): string {
  if (!Number.isFinite(figure)) return "unknown";
  if (Number.isInteger(figure)) return countText(figure);
  const size = Math.abs(figure);
  return size >= 0.001 && size < 1e6 ? String(Number(figure.toPrecision(4))) : figure.toExponential(2);
}

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const UNITS: readonly (readonly [string, number])[] = [
  ["T", 1e12],
  ["G", 1e9],
  ["M", 1e6],
  ["k", 1e3],
];
