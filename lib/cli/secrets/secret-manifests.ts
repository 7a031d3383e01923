import { fillTemplate } from '../../service/secrets/secret-template';
import { type JsonObject, isJsonObject, valueAt } from '../../template/json';
import { fakeData, fakeValues } from './fake-store';
import { type NeededSecret, type Source, identityOf, remotesOf } from './needed-secrets';
import { dataOf, decoded, encoded, sorted } from './secret-data';

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

/** Which object a manifest is. */
export function nameOf({ kind, metadata }: JsonObject): ObjectName {
  const { name, namespace } = isJsonObject(metadata) ? metadata : {};
  const known = typeof namespace === 'string' ? { namespace } : {};
  return { kind: String(kind), name: String(name), ...known };
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
        if (wanted.has(identity)) take(identity, decoded(keyOf(name), property, value));
      }
    } else {
      const data = new Map(dataOf(object));
      for (const secret of needed.filter((each) => each.name === name.name && each.namespace === name.namespace)) {
        for (const key of secret.keys) {
          const value = data.get(key.name);
          if (key.remote === undefined || value === undefined) continue;
          take(identityOf(key.remote), decoded(keyOf(name), key.name, value));
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
    const { kind, ...named } = name;
    const metadata = { ...named, labels: LABELS };
    const former = objects.get(keyOf(name));
    if (source.kind === 'fake') {
      const data = fakeData(former, values);
      return { apiVersion: 'external-secrets.io/v1', kind, metadata, spec: { provider: { fake: { data } } } };
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

function propertiesOf(entry: string, values: ReadonlyMap<string, string>): [string, string][] {
  return [...values].filter(([identity]) => identity.startsWith(`${entry}:`))
    .map(([identity, value]) => [identity.slice(entry.length + 1), encoded(value)]);
}
