import { canonicalJson } from '../../template/canonical';
import { identityOf } from '../../template/identity';
import { type Json, isJsonObject } from '../../template/json';
import type { TemplateObject } from '../../template/template';

/** A template's object on both sides; absent where the side has none. */
export interface TemplatePair { readonly before?: TemplateObject; readonly after?: TemplateObject }

/**
 * Pairs the objects of two templates by their logical identity; each object is in one pair.
 *
 * One that is gone and a new one are the same object under another name when one construct wrote both, or when nothing
 * but the name differs. Pairing the other way round gives the same pairs.
 */
export function pairObjects(
  before: readonly TemplateObject[], after: readonly TemplateObject[],
): readonly TemplatePair[] {
  const former = byId(before);
  const latter = byId(after);
  const pairs: TemplatePair[] = [];
  for (const id of new Set([...former.keys(), ...latter.keys()])) {
    pairs.push(...pairAlternatives(former.get(id) ?? [], latter.get(id) ?? []));
  }
  return joinRenamed(pairs);
}

function byId(objects: readonly TemplateObject[]): Map<string, TemplateObject[]> {
  const found = new Map<string, TemplateObject[]>();
  for (const object of objects) {
    const same = found.get(object.id);
    if (same === undefined) found.set(object.id, [object]);
    else same.push(object);
  }
  return found;
}

/** Branches of an alternative may hold objects of one id: those of the same branch belong together. */
function pairAlternatives(before: readonly TemplateObject[], after: readonly TemplateObject[]): TemplatePair[] {
  if (before.length <= 1 && after.length <= 1) return [{ before: before[0], after: after[0] }];
  const open = new Map<string, TemplateObject[]>();
  for (const object of after) {
    const key = canonicalJson(conditionsOf(object));
    open.set(key, [...(open.get(key) ?? []), object]);
  }
  const pairs: TemplatePair[] = [];
  const alone: TemplateObject[] = [];
  for (const object of before) {
    const partner = open.get(canonicalJson(conditionsOf(object)))?.shift();
    if (partner === undefined) alone.push(object);
    else pairs.push({ before: object, after: partner });
  }
  const taken = new Set(pairs.map((pair) => pair.after));
  const rest = after.filter((object) => !taken.has(object));
  for (let i = 0; i < Math.max(alone.length, rest.length); i++) pairs.push({ before: alone[i], after: rest[i] });
  return pairs;
}

function joinRenamed(pairs: readonly TemplatePair[]): readonly TemplatePair[] {
  let open = pairs;
  for (const keyOf of [constructKey, contentKey]) {
    const removed = unique(open.filter(({ after }) => after === undefined).map(({ before }) => before!), keyOf);
    const added = unique(open.filter(({ before }) => before === undefined).map(({ after }) => after!), keyOf);
    const joined = new Map<TemplateObject, TemplateObject>();
    for (const [key, object] of removed) {
      const other = added.get(key);
      if (object !== undefined && other !== undefined) joined.set(object, other);
    }
    if (joined.size === 0) continue;
    const taken = new Set(joined.values());
    open = open
      .filter(({ before, after }) => before !== undefined || !taken.has(after!))
      .map((pair) => ({ before: pair.before, after: pair.after ?? joined.get(pair.before!) }));
  }
  return open;
}

/** Undefined stands for a key that several have: it tells none of them. */
function unique(
  objects: readonly TemplateObject[], keyOf: (object: TemplateObject) => string,
): Map<string, TemplateObject | undefined> {
  const found = new Map<string, TemplateObject | undefined>();
  for (const object of objects) {
    const key = keyOf(object);
    found.set(key, found.has(key) ? undefined : object);
  }
  return found;
}

function constructKey(object: TemplateObject): string {
  return `${kindOf(object)}\0${object.construct}`;
}

function contentKey({ body, places, when }: TemplateObject): string {
  const metadata = isJsonObject(body) ? body.metadata : undefined;
  const nameless = isJsonObject(body) && isJsonObject(metadata)
    ? { ...body, metadata: { ...metadata, name: null } } : body;
  const filled = places.filter(({ path }) => !(path[0] === 'metadata' && path[1] === 'name'));
  return canonicalJson([nameless, filled, when ?? []] as unknown as Json);
}

export function kindOf({ body }: { readonly body: Json }): string {
  return identityOf(body).kind;
}

export function conditionsOf({ when }: TemplateObject): Json {
  return (when ?? []) as unknown as Json;
}
