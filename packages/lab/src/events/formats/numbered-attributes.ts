import type { JsonObject } from "../json-values.ts";

/** Highest number and longest path that is put together; what goes beyond is left out. */
const MAX_INDEX = 9_999;
const MAX_KEYS = 12;

/**
 * Puts numbered attributes back together to a list: `gen_ai.prompt.0.role`, `gen_ai.prompt.0.content` under
 * the prefix `gen_ai.prompt.` give `[{role, content}]`. Undefined where no attribute has the prefix.
 */
export function numberedList(attributes: JsonObject, prefix: string): readonly unknown[] | undefined {
  const root = new Map<string, Node>();
  let found = false;
  // Attributes come without a prototype (see attributesOf), and most have no number: nothing is copied for them.
  for (const name in attributes) {
    if (!name.startsWith(prefix)) continue;
    const value = attributes[name];
    const keys = name.slice(prefix.length).split(".", MAX_KEYS + 1);
    if (keys.length > MAX_KEYS || !isIndex(keys[0])) continue;
    place(root, keys, value);
    found = true;
  }
  return found ? (plain(root) as readonly unknown[]) : undefined;
}

type Node = Map<string, Node> | { readonly value: unknown };

function place(root: Map<string, Node>, keys: readonly string[], value: unknown): void {
  let node = root;
  keys.forEach((key, at) => {
    if (at === keys.length - 1) {
      if (!node.has(key)) node.set(key, { value });
      return;
    }
    let next = node.get(key);
    if (!(next instanceof Map)) {
      next = new Map<string, Node>();
      node.set(key, next);
    }
    node = next;
  });
}

/** Bounded recursion: at most `MAX_KEYS` levels. */
function plain(node: Node): unknown {
  if (!(node instanceof Map)) return node.value;
  const entries = [...node.entries()];
  if (entries.every(([key]) => isIndex(key))) {
    return entries.sort((a, b) => Number(a[0]) - Number(b[0])).map(([, child]) => plain(child));
  }
  const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, child] of entries) object[key] = plain(child);
  return object;
}

function isIndex(key: string | undefined): boolean {
  return key !== undefined && /^\d{1,4}$/.test(key) && Number(key) <= MAX_INDEX;
}
