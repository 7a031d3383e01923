import type { Elements, Evaluate, Expression } from './expression';
import { canonicalJson } from './canonical';
import { type Json, type JsonObject, type Path, isJsonObject, setOwn } from './json';

/** A template in memory: JSON in which some values are still to be filled. */
export type TemplateNode =
  | null | boolean | number | string
  | readonly TemplateNode[]
  | { readonly [key: string]: TemplateNode }
  | Hole | Repeat | Merge;

/** A value that is wholly a placeholder. */
export class Hole {
  constructor(readonly value: Expression) {}
}

/** An array element that stands for as many elements as `list` has; `item` sees each through `element`. */
export class Repeat {
  constructor(readonly list: Expression, readonly item: TemplateNode) {}
}

/** An object into which the entries of map placeholders are spliced beside its own keys. */
export class Merge {
  constructor(readonly own: { readonly [key: string]: TemplateNode }, readonly maps: readonly Expression[]) {}
}

/** One place of a portable template that is still to be filled. */
export type PortablePlace =
  | { readonly path: Path; readonly value: Expression }
  | { readonly path: Path; readonly repeat: Expression }
  | { readonly path: Path; readonly merge: readonly Expression[] };

/** A template node as plain data: `body` has null where a whole value is to be filled, `places` say with what. */
export interface PortableNode {
  readonly body: Json;
  readonly places: readonly PortablePlace[];
}

/** Fills a node. Subtrees without places are shared, not copied: never mutate what this returns. */
export function fillNode(node: TemplateNode, evaluate: Evaluate, elements?: Elements): Json {
  if (node === null || typeof node !== 'object') return node;
  if (node instanceof Hole) return evaluate(node.value, elements);
  if (Array.isArray(node)) return fillArray(node, evaluate, elements);
  if (node instanceof Merge) return fillMerge(node, evaluate, elements);
  const source = node as { readonly [key: string]: TemplateNode };
  let filled: Record<string, Json> | undefined;
  for (const key of Object.keys(source)) {
    const value = fillNode(source[key], evaluate, elements);
    if (value !== source[key]) {
      filled ??= { ...source } as Record<string, Json>;
      setOwn(filled, key, value);
    }
  }
  return filled ?? source as JsonObject;
}

function fillArray(node: readonly TemplateNode[], evaluate: Evaluate, elements?: Elements): Json {
  const filled: Json[] = [];
  let changed = false;
  for (const item of node) {
    if (item instanceof Repeat) {
      changed = true;
      filled.push(...fillRepeat(item, evaluate, elements));
    } else {
      const value = fillNode(item, evaluate, elements);
      changed ||= value !== item;
      filled.push(value);
    }
  }
  return changed ? filled : node as readonly Json[];
}

function fillRepeat(node: Repeat, evaluate: Evaluate, elements?: Elements): Json[] {
  const list = evaluate(node.list, elements);
  if (!Array.isArray(list)) throw new TypeError('a repeat needs a list');
  const key = canonicalJson(node.list as unknown as Json);
  return list.map((element: Json) => fillNode(node.item, evaluate, new Map([...(elements ?? []), [key, element]])));
}

function fillMerge(node: Merge, evaluate: Evaluate, elements?: Elements): Json {
  const merged: Record<string, Json> = {};
  for (const key of Object.keys(node.own)) setOwn(merged, key, fillNode(node.own[key], evaluate, elements));
  for (const expression of node.maps) {
    const map = evaluate(expression, elements);
    if (!isJsonObject(map)) throw new TypeError('a merge needs a map');
    for (const key of Object.keys(map)) {
      if (Object.hasOwn(merged, key))
        throw new TypeError(`the key '${key}' is written twice: by the code and by a map placeholder`);
      setOwn(merged, key, map[key]);
    }
  }
  return Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1)));
}
