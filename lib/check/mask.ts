import type { Elements, Evaluate, Expression } from '../template/expression';
import { type Json, type JsonObject, type Path, isJsonObject, setOwn } from '../template/json';
import { Hole, Merge, Repeat, type TemplateNode, fillNode } from '../template/node';
import { FILLED, equalJson } from './equal-json';

/** A place whose written value is not the one that the values give. */
export interface WrongPlace { readonly path: Path; readonly got: Json | undefined; readonly expected: Json }

/**
 * Takes out of a written object everything that its template allows to differ, after checking that it is what the
 * target's values give. What remains must be the same in every environment.
 *
 * Only places are looked up in the template: what stands around them comes from the file alone.
 */
export function maskPlaces(
  node: TemplateNode, body: Json, evaluate: Evaluate, wrong: WrongPlace[], path: Path = [],
): Json {
  if (node === null || typeof node !== 'object' || body === FILLED) return body;
  if (node instanceof Hole) {
    expectValue(evaluate(node.value), body, path, wrong);
    return FILLED;
  }
  if (Array.isArray(node)) return Array.isArray(body) ? maskList(node, body, evaluate, wrong, path) : body;
  if (!isJsonObject(body)) return body;
  const masked: Record<string, Json> = {};
  const own = (node instanceof Merge ? node.own : node) as { readonly [key: string]: TemplateNode };
  const spliced = node instanceof Merge ? entriesOf(node, evaluate) : undefined;
  for (const key of Object.keys(body)) {
    if (Object.hasOwn(own, key)) setOwn(masked, key, maskPlaces(own[key], body[key], evaluate, wrong, [...path, key]));
    else if (spliced?.has(key)) expectValue(spliced.get(key) as Json, body[key], [...path, key], wrong);
    else setOwn(masked, key, body[key]);
  }
  for (const [key, value] of spliced ?? []) {
    if (!Object.hasOwn(body, key)) wrong.push({ path: [...path, key], got: undefined, expected: value });
  }
  return masked;
}

/** Takes the values at some paths out of an object, so that they are also there where they are absent. */
export function maskPaths(body: Json, paths: readonly Path[]): Json {
  return paths.reduce((masked: Json, path) => maskPath(masked, path, 0), body);
}

function maskPath(body: Json, path: Path, depth: number): Json {
  if (depth === path.length || body === FILLED) return FILLED;
  const step = path[depth];
  if (Array.isArray(body)) {
    return body.map((item: Json, i) => (String(i) === String(step) ? maskPath(item, path, depth + 1) : item));
  }
  if (!isJsonObject(body)) return body;
  const key = String(step);
  if (!Object.hasOwn(body, key) && depth + 1 < path.length) return body;
  const masked: Record<string, Json> = { ...body };
  setOwn(masked, key, maskPath((body as JsonObject)[key], path, depth + 1));
  return masked;
}

function maskList(
  node: readonly TemplateNode[], body: readonly Json[], evaluate: Evaluate, wrong: WrongPlace[], path: Path,
): Json {
  const masked: Json[] = [];
  let at = 0;
  for (const item of node) {
    if (!(item instanceof Repeat)) {
      if (at < body.length) masked.push(maskPlaces(item, body[at], evaluate, wrong, [...path, at]));
      at++;
      continue;
    }
    for (const expected of repeated(item, evaluate)) {
      expectValue(expected, body[at], [...path, at], wrong);
      at++;
    }
    masked.push(FILLED);
  }
  return [...masked, ...body.slice(at)];
}

function repeated(node: Repeat, evaluate: Evaluate): readonly Json[] {
  return fillNode([node], evaluate) as readonly Json[];
}

function entriesOf(node: Merge, evaluate: (expression: Expression, elements?: Elements) => Json): Map<string, Json> {
  return new Map(node.maps.flatMap((map) => Object.entries(evaluate(map) as JsonObject)));
}

function expectValue(expected: Json, got: Json | undefined, path: Path, wrong: WrongPlace[]): void {
  if (got === undefined || !equalJson(expected, got)) wrong.push({ path, got, expected });
}
