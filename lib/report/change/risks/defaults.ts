import { type Json, type JsonObject, isJsonObject, setOwn } from '../../../template/json';
import { amountOf } from '../amount';
import { fieldOf, groupKindOfObject } from './fields';
import { podPathOf } from './pod';

/**
 * What the API server puts where an object says nothing, by the path; `*` stands for every element of a list. After the
 * `SetDefaults...` functions of kubernetes/kubernetes (`pkg/apis/<group>/v1/defaults.go`). `undefined`: said or not, it
 * is the same.
 */
type Defaults = readonly (readonly [path: string, value: Json | undefined])[];

const ROLE_REF: Defaults = [['roleRef.apiGroup', 'rbac.authorization.k8s.io']];
const CLAIM: Defaults = [['volumeMode', 'Filesystem']];

const OF_KINDS: ReadonlyMap<string, Defaults> = new Map<string, Defaults>([
  ['apps/StatefulSet', [
    ['spec.podManagementPolicy', 'OrderedReady'], ['spec.serviceName', ''],
    ['spec.volumeClaimTemplates.*.apiVersion', 'v1'], ['spec.volumeClaimTemplates.*.kind', 'PersistentVolumeClaim'],
    ['spec.volumeClaimTemplates.*.status', undefined],
    ['spec.volumeClaimTemplates.*.metadata.creationTimestamp', undefined],
    ...CLAIM.map(([path, value]) => [`spec.volumeClaimTemplates.*.spec.${path}`, value] as const),
  ]],
  ['/PersistentVolumeClaim', CLAIM.map(([path, value]) => [`spec.${path}`, value] as const)],
  ['/PersistentVolume', [['spec.volumeMode', 'Filesystem']]],
  ['/Service', [['spec.clusterIP', '']]],
  ['/Secret', [['type', 'Opaque']]],
  ['batch/Job', [['spec.completionMode', 'NonIndexed'], ['spec.managedBy', 'kubernetes.io/job-controller']]],
  ['storage.k8s.io/StorageClass', [
    ['reclaimPolicy', 'Delete'], ['volumeBindingMode', 'Immediate'], ['parameters', {}],
  ]],
  ['storage.k8s.io/CSIDriver', [['spec.attachRequired', true], ['spec.volumeLifecycleModes', ['Persistent']]]],
  ['rbac.authorization.k8s.io/RoleBinding', ROLE_REF],
  ['rbac.authorization.k8s.io/ClusterRoleBinding', ROLE_REF],
  ['scheduling.k8s.io/PriorityClass', [['preemptionPolicy', 'PreemptLowerPriority']]],
]);

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

const OF_PODS: Defaults = [
  ['dnsPolicy', 'ClusterFirst'], ['schedulerName', 'default-scheduler'], ['terminationGracePeriodSeconds', 30],
  ['securityContext', {}], ['enableServiceLinks', true], ['preemptionPolicy', 'PreemptLowerPriority'],
  ['hostNetwork', false], ['hostPID', false], ['hostIPC', false],
  ['volumes.*.configMap.defaultMode', 420], ['volumes.*.secret.defaultMode', 420],
  ...['containers', 'initContainers'].flatMap((list): Defaults => [
    [`${list}.*.terminationMessagePath`, '/dev/termination-log'], [`${list}.*.terminationMessagePolicy`, 'File'],
    [`${list}.*.resources`, {}], [`${list}.*.ports.*.protocol`, 'TCP'],
    ...PROBES.flatMap((probe): Defaults => [
      [`${list}.*.${probe}.timeoutSeconds`, 1], [`${list}.*.${probe}.periodSeconds`, 10],
      [`${list}.*.${probe}.successThreshold`, 1], [`${list}.*.${probe}.failureThreshold`, 3],
      [`${list}.*.${probe}.httpGet.scheme`, 'HTTP'], [`${list}.*.${probe}.httpGet.path`, '/'],
    ]),
  ]),
];

/** A Pod, and the template of every other workload. */
const POD_DEFAULTS: Defaults = [...OF_PODS, ['restartPolicy', 'Always']];

/**
 * An object as the API server stores it, in so far as that decides whether two are the same: without what it would add
 * by itself, without nulls, and with every quantity of resources in one notation.
 */
export function withDefaults(object: JsonObject): JsonObject {
  const kind = groupKindOfObject(object);
  const podPath = podPathOf(object)?.join('.');
  let result = plain(object, []) as JsonObject;
  for (const [path, value] of podPath === undefined ? [] : kind === 'batch/Job' ? OF_PODS : POD_DEFAULTS) {
    result = without(result, [...podPath!.split('.'), ...path.split('.')], value) as JsonObject;
  }
  for (const [path, value] of OF_KINDS.get(kind) ?? []) result = without(result, path.split('.'), value) as JsonObject;
  if (kind === 'batch/Job' && fieldOf(result, 'spec', 'parallelism') === undefined) {
    result = without(result, ['spec', 'completions'], 1) as JsonObject;
  }
  return result;
}

/** Without a field that has a value, or with it whatever it has. */
function without(value: Json, [step, ...rest]: readonly string[], fallback: Json | undefined): Json {
  if (step === '*') return Array.isArray(value) ? value.map((item: Json) => without(item, rest, fallback)) : value;
  if (!isJsonObject(value) || !Object.hasOwn(value, step!)) return value;
  const found = value[step!]!;
  const result: Record<string, Json> = {};
  for (const [key, own] of Object.entries(value)) {
    if (key !== step) setOwn(result, key, own);
    else if (rest.length > 0) setOwn(result, key, without(found, rest, fallback));
    else if (fallback !== undefined && JSON.stringify(found) !== JSON.stringify(fallback)) setOwn(result, key, own);
  }
  return result;
}

const QUANTITIES: ReadonlySet<string> = new Set(['requests', 'limits', 'capacity']);

function plain(value: Json, path: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((item: Json) => plain(item, path));
  if (isJsonObject(value)) {
    const result: Record<string, Json> = {};
    for (const [key, own] of Object.entries(value)) {
      if (own !== null) setOwn(result, key, plain(own, [...path.slice(-2), key]));
    }
    return result;
  }
  const isQuantity = QUANTITIES.has(path.at(-2) ?? '') && (path.at(-2) === 'capacity' || path.at(-3) === 'resources');
  return isQuantity && typeof value === 'string' ? amountOf(value) ?? value : value;
}
