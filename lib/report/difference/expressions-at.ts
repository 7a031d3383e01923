import type { Evaluate, Expression } from '../../template/expression';
import type { Json, Path } from '../../template/json';
import { isJsonObject } from '../../template/json';
import { Hole, Merge, Repeat, type TemplateNode } from '../../template/node';

/**
 * What fills a place of a manifest, and everything below it, by the path in the filled object; empty where the template
 * has a fixed value, or nothing.
 *
 * A list that is repeated stands there with as many elements as the target's values give it; what stands behind it in
 * the same array has its place from them, so that it is told, too.
 */
export function expressionsAt(root: TemplateNode, path: Path, evaluate: Evaluate): Expression[] {
  const before: Expression[] = [];
  return [...find(root, path, evaluate, before), ...before];
}

function find(root: TemplateNode, path: Path, evaluate: Evaluate, before: Expression[]): Expression[] {
  let node: TemplateNode | undefined = root;
  for (const step of path) {
    if (node instanceof Hole) return [node.value];
    if (node instanceof Merge) {
      if (typeof step === 'string' && Object.hasOwn(node.own, step)) node = node.own[step];
      else return node.maps.filter((map) => holdsKey(evaluate(map), step));
    } else if (Array.isArray(node)) {
      const found = elementAt(node, step, evaluate, before);
      if (found instanceof Repeat) return [found.list];
      node = found;
    } else if (isPlainObject(node) && Object.hasOwn(node, step)) node = node[step as string];
    else return [];
  }
  return node === undefined ? [] : expressionsIn(node);
}

/** Everything that fills a part of a template. */
function expressionsIn(node: TemplateNode): Expression[] {
  if (node === null || typeof node !== 'object') return [];
  if (node instanceof Hole) return [node.value];
  if (node instanceof Repeat) return [node.list];
  if (node instanceof Merge) return [...node.maps, ...expressionsIn(node.own)];
  return Object.values(node).flatMap((child: TemplateNode) => expressionsIn(child));
}

function elementAt(
  list: readonly TemplateNode[], index: string | number, evaluate: Evaluate, before: Expression[],
): TemplateNode | undefined {
  let start = 0;
  for (const item of list) {
    const elements = item instanceof Repeat ? evaluate(item.list) : undefined;
    const count = elements === undefined ? 1 : Array.isArray(elements) ? elements.length : 0;
    if (typeof index === 'number' && index < start + count) return item;
    if (item instanceof Repeat) before.push(item.list);
    start += count;
  }
  return undefined;
}

function holdsKey(map: Json, key: string | number): boolean {
  return isJsonObject(map) && Object.hasOwn(map, key);
}

function isPlainObject(node: TemplateNode | undefined): node is { readonly [key: string]: TemplateNode } {
  return typeof node === 'object' && node !== null && !(node instanceof Repeat);
}
