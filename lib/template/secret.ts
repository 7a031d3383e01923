import { type Json, type JsonObject, type Path, isJsonObject, setOwn } from './json';

/** What stands in place of a value that nobody is shown. */
export const SECRET_VALUE = '(a value of a Secret)';

// What may be read of a Secret is what says which one it is; everything else is hidden, also annotations, which may
// hold in full what was applied before.
const OPEN: ReadonlySet<string | number> = new Set(['apiVersion', 'kind', 'type', 'immutable']);
const OPEN_METADATA: ReadonlySet<string | number> = new Set(['name', 'namespace', 'labels']);
/** What a Secret has and a reference to one (`{ kind: Secret, name: tls }`) has not. */
const PARTS = ['metadata', 'data', 'stringData'];

/** Whether an object is a Secret. */
export function isSecret(object: unknown): object is JsonObject {
  return isJsonObject(object) && object.kind === 'Secret' && Object.hasOwn(object, 'kind');
}

/** Whether an object is a Secret or has one in it, as a `kind: List` may. Linear in its size. */
export function holdsSecret(object: Json): boolean {
  return isSecret(object) || holdsInner(object);
}

/**
 * Whether the value at a path of an object, as a whole, is not to be shown: it stands in a Secret, or is one.
 *
 * What has readable parts, as `metadata`, is hidden as a whole as well; `withoutSecrets` shows those parts.
 */
export function isSecretPlace(object: Json | undefined, path: Path): boolean {
  const inside = pathInSecret(object, path);
  return inside !== undefined && !isOpenInSecret(inside);
}

/** What stands for a hidden value, by its path in the object. */
export type Word = (path: Path, value: Json) => string;

/** An object in which every Secret keeps what says which one it is and its keys; words stand for values. */
export function withoutSecrets(object: Json, word: Word = () => SECRET_VALUE): Json {
  return isSecret(object) ? hide(object, [], [], word) : withoutInner(object, [], word);
}

/** The value at a path of an object, as `withoutSecrets` shows it there. */
export function withoutSecretsAt(object: Json, path: Path, value: Json): Json {
  const inside = pathInSecret(object, path);
  const word = () => SECRET_VALUE;
  if (inside !== undefined) return hide(value, path, inside, word);
  return path.length === 0 ? withoutSecrets(value) : withoutInner(value, path, word);
}

/** Whether a path inside a Secret leads to what anyone may read. */
export function isOpenInSecret([first, second]: Path): boolean {
  if (first === undefined) return false;
  return first === 'metadata' ? second !== undefined && OPEN_METADATA.has(second) : OPEN.has(first);
}

/** The rest of a path from the outermost Secret on its way; undefined when there is none. */
function pathInSecret(object: Json | undefined, path: Path): Path | undefined {
  let value = object;
  for (let depth = 0; ; depth++) {
    if (depth === 0 ? isSecret(value) : isInnerSecret(value)) return path.slice(depth);
    if (depth === path.length || typeof value !== 'object' || value === null) return undefined;
    const step = path[depth];
    if (!Object.hasOwn(value, step)) return undefined;
    value = (value as { readonly [key: string | number]: Json })[step];
  }
}

/** Whether something inside an object is a Secret, and no reference to one. Also of a template's nodes. */
export function isInnerSecret(value: unknown): boolean {
  return isSecret(value) && PARTS.some((key) => Object.hasOwn(value, key));
}

function holdsInner(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  // Every value of an assembly is looked at: what is no object is passed over first.
  for (const part of Object.values(value) as readonly Json[]) {
    if (typeof part === 'object' && part !== null && (isInnerSecret(part) || holdsInner(part))) return true;
  }
  return false;
}

/** A value outside all Secrets, without those in it. */
function withoutInner(value: Json, at: Path, word: Word): Json {
  if (isInnerSecret(value) && at.length > 0) return hide(value, at, [], word);
  if (Array.isArray(value)) return value.map((item: Json, i) => withoutInner(item, [...at, i], word));
  return isJsonObject(value) ? mapped(value, (part, key) => withoutInner(part, [...at, key], word)) : value;
}

/** A value of a Secret; `inside` is its path there. A list is one value: how long it is may say enough. */
function hide(value: Json, at: Path, inside: Path, word: Word): Json {
  const isContainer = typeof value === 'object' && value !== null;
  // Labels are readable with all that is in them; a `type` that is no text is not what it should be.
  if (isOpenInSecret(inside) && (inside[0] === 'metadata' || !isContainer)) return value;
  if (!isJsonObject(value)) return word(at, value);
  return mapped(value, (part, key) => hide(part, [...at, key], [...inside, key], word));
}

function mapped(object: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  const changed: Record<string, Json> = {};
  for (const key of Object.keys(object)) setOwn(changed, key, change(object[key], key));
  return changed;
}
