import { TAXII_MEDIA_TYPE, type ErrorMessage } from "@stillwatch/protocol";
import { HubError, type HubErrorCode } from "../hub-error.ts";

interface HttpError {
  readonly status: number;
  /** Some clients and test suites look at it; it is the same for all that concerns what a request says. */
  readonly title: string;
}

/** The one table that turns what the hub refuses into HTTP (TAXII 2.1 §3.6). */
const HTTP_ERRORS: Readonly<Record<HubErrorCode, HttpError>> = {
  "bad-request": { status: 400, title: "ProcessingError" },
  unauthenticated: { status: 401, title: "Unauthorized" },
  forbidden: { status: 403, title: "Forbidden" },
  "not-found": { status: 404, title: "NotFound" },
  "method-not-allowed": { status: 405, title: "MethodNotAllowed" },
  "not-acceptable": { status: 406, title: "NotAcceptable" },
  conflict: { status: 409, title: "Conflict" },
  "too-large": { status: 413, title: "ContentTooLarge" },
  "unsupported-media-type": { status: 415, title: "UnsupportedMediaType" },
  unprocessable: { status: 422, title: "ProcessingError" },
  "too-many-requests": { status: 429, title: "TooManyRequests" },
  unavailable: { status: 503, title: "Unavailable" },
};

/** `application/problem+json` is not for TAXII: its clients read its own error message, also from `/hub/`. */
export function errorResponse(error: HubError, headers: Readonly<Record<string, string>> = {}): Response {
  const { status, title } = HTTP_ERRORS[error.code];
  const message: ErrorMessage = {
    title,
    description: error.code === "unprocessable" ? `${UNPROCESSED}: ${error.message}` : error.message,
    error_code: error.code,
    http_status: String(status),
  };
  const response = respond(status, message, headers);
  if (error.code === "unauthenticated") {
    for (const challenge of CHALLENGES) response.headers.append("WWW-Authenticate", challenge);
  }
  if (error.retryAfterSeconds !== undefined) {
    response.headers.set("Retry-After", String(Math.max(1, Math.ceil(error.retryAfterSeconds))));
  }
  return response;
}

/**
 * Our own failure. The answer says nothing of what happened.
 *
 * @param errorId - joins the answer to its line in the log
 */
export function internalErrorResponse(errorId: string): Response {
  return respond(500, {
    title: "InternalError",
    description: "The exchange failed. Nothing you sent is wrong on that account; try again later.",
    error_id: errorId,
    http_status: "500",
  });
}

const UNPROCESSED = "While processing supplied content, an error occurred";
const CHALLENGES = ['Basic realm="Stillwatch", charset="UTF-8"', 'Bearer realm="Stillwatch"'] as const;

function respond(
  status: number,
  message: ErrorMessage,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(message), {
    status,
    headers: { "Content-Type": TAXII_MEDIA_TYPE, "Cache-Control": "no-store", ...headers },
  });
}
