/**
 * The JSON payloads of an event stream, in order. Lines may end in LF or CR LF; several `data:` lines of one
 * event are joined by LF. Payloads that are no JSON (`[DONE]`) are left out.
 * Source: WHATWG HTML, "Server-sent events", section 9.2.6.
 */
export function eventsOf(text: string): readonly unknown[] {
  const events: unknown[] = [];
  let data: string[] = [];
  const flush = (): void => {
    if (data.length > 0) pushJson(events, data.join("\n"));
    data = [];
  };
  for (const line of text.split("\n")) {
    const bare = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (bare === "") flush();
    else if (bare.startsWith("data:")) data.push(bare.slice(bare.charAt(5) === " " ? 6 : 5));
  }
  flush();
  return events;
}

/** Tells whether text is an event stream rather than an answer. */
export function isEventStream(text: string): boolean {
  return /^\s*(?:(?:event|data|id|retry)?:)/.test(text.slice(0, 64)) && /(?:^|\n)data:/.test(text);
}

function pushJson(events: unknown[], payload: string): void {
  try {
    events.push(JSON.parse(payload) as unknown);
  } catch {
    // A payload that is no JSON carries no text; the stream around it is still read.
  }
}
