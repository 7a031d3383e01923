import { type Json, type JsonObject, type Path, setOwn } from './json';
import { Hole, Merge, type PortableNode, type PortablePlace, Repeat, type TemplateNode } from './node';

/** Writes a template node as plain data that can be stored, digested and filled elsewhere. */
export function toPortable(node: TemplateNode): PortableNode {
  const places: PortablePlace[] = [];
  return { body: writeBody(node, [], places), places };
}

function writeBody(node: TemplateNode, path: Path, places: PortablePlace[]): Json {
  if (node === null || typeof node !== 'object') return node;
  if (node instanceof Hole) {
    places.push({ path, value: node.value });
    return null;
  }
  if (node instanceof Repeat) {
    places.push({ path, repeat: node.list });
    return writeBody(node.item, path, places);
  }
  if (node instanceof Merge) {
    places.push({ path, merge: node.maps });
    return writeBody(node.own, path, places);
  }
  // Parts in which nothing is filled are shared: a template is never changed.
  if (Array.isArray(node)) {
    let items: Json[] | undefined;
    for (let i = 0; i < node.length; i++) {
      const item = writeBody(node[i], inner(path, i, node[i]), places);
      if (item !== node[i]) (items ??= [...node] as Json[])[i] = item;
    }
    return items ?? node as readonly Json[];
  }
  const source = node as { readonly [key: string]: TemplateNode };
  let body: Record<string, Json> | undefined;
  for (const key of Object.keys(source)) {
    const value = writeBody(source[key], inner(path, key, source[key]), places);
    if (value === source[key]) continue;
    body ??= { ...source } as Record<string, Json>;
    setOwn(body, key, value);
  }
  return body ?? source as JsonObject;
}

/** The path of a part; scalars have no places, so most parts need none. */
function inner(path: Path, step: string | number, part: TemplateNode): Path {
  return typeof part === 'object' && part !== null ? [...path, step] : path;
}

interface PlaceTree {
  value?: PortablePlace;
  repeat?: PortablePlace;
  merge?: PortablePlace;
  children?: Map<string | number, PlaceTree>;
}

/**
 * Reads a portable node back. The inverse of `toPortable`.
 *
 * @throws TypeError when a place names a path that the body does not have.
 */
export function fromPortable(portable: PortableNode): TemplateNode {
  const root: PlaceTree = {};
  for (const place of portable.places) {
    let tree = root;
    for (const step of place.path) {
      tree.children ??= new Map();
      let child = tree.children.get(step);
      if (child === undefined) tree.children.set(step, child = {});
      tree = child;
    }
    if ('value' in place) tree.value = place;
    else if ('repeat' in place) tree.repeat = place;
    else tree.merge = place;
  }
  return readBody(portable.body, root);
}

function readBody(body: Json, tree: PlaceTree): TemplateNode {
  let node: TemplateNode = body as TemplateNode;
  if (tree.value !== undefined) node = new Hole((tree.value as { value: Hole['value'] }).value);
  else if (tree.children !== undefined) node = readChildren(body, tree.children);
  if (tree.merge !== undefined) {
    node = new Merge(node as { readonly [key: string]: TemplateNode }, (tree.merge as { merge: Merge['maps'] }).merge);
  }
  if (tree.repeat !== undefined) node = new Repeat((tree.repeat as { repeat: Repeat['list'] }).repeat, node);
  return node;
}

function readChildren(body: Json, children: ReadonlyMap<string | number, PlaceTree>): TemplateNode {
  if (body === null || typeof body !== 'object') throw new TypeError('a place lies inside a value that has no parts');
  const copy = (Array.isArray(body) ? [...body] : { ...body }) as Record<string | number, TemplateNode>;
  for (const [step, child] of children) {
    if (!Object.hasOwn(copy, step)) throw new TypeError(`a place names '${step}', which the body does not have`);
    setOwn(copy, step as string, readBody((body as Record<string | number, Json>)[step], child));
  }
  return copy as TemplateNode;
}
