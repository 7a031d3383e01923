import { type Json, type JsonObject, type Path, isJsonObject, setOwn } from '../../template/json';
import { SECRET_VALUE } from '../secret-values';

/** What says which Secret it is, and nothing that it holds. */
const OPEN: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'type', 'immutable']);
const OPEN_METADATA: ReadonlySet<string> = new Set(['name', 'namespace', 'labels']);

/** Whether a place lies in a Secret, also in one that stands in a list of objects. */
export function isInSecret(body: Json, path: Path): boolean {
  let value: Json | undefined = body;
  for (const step of path) {
    if (isSecret(value)) return true;
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, step)
      ? (value as { readonly [key: string | number]: Json })[step] : undefined;
  }
  return isSecret(value);
}

/** What stands for a value of a Secret, by its path in the whole. */
export type Word = (path: Path, value: Json) => string;

/** A value in which every Secret keeps its identity and the names of its keys, and words stand for their values. */
export function hideSecrets(value: Json, word: Word = () => SECRET_VALUE, at: Path = []): Json {
  if (Array.isArray(value)) return value.map((item: Json, i) => hideSecrets(item, word, [...at, i]));
  if (!isJsonObject(value)) return value;
  const hide = (part: Json, key: string) =>
    (isSecret(value) ? hidePart(part, [key], word, at) : hideSecrets(part, word, [...at, key]));
  return mapValues(value, hide);
}

function hidePart(value: Json, path: readonly string[], word: Word, at: Path): Json {
  const [first, second] = path;
  if (path.length === 1 && OPEN.has(first) && !isJsonObject(value)) return value;
  if (path.length > 1 && first === 'metadata' && OPEN_METADATA.has(second)) return value;
  if (!isJsonObject(value)) return word([...at, ...path], value);
  return mapValues(value, (part, key) => hidePart(part, [...path, key], word, at));
}

function mapValues(object: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  const changed: Record<string, Json> = {};
  for (const key of Object.keys(object)) setOwn(changed, key, change(object[key], key));
  return changed;
}

export function isSecret(value: Json | undefined): boolean {
  return isJsonObject(value) && value.kind === 'Secret';
}
