import { canonicalJson } from '../../template/canonical';
import type { Elements, Evaluate, Expression } from '../../template/expression';
import { type Json, type Path, isJsonObject } from '../../template/json';
import { Hole, Merge, Repeat, type TemplateNode } from '../../template/node';
import { fromPortable } from '../../template/portable';

/** A step in the template: a key, or an item of a list, which may stand for one of many elements. */
export type TemplateStep = string | { readonly item: number; readonly element?: number };

/** What wrote one value of a filled object. */
export interface Trace {
  /** The way there in the template, so that the same place can be found in another environment. */
  readonly steps: readonly TemplateStep[];
  /** @default - the template fixes the value, or has parts there */
  readonly expression?: Expression;
  /** What the template has there. @default - an expression, or a fixed text that the path leads into */
  readonly node?: TemplateNode;
  readonly elements?: Elements;
  /** Where in the expression's value, or in a fixed text, the path ends. */
  readonly within: Path;
  /** How often the lists it stands in are repeated, and which element this is, innermost last. */
  readonly repeats: readonly RepeatAt[];
}

export interface RepeatAt { readonly list: Expression; readonly element: number; readonly count: number }

/** Finds what wrote the value at a path of the filled object; undefined where the template gives none. */
export function trace(root: TemplateNode, path: Path, evaluate: Evaluate): Trace | undefined {
  let node = root;
  let elements: Elements | undefined;
  const steps: TemplateStep[] = [];
  const repeats: RepeatAt[] = [];
  const ended = (at: number, expression?: Expression): Trace => ({
    steps, expression, ...(expression === undefined && at === path.length ? { node } : {}), elements,
    within: path.slice(at), repeats,
  });
  for (let at = 0; ; at++) {
    while (node instanceof Hole) {
      const document = at < path.length ? documentOf(node.value) : undefined;
      if (document === undefined) return ended(at, node.value);
      node = document;
    }
    if (at === path.length) return ended(at, emptyFrom(node, evaluate, elements));
    const step = path[at];
    if (Array.isArray(node)) {
      const found = findItem(node, step, evaluate, elements);
      if (found === undefined) return undefined;
      const { item, repeat } = found;
      steps.push(repeat === undefined ? { item } : { item, element: repeat.element });
      if (repeat !== undefined) {
        repeats.push(repeat);
        elements = withElement(elements, repeat.list, found.value as Json);
      }
      node = repeat === undefined ? node[item] : (node[item] as Repeat).item;
    } else if (node instanceof Merge) {
      if (Object.hasOwn(node.own, step)) node = node.own[step as string];
      else {
        const map = node.maps.find((each) => Object.hasOwn(evaluate(each, elements) as object, step));
        return map === undefined ? undefined : ended(at, map);
      }
      steps.push(String(step));
    } else if (typeof node === 'object' && node !== null) {
      if (!Object.hasOwn(node, step)) return undefined;
      node = (node as { readonly [key: string]: TemplateNode })[step as string];
      steps.push(String(step));
    } else {
      // Whoever asks looked into a text that is a document, and fixed.
      return typeof node === 'string' ? ended(at) : undefined;
    }
  }
}

/** The path that a place of the template has in one environment; undefined where a list is too short for it. */
export function pathIn(
  root: TemplateNode, { steps, within }: Pick<Trace, 'steps' | 'within'>, evaluate: Evaluate,
): Path | undefined {
  let node = root;
  let elements: Elements | undefined;
  const path: (string | number)[] = [];
  for (const step of steps) {
    if (node instanceof Hole) node = documentOf(node.value) ?? node;
    if (typeof step === 'string') {
      path.push(step);
      node = ((node instanceof Merge ? node.own : node) as { readonly [key: string]: TemplateNode })[step];
      continue;
    }
    const items = node as readonly TemplateNode[];
    const index = items.slice(0, step.item).reduce((sum: number, item) => sum + lengthOf(item, evaluate, elements), 0);
    const item = items[step.item];
    if (!(item instanceof Repeat)) {
      path.push(index);
      node = item;
      continue;
    }
    const list = listOf(item, evaluate, elements);
    const element = step.element ?? 0;
    if (element >= list.length) return undefined;
    path.push(index + element);
    elements = withElement(elements, item.list, list[element]);
    node = item.item;
  }
  return [...path, ...within];
}

/** Visits every filled place of a node, also each key of a merged map, and every value that is fixed. */
export function visitPlaces(
  root: TemplateNode,
  evaluate: Evaluate,
  visit: (path: Path, expression: Expression | undefined, elements: Elements | undefined, within: Path) => void,
  outer?: Elements,
): void {
  const walk = (node: TemplateNode, path: Path, elements: Elements | undefined): void => {
    if (node === null || typeof node !== 'object') visit(path, undefined, elements, []);
    else if (node instanceof Hole) visit(path, node.value, elements, []);
    else if (Array.isArray(node)) {
      const empty = emptyFrom(node, evaluate, elements);
      if (node.length === 0 || empty !== undefined) visit(path, empty, elements, []);
      let at = 0;
      for (const item of node as readonly TemplateNode[]) {
        if (!(item instanceof Repeat)) walk(item, [...path, at++], elements);
        else {
          for (const element of listOf(item, evaluate, elements)) {
            walk(item.item, [...path, at++], withElement(elements, item.list, element));
          }
        }
      }
    } else if (node instanceof Repeat) throw new TypeError('a repeat stands outside a list');
    else {
      const own = (node instanceof Merge ? node.own : node) as { readonly [key: string]: TemplateNode };
      const keys = Object.keys(own);
      for (const key of keys) walk(own[key], [...path, key], elements);
      if (!(node instanceof Merge)) {
        if (keys.length === 0) visit(path, undefined, elements, []);
        return;
      }
      const empty = emptyFrom(node, evaluate, elements);
      if (empty !== undefined) visit(path, empty, elements, []);
      for (const map of node.maps) {
        for (const key of Object.keys(evaluate(map, elements) as object)) visit([...path, key], map, elements, [key]);
      }
    }
  };
  walk(root, [], outer);
}

/** The list or map that would fill a list or map without parts of its own, and is empty. */
function emptyFrom(
  node: TemplateNode, evaluate: Evaluate, elements: Elements | undefined,
): Expression | undefined {
  if (Array.isArray(node)) {
    const items = node as readonly TemplateNode[];
    const isEmpty = items.every((item) => item instanceof Repeat && listOf(item, evaluate, elements).length === 0);
    return isEmpty && items.length > 0 ? (items[0] as Repeat).list : undefined;
  }
  if (!(node instanceof Merge) || Object.keys(node.own).length > 0) return undefined;
  return node.maps.every((map) => Object.keys(evaluate(map, elements) as object).length === 0) ? node.maps[0]
    : undefined;
}

/** The content of an embedded document, which a path may lead into. */
function documentOf(expression: Expression): TemplateNode | undefined {
  return expression.op === 'json' || expression.op === 'yaml' ? fromPortable(expression.of) : undefined;
}

function findItem(
  items: readonly TemplateNode[], step: string | number, evaluate: Evaluate, elements: Elements | undefined,
): { readonly item: number; readonly repeat?: RepeatAt; readonly value?: Json } | undefined {
  let before = 0;
  for (const [item, node] of items.entries()) {
    const count = lengthOf(node, evaluate, elements);
    if (Number(step) < before + count) {
      if (!(node instanceof Repeat)) return { item };
      const element = Number(step) - before;
      const value = listOf(node, evaluate, elements)[element];
      return { item, repeat: { list: node.list, element, count }, value };
    }
    before += count;
  }
  return undefined;
}

function lengthOf(node: TemplateNode, evaluate: Evaluate, elements: Elements | undefined): number {
  return node instanceof Repeat ? listOf(node, evaluate, elements).length : 1;
}

function listOf(repeat: Repeat, evaluate: Evaluate, elements: Elements | undefined): readonly Json[] {
  const list = evaluate(repeat.list, elements);
  if (!Array.isArray(list)) throw new TypeError('a repeat needs a list');
  return list;
}

function withElement(elements: Elements | undefined, list: Expression, element: Json): Elements {
  return new Map([...(elements ?? []), [canonicalJson(list as unknown as Json), element]]);
}

/** Whether a value has parts that can be looked at one by one. */
export function hasParts(value: Json | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : isJsonObject(value) && Object.keys(value).length > 0;
}
