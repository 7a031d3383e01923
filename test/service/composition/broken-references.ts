import type { Manifest } from '../shop';
import { type World, named, nameOf, ofKind } from './world';

/**
 * What refers to something that is not there: Secrets, ConfigMaps and their keys, claims, service accounts, roles,
 * scaled workloads, stores.
 */
export function findBrokenReferences(world: World): string[] {
  return [
    ...world.workloads.flatMap((workload) => (workload.pods === undefined ? []
      : findInPods(world, `${workload.kind}/${workload.name}`, workload.namespace, workload.pods))),
    ...ofKind(world, 'StatefulSet').flatMap((set) => findMissingService(world, set)),
    ...ofKind(world, 'RoleBinding').flatMap((binding) => findInBinding(world, binding)),
    ...ofKind(world, 'HorizontalPodAutoscaler', 'ScaledObject', 'VerticalPodAutoscaler')
      .flatMap((scaler) => findInScaler(world, scaler)),
    ...ofKind(world, 'TriggerAuthentication').flatMap((object) => object.spec.secretTargetRef
      .flatMap(({ name, key }: Manifest) =>
        findMissingKey(world, nameOf(object), object.metadata.namespace, 'Secret', name, key))),
    ...ofKind(world, 'ExternalSecret', 'SecretStore').flatMap((object) => findInExternal(world, object)),
    ...[...world.configs].flatMap(([name, keys]) => findInConfig(world, name, keys)),
  ];
}

/** The keys of a Secret or ConfigMap, whoever writes it; undefined when there is none of the name. */
function keysOf(
  world: World, kind: 'Secret' | 'ConfigMap', name: string, namespace: string,
): readonly string[] | undefined {
  const object = named(world, kind, name, namespace);
  if (object !== undefined) return Object.keys({ ...object.data, ...object.binaryData, ...object.stringData });
  // Kubernetes itself puts it into each namespace.
  if (kind === 'ConfigMap') return name === 'kube-root-ca.crt' ? ['ca.crt'] : undefined;
  const external = ofKind(world, 'ExternalSecret').find(({ spec, metadata }) =>
    (spec.target?.name ?? metadata.name) === name && metadata.namespace === namespace);
  if (external !== undefined) {
    const { template } = external.spec.target;
    const fetched = external.spec.data.map(({ secretKey }: Manifest) => secretKey);
    const made = Object.keys(template?.data ?? {});
    return template === undefined ? fetched : template.mergePolicy === 'Merge' ? [...fetched, ...made] : made;
  }
  if (name.endsWith('-app') && named(world, 'Cluster', name.slice(0, -'-app'.length), namespace) !== undefined)
    return ['username', 'user', 'password', 'host', 'port', 'dbname', 'uri', 'jdbc-uri', 'pgpass'];
  const isCertificate = ofKind(world, 'Certificate').some(({ spec, metadata }) =>
    spec.secretName === name && metadata.namespace === namespace);
  return isCertificate ? ['tls.crt', 'tls.key', 'ca.crt'] : world.promised.get(name);
}

function findMissingKey(
  world: World, by: string, namespace: string, kind: 'Secret' | 'ConfigMap', name: string, key: string | undefined,
): string[] {
  const keys = keysOf(world, kind, name, namespace);
  if (keys === undefined) return [`${by} reads ${kind}/${name}, which is not there`];
  return key === undefined || keys.includes(key) ? [] : [`${by} reads ${kind}/${name} key ${key}, which it has not`];
}

function findInPods(world: World, by: string, namespace: string, pods: Manifest): string[] {
  const missing = (kind: 'Secret' | 'ConfigMap', name: string, keys: readonly (string | undefined)[] = [undefined]) =>
    keys.flatMap((key) => findMissingKey(world, by, namespace, kind, name, key));
  const keysIn = (items: readonly Manifest[] | undefined) => items?.map(({ key }) => key);
  const volumes: readonly Manifest[] = pods.volumes ?? [];
  const sources = volumes.flatMap(({ projected, ...source }) => projected?.sources ?? [source]);
  const set = ofKind(world, 'StatefulSet').find((object) => nameOf(object) === by);
  const claims: readonly Manifest[] = set?.spec.volumeClaimTemplates ?? [];
  const mountable = new Set([...volumes, ...claims.map(({ metadata }) => metadata)].map(({ name }) => name));
  return [
    ...sources.flatMap(({ configMap, secret }) => [
      ...(configMap === undefined ? [] : missing('ConfigMap', configMap.name, keysIn(configMap.items))),
      ...(secret === undefined ? [] : missing('Secret', secret.secretName ?? secret.name, keysIn(secret.items))),
    ]),
    ...volumes.flatMap(({ persistentVolumeClaim: claim }) =>
      (claim === undefined || named(world, 'PersistentVolumeClaim', claim.claimName, namespace) !== undefined ? []
        : [`${by} mounts the claim ${claim.claimName}, which is not there`])),
    ...pods.containers.flatMap((container: Manifest) => [
      ...(container.envFrom ?? []).flatMap(({ configMapRef, secretRef }: Manifest) => [
        ...(configMapRef === undefined ? [] : missing('ConfigMap', configMapRef.name)),
        ...(secretRef === undefined ? [] : missing('Secret', secretRef.name)),
      ]),
      ...(container.env ?? []).flatMap(({ valueFrom }: Manifest) => [
        ...[valueFrom?.configMapKeyRef ?? []].flat().flatMap(({ name, key }) => missing('ConfigMap', name, [key])),
        ...[valueFrom?.secretKeyRef ?? []].flat().flatMap(({ name, key }) => missing('Secret', name, [key])),
      ]),
      ...(container.volumeMounts ?? []).filter(({ name }: Manifest) => !mountable.has(name))
        .map(({ name }: Manifest) => `${by} mounts the volume ${name}, which it has not`),
      ...findTwice((container.env ?? []).map(({ name }: Manifest) => name)).map((name) => `${by} has ${name} twice`),
      ...findTwice((container.volumeMounts ?? []).map(({ mountPath }: Manifest) => mountPath))
        .map((path) => `${by} mounts ${path} twice`),
    ]),
    ...(pods.imagePullSecrets ?? []).filter(({ name }: Manifest) => !world.facts.imagePullSecrets?.includes(name))
      .map(({ name }: Manifest) => `${by} pulls with ${name}, which is no fact`),
    ...(named(world, 'ServiceAccount', pods.serviceAccountName, namespace) !== undefined ? []
      : [`${by} runs as ${pods.serviceAccountName}, which is not there`]),
  ];
}

/** What a schema says that a service reads is in the ConfigMap that its container has its environment from. */
function findInConfig({ workloads, objects }: World, name: string, keys: readonly string[]): string[] {
  const containers: readonly Manifest[] = workloads.flatMap(({ pods }) => pods?.containers ?? []);
  const reading = containers.flatMap(({ envFrom = [] }) => envFrom)
    .flatMap(({ configMapRef }) => configMapRef?.name ?? []).filter((read) => read.replace(/-[^-]+$/, '') === name);
  if (reading.length !== 1) return [`ConfigMap/${name} is read by ${reading.length} containers`];
  const configMap = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === reading[0]);
  return keys.filter((key) => !Object.hasOwn(configMap?.data ?? {}, key))
    .map((key) => `ConfigMap/${name} lacks the key ${key}`);
}

function findMissingService(world: World, { metadata, spec }: Manifest): string[] {
  if (named(world, 'Service', spec.serviceName, metadata.namespace) !== undefined) return [];
  return [`StatefulSet/${metadata.name} has its names from Service/${spec.serviceName}, which is not there`];
}

function findInBinding(world: World, binding: Manifest): string[] {
  const { roleRef, subjects, metadata: { namespace } } = binding;
  return [
    ...(named(world, roleRef.kind, roleRef.name, namespace) !== undefined ? []
      : [`${nameOf(binding)} binds ${roleRef.kind}/${roleRef.name}, which is not there`]),
    ...subjects.filter((subject: Manifest) => subject.kind === 'ServiceAccount'
      && named(world, 'ServiceAccount', subject.name, subject.namespace) === undefined)
      .map(({ name }: Manifest) => `${nameOf(binding)} is for ServiceAccount/${name}, which is not there`),
  ];
}

function findInScaler(world: World, scaler: Manifest): string[] {
  const { kind = 'Deployment', name } = scaler.spec.scaleTargetRef ?? scaler.spec.targetRef;
  const { namespace } = scaler.metadata;
  return [
    ...(named(world, kind, name, namespace) !== undefined ? []
      : [`${nameOf(scaler)} scales ${kind}/${name}, which is not there`]),
    ...(scaler.spec.triggers ?? []).flatMap(({ authenticationRef }: Manifest) =>
      (authenticationRef === undefined
        || named(world, 'TriggerAuthentication', authenticationRef.name, namespace) !== undefined ? []
        : [`${nameOf(scaler)} logs in with ${authenticationRef.name}, which is not there`])),
  ];
}

function findInExternal(world: World, object: Manifest): string[] {
  const { kind, metadata: { namespace }, spec } = object;
  if (kind === 'SecretStore') {
    const accounts = ['serviceAccountRef', 'serviceAccount'].flatMap((key) => findAll(spec.provider, key));
    return accounts.filter(({ name }) => named(world, 'ServiceAccount', name, namespace) === undefined)
      .map(({ name }) => `${nameOf(object)} reads as ServiceAccount/${name}, which is not there`);
  }
  const { name, kind: storeKind } = spec.secretStoreRef;
  const { secretStore } = world.facts;
  const isThere = (name === secretStore.name && storeKind === secretStore.kind)
    || named(world, storeKind, name, namespace) !== undefined;
  const fetched = new Set(spec.data.map(({ secretKey }: Manifest) => secretKey));
  const read = Object.values<string>(spec.target.template?.data ?? {})
    .flatMap((text) => [...text.matchAll(/\{\{ ?(?:\.(\w+)|index \. "([^"]+)") ?\}\}/g)].map(([, a, b]) => a ?? b));
  return [
    ...(isThere ? [] : [`${nameOf(object)} is filled from ${storeKind}/${name}, which is not there`]),
    ...read.filter((key) => !fetched.has(key))
      .map((key) => `${nameOf(object)} computes with ${key}, which is not fetched`),
  ];
}

function findAll(value: Manifest, key: string): Manifest[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries<Manifest>(value).flatMap(([name, child]) => (name === key ? [child] : findAll(child, key)));
}

function findTwice(names: readonly string[]): readonly string[] {
  return names.filter((name, i) => names.indexOf(name) !== i);
}
