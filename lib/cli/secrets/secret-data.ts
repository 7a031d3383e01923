import { ParityError } from '../../template/error';
import { type Json, type JsonObject, isJsonObject, setOwn } from '../../template/json';

/** A Secret's data as it is: base64, also of what is no text. */
export function dataOf({ data }: JsonObject): [string, string][] {
  return Object.entries(isJsonObject(data) ? data : {}).flatMap(([key, value]): [string, string][] =>
    (typeof value === 'string' ? [[key, value]] : []));
}

/** @throws PARITY_BAD_SECRET when a value is no text: it could not be kept as it is */
export function decoded(where: string, key: string, value: string): string {
  const bytes = Buffer.from(value, 'base64');
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return text;
  throw new ParityError({
    code: 'PARITY_BAD_SECRET', message: 'a value that is there is no text, and could not be kept', where,
    got: `the key '${key}'`, fix: 'remove the key, and give its value as text',
  });
}

export function encoded(value: string): string {
  return Buffer.from(value, 'utf8').toString('base64');
}

/** A Secret's data in the order of its keys. */
export function sorted(pairs: readonly (readonly [string, string])[]): JsonObject {
  const data: Record<string, Json> = {};
  for (const [key, value] of [...pairs].sort(([a], [b]) => (a < b ? -1 : 1))) setOwn(data, key, value);
  return data;
}
