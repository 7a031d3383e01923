import { hash } from 'node:crypto';
import type { Json } from './json';

/**
 * The one text of a JSON value: object keys sorted by code unit, no white space.
 *
 * Key order carries no meaning in JSON or YAML, so two values are equal exactly when their canonical texts are.
 *
 * @throws TypeError when a number is not finite or a value is not JSON.
 */
export function canonicalJson(value: Json): string {
  switch (typeof value) {
    case 'string': return JSON.stringify(value);
    case 'boolean': return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} is not JSON`);
      return JSON.stringify(value);
    case 'object': break;
    default: throw new TypeError(`${typeof value} is not JSON`);
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + canonicalJson(value[i]);
    return `${text}]`;
  }
  const object = value as { readonly [key: string]: Json };
  let text = '{';
  let first = true;
  for (const key of Object.keys(object).sort()) {
    text += `${first ? '' : ','}${JSON.stringify(key)}:${canonicalJson(object[key])}`;
    first = false;
  }
  return `${text}}`;
}

/** `sha256:` and the hex digest of the text's UTF-8 bytes. */
export function digestText(text: string): string {
  return `sha256:${hash('sha256', text, 'hex')}`;
}

/** The digest of a JSON value, independent of key order. */
export function digestJson(value: Json): string {
  return digestText(canonicalJson(value));
}
