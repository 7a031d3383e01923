import { type Json, isJsonObject } from '../template/json';

/** What stands in place of a value that may differ; equal to everything. No file can hold a symbol. */
export const FILLED = Symbol('filled') as unknown as Json;

/** Whether two values are the same JSON, whatever the order of their keys. */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b || a === FILLED || b === FILLED) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => equalJson(item, b[i]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]));
}
