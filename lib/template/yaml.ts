import type { Json } from './json';
import { blockText, inlineText, numberText } from './yaml-scalar';

/** Where a value stands: the whole document, behind `key:`, or behind the `-` of a list. */
export type YamlPlace = 'root' | 'key' | 'item';

const INDENTS: readonly string[] = Array.from({ length: 64 }, (_, level) => '  '.repeat(level));

/**
 * The longest implicit key written, in characters of the output.
 *
 * YAML allows 1,024; a longer one takes the explicit form, `? key`.
 */
const LONGEST_IMPLICIT_KEY = 1000;

/**
 * Writes documents as block style YAML, as `kubectl` users write it, without aliases and without folded lines.
 *
 * Keys keep their order. YAML 1.1 and 1.2 readers both read back exactly what was given. Equal documents give equal
 * text on every machine, and a document's text does not depend on the others.
 *
 * @throws TypeError when a number is not finite, a string holds a lone surrogate, or a value is not JSON.
 */
export function emitYaml(documents: readonly Json[]): string {
  return documents.map((document) => flatText(emitValue(document, 'root', 0))).join('---\n');
}

/**
 * The same text, flat in memory.
 *
 * The engine keeps a concatenation as a tree of its pieces until somebody reads it; keeping such
 * trees until all documents are written doubles the time.
 */
export function flatText(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** Writes one value at its place, its final line break included; `level` is the nesting of its key or dash. */
export function emitValue(value: Json, place: YamlPlace, level: number): string {
  if (typeof value !== 'object' || value === null) {
    if (place === 'root') return `${typeof value === 'string' ? inlineText(value) : bareText(value)}\n`;
    return ` ${scalarText(value, level)}\n`;
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return emptyText('[]', place);
    return openText(place, level) + listText(value, innerLevel(place, level));
  }
  const object = value as { readonly [key: string]: Json };
  const keys = Object.keys(object);
  if (keys.length === 0) return emptyText('{}', place);
  return openText(place, level) + mapText(object, keys, innerLevel(place, level));
}

/** What stands between a key, a dash or nothing and the first line of a list or map that is not empty. */
export function openText(place: YamlPlace, level: number): string {
  if (place === 'key') return `\n${indentText(level + 1)}`;
  return place === 'item' ? ' ' : '';
}

/** The level of a collection's own keys or dashes. */
export function innerLevel(place: YamlPlace, level: number): number {
  return place === 'root' ? level : level + 1;
}

/** A map's key with its colon. */
export function keyText(key: string, level: number): string {
  const text = inlineText(key);
  return text.length <= LONGEST_IMPLICIT_KEY ? `${text}:` : `? ${text}\n${indentText(level)}:`;
}

export function indentText(level: number): string {
  return level < INDENTS.length ? INDENTS[level] : '  '.repeat(level);
}

function mapText(object: { readonly [key: string]: Json }, keys: readonly string[], level: number): string {
  const indent = indentText(level);
  let text = keyText(keys[0], level) + emitValue(object[keys[0]], 'key', level);
  for (let i = 1; i < keys.length; i++) {
    text += indent + keyText(keys[i], level) + emitValue(object[keys[i]], 'key', level);
  }
  return text;
}

function listText(list: readonly Json[], level: number): string {
  const indent = indentText(level);
  let text = `-${emitValue(list[0], 'item', level)}`;
  for (let i = 1; i < list.length; i++) text += `${indent}-${emitValue(list[i], 'item', level)}`;
  return text;
}

function emptyText(text: string, place: YamlPlace): string {
  return place === 'root' ? `${text}\n` : ` ${text}\n`;
}

function scalarText(value: null | boolean | number | string, level: number): string {
  if (typeof value !== 'string') return bareText(value);
  return blockText(value, indentText(level + 1)) ?? inlineText(value);
}

function bareText(value: null | boolean | number): string {
  if (typeof value === 'number') return numberText(value);
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  throw new TypeError(`${typeof value} cannot be written as YAML`);
}
