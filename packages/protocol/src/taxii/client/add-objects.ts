import type { StatusDetails, StatusResource } from "../resources.ts";
import type { Answer, Connection } from "./connection.ts";
import { bodyOf, envelopesOf } from "./envelopes.ts";
import { readStatus } from "./read-resource.ts";
import { TaxiiError } from "./taxii-error.ts";

export interface AddRequest {
  /** Ends in a slash. */
  readonly rootUrl: string;
  readonly collectionUrl: string;
  /** JSON texts of objects, sent as they are. */
  readonly objects: readonly ObjectText[];
  /** Largest body that the server takes, in bytes. */
  readonly mostBytes: number;
  /** Of a Stillwatch hub: who may read these objects, among those who may read the collection. */
  readonly audiences?: readonly string[];
  /** Told after each envelope how many objects have been dealt with. */
  readonly onProgress?: (done: number) => void;
}

export interface ObjectText {
  readonly text: string;
  /** For what is said about it. */
  readonly id: string;
}

/** What became of the objects; the counts and the failures add up to all of them. */
export interface AddReport {
  /** Added, or there already. */
  readonly succeeded: number;
  /** Refused one by one, with what the server said; foreign text. */
  readonly failures: readonly { readonly id: string; readonly message: string }[];
  /** Refused, but the server did not say which. */
  readonly unnamedFailures: number;
  /** Still under way when the client stopped asking. */
  readonly pending: number;
}

/** A server that refuses a whole envelope for one object is asked so often at most, to find that object. */
const MOST_SEARCHES = 64;
const FIRST_WAIT_MILLISECONDS = 250;
const MOST_WAIT_MILLISECONDS = 5000;
const MOST_STATUS_POLLS = 150;

/**
 * Adds objects in as many envelopes as the server's limit asks for, and waits until each is dealt with. Where a server
 * refuses a whole envelope (400, 413, 422), it is halved until the object that is to blame stands alone.
 *
 * @throws TaxiiError where the server cannot be used at all; what was sent before stays there
 */
export async function addObjects(connection: Connection, request: AddRequest): Promise<AddReport> {
  const { objects, mostBytes, onProgress } = request;
  const { envelopes, oversized } = envelopesOf(objects, mostBytes);
  const tally: Tally = {
    succeeded: 0,
    failures: [],
    unnamedFailures: 0,
    pending: 0,
    searches: MOST_SEARCHES,
  };
  for (const { id } of oversized) {
    tally.failures.push({
      id,
      message: `larger than the server takes (${String(mostBytes)} bytes); not sent`,
    });
  }
  let done = oversized.length;
  for (const envelope of envelopes) {
    await send(connection, request, envelope, tally);
    done += envelope.length;
    onProgress?.(done);
  }
  const { searches: _, ...report } = tally;
  return report;
}

interface Tally {
  succeeded: number;
  readonly failures: { readonly id: string; readonly message: string }[];
  unnamedFailures: number;
  pending: number;
  /** How many more envelopes may be refused before the search for those to blame is given up. */
  searches: number;
}

async function send(
  connection: Connection,
  request: AddRequest,
  envelope: readonly ObjectText[],
  tally: Tally,
): Promise<void> {
  let answer: Answer;
  try {
    answer = await connection.request({
      method: "POST",
      url: `${request.collectionUrl}objects/`,
      body: bodyOf(envelope),
      headers: request.audiences === undefined ? {} : { "Stillwatch-Audience": request.audiences.join(", ") },
    });
  } catch (thrown) {
    if (!(thrown instanceof TaxiiError) || (thrown.code !== "refused" && thrown.code !== "too-large"))
      throw thrown;
    if (envelope.length === 1 || tally.searches === 0) {
      const message = thrown.said ?? thrown.message;
      for (const { id } of envelope) tally.failures.push({ id, message });
      return;
    }
    tally.searches--;
    const half = Math.ceil(envelope.length / 2);
    await send(connection, request, envelope.slice(0, half), tally);
    await send(connection, request, envelope.slice(half), tally);
    return;
  }
  count(await finished(connection, request.rootUrl, readStatus(answer)), tally);
}

async function finished(
  connection: Connection,
  rootUrl: string,
  first: StatusResource,
): Promise<StatusResource> {
  let status = first;
  let wait = FIRST_WAIT_MILLISECONDS;
  for (let polls = 0; status.status === "pending" && polls < MOST_STATUS_POLLS; polls++) {
    await connection.wait(wait);
    wait = Math.min(MOST_WAIT_MILLISECONDS, wait * 2);
    const url = `${rootUrl}status/${encodeURIComponent(first.id)}/`;
    status = readStatus(await connection.request({ method: "GET", url }));
  }
  return status;
}

function count(status: StatusResource, tally: Tally): void {
  const failures: readonly StatusDetails[] = status.failures ?? [];
  tally.succeeded += status.success_count;
  tally.pending += status.pending_count;
  tally.unnamedFailures += Math.max(0, status.failure_count - failures.length);
  for (const { id, message } of failures) tally.failures.push({ id, message: message ?? "no reason given" });
}
