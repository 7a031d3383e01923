import { type Identity, formatIdentity, identityKey, identityOf } from '../../../template/identity';
import { type Json, type JsonObject, isJsonObject } from '../../../template/json';
import { fieldOf, groupKindOfObject, objectsIn } from './fields';
import { itemsOfList } from './list-items';
import { labelsOf, podOf } from './pod';

/** The objects of one side of a chart in a target, for rules that look at more than one; indexed when asked. */
export class Siblings {
  private known?: readonly JsonObject[];
  private identities?: ReadonlyMap<string, JsonObject>;
  private kinds?: ReadonlyMap<string, readonly JsonObject[]>;
  private labels?: ReadonlyMap<string, readonly JsonObject[]>;
  private services?: ReadonlyMap<string, readonly JsonObject[]>;
  private references?: ReadonlyMap<string, readonly string[]>;

  /** `fill` gives the objects; it is called once, and only when a rule looks. */
  constructor(private readonly fill: () => readonly JsonObject[]) {}

  get objects(): readonly JsonObject[] {
    this.known ??= this.fill().flatMap((object) => itemsOfList(object)?.map(({ body }) => body) ?? [object]);
    return this.known;
  }

  /** The object of the same identity. */
  get(object: JsonObject): JsonObject | undefined {
    this.identities ??= new Map(this.objects.map((known) => [keyOf(known), known]));
    return this.identities.get(keyOf(object));
  }

  ofKind(groupKind: string): readonly JsonObject[] {
    this.kinds ??= indexed(this.objects.map((object) => [groupKindOfObject(object), object]));
    return this.kinds.get(groupKind) ?? [];
  }

  /** Whether a selector of labels finds a pod of these objects. */
  hasPodFor(selector: Json | undefined, namespace: string | undefined): boolean {
    this.labels ??= indexed(this.objects.flatMap((object) => {
      const labels = labelsOf(object);
      return labels === undefined ? [] : entriesOf(labels).map((key) => [key, object] as const);
    }));
    const lists = entriesOf(selector).map((key) => this.labels!.get(key) ?? []);
    // The rarest label leaves the fewest pods to look at.
    const fewest = lists.reduce((best, list) => (list.length < best.length ? list : best), lists[0] ?? []);
    return fewest.some((object) => identityOf(object).namespace === namespace
      && matchesLabels(selector, labelsOf(object)));
  }

  /** Services that select a workload's pods. */
  servicesOf(workload: JsonObject): readonly JsonObject[] {
    this.services ??= indexedByRarest(this.ofKind('/Service').map((service) =>
      [entriesOf(fieldOf(service, 'spec', 'selector')), service] as const));
    const labels = labelsOf(workload);
    const { namespace } = identityOf(workload);
    return entriesOf(labels).flatMap((key) => this.services!.get(key) ?? []).filter((service) =>
      identityOf(service).namespace === namespace && matchesLabels(fieldOf(service, 'spec', 'selector'), labels));
  }

  /** The workloads whose pods need an object, as people write them. */
  namersOf(object: JsonObject): readonly string[] {
    this.references ??= indexed(this.objects.flatMap((workload) => referencesOf(workload)
      .map((key) => [key, formatIdentity(identityOf(workload))] as const)));
    const { kind, name, namespace } = identityOf(object);
    return [...new Set(this.references.get(referenceKey(kind, name, namespace)) ?? [])];
  }
}

/** The same object in another version of its group is the same object. */
function keyOf(object: JsonObject): string {
  const identity: Identity = identityOf(object);
  const [group, version] = identity.apiVersion.split('/') as [string, string?];
  return identityKey({ ...identity, apiVersion: version === undefined ? '' : group });
}

function indexed<T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const [key, value] of entries) {
    const same = found.get(key);
    if (same === undefined) found.set(key, [value]);
    else same.push(value);
  }
  return found;
}

/** Each value under the one of its keys that the fewest others have: most share labels such as an app's name. */
function indexedByRarest<T>(entries: readonly (readonly [readonly string[], T])[]): ReadonlyMap<string, readonly T[]> {
  const counts = new Map<string, number>();
  for (const [keys] of entries) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return indexed(entries.filter(([keys]) => keys.length > 0).map(([keys, value]) =>
    [keys.reduce((best, key) => (counts.get(key)! < counts.get(best)! ? key : best)), value]));
}

function entriesOf(labels: Json | undefined): readonly string[] {
  return isJsonObject(labels) ? Object.entries(labels).map(([key, value]) => JSON.stringify([key, value])) : [];
}

/** Whether labels have every entry of a plain selector, such as a Service's; an empty one finds nothing. */
export function matchesLabels(selector: Json | undefined, labels: Json | undefined): boolean {
  return isJsonObject(selector) && Object.keys(selector).length > 0
    && Object.entries(selector).every(([key, value]) => fieldOf(labels, key) === value);
}

function referenceKey(kind: string, name: string, namespace: string | undefined): string {
  return JSON.stringify([kind, namespace ?? '', name]);
}

/** What the pods of a workload cannot start without. */
function referencesOf(workload: JsonObject): readonly string[] {
  const spec = podOf(workload)?.spec;
  if (spec === undefined) return [];
  const { namespace } = identityOf(workload);
  const found: string[] = [];
  const add = (kind: string, reference: Json | undefined, field = 'name') => {
    const name = fieldOf(reference, field);
    if (typeof name === 'string' && fieldOf(reference, 'optional') !== true) {
      found.push(referenceKey(kind, name, namespace));
    }
  };
  add('ServiceAccount', { name: spec.serviceAccountName ?? null });
  for (const volume of objectsIn(spec.volumes)) {
    for (const source of [volume, ...objectsIn(fieldOf(volume, 'projected', 'sources'))]) {
      add('ConfigMap', source.configMap);
      add('Secret', source.secret, source === volume ? 'secretName' : 'name');
    }
    add('PersistentVolumeClaim', volume.persistentVolumeClaim, 'claimName');
  }
  for (const container of [...objectsIn(spec.initContainers), ...objectsIn(spec.containers)]) {
    for (const source of objectsIn(container.envFrom)) {
      add('ConfigMap', source.configMapRef);
      add('Secret', source.secretRef);
    }
    for (const { valueFrom } of objectsIn(container.env)) {
      add('ConfigMap', fieldOf(valueFrom, 'configMapKeyRef'));
      add('Secret', fieldOf(valueFrom, 'secretKeyRef'));
    }
  }
  return found;
}
