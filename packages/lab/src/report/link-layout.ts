import type { IdentityLink } from "./report.ts";

/** Where a link graph's nodes stand, in units of the ring's radius around its centre. */
export interface LinkLayout {
  readonly nodes: readonly RingNode[];
  readonly hubs: readonly Hub[];
  readonly edges: readonly { readonly node: RingNode; readonly hub: Hub }[];
  /** Links for the list, strongest first. */
  readonly ordered: readonly IdentityLink[];
  /** All links that were given. */
  readonly listed: number;
}

/** A shared value; `number` is its place in the list, from 1. */
export interface Hub {
  readonly number: number;
  readonly x: number;
  readonly y: number;
}

export interface RingNode {
  readonly account: string;
  readonly x: number;
  readonly y: number;
}

/** Most hubs and accounts that are drawn, and links that are listed: more cannot be read. */
export const MOST_HUBS = 16;
export const MOST_RING_NODES = 96;
export const MOST_LISTED_LINKS = 20;

/**
 * Places accounts on a ring, grouped by their strongest hub, and each hub inside at the mean direction of its accounts,
 * nearer to the middle the more widely they are spread. No forces, no randomness: O(links · accounts).
 */
export function layOutLinks(links: readonly IdentityLink[]): LinkLayout {
  const ordered = [...links].sort(byStrength);
  const drawn = ordered.slice(0, MOST_HUBS);
  const nodes = placeNodes(chooseAccounts(drawn));
  const byAccount = new Map(nodes.map((node) => [node.account, node]));
  const joined = drawn
    .map((link, at) => ({ number: at + 1, members: membersOf(link, byAccount) }))
    .filter(({ members }) => members.length > 1);
  const hubs = spreadHubs(joined.map(({ number, members }) => ({ number, ...meanPlace(members) })));
  const edges = joined.flatMap(({ members }, at) => {
    const hub = hubs[at];
    return hub === undefined ? [] : members.map((node) => ({ node, hub }));
  });
  return { nodes, hubs, edges, ordered: ordered.slice(0, MOST_LISTED_LINKS), listed: links.length };
}

function byStrength(a: IdentityLink, b: IdentityLink): number {
  const difference = b.weight * b.accounts.length - a.weight * a.accounts.length;
  if (difference !== 0) return difference;
  return `${a.kind} ${a.value}` < `${b.kind} ${b.value}` ? -1 : 1;
}

/** Accounts by their strongest hub, each hub getting its share of the room. */
function chooseAccounts(links: readonly IdentityLink[]): readonly string[] {
  const seen = new Set<string>();
  const groups = links.map((link) =>
    [...link.accounts].sort().filter((account) => {
      if (seen.has(account)) return false;
      seen.add(account);
      return true;
    }),
  );
  const room = MOST_RING_NODES - 2 * groups.length;
  const share = Math.min(1, room / Math.max(1, seen.size));
  return groups.flatMap((group) => group.slice(0, 2 + Math.floor(group.length * share)));
}

function placeNodes(accounts: readonly string[]): readonly RingNode[] {
  return accounts.map((account, at) => {
    const angle = (at / accounts.length) * 2 * Math.PI - Math.PI / 2;
    return { account, x: Math.cos(angle), y: Math.sin(angle) };
  });
}

function membersOf(link: IdentityLink, nodes: ReadonlyMap<string, RingNode>): readonly RingNode[] {
  return link.accounts.map((account) => nodes.get(account)).filter((node) => node !== undefined);
}

function meanPlace(members: readonly RingNode[]): { readonly x: number; readonly y: number } {
  const count = Math.max(1, members.length);
  return {
    x: members.reduce((sum, node) => sum + node.x, 0) / count,
    y: members.reduce((sum, node) => sum + node.y, 0) / count,
  };
}

const LEAST_DISTANCE = 0.13;
const LONGEST_REACH = 0.74;

/** Pushes hubs apart that would cover each other: the later one goes round its circle until it has room. */
function spreadHubs(wanted: readonly Hub[]): readonly Hub[] {
  const placed: Hub[] = [];
  for (const { number, x, y } of wanted) {
    const reach = Math.min(LONGEST_REACH, Math.hypot(x, y) * LONGEST_REACH);
    const angle = Math.atan2(y, x);
    let best = { number, x: Math.cos(angle) * reach, y: Math.sin(angle) * reach };
    for (let turn = 1; turn < MOST_TURNS && placed.some((one) => touches(one, best)); turn++) {
      const radius = Math.min(LONGEST_REACH, reach + 0.01 * turn);
      const shifted = angle + (turn % 2 === 0 ? 1 : -1) * 0.06 * turn;
      best = { number, x: Math.cos(shifted) * radius, y: Math.sin(shifted) * radius };
    }
    placed.push(best);
  }
  return placed;
}

const MOST_TURNS = 240;

function touches(a: Hub, b: Hub): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) < LEAST_DISTANCE;
}
