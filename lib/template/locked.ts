import type { Expression } from './expression';
import type { Identity } from './identity';
import type { Path } from './json';
import type { PortablePlace } from './node';

/**
 * A place that is the same in every environment.
 *
 * `in` says below what the path is looked for: `object` the whole object, `pod` any pod spec, `container` any
 * container, or the name of a kind. `*` stands for any one step.
 */
export interface LockedPlace {
  readonly in: 'object' | 'pod' | 'container' | (string & {});
  readonly path: string;
  /** What the place is, as the start of a sentence: `a probe`. */
  readonly what: string;
  /** Why it is locked, for places that an app added. */
  readonly reason?: string;
}

/** What may never differ between environments, except by an audited exception. */
export const LOCKED_PLACES: readonly LockedPlace[] = [
  { in: 'object', path: 'apiVersion', what: 'an apiVersion' },
  { in: 'object', path: 'kind', what: 'a kind' },
  { in: 'object', path: 'metadata.name', what: 'a name' },
  { in: 'object', path: 'metadata.generateName', what: 'a name' },
  { in: 'object', path: 'spec.selector', what: 'a selector' },
  { in: 'List', path: 'items', what: 'an object inside a List' },
  { in: 'NetworkPolicy', path: 'spec.podSelector', what: 'a selector' },
  { in: 'NetworkPolicy', path: 'spec.ingress.*.from.*.podSelector', what: 'a selector' },
  { in: 'NetworkPolicy', path: 'spec.egress.*.to.*.podSelector', what: 'a selector' },
  { in: 'NetworkPolicy', path: 'spec.policyTypes', what: 'a policy type' },
  { in: 'NetworkPolicy', path: 'spec.ingress.*.ports', what: 'a port' },
  { in: 'NetworkPolicy', path: 'spec.egress.*.ports', what: 'a port' },
  { in: 'Service', path: 'spec.ports', what: 'a port' },
  { in: 'Ingress', path: 'spec.rules.*.http.paths.*.backend', what: 'a backend' },
  { in: 'Ingress', path: 'spec.defaultBackend', what: 'a backend' },
  { in: 'HTTPRoute', path: 'spec.rules.*.backendRefs', what: 'a backend' },
  { in: 'GRPCRoute', path: 'spec.rules.*.backendRefs', what: 'a backend' },
  { in: 'HorizontalPodAutoscaler', path: 'spec.scaleTargetRef', what: 'a scale target' },
  { in: 'StatefulSet', path: 'spec.serviceName', what: 'a name' },
  { in: 'StatefulSet', path: 'spec.volumeClaimTemplates.*.metadata.name', what: 'a name' },
  { in: 'Role', path: 'rules', what: 'an RBAC rule' },
  { in: 'ClusterRole', path: 'rules', what: 'an RBAC rule' },
  { in: 'ClusterRole', path: 'aggregationRule', what: 'an RBAC rule' },
  { in: 'RoleBinding', path: 'roleRef', what: 'an RBAC rule' },
  { in: 'ClusterRoleBinding', path: 'roleRef', what: 'an RBAC rule' },
  { in: 'RoleBinding', path: 'subjects.*.kind', what: 'an RBAC rule' },
  { in: 'ClusterRoleBinding', path: 'subjects.*.kind', what: 'an RBAC rule' },
  { in: 'RoleBinding', path: 'subjects.*.name', what: 'an RBAC rule' },
  { in: 'ClusterRoleBinding', path: 'subjects.*.name', what: 'an RBAC rule' },
  { in: 'pod', path: 'securityContext', what: 'a security context' },
  { in: 'pod', path: 'hostNetwork', what: 'host access' },
  { in: 'pod', path: 'hostPID', what: 'host access' },
  { in: 'pod', path: 'hostIPC', what: 'host access' },
  { in: 'pod', path: 'automountServiceAccountToken', what: 'a service account token' },
  { in: 'pod', path: 'serviceAccountName', what: 'a service account' },
  { in: 'pod', path: 'volumes.*.name', what: 'a volume mount' },
  { in: 'pod', path: 'topologySpreadConstraints.*.labelSelector', what: 'a selector' },
  { in: 'container', path: 'name', what: 'a container name' },
  { in: 'container', path: 'image', what: 'an image' },
  { in: 'container', path: 'command', what: 'a command' },
  { in: 'container', path: 'ports', what: 'a port' },
  { in: 'container', path: 'livenessProbe', what: 'a probe' },
  { in: 'container', path: 'readinessProbe', what: 'a probe' },
  { in: 'container', path: 'startupProbe', what: 'a probe' },
  { in: 'container', path: 'lifecycle', what: 'a lifecycle hook' },
  { in: 'container', path: 'securityContext', what: 'a security context' },
  { in: 'container', path: 'env.*.name', what: "an environment variable's name" },
  { in: 'container', path: 'envFrom.*.prefix', what: "an environment variable's name" },
  { in: 'container', path: 'volumeMounts', what: 'a volume mount' },
  { in: 'container', path: 'volumeDevices', what: 'a volume mount' },
];

/** Where the pod spec is, by kind. */
const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
};
/** Where resources of others (an Argo Rollout, a Knative Service) keep it. */
const CUSTOM_POD_SPEC = ['spec', 'template', 'spec'];
const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];

/** Where an object's pods are described: for kinds that are not known, also what holds containers. */
export function podSpecsOf(kind: string, path: Path): readonly (readonly string[])[] {
  if (Object.hasOwn(POD_SPECS, kind)) return [POD_SPECS[kind]];
  const at = path.findIndex((step, i) => CONTAINERS.includes(String(step)) && typeof path[i + 1] === 'number');
  return at < 0 ? [CUSTOM_POD_SPEC] : [CUSTOM_POD_SPEC, path.slice(0, at).map(String)];
}

/** Finds the locked place that a placeholder of an object would fill, or undefined when it may differ. */
export function findLocked(
  object: Identity,
  place: PortablePlace,
  extra: readonly LockedPlace[] = [],
): LockedPlace | undefined {
  for (const locked of [...LOCKED_PLACES, ...extra]) {
    if (!rootsOf(locked, object.kind, place.path).some((root) => overlaps([...root, ...locked.path.split('.')], place))) continue;
    if (!isAllowed(locked, object, place)) return locked;
  }
  return findLockedRepeat(object, place);
}

function rootsOf(locked: LockedPlace, kind: string, path: Path): readonly (readonly string[])[] {
  switch (locked.in) {
    case 'object': return [[]];
    case 'pod': return podSpecsOf(kind, path);
    case 'container': return podSpecsOf(kind, path).flatMap((pod) => CONTAINERS.map((list) => [...pod, list, '*']));
    default: return locked.in === kind ? [[]] : [];
  }
}

/** A place inside the locked one, or a whole value (a map, a merge) around it. */
function overlaps(pattern: readonly string[], place: PortablePlace): boolean {
  // A map merged right above could bring the locked key, though never a selector: its values are texts.
  const isMerged = 'merge' in place && place.path.length + 1 === pattern.length && pattern.at(-1) !== 'selector';
  if (place.path.length < pattern.length && 'merge' in place && !isMerged) return false;
  // A whole value above the locked place could only reach it as an object; texts and numbers have no parts,
  // so a hole there is refused by the schema of the kind, and matching it here names the better reason.
  const length = Math.min(pattern.length, place.path.length);
  for (let i = 0; i < length; i++) {
    if (pattern[i] !== '*' && pattern[i] !== String(place.path[i])) return false;
  }
  return place.path.length >= pattern.length || 'value' in place || isMerged;
}

/** The few forms in which a locked place may hold a placeholder all the same. */
function isAllowed(locked: LockedPlace, object: Identity, place: PortablePlace): boolean {
  if (!('value' in place)) return false;
  if (locked.what === 'an image') return isMirroredImage(place.value);
  if (locked.path === 'metadata.name')
    return ['ConfigMap', 'Secret'].includes(object.kind) && isHashedName(place.value);
  return false;
}

/** `${fact}/repository@sha256:…`: a mirror serves the same bytes under another host. */
function isMirroredImage(expression: Expression): boolean {
  if (expression.op !== 'interpolate' || expression.parts.length !== 2) return false;
  const [host, rest] = expression.parts;
  return typeof host === 'object' && host.value.op === 'fact' && typeof rest === 'string'
    && /^\/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$/.test(rest);
}

/** `fixed-text-${hash}`: the name follows the content, and the logical identity is the fixed text. */
function isHashedName(expression: Expression): boolean {
  if (expression.op !== 'interpolate' || expression.parts.length !== 2) return false;
  const [fixed, hash] = expression.parts;
  return typeof fixed === 'string' && fixed.endsWith('-') && typeof hash === 'object' && hash.value.op === 'hash';
}

/** How many containers, ports or volumes there are is no value. */
function findLockedRepeat(object: Identity, place: PortablePlace): LockedPlace | undefined {
  const list = place.path.at(-2);
  const locked = [...CONTAINERS, 'volumes', 'volumeMounts', 'ports', 'env', 'envFrom'];
  if (!('repeat' in place) || !locked.includes(String(list))) return undefined;
  const isOfPods = Object.hasOwn(POD_SPECS, object.kind) || CONTAINERS.includes(String(list))
    || podSpecsOf(object.kind, place.path).some((pod) => pod.every((step, i) => place.path[i] === step));
  return isOfPods ? { in: 'container', path: String(list), what: `the number of ${String(list)}` } : undefined;
}
