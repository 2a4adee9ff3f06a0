/** A share as a reader wants it: whole per cent from ten on and for none, one digit after the point below. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value >= 10 || value === 0 ? value.toFixed(0) : value.toFixed(1)} %`;
}

/** A figure to three digits after the point. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** The text with a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
