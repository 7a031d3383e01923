import type { Expression } from './expression';
import type { Identity } from './identity';
import type { Path } from './json';
import { leavesOf } from './leaves';
import type { PortablePlace } from './node';

/**
 * A place that is the same in every environment.
 *
 * `in` says below what the path is looked for: `object` the whole object, `pod` any pod spec, `container` any
 * container, or the name of a kind. `*` stands for any one step; a key with dots stands in `["..."]`.
 */
export interface LockedPlace {
  readonly in: 'object' | 'pod' | 'container' | (string & {});
  readonly path: string;
  /** What the place is, as the start of a sentence: `a probe`. */
  readonly what: string;
  /** Why it is locked, for places that an app added. */
  readonly reason?: string;
}

/** The labels by which a namespace says what its pods may do: the contract decides, no service. */
const POD_SECURITY = 'pod-security.kubernetes.io/';
const POD_SECURITY_LABELS = ['enforce', 'enforce-version', 'audit', 'audit-version', 'warn', 'warn-version'];

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
  { in: 'Ingress', path: 'spec.rules.*.http.paths.*.path', what: 'a path' },
  { in: 'Ingress', path: 'spec.rules.*.http.paths.*.pathType', what: 'a path' },
  { in: 'HTTPRoute', path: 'spec.parentRefs.*.kind', what: 'a parent' },
  { in: 'HTTPRoute', path: 'spec.rules.*.matches', what: 'a match' },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.type', what: 'a filter' },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.requestHeaderModifier.*.*.name', what: "a header's name" },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.requestHeaderModifier.remove', what: "a header's name" },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.responseHeaderModifier.*.*.name', what: "a header's name" },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.responseHeaderModifier.remove', what: "a header's name" },
  { in: 'GRPCRoute', path: 'spec.parentRefs.*.kind', what: 'a parent' },
  { in: 'GRPCRoute', path: 'spec.rules.*.matches', what: 'a match' },
  { in: 'GRPCRoute', path: 'spec.rules.*.filters.*.type', what: 'a filter' },
  { in: 'GRPCRoute', path: 'spec.rules.*.filters.*.requestHeaderModifier.*.*.name', what: "a header's name" },
  { in: 'GRPCRoute', path: 'spec.rules.*.filters.*.requestHeaderModifier.remove', what: "a header's name" },
  { in: 'GRPCRoute', path: 'spec.rules.*.filters.*.responseHeaderModifier.*.*.name', what: "a header's name" },
  { in: 'GRPCRoute', path: 'spec.rules.*.filters.*.responseHeaderModifier.remove', what: "a header's name" },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.requestRedirect.path', what: 'a redirect' },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.requestRedirect.port', what: 'a redirect' },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.requestRedirect.scheme', what: 'a redirect' },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.requestRedirect.statusCode', what: 'a redirect' },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.urlRewrite.path', what: 'a rewrite' },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.cors.allowMethods', what: 'an answer of CORS' },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.cors.allowHeaders', what: 'an answer of CORS' },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.cors.exposeHeaders', what: 'an answer of CORS' },
  { in: 'HTTPRoute', path: 'spec.rules.*.filters.*.cors.allowCredentials', what: 'an answer of CORS' },
  { in: 'BackendTLSPolicy', path: 'spec.targetRefs', what: 'a backend' },
  { in: 'ListenerSet', path: 'spec.listeners.*.name', what: 'a listener' },
  { in: 'ListenerSet', path: 'spec.listeners.*.port', what: 'a listener' },
  { in: 'ListenerSet', path: 'spec.listeners.*.protocol', what: 'a listener' },
  { in: 'ListenerSet', path: 'spec.listeners.*.tls.mode', what: 'a listener' },
  { in: 'HorizontalPodAutoscaler', path: 'spec.scaleTargetRef', what: 'a scale target' },
  { in: 'HorizontalPodAutoscaler', path: 'spec.behavior', what: "an autoscaler's behaviour" },
  { in: 'HorizontalPodAutoscaler', path: 'spec.metrics.*.type', what: 'what an autoscaler measures' },
  { in: 'HorizontalPodAutoscaler', path: 'spec.metrics.*.*.name', what: 'what an autoscaler measures' },
  { in: 'HorizontalPodAutoscaler', path: 'spec.metrics.*.*.container', what: 'what an autoscaler measures' },
  { in: 'HorizontalPodAutoscaler', path: 'spec.metrics.*.*.metric', what: 'what an autoscaler measures' },
  { in: 'HorizontalPodAutoscaler', path: 'spec.metrics.*.*.describedObject', what: 'what an autoscaler measures' },
  { in: 'HorizontalPodAutoscaler', path: 'spec.metrics.*.*.target.type', what: 'what an autoscaler measures' },
  { in: 'ScaledObject', path: 'spec.scaleTargetRef', what: 'a scale target' },
  { in: 'ScaledObject', path: 'spec.advanced', what: "an autoscaler's behaviour" },
  { in: 'ScaledObject', path: 'spec.pollingInterval', what: "an autoscaler's behaviour" },
  { in: 'ScaledObject', path: 'spec.cooldownPeriod', what: "an autoscaler's behaviour" },
  { in: 'ScaledObject', path: 'spec.triggers.*.type', what: 'what an autoscaler measures' },
  { in: 'ScaledObject', path: 'spec.triggers.*.name', what: 'what an autoscaler measures' },
  { in: 'ScaledObject', path: 'spec.triggers.*.metricType', what: 'what an autoscaler measures' },
  { in: 'ScaledObject', path: 'spec.triggers.*.authenticationRef', what: 'what an autoscaler measures' },
  ...['query', 'topic', 'consumerGroup', 'queueName', 'listName', 'stream', 'metricName', 'containerName', 'mode', 'timezone']
    .map((key) => ({ in: 'ScaledObject', path: `spec.triggers.*.metadata.${key}`, what: 'what an autoscaler measures' })),
  { in: 'TriggerAuthentication', path: 'spec.secretTargetRef.*.parameter', what: "a trigger's authentication" },
  { in: 'TriggerAuthentication', path: 'spec.secretTargetRef.*.key', what: "a trigger's authentication" },
  { in: 'VerticalPodAutoscaler', path: 'spec.targetRef', what: 'a scale target' },
  { in: 'VerticalPodAutoscaler', path: 'spec.updatePolicy', what: "an autoscaler's behaviour" },
  { in: 'StatefulSet', path: 'spec.serviceName', what: 'a name' },
  { in: 'Cluster', path: 'spec.imageName', what: 'an image' },
  { in: 'Cluster', path: 'spec.bootstrap', what: 'how a database is made' },
  { in: 'Cluster', path: 'spec.postgresql', what: "a database server's configuration" },
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
  ...POD_SECURITY_LABELS.map((label) => ({
    in: 'Namespace', path: `metadata.labels["${POD_SECURITY}${label}"]`, what: 'pod security other than the facts say',
  })),
  { in: 'ResourceQuota', path: 'spec.scopes', what: 'the scope of a quota' },
  { in: 'ResourceQuota', path: 'spec.scopeSelector', what: 'the scope of a quota' },
  { in: 'LimitRange', path: 'spec.limits.*.type', what: 'the type of a limit' },
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
    if (!rootsOf(locked, object.kind, place.path).some((root) => overlaps([...root, ...stepsOf(locked)], place))) continue;
    if (!isAllowed(locked, object, place)) return locked;
  }
  return findLockedRepeat(object, place) ?? findLockedAmounts(object, place);
}

/** Whether what fills a place decides if it may: everywhere else the place alone does. */
export function dependsOnValue(path: Path): boolean {
  const last = String(path.at(-1));
  return last === 'image' || last === 'name' || last.startsWith(POD_SECURITY);
}

/** `metadata.labels["example.com/team"]` in steps. */
function stepsOf({ path }: LockedPlace): string[] {
  if (!path.includes('["')) return path.split('.');
  return [...path.matchAll(/\["([^"]*)"\]|[^.[]+/g)].map(([step, key]) => key ?? step);
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
  if (locked.path === 'metadata.name') {
    return object.kind === 'Namespace'
      ? place.path.length === 2 && isNamespaceFact(place.value)
      : ['ConfigMap', 'Secret'].includes(object.kind) && isHashedName(place.value);
  }
  return locked.in === 'Namespace' && place.path.length === 3 && isPodSecurity(place.value);
}

/** Exactly the fact `namespace`: the name under which an environment has the namespace of its charts. */
export function isNamespaceFact(expression: Expression): boolean {
  return expression.op === 'fact' && expression.path.length === 1 && expression.path[0] === 'namespace';
}

/** The level is the fact `podSecurity`, the version that it is read by is the fact `kubernetes`. */
function isPodSecurity(expression: Expression): boolean {
  const leaves = leavesOf(expression);
  return leaves.length > 0
    && leaves.every((leaf) => leaf.op === 'fact' && ['podSecurity', 'kubernetes'].includes(leaf.path.join('.')));
}

/** `${fact}/repository@sha256:…`, a tag before the digest or none: a mirror serves the same bytes under another host. */
function isMirroredImage(expression: Expression): boolean {
  if (expression.op !== 'interpolate' || expression.parts.length !== 2) return false;
  const [host, rest] = expression.parts;
  return typeof host === 'object' && host.value.op === 'fact' && typeof rest === 'string'
    && /^\/[a-z0-9._/-]+(:[\w.-]+)?@sha256:[0-9a-f]{64}$/.test(rest);
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

const LIMITS = ['default', 'defaultRequest', 'max', 'maxLimitRequestRatio', 'min'];

/** How much there may be is a value; of what is not, and a map placeholder brings keys of its own. */
function findLockedAmounts({ kind }: Identity, place: PortablePlace): LockedPlace | undefined {
  const [spec, field, index, limit, ...rest] = place.path.map(String);
  if (spec !== 'spec' || rest.length > 0) return undefined;
  const isQuota = kind === 'ResourceQuota' && field === 'hard' && index === undefined;
  const isLimit = kind === 'LimitRange' && field === 'limits' && index !== undefined
    && ('repeat' in place ? limit === undefined : LIMITS.includes(limit));
  return isQuota || isLimit
    ? { in: kind, path: isQuota ? 'spec.hard' : 'spec.limits', what: 'which resources are limited' } : undefined;
}
