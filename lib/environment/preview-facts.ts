import { digestText } from '../template/canonical';
import type { ParityFailure } from '../template/error';
import { type Json, type JsonObject, isJsonObject, setOwn } from '../template/json';
import { nearest } from './nearest';

/** What a preview answers otherwise than its base, as a person or a file said it. */
export interface AskedFacts {
  readonly facts?: JsonObject;
  /** Dotted paths with the text of their values. */
  readonly set?: readonly (readonly [string, string])[];
}

const MAX_LABEL = 63;

/**
 * The facts in which a preview differs from its base when nobody says otherwise: a namespace and a domain of its own,
 * where the contract has these as texts, so that it never lands on its base.
 */
export function ownFacts(name: string, { namespace, domain }: JsonObject): JsonObject {
  return {
    ...(typeof namespace === 'string' ? { namespace: ownNamespace(namespace, name) } : {}),
    ...(typeof domain === 'string' ? { domain: `${name}.${domain}` } : {}),
  };
}

/** A long one is cut, and told from others that would be cut to the same by a hash. */
function ownNamespace(namespace: string, name: string): string {
  const whole = `${namespace}-${name}`;
  if (whole.length <= MAX_LABEL) return whole;
  const hash = digestText(whole).slice('sha256:'.length, 'sha256:'.length + 8);
  return `${whole.slice(0, MAX_LABEL - 9).replace(/-+$/, '')}-${hash}`;
}

/**
 * Types and collects what was asked for: each value like the one that is there.
 *
 * @param known the facts that may be meant: the base's first, then what others answer that it does not
 */
export function askedFacts(
  asked: AskedFacts, known: readonly JsonObject[],
): { readonly facts: JsonObject; readonly failures: readonly ParityFailure[] } {
  const failures: ParityFailure[] = [];
  const facts: Record<string, Json> = {};
  for (const [key, value] of Object.entries(asked.facts ?? {})) {
    takeFile([key], value, known, facts, failures);
  }
  for (const [key, text] of asked.set ?? []) {
    const path = findPath(key, known);
    if (path === undefined) failures.push(unknownFact(`--set ${key}`, key, known));
    else {
      const read = valueLike(shapeOf(path, known), text, path);
      if ('problem' in read) failures.push(badFact(`--set ${key}`, text, read.problem));
      else place(facts, path, read.value);
    }
  }
  return { facts, failures };
}

function takeFile(
  path: readonly string[], value: Json, known: readonly JsonObject[], facts: Record<string, Json>,
  failures: ParityFailure[],
): void {
  const where = `--facts > ${path.join('.')}`;
  const shape = shapeOf(path, known);
  if (shape === undefined) failures.push(unknownFact(where, path.join('.'), known));
  else if (isJsonObject(shape) && isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) takeFile([...path, key], item, known, facts, failures);
  } else if (shape !== null && kindOf(shape) !== kindOf(value)) {
    const fix = typeof shape === 'string' ? `${kindOf(shape)}: quote it` : kindOf(shape);
    failures.push(badFact(where, JSON.stringify(value), fix));
  } else place(facts, path, value);
}

type Read = { readonly value: Json } | { readonly problem: string };

/** The value that a text means where a value of this kind stands. */
function valueLike(shape: Json | undefined, text: string, path: readonly string[]): Read {
  if (typeof shape === 'number') return numberOf(text);
  if (typeof shape === 'boolean') {
    return text === 'true' || text === 'false' ? { value: text === 'true' } : { problem: 'true or false' };
  }
  if (Array.isArray(shape)) return listOf(shape, text, path);
  if (isJsonObject(shape)) {
    const [inner = 'name'] = Object.keys(shape);
    return { problem: `one of its facts: --set ${[...path, inner].join('.')}=...` };
  }
  return { value: text };
}

function numberOf(text: string): Read {
  const value = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? { value } : { problem: 'a number' };
}

/** Elements with commas between them, or JSON where an element holds one. */
function listOf(shape: readonly Json[], text: string, path: readonly string[]): Read {
  if (text.startsWith('[')) {
    try {
      const value = JSON.parse(text) as Json;
      if (Array.isArray(value)) return { value };
    } catch {
      // Said below.
    }
    return { problem: 'a list as JSON: ["a","b"]' };
  }
  if (text === '') return { value: [] };
  const read = text.split(',').map((item) => valueLike(shape[0], item.trim(), path));
  const bad = read.find((item): item is { problem: string } => 'problem' in item);
  return bad === undefined
    ? { value: read.map((item) => (item as { value: Json }).value) }
    : { problem: `a list, as JSON or with commas; each element ${bad.problem}` };
}

/** A key may itself hold dots: of the ways to read the text, the one with the longest keys that is known. */
function findPath(text: string, known: readonly JsonObject[]): readonly string[] | undefined {
  const walk = (at: readonly Json[], words: readonly string[]): readonly string[] | undefined => {
    if (words.length === 0) return [];
    for (let taken = words.length; taken > 0; taken--) {
      const key = words.slice(0, taken).join('.');
      const below = at.flatMap((map) => (isJsonObject(map) && Object.hasOwn(map, key) ? [map[key] as Json] : []));
      const rest = below.length === 0 ? undefined : walk(below, words.slice(taken));
      if (rest !== undefined) return [key, ...rest];
    }
    return undefined;
  };
  // Deeper than any contract, and each further dot would double the ways.
  const words = text.split('.');
  return words.length > 20 ? undefined : walk(known, words);
}

function shapeOf(path: readonly string[], known: readonly JsonObject[]): Json | undefined {
  let at: readonly Json[] = known;
  for (const key of path) {
    at = at.flatMap((map) => (isJsonObject(map) && Object.hasOwn(map, key) ? [map[key] as Json] : []));
  }
  return at.find((value) => value !== null) ?? at[0];
}

function place(facts: Record<string, Json>, path: readonly string[], value: Json): void {
  let map = facts;
  for (const key of path.slice(0, -1)) {
    if (!Object.hasOwn(map, key) || !isJsonObject(map[key])) setOwn(map, key, {});
    map = map[key] as Record<string, Json>;
  }
  setOwn(map, path.at(-1) as string, value);
}

function kindOf(value: Json): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return { string: 'a text', number: 'a number', boolean: 'true or false' }[typeof value as string] ?? 'a map';
}

function unknownFact(where: string, name: string, known: readonly JsonObject[]): ParityFailure {
  const suggestion = nearest(name, [...new Set(known.flatMap((facts) => namesIn(facts)))]);
  return {
    code: 'PARITY_UNKNOWN_FACT', message: 'no environment answers this fact', where, got: `'${name.slice(0, 200)}'`,
    expected: suggestion === undefined ? undefined : `'${suggestion}'`,
    fix: 'name a fact of the contract: a preview may answer otherwise, not more',
  };
}

function badFact(where: string, got: string, expected: string): ParityFailure {
  return {
    code: 'PARITY_BAD_FACT', message: 'a fact of the preview is not of the type that its base has', where,
    got: got.length > 200 ? `${got.slice(0, 200)}...` : got, expected, fix: 'give it as the base does',
  };
}

function namesIn(facts: JsonObject, prefix = ''): string[] {
  return Object.entries(facts).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    return isJsonObject(value) ? [name, ...namesIn(value, `${name}.`)] : [name];
  });
}
