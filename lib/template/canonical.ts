import { hash } from 'node:crypto';
import { type Json, type JsonObject, setOwn } from './json';

/**
 * The one text of a JSON value: object keys sorted by code unit, no white space.
 *
 * Key order carries no meaning in JSON or YAML, so two values are equal exactly when their canonical texts are.
 *
 * @throws TypeError when a number is not finite or a value is not JSON.
 */
export function canonicalJson(value: Json): string {
  const sorted = sortKeys(value);
  return sorted === undefined ? writeCanonical(value) : JSON.stringify(sorted);
}

/**
 * The value with sorted keys, shared where they are sorted already, which manifests mostly are; undefined where a key
 * starts with a digit, because JavaScript keeps keys that are whole numbers in an order of its own.
 */
function sortKeys(value: Json): Json | undefined {
  if (typeof value !== 'object' || value === null) return checkScalar(value);
  if (Array.isArray(value)) return sortItems(value);
  const object = value as JsonObject;
  const keys = Object.keys(object);
  let isSorted = true;
  for (let i = 0; i < keys.length; i++) {
    const first = keys[i].charCodeAt(0);
    if (first >= 48 && first <= 57) return undefined;
    if (i > 0 && keys[i - 1] > keys[i]) isSorted = false;
  }
  let copy: Record<string, Json> | undefined = isSorted ? undefined : {};
  for (const key of isSorted ? keys : keys.sort()) {
    const sorted = sortKeys(object[key]);
    if (sorted === undefined) return undefined;
    if (copy === undefined && sorted !== object[key]) copy = { ...object };
    if (copy !== undefined) setOwn(copy, key, sorted);
  }
  return copy ?? object;
}

function sortItems(array: readonly Json[]): readonly Json[] | undefined {
  let copy: Json[] | undefined;
  for (let i = 0; i < array.length; i++) {
    const sorted = sortKeys(array[i]);
    if (sorted === undefined) return undefined;
    if (sorted !== array[i]) (copy ??= [...array])[i] = sorted;
  }
  return copy ?? array;
}

function checkScalar(value: Json): Json {
  const type = typeof value;
  if (value === null || type === 'string' || type === 'boolean') return value;
  if (type !== 'number' || !Number.isFinite(value))
    throw new TypeError(`${type === 'number' ? String(value) : type} is not JSON`);
  return value;
}

function writeCanonical(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(checkScalar(value));
  if (Array.isArray(value)) return `[${value.map(writeCanonical).join(',')}]`;
  const object = value as JsonObject;
  return `{${Object.keys(object)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${writeCanonical(object[key])}`)
    .join(',')}}`;
}

/** `sha256:` and the hex digest of the text's UTF-8 bytes. */
export function digestText(text: string): string {
  return `sha256:${hash('sha256', text, 'hex')}`;
}

/** The digest of a JSON value, independent of key order. */
export function digestJson(value: Json): string {
  return digestText(canonicalJson(value));
}
