import { ParityError } from './error';
import { markerText } from './marker';
import type { PlaceholderEntry, PlaceholderRegistry } from './registry';

/** How a placeholder is told from any other value, across copies of this package. */
const ENTRY = Symbol.for('cdk8s-parity.placeholder');

/** The entry behind a placeholder, or undefined for any other value. */
export function entryOf(value: unknown): PlaceholderEntry | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  // Both property reads below are answered by the proxy's own traps, never by the value's code.
  return (value as { [ENTRY]?: PlaceholderEntry })[ENTRY];
}

export function isPlaceholder(value: unknown): boolean {
  return entryOf(value) !== undefined;
}

/**
 * Makes the placeholder that author code holds in place of a value.
 *
 * It can be stored, passed on, joined into text and serialized; everything that would compute with it throws
 * `PARITY_COMPUTED` at once.
 */
export function createPlaceholder(registry: PlaceholderRegistry, entry: PlaceholderEntry): object {
  const target = entry.kind === 'list' ? [] : Object.create(null);
  return new Proxy(target, {
    get: (_, key) => read(registry, entry, key),
    has: (_, key) => (typeof key === 'symbol' ? key === ENTRY : refuse(entry, `'${key}' in it`)),
    ownKeys: () =>
      entry.kind === 'map' ? [markerText('v', entry.id)] : refuse(entry, 'spreading it or listing its keys'),
    getOwnPropertyDescriptor: (_, key) => describeProperty(entry, key),
    set: (_, key) => refuse(entry, `setting '${String(key)}' on it`),
    defineProperty: (_, key) => refuse(entry, `defining '${String(key)}' on it`),
    deleteProperty: (_, key) => refuse(entry, `deleting '${String(key)}' from it`),
    getPrototypeOf: () => null,
  });
}

/** The data that stands for a placeholder as a whole value: a marker, or a list or map that holds one. */
export function wholeValueOf(entry: PlaceholderEntry, form: 'v' | 'j' = 'v'): unknown {
  if (entry.kind === 'list') return [markerText(form, (entry.element as PlaceholderEntry).id)];
  const marker = markerText(form, entry.id);
  return entry.kind === 'map' ? { [marker]: marker } : marker;
}

/** Refuses a computation with a placeholder. @throws PARITY_COMPUTED always */
export function refuse(entry: PlaceholderEntry, what: string): never {
  throw new ParityError({
    code: 'PARITY_COMPUTED',
    message: 'a value that differs between environments cannot be computed with while the template is rendered',
    where: entry.locate(),
    got: `${what}, where it is ${entry.describe()}`,
    fix: 'use a derivation (derive.scale, derive.lookup, derive.join ...), or an alternative: when(...)',
  });
}

function read(registry: PlaceholderRegistry, entry: PlaceholderEntry, key: string | symbol): unknown {
  switch (key) {
    case ENTRY:
      return entry;
    case Symbol.toPrimitive:
      return (hint: string) => toPrimitive(entry, hint);
    case Symbol.toStringTag:
      return 'Placeholder';
    case 'toString':
      return () => toPrimitive(entry, 'string');
    // JSON.stringify gives the key; YAML writers, which quote as the value needs, give nothing.
    case 'toJSON':
      return (...given: unknown[]) =>
        given.length === 0 ? refuse(entry, 'writing it as YAML (use text.yaml)') : toJson(entry);
    // Promise.resolve and await look for it on whatever they are given.
    case 'then':
      return undefined;
    default:
      break;
  }
  if (entry.kind === 'list') {
    const element = () => createPlaceholder(registry, entry.element as PlaceholderEntry);
    if (key === Symbol.iterator) return function* () { yield element(); };
    if (key === 'map') return (each: (item: unknown, index: number) => unknown) => [each(element(), 0)];
    if (key === 'forEach') return (each: (item: unknown, index: number) => unknown) => { each(element(), 0); };
  }
  // Spreading a map reads the one key that it says it has.
  if (entry.kind === 'map' && key === markerText('v', entry.id)) return key;
  if (entry.property !== undefined && typeof key === 'string') return entry.property(key);
  // Symbols are probed by the language and by libraries (isConcatSpreadable, brands): none of them is ours.
  if (typeof key === 'symbol') {
    return key === Symbol.iterator ? refuse(entry, 'iterating over it') : undefined;
  }
  return refuse(entry, `reading '${key}' of it`);
}

function toJson(entry: PlaceholderEntry): unknown {
  if (entry.kind === 'unit') return refuse(entry, 'a quantity in JSON.stringify (use its conversions)');
  if (entry.kind === 'choice')
    return refuse(entry, 'an alternative in JSON.stringify (use text.json inside its branches)');
  return wholeValueOf(entry, 'j');
}

function toPrimitive(entry: PlaceholderEntry, hint: string): string {
  if (hint === 'number') return refuse(entry, 'arithmetic or a comparison');
  if (entry.kind === 'list') return refuse(entry, 'a list as text (use derive.join)');
  if (entry.kind === 'map') return refuse(entry, 'a map as text (use text.json or text.yaml)');
  if (entry.kind === 'unit') return refuse(entry, 'a quantity as text (use its conversions, such as toMebibytes())');
  if (entry.kind === 'choice') return refuse(entry, 'an alternative as text (let its branches be texts)');
  return markerText(hint === 'string' ? 't' : 'd', entry.id);
}

function describeProperty(entry: PlaceholderEntry, key: string | symbol): PropertyDescriptor | undefined {
  const marker = markerText('v', entry.id);
  if (entry.kind !== 'map' || key !== marker) return undefined;
  return { value: marker, enumerable: true, configurable: true, writable: false };
}
