import { findListRule, labelLists } from '../../template/merge-keys';
import { type Json, type Path, isJsonObject } from '../../template/json';
import type { PathStep } from './path-text';

/** What a typed path leads to, or how far it goes. */
export type Resolved =
  | { readonly path: Path }
  /** The longest beginning that exists, what was typed after it, and what could have been. */
  | { readonly prefix: Path; readonly missing: string; readonly known: readonly string[] };

/** How an embedded document is read; undefined when the text is none. */
export type OpenText = (text: string) => Json | undefined;

/**
 * Finds what a typed path means in an object: keys, list elements by their Kubernetes key or index, and what lies
 * inside embedded documents.
 *
 * Keys that hold dots may be typed without quotes (`data.settings.json`) where nothing else is meant by it.
 */
export function resolvePath(body: Json, steps: readonly PathStep[], open: OpenText): Resolved {
  let deepest: Extract<Resolved, { prefix: Path }> = { prefix: [], missing: '', known: [] };
  const fail = (prefix: Path, missing: string, value: Json) => {
    if (prefix.length > deepest.prefix.length || deepest.missing === '') {
      deepest = { prefix, missing, known: keysOf(value, prefix) };
    }
    return undefined;
  };
  // Every node is reached by one number of steps only, so that trying again costs no more than the object's size.
  const resolve = (value: Json, at: number, prefix: Path): Path | undefined => {
    if (at === steps.length) return prefix;
    const inside = typeof value === 'string' ? open(value) : value;
    if (Array.isArray(inside)) {
      const index = indexOf(inside, steps[at], prefix);
      if (index === undefined) return fail(prefix, steps[at].text, inside);
      return resolve(inside[index], at + 1, [...prefix, index]);
    }
    if (!isJsonObject(inside)) return fail(prefix, steps[at].text, value);
    let key = '';
    const longest = Object.keys(inside).reduce((most, each) => Math.max(most, each.length), 0);
    for (let end = at; end < steps.length && key.length <= longest; end++) {
      if (end > at && (steps[end].form !== 'name' || steps[end - 1].form !== 'name')) break;
      key = end === at ? steps[end].text : `${key}.${steps[end].text}`;
      if (!Object.hasOwn(inside, key)) continue;
      const found = resolve(inside[key], end + 1, [...prefix, key]);
      if (found !== undefined) return found;
    }
    return fail(prefix, steps[at].text, inside);
  };
  const path = resolve(body, 0, []);
  return path === undefined ? deepest : { path };
}

/** The value at a path, also inside embedded documents; undefined where there is none. */
export function valueAt(body: Json | undefined, path: Path, open: OpenText): Json | undefined {
  let value = body;
  for (const step of path) {
    const inside: Json | undefined = typeof value === 'string' ? open(value) : value;
    if (typeof inside !== 'object' || inside === null || !Object.hasOwn(inside, step)) return undefined;
    value = (inside as { readonly [key: string | number]: Json })[step];
  }
  return value;
}

/** A label wins over an index only where it was quoted: a label that reads like an index is always printed so. */
function indexOf(list: readonly Json[], { text, form }: PathStep, path: Path): number | undefined {
  if (form !== 'quoted' && /^(?:0|[1-9]\d*)$/.test(text)) return Number(text) < list.length ? Number(text) : undefined;
  const index = labelsOf(list, path)?.indexOf(text) ?? -1;
  return index < 0 ? undefined : index;
}

function labelsOf(list: readonly Json[], path: Path): readonly string[] | undefined {
  return labelLists(findListRule(path), [list])?.[0];
}

function keysOf(value: Json, path: Path): readonly string[] {
  if (isJsonObject(value)) return Object.keys(value);
  if (!Array.isArray(value)) return [];
  return labelsOf(value, path)?.map((label, i) => (label === '' ? String(i) : label)) ?? value.map((_, i) => String(i));
}
