import { type FieldDifference, pathDescriber } from '../../../template/difference';
import { identityOf } from '../../../template/identity';
import { type Json, type JsonObject, isJsonObject } from '../../../template/json';
import type { Finding, ObjectPair } from '../risk';

// How rules look into objects, whose form nobody has checked.

export function fieldOf(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let found = value;
  for (const key of path) found = isJsonObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
}

export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function textsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The API group of an object; empty for the core group. */
export function groupOf(object: JsonObject): string {
  const [group, version] = identityOf(object).apiVersion.split('/') as [string, string?];
  return version === undefined ? '' : group;
}

/** `apps/Deployment`, `/Service`: a custom resource may have the kind of another group. */
export function groupKindOf({ before, after }: ObjectPair): string {
  return groupKindOfObject((after ?? before)!);
}

/** Every rule asks this of every object. */
const groupKinds = new WeakMap<JsonObject, string>();

export function groupKindOfObject(object: JsonObject): string {
  let groupKind = groupKinds.get(object);
  if (groupKind === undefined) groupKinds.set(object, groupKind = `${groupOf(object)}/${identityOf(object).kind}`);
  return groupKind;
}

export function describeField({ before, after }: ObjectPair, difference: FieldDifference): string {
  return pathDescriber((difference.kind === 'removed' ? before : after)!)(difference.path);
}

/** The former and the new value, in so far as there are any. */
export function values(before: Json | undefined, after: Json | undefined): Pick<Finding, 'before' | 'after'> {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
