import { type Json, type JsonObject, isJsonObject, setOwn, valueAt } from '../../template/json';
import { type NeededSecret, remotesOf } from './needed-secrets';

/** What a fake store holds of what is needed, by identity: an entry is JSON of its properties, or the value itself. */
export function fakeValues(store: JsonObject, needed: readonly NeededSecret[]): [string, string][] {
  const whole = new Set(remotesOf(needed).flatMap(({ key, property }) => (property === undefined ? [key] : [])));
  return itemsOf(store).flatMap(({ key, value, version }): [string, string][] => {
    if (typeof key !== 'string' || typeof value !== 'string' || version !== undefined) return [];
    if (whole.has(key)) return [[key, value]];
    return Object.entries(propertiesIn(value)).flatMap(([property, each]) =>
      (typeof each === 'string' ? [[`${key}:${property}`, each] as [string, string]] : []));
  });
}

/** The entries of a fake store with their values; those of others stay as they are. */
export function fakeData(store: JsonObject | undefined, values: ReadonlyMap<string, string>): JsonObject[] {
  const former = store === undefined ? [] : itemsOf(store);
  const own = new Map<string, string>();
  for (const [identity, value] of [...values].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [entry, property] = identity.split(':');
    if (property === undefined) own.set(entry, value);
    else {
      const there = own.get(entry) ?? former.find(({ key, version }) => key === entry && version === undefined)?.value;
      const properties: Record<string, Json> = { ...propertiesIn(there) };
      setOwn(properties, property, value);
      own.set(entry, JSON.stringify(properties));
    }
  }
  return [
    ...former.filter(({ key, version }) => version !== undefined || !own.has(String(key))),
    ...[...own].map(([key, value]) => ({ key, value })),
  ];
}

function itemsOf(store: JsonObject): JsonObject[] {
  const data = valueAt(store, ['spec', 'provider', 'fake', 'data']);
  return Array.isArray(data) ? (data as readonly Json[]).filter(isJsonObject) : [];
}

function propertiesIn(text: Json | undefined): JsonObject {
  if (typeof text !== 'string') return {};
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
