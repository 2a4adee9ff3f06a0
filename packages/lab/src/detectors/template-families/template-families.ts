import type { Columns, Engine } from "../../engine/engine.ts";
import { bandEdges, edgesWithSignatures, signaturesOf } from "../../engine/queries/text-groups.ts";
import { SIGNATURE_LENGTH } from "../../sketches/sketch.ts";
import { UnionFind } from "../union-find.ts";

/** An edge joins two requests whose estimated Jaccard similarity is at least this (29 of 64 bytes). */
const LEAST_EDGE_MATCHES = 29;
/** A member must resemble its family's leader at least so much (16 of 64), or it leaves the chain. */
const LEAST_LEADER_MATCHES = 16;
/** Leaders per chain at the most; what resembles none of them is no family. */
const MOST_LEADERS = 16;

/** A set of requests that resemble one text. */
export interface TemplateFamily {
  /** The request that stands for the family. */
  readonly leader: number;
  readonly requests: readonly number[];
}

/**
 * D1: families of requests whose last user text is a variant of one template.
 *
 * Band buckets propose pairs, signatures verify each, union-find joins them, and a leader test cuts chains
 * in which strangers hang together only through others. Method: LSH banding (Indyk and Motwani 1998),
 * leader clustering after it.
 *
 * @param requests - number of request numbers of the run
 * @param leastRequests - smaller families are dropped
 */
export async function findTemplateFamilies(
  engine: Engine,
  requests: number,
  leastRequests: number,
): Promise<readonly TemplateFamily[]> {
  const edges = "band_edges";
  await engine.run(bandEdges(engine.dialect, edges));
  const sets = new UnionFind(requests);
  const degree = new Int32Array(requests);
  await engine.stream(edgesWithSignatures(edges), (piece) => {
    joinVerified(piece, sets, degree);
  });
  const chains = await markChains(engine, sets, degree, leastRequests);
  return chains.size === 0 ? [] : splitByLeaders(engine, sets, chains, leastRequests);
}

function joinVerified(piece: Columns, sets: UnionFind, degree: Int32Array): void {
  const members = piece.integers("member");
  const anchors = piece.integers("anchor");
  const left = signatureWords(piece, "m");
  const right = signatureWords(piece, "a");
  for (let row = 0; row < piece.rows; row++) {
    let matches = 0;
    for (let word = 0; word < left.length; word++) {
      matches += equalBytes(left[word] ?? NO_WORDS, right[word] ?? NO_WORDS, row);
    }
    if (matches < LEAST_EDGE_MATCHES) continue;
    const member = members[row] ?? 0;
    const anchor = anchors[row] ?? 0;
    sets.union(member, anchor);
    degree[member] = (degree[member] ?? 0) + 1;
    degree[anchor] = (degree[anchor] ?? 0) + 1;
  }
}

const NO_WORDS = new Int32Array(0);

/** The eight signature columns as 32-bit halves. */
function signatureWords(piece: Columns, prefix: string): Int32Array[] {
  return Array.from({ length: SIGNATURE_LENGTH / 8 }, (_, word) => {
    const column = piece.bigints(`${prefix}s${String(word)}`);
    return new Int32Array(column.buffer, column.byteOffset, column.length * 2);
  });
}

function equalBytes(left: Int32Array, right: Int32Array, row: number): number {
  return (
    zeroBytes((left[row * 2] ?? 0) ^ (right[row * 2] ?? 0)) +
    zeroBytes((left[row * 2 + 1] ?? 0) ^ (right[row * 2 + 1] ?? 0))
  );
}

function zeroBytes(word: number): number {
  return (
    ((word & 0xff) === 0 ? 1 : 0) +
    ((word & 0xff00) === 0 ? 1 : 0) +
    ((word & 0xff0000) === 0 ? 1 : 0) +
    ((word & 0xff000000) === 0 ? 1 : 0)
  );
}

/** Writes the members of large enough chains to a table; @returns chain root → best-connected member */
async function markChains(
  engine: Engine,
  sets: UnionFind,
  degree: Int32Array,
  leastRequests: number,
): Promise<ReadonlyMap<number, number>> {
  const sizes = new Map<number, number>();
  const leaders = new Map<number, number>();
  for (let request = 0; request < degree.length; request++) {
    if ((degree[request] ?? 0) === 0) continue;
    const root = sets.find(request);
    sizes.set(root, (sizes.get(root) ?? 0) + 1);
    const leader = leaders.get(root);
    if (leader === undefined || (degree[request] ?? 0) > (degree[leader] ?? 0)) leaders.set(root, request);
  }
  for (const [root, size] of sizes) if (size < leastRequests) leaders.delete(root);
  const table = {
    name: "chain_requests",
    columns: { request_no: "int32" },
    sortedBy: ["request_no"],
  } as const;
  await engine.create(table);
  const writer = await engine.writer(table);
  const batch = new Int32Array(65_536);
  let count = 0;
  for (let request = 0; request < degree.length; request++) {
    if ((degree[request] ?? 0) === 0 || !leaders.has(sets.find(request))) continue;
    batch[count++] = request;
    if (count === batch.length) {
      writer.append([batch], count);
      count = 0;
    }
  }
  writer.append([batch], count);
  writer.close();
  return leaders;
}

interface Leader {
  readonly request: number;
  readonly signature: Uint8Array;
  readonly members: number[];
}

async function splitByLeaders(
  engine: Engine,
  sets: UnionFind,
  chains: ReadonlyMap<number, number>,
  leastRequests: number,
): Promise<readonly TemplateFamily[]> {
  const leaders = new Map<number, Leader[]>();
  const eachMember = async (visit: (request: number, signature: Uint8Array) => void): Promise<void> => {
    await engine.stream(signaturesOf("chain_requests"), (piece) => {
      const requests = piece.integers("request_no");
      const words = Array.from({ length: SIGNATURE_LENGTH / 8 }, (_, word) => {
        const column = piece.bigints(`s${String(word)}`);
        return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
      });
      const signature = new Uint8Array(SIGNATURE_LENGTH);
      for (let row = 0; row < piece.rows; row++) {
        words.forEach((column, word) => {
          signature.set(column.subarray(row * 8, row * 8 + 8), word * 8);
        });
        visit(requests[row] ?? 0, signature);
      }
    });
  };
  await eachMember((request, signature) => {
    if (chains.get(sets.find(request)) === request) {
      leaders.set(sets.find(request), [{ request, signature: signature.slice(), members: [] }]);
    }
  });
  await eachMember((request, signature) => {
    const ofChain = leaders.get(sets.find(request));
    if (!ofChain) return;
    const nearest = ofChain.find((leader) => matches(leader.signature, signature) >= LEAST_LEADER_MATCHES);
    if (nearest) nearest.members.push(request);
    else if (ofChain.length < MOST_LEADERS) {
      ofChain.push({ request, signature: signature.slice(), members: [request] });
    }
  });
  return [...leaders.values()]
    .flat()
    .filter((leader) => leader.members.length >= leastRequests)
    .map((leader) => ({ leader: leader.request, requests: leader.members }))
    .sort((a, b) => a.leader - b.leader);
}

function matches(left: Uint8Array, right: Uint8Array): number {
  let count = 0;
  for (let index = 0; index < SIGNATURE_LENGTH; index++) if (left[index] === right[index]) count++;
  return count;
}
