import { type Json, type JsonObject, isJsonObject } from '../../lib/template/json';
import { NetworkPolicies, type Peer } from './network-policy-model';

/** A workload of the shop, or a stand-in for what is outside. */
interface NamedPeer extends Peer { readonly name: string }

/** A port that no workload listens on stands for all the others. */
const ANY_OTHER_PORT = 1;
const DNS_PORT = 53;

/** What is outside the shop, by the names that edges use. Which ranges hold it is not known. */
const OUTSIDE: readonly NamedPeer[] = [
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
  const written = objects.filter(isJsonObject).filter(({ kind }) => kind === 'NetworkPolicy');
  const policies = new NetworkPolicies(written, { namespace });
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
