import type { Server } from "node:http";
import type { Duplex } from "node:stream";

/**
 * Answers what is no request that could be handed on: a flood of headers, an endless URL, no HTTP at all, one that took
 * too long. What its sender still sends is thrown away for a moment: a connection that is cut with unread data in it
 * takes the answer with it.
 */
export function answerBrokenRequests(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (socket.writableEnded) return;
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    socket.end(answerText(ANSWERS[error.code ?? ""] ?? MALFORMED));
    const timer = setTimeout(() => socket.destroy(), LINGER_MILLISECONDS);
    socket.once("close", () => clearTimeout(timer));
  });
}

const LINGER_MILLISECONDS = 2_000;

interface Answer {
  readonly status: number;
  readonly title: string;
  readonly description: string;
  readonly code: string;
}

const MALFORMED: Answer = {
  status: 400,
  title: "Bad Request",
  description: "This is no HTTP/1.1 request.",
  code: "bad-request",
};

/** By Node's codes of what went wrong. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    title: "Request Header Fields Too Large",
    description: "URL and headers together have 16384 bytes at most. Ask for fewer ids at a time.",
    code: "too-large",
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    title: "Content Too Large",
    description: "The chunk extensions are too long.",
    code: "too-large",
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    title: "Request Timeout",
    description: "The request did not come within a minute. Send smaller envelopes.",
    code: "bad-request",
  },
};

/** With TAXII's error message (TAXII 2.1 §3.6.1). */
function answerText({ status, title, description, code }: Answer): string {
  const body = JSON.stringify({ title, description, error_code: code, http_status: String(status) });
  return [
    `HTTP/1.1 ${status} ${title}`,
    "Content-Type: application/taxii+json;version=2.1",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}
