/** Whether a program reads the output. */
export interface Shown {
  readonly json?: boolean;
}

/** The form in which programs get it. */
export function machine(content: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ schema: "stillwatch.hub/1", ...content })}\n`;
}

/** Text from outside as one visible line: no control character reaches a terminal. */
export function line(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD");
}
