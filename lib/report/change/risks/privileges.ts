import type { Json, JsonObject } from '../../../template/json';
import type { Finding, ObjectPair, RiskRule, Severity } from '../risk';
import { fieldOf, objectsIn, textsIn, values } from './fields';
import { type PodSpec, containerPairs, podOf } from './pod';

/** A setting by how much it lets a process do; what is not said has the level of Kubernetes' default. */
interface Measure {
  readonly field: string;
  readonly message: string;
  readonly severity: Severity;
  level(container: Json | undefined, pod: Json | undefined): number;
}

const setting = (key: string, container: Json | undefined, pod: Json | undefined) =>
  fieldOf(container, 'securityContext', key) ?? fieldOf(pod, 'securityContext', key);

const OF_CONTAINERS: readonly Measure[] = [
  { field: 'securityContext.privileged', message: 'a container is privileged', severity: 'high',
    level: (container) => (fieldOf(container, 'securityContext', 'privileged') === true ? 1 : 0) },
  { field: 'securityContext.allowPrivilegeEscalation', message: 'a process may gain privileges', severity: 'high',
    level: (container) => threeWay(fieldOf(container, 'securityContext', 'allowPrivilegeEscalation'), false, true) },
  { field: 'securityContext.runAsNonRoot', message: 'a process may run as root', severity: 'high',
    level: (container, pod) => (setting('runAsUser', container, pod) === 0 ? 2
      : setting('runAsNonRoot', container, pod) === true || Number(setting('runAsUser', container, pod)) > 0 ? 0 : 1) },
  { field: 'securityContext.readOnlyRootFilesystem', message: 'the root file system can be written', severity: 'medium',
    level: (container) => (fieldOf(container, 'securityContext', 'readOnlyRootFilesystem') === true ? 0 : 1) },
  { field: 'securityContext.seccompProfile', message: 'system calls are limited less', severity: 'medium',
    level: (container, pod) => {
      const type = fieldOf(setting('seccompProfile', container, pod), 'type');
      return type === undefined ? 1 : type === 'Unconfined' ? 2 : 0;
    } },
  { field: 'securityContext.procMount', message: 'a container sees all of /proc', severity: 'high',
    level: (container) => (fieldOf(container, 'securityContext', 'procMount') === 'Unmasked' ? 1 : 0) },
];

const OF_PODS: readonly Measure[] = [
  ...['hostNetwork', 'hostPID', 'hostIPC'].map((field): Measure => ({
    field, message: `a pod shares its node's ${field.slice('host'.length).toLowerCase()}`, severity: 'high',
    level: (_, pod) => (fieldOf(pod, field) === true ? 1 : 0),
  })),
  { field: 'automountServiceAccountToken', message: 'a pod gets a token for the Kubernetes API', severity: 'medium',
    level: (_, pod) => threeWay(fieldOf(pod, 'automountServiceAccountToken'), false, true) },
];

/** A pod or container that may do more than before; for a new one, more than it may by default. */
export const privileges: RiskRule = {
  name: 'privileges',
  reason: 'whoever breaks into the process can do more on the node or in the cluster',
  find(pair) {
    const pod = podOf(pair.after);
    if (pod !== undefined) return [...podFindings(podOf(pair.before), pod), ...containerFindings(pair, pod)];
    return pair.kind === 'Namespace' ? namespaceFindings(pair) : [];
  },
};

function podFindings(before: PodSpec | undefined, { spec, path }: PodSpec): Finding[] {
  const findings = OF_PODS.filter(({ level }) => level(undefined, spec) > level(undefined, before?.spec ?? {}))
    .map(({ field, message, severity }) => ({
      message, severity, path: `${path}.${field}`, ...values(before?.spec[field], spec[field]),
    }));
  const known = new Set(hostPathsOf(before?.spec));
  const hosts = hostPathsOf(spec).filter((host) => !known.has(host)).map((host): Finding => ({
    message: 'a pod mounts a folder of its node', severity: 'high', path: `${path}.volumes`, after: host,
  }));
  return [...findings, ...accountFindings(before?.spec, spec, path), ...hosts];
}

function accountFindings(before: JsonObject | undefined, after: JsonObject, path: string): Finding[] {
  if (before === undefined) return [];
  const [was, is] = [before, after].map((spec) => spec.serviceAccountName ?? spec.serviceAccount ?? 'default');
  return was === is ? [] : [{
    message: 'a pod runs as another service account', severity: 'medium', path: `${path}.serviceAccountName`,
    reason: "it has that account's rights in the cluster, and no longer those it had", ...values(was, is),
  }];
}

function hostPathsOf(spec: JsonObject | undefined): string[] {
  return objectsIn(spec?.volumes).map((volume) => fieldOf(volume, 'hostPath', 'path'))
    .filter((path): path is string => typeof path === 'string');
}

function containerFindings({ before, after }: ObjectPair, { spec }: PodSpec): Finding[] {
  const formerPod = podOf(before);
  return containerPairs(before, after).flatMap(([{ body: was } = { body: undefined }, { body, path }]) => {
    const pod = was === undefined ? {} : formerPod?.spec;
    const findings: Finding[] = OF_CONTAINERS.filter(({ level }) => level(body, spec) > level(was ?? {}, pod))
      .map(({ field, message, severity }) => ({ message, severity, path: `${path}.${field}` }));
    return [...findings, ...capabilityFindings(was, body, path), ...hostPortFindings(was, body, path)];
  });
}

function capabilityFindings(before: JsonObject | undefined, after: JsonObject, path: string): Finding[] {
  const listed = (container: JsonObject | undefined, list: string) =>
    textsIn(fieldOf(container, 'securityContext', 'capabilities', list));
  const known = new Set(listed(before, 'add'));
  const added = listed(after, 'add').filter((name) => !known.has(name));
  // With ALL dropped, nothing else need be.
  const dropped = new Set(listed(after, 'drop'));
  const kept = dropped.has('ALL') ? [] : listed(before, 'drop').filter((name) => !dropped.has(name));
  const at = `${path}.securityContext.capabilities`;
  return [
    ...added.map((name): Finding => ({
      message: 'a container gets a capability', severity: 'high', path: `${at}.add`, after: name,
    })),
    ...kept.map((name): Finding => ({
      message: 'a capability is no longer dropped', severity: 'medium', path: `${at}.drop`, before: name,
    })),
  ];
}

function hostPortFindings(before: JsonObject | undefined, after: JsonObject, path: string): Finding[] {
  const portsOf = (container: JsonObject | undefined) =>
    objectsIn(container?.ports).map(({ hostPort }) => hostPort).filter((port): port is number => Number(port) > 0);
  const known = new Set(portsOf(before));
  return portsOf(after).filter((port) => !known.has(port)).map((port): Finding => ({
    message: 'a container takes a port of its node', severity: 'medium', path: `${path}.ports`, after: port,
    reason: 'whoever reaches the node reaches the process, past Services and most network policies; only one such pod '
      + 'fits on a node',
  }));
}

const POD_SECURITY = 'pod-security.kubernetes.io/enforce';

function namespaceFindings({ before, after }: ObjectPair): Finding[] {
  if (before === undefined || after === undefined) return [];
  const order: readonly Json[] = ['restricted', 'baseline', 'privileged'];
  const [was, is] = [before, after].map((side) => fieldOf(side, 'metadata', 'labels', POD_SECURITY) ?? 'privileged');
  return order.indexOf(is!) <= order.indexOf(was!) ? [] : [{
    message: 'the namespace admits pods with more privileges', severity: 'high',
    path: `metadata.labels["${POD_SECURITY}"]`, ...values(was, is),
  }];
}

function threeWay(value: Json | undefined, least: Json, most: Json): number {
  return value === least ? 0 : value === most ? 2 : 1;
}
