import { type Json, type JsonObject, isJsonObject } from '../../lib/template/json';
import { NetworkPolicies, type Peer } from './network-policy-model';

/** A workload of the shop, or a stand-in for what is outside. */
interface NamedPeer extends Peer { readonly name: string }

/** A port that no workload listens on stands for all the others. */
const ANY_OTHER_PORT = 1;
const DNS_PORT = 53;

/** In no range that a policy of the shop speaks of. Addresses are those for documentation (RFC 5737). */
const POD = { address: '192.0.2.9', ports: [] };

/** What is outside the shop, by the names that edges use; of pods of other namespaces only these labels are known. */
const OUTSIDE: readonly NamedPeer[] = [
  { name: '(dns)', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, ...POD },
  { name: '(gateway)', namespace: 'gateway', labels: {}, ...POD },
  { name: '(another namespace)', namespace: 'elsewhere', labels: {}, ...POD },
  { name: '(mesh)', namespace: 'istio-system', labels: { app: 'istiod' }, ...POD },
  // No pod, anywhere; production's managed Redis; where GKE's pods get their tokens.
  { name: '(internet)', address: '203.0.113.9', labels: {}, ports: [] },
  { name: '(redis)', address: '10.20.1.9', labels: {}, ports: [] },
  { name: '(metadata)', address: '169.254.169.254', labels: {}, ports: [] },
];

/** What upstream's edges, whose policies are open to everything outside, have under another name. */
const PART_OF: Readonly<Record<string, string>> = {
  '(mesh)': '(another namespace)', '(redis)': '(internet)', '(metadata)': '(internet)',
};

/**
 * The connections that NetworkPolicies allow, as sorted texts: `frontend -> cartservice:7070`, `:*` for every port.
 *
 * A connection is allowed when the caller's egress and the callee's ingress allow it, as a cluster decides it.
 */
export function allowedEdges(objects: readonly Json[], namespace: string): string[] {
  const written = objects.filter(isJsonObject).filter(({ kind }) => kind === 'NetworkPolicy');
  const policies = new NetworkPolicies(written, { namespace });
  const named = [...new Set([DNS_PORT, ...written.flatMap((policy) => portsNamedBy(policy))])];
  const workloads = objects.filter(isJsonObject)
    .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
  const shop = workloads.map((workload) => peerOf(workload, namespace));
  const peers = [...shop, ...OUTSIDE];
  const edges: string[] = [];
  for (const from of peers) {
    for (const to of peers) {
      if (from === to || (OUTSIDE.includes(from) && OUTSIDE.includes(to))) continue;
      const isOpen = (port: number) => ['UDP', 'TCP'].some((protocol) =>
        policies.allow(from, to, { port, protocol }));
      const listening = [DNS_PORT, ...to.ports.map(({ containerPort }) => Number(containerPort))];
      const ports = (OUTSIDE.includes(to) ? named : listening).filter(isOpen);
      if (isOpen(ANY_OTHER_PORT)) edges.push(`${from.name} -> ${to.name}:*`);
      else edges.push(...ports.map((port) => `${from.name} -> ${to.name}:${port}`));
    }
  }
  return edges.sort();
}

/** Whether one of some edges allows what another one does: all ports include each. */
export function isCovered(edge: string, by: ReadonlySet<string>): boolean {
  return [edge, inUpstreamsWords(edge)].some((each) => by.has(each) || by.has(each.replace(/:\d+$/, ':*')));
}

/** The edge as upstream's have it, which know fewer peers. */
export function inUpstreamsWords(edge: string): string {
  return edge.replace(/\([a-z]+\)/g, (name) => PART_OF[name] ?? name);
}

/** Nobody knows what listens outside: each port that any policy speaks of is tried there. */
function portsNamedBy({ spec }: JsonObject): number[] {
  const { ingress = [], egress = [] } = spec as Record<string, readonly JsonObject[] | undefined>;
  return [...ingress, ...egress].flatMap(({ ports = [] }) => ports as readonly JsonObject[])
    .flatMap(({ port }) => (typeof port === 'number' ? [port] : []));
}

function peerOf(workload: JsonObject, namespace: string): NamedPeer {
  const { metadata, spec } = (workload.spec as JsonObject).template as { metadata: JsonObject; spec: JsonObject };
  const containers = spec.containers as readonly JsonObject[];
  return {
    name: String((workload.metadata as JsonObject).name),
    namespace,
    labels: metadata.labels as JsonObject,
    ports: containers.flatMap(({ ports = [] }) => ports as readonly JsonObject[]),
  };
}
