import { type Json, type JsonObject, isJsonObject } from '../../lib/template/json';

/** Something that opens connections or takes them: a workload of the shop, or a stand-in for what is outside. */
interface Peer {
  readonly name: string;
  /** Absent for what has an address and no pod. */
  readonly namespace?: string;
  readonly labels: JsonObject;
  readonly ports: readonly JsonObject[];
}

/** A port that no workload listens on stands for all the others. */
const ANY_OTHER_PORT = 1;
const DNS_PORT = 53;

/** What is outside the shop, by the names that edges use. */
const OUTSIDE: readonly Peer[] = [
  { name: '(dns)', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, ports: [] },
  { name: '(gateway)', namespace: 'gateway', labels: {}, ports: [] },
  { name: '(another namespace)', namespace: 'elsewhere', labels: {}, ports: [] },
  { name: '(internet)', labels: {}, ports: [] },
];

/**
 * The connections that NetworkPolicies allow, as sorted texts: `frontend -> cartservice:7070`, `:*` for every port.
 *
 * A connection is allowed when the caller's egress and the callee's ingress allow it, as a cluster decides it.
 */
export function allowedEdges(objects: readonly Json[], namespace: string): string[] {
  const policies = objects.filter(isJsonObject).filter(({ kind }) => kind === 'NetworkPolicy');
  const workloads = objects.filter(isJsonObject).filter(({ kind }) => kind === 'Deployment');
  const shop = workloads.map((workload) => peerOf(workload, namespace));
  const peers = [...shop, ...OUTSIDE];
  const edges: string[] = [];
  for (const from of peers) {
    for (const to of peers) {
      if (from === to || (OUTSIDE.includes(from) && OUTSIDE.includes(to))) continue;
      const isOpen = (port: number) => ['UDP', 'TCP'].some((protocol) =>
        isAllowed(policies, 'egress', from, to, { port, protocol }, namespace)
        && isAllowed(policies, 'ingress', to, from, { port, protocol }, namespace));
      const ports = [DNS_PORT, ...to.ports.map(({ containerPort }) => Number(containerPort))].filter(isOpen);
      if (isOpen(ANY_OTHER_PORT)) edges.push(`${from.name} -> ${to.name}:*`);
      else edges.push(...ports.map((port) => `${from.name} -> ${to.name}:${port}`));
    }
  }
  return edges.sort();
}

/** Whether one of some edges allows what another one does: all ports include each. */
export function isCovered(edge: string, by: ReadonlySet<string>): boolean {
  return by.has(edge) || by.has(edge.replace(/:\d+$/, ':*'));
}

interface Connection { readonly port: number; readonly protocol: string }

function isAllowed(
  policies: readonly JsonObject[], direction: 'ingress' | 'egress',
  pod: Peer, other: Peer, to: Connection, home: string,
): boolean {
  if (pod.namespace !== home) return true;
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const isolating = policies.map((policy) => policy.spec as JsonObject)
    .filter((spec) => listOf(spec.policyTypes).includes(type) && selects(spec.podSelector, pod.labels));
  if (isolating.length === 0) return true;
  const listener = direction === 'ingress' ? pod : other;
  return isolating.flatMap((spec) => listOf(spec[direction]) as readonly JsonObject[]).some((rule) =>
    isEmptyOr(rule[direction === 'ingress' ? 'from' : 'to'], (peer) => isPeer(peer, other, home))
    && isEmptyOr(rule.ports, (port) => isPort(port, listener, to)));
}

function isPeer(rule: JsonObject, other: Peer, home: string): boolean {
  // Which of a cluster's own addresses a range covers depends on the cluster, so that it counts as everything.
  if (rule.ipBlock !== undefined) return true;
  if (other.namespace === undefined) return false;
  const isInNamespace = rule.namespaceSelector === undefined
    ? other.namespace === home
    : selects(rule.namespaceSelector, { 'kubernetes.io/metadata.name': other.namespace });
  return isInNamespace && (rule.podSelector === undefined || selects(rule.podSelector, other.labels));
}

function isPort(rule: JsonObject, listener: Peer, to: Connection): boolean {
  if ((rule.protocol ?? 'TCP') !== to.protocol) return false;
  if (rule.port === undefined) return true;
  const named = listener.ports.find(({ name }) => name === rule.port)?.containerPort;
  const first = Number(named ?? rule.port);
  return first <= to.port && to.port <= Number(rule.endPort ?? first);
}

function selects(selector: Json | undefined, labels: JsonObject): boolean {
  const { matchLabels = {}, matchExpressions = [] } = (selector ?? {}) as JsonObject;
  return Object.entries(matchLabels as JsonObject).every(([key, value]) => labels[key] === value)
    && (matchExpressions as readonly JsonObject[]).every(({ key, operator, values }) => {
      const value = labels[String(key)];
      switch (operator) {
        case 'In': return value !== undefined && listOf(values).includes(value);
        case 'NotIn': return value === undefined || !listOf(values).includes(value);
        case 'Exists': return value !== undefined;
        case 'DoesNotExist': return value === undefined;
        default: throw new Error(`a selector has the operator ${JSON.stringify(operator)}`);
      }
    });
}

function peerOf(workload: JsonObject, namespace: string): Peer {
  const { metadata, spec } = (workload.spec as JsonObject).template as { metadata: JsonObject; spec: JsonObject };
  return {
    name: String((workload.metadata as JsonObject).name),
    namespace,
    labels: metadata.labels as JsonObject,
    ports: listOf(spec.containers)
      .flatMap((container) => listOf((container as JsonObject).ports) as readonly JsonObject[]),
  };
}

function isEmptyOr(list: Json | undefined, test: (element: JsonObject) => boolean): boolean {
  const elements = listOf(list) as readonly JsonObject[];
  return elements.length === 0 || elements.some(test);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
