import { fillTemplate } from '../../service/secrets/secret-template';
import { type Json, type JsonObject, isJsonObject, setOwn, valueAt } from '../../template/json';
import { ParityError } from '../../template/error';
import { type NeededSecret, type Source, identityOf } from './needed-secrets';

/** What says which object it is, for who looks for it. */
export interface ObjectName { readonly kind: string; readonly name: string; readonly namespace?: string }

/** An object to be filled, as far as it holds what a store would. */
type Fill = Exclude<Source, { readonly kind: 'real' }>;

const LABELS = { 'app.kubernetes.io/managed-by': 'cdk8s-parity' };

/** The objects that hold the values of a target, by name, in order. */
export function objectNames(needed: readonly NeededSecret[], source: Fill, target: JsonObject): ObjectName[] {
  const namespaced = (kind: string, name: string, namespace: string | undefined): ObjectName =>
    ({ kind, name, ...(namespace === undefined ? {} : { namespace }) });
  const all = ((): ObjectName[] => {
    switch (source.kind) {
      case 'secrets': return needed.map(({ name, namespace }) => namespaced('Secret', name, namespace));
      case 'kubernetes': return entriesOf(needed).map((entry) => namespaced('Secret', entry, source.namespace));
      case 'fake': {
        if (source.storeKind === 'ClusterSecretStore') return [{ kind: source.storeKind, name: source.name }];
        const own = valueAt(target, ['namespace']);
        const spaces = needed.map(({ namespace }) => namespace ?? (typeof own === 'string' ? own : undefined));
        return [...new Set(spaces)].map((namespace) => namespaced(source.storeKind, source.name, namespace));
      }
    }
  })();
  return [...new Map(all.map((name) => [keyOf(name), name])).entries()].sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, name]) => name);
}

/** Which object is meant: the same text for the same object. */
export function keyOf({ kind, namespace = '', name }: ObjectName): string {
  return `${kind}/${namespace}/${name}`;
}

/**
 * The values that objects hold already, by identity. What has another form holds none.
 *
 * @throws PARITY_BAD_SECRET when one is no text: it could not be kept as it is
 */
export function existingValues(
  objects: ReadonlyMap<string, JsonObject>, needed: readonly NeededSecret[], source: Fill, target: JsonObject,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const take = (identity: string, value: string | undefined) => {
    if (value !== undefined && value !== '' && !values.has(identity)) values.set(identity, value);
  };
  for (const name of objectNames(needed, source, target)) {
    const object = objects.get(keyOf(name));
    if (object === undefined) continue;
    if (source.kind === 'fake') {
      for (const [identity, value] of fakeValues(object, needed)) take(identity, value);
    } else if (source.kind === 'kubernetes') {
      const wanted = new Set(remotesOf(needed).map(identityOf));
      for (const [property, value] of dataOf(object)) {
        const identity = `${name.name}:${property}`;
        if (wanted.has(identity)) take(identity, decoded(name, property, value));
      }
    } else {
      const data = new Map(dataOf(object));
      for (const secret of needed.filter((each) => each.name === name.name && each.namespace === name.namespace)) {
        for (const key of secret.keys) {
          const value = data.get(key.name);
          if (key.remote !== undefined && value !== undefined) take(identityOf(key.remote), decoded(name, key.name, value));
        }
      }
    }
  }
  return values;
}

/**
 * The objects with their values. What others keep in an object that several share, such as a store, stays in it; a
 * service's own Secret has its keys and no others.
 */
export function manifestsOf(
  needed: readonly NeededSecret[], source: Fill, target: JsonObject, values: ReadonlyMap<string, string>,
  objects: ReadonlyMap<string, JsonObject>,
): JsonObject[] {
  return objectNames(needed, source, target).map((name): JsonObject => {
    const metadata = { name: name.name, ...(name.namespace === undefined ? {} : { namespace: name.namespace }), labels: LABELS };
    const former = objects.get(keyOf(name));
    if (source.kind === 'fake') {
      const all = new Map([...(former === undefined ? [] : fakeValues(former, needed)), ...values]);
      return {
        apiVersion: 'external-secrets.io/v1', kind: name.kind, metadata,
        spec: { provider: { fake: { data: fakeData(all) } } },
      };
    }
    const pairs = source.kind === 'kubernetes'
      ? [...(former === undefined ? [] : dataOf(former)), ...propertiesOf(name.name, values)]
      : needed.filter((each) => each.name === name.name && each.namespace === name.namespace)
        .flatMap((secret) => ownPairs(secret, values));
    return { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: sorted(pairs) };
  });
}

/** The keys of a service's own Secret. What computed ones are made of stands beside them, so that it is kept. */
function ownPairs({ keys }: NeededSecret, values: ReadonlyMap<string, string>): (readonly [string, string])[] {
  const byName = new Map(keys.flatMap(({ name, remote }) => {
    const value = remote === undefined ? undefined : values.get(identityOf(remote));
    return value === undefined ? [] : [[name, value] as const];
  }));
  return keys.flatMap(({ name, template }) => {
    const value = template === undefined ? byName.get(name) : fillTemplate(template, (key) => byName.get(key));
    return value === undefined ? [] : [[name, encoded(value)] as const];
  });
}

function entriesOf(needed: readonly NeededSecret[]): string[] {
  return remotesOf(needed).map(({ key }) => key);
}

function remotesOf(needed: readonly NeededSecret[]) {
  return needed.flatMap(({ keys }) => keys.flatMap(({ remote }) => (remote === undefined ? [] : [remote])));
}

function propertiesOf(entry: string, values: ReadonlyMap<string, string>): [string, string][] {
  return [...values].filter(([identity]) => identity.startsWith(`${entry}:`))
    .map(([identity, value]) => [identity.slice(entry.length + 1), encoded(value)]);
}

/** An entry of a fake store is JSON of its properties, or the value itself. */
function fakeData(values: ReadonlyMap<string, string>): JsonObject[] {
  const entries = new Map<string, Record<string, Json> | string>();
  for (const [identity, value] of [...values].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const colon = identity.indexOf(':');
    if (colon < 0) entries.set(identity, value);
    else {
      const entry = entries.get(identity.slice(0, colon));
      const properties = typeof entry === 'object' ? entry : {};
      setOwn(properties, identity.slice(colon + 1), value);
      entries.set(identity.slice(0, colon), properties);
    }
  }
  return [...entries].map(([key, value]) => ({ key, value: typeof value === 'string' ? value : JSON.stringify(value) }));
}

function fakeValues(store: JsonObject, needed: readonly NeededSecret[]): [string, string][] {
  const whole = new Set(remotesOf(needed).flatMap(({ key, property }) => (property === undefined ? [key] : [])));
  const data = valueAt(store, ['spec', 'provider', 'fake', 'data']);
  return (Array.isArray(data) ? data as readonly Json[] : []).flatMap((item): [string, string][] => {
    if (!isJsonObject(item) || typeof item.key !== 'string' || typeof item.value !== 'string') return [];
    const entry = item.key;
    const properties = whole.has(entry) ? undefined : jsonObject(item.value);
    if (properties === undefined) return [[entry, item.value]];
    return Object.entries(properties).flatMap(([property, value]) =>
      (typeof value === 'string' ? [[`${entry}:${property}`, value] as [string, string]] : []));
  });
}

function jsonObject(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A Secret's data as it is: base64, also of what is no text. */
function dataOf({ data }: JsonObject): [string, string][] {
  return Object.entries(isJsonObject(data) ? data : {}).flatMap(([key, value]): [string, string][] =>
    (typeof value === 'string' ? [[key, value]] : []));
}

function decoded(name: ObjectName, key: string, value: string): string {
  const bytes = Buffer.from(value, 'base64');
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return text;
  throw new ParityError({
    code: 'PARITY_BAD_SECRET', message: 'a value that is there is no text, and could not be kept', where: keyOf(name),
    got: `the key '${key}'`, fix: 'remove the key, and give its value as text',
  });
}

function encoded(value: string): string {
  return Buffer.from(value, 'utf8').toString('base64');
}

function sorted(pairs: readonly (readonly [string, string])[]): JsonObject {
  const data: Record<string, Json> = {};
  for (const [key, value] of [...pairs].sort(([a], [b]) => (a < b ? -1 : 1))) setOwn(data, key, value);
  return data;
}
