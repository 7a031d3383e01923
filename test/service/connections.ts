import { NetworkPolicies } from '../../examples/online-boutique/network-policy-model';
import type { Manifest } from './shop';

/**
 * Which pods may connect to which, and on which ports, by the policies alone: those of the Deployments. A port that
 * nobody listens on stands for all others.
 */
export function connectionsOf(objects: readonly Manifest[]): string[] {
  const deployments = objects.filter(({ kind }) => kind === 'Deployment');
  const pods = deployments.map(({ metadata, spec: { template } }) => ({
    name: metadata.name,
    namespace: metadata.namespace,
    labels: template.metadata.labels,
    ports: template.spec.containers[0].ports ?? [],
  }));
  const [namespace] = pods.map((pod) => pod.namespace);
  const policies = new NetworkPolicies(objects.filter(({ kind }) => kind === 'NetworkPolicy'), { namespace });
  const listening = pods.flatMap((pod) => pod.ports.map((port: Manifest) => port.containerPort));
  const ports = new Set<number>([9999, ...listening]);
  return pods.flatMap((from) => pods.flatMap((to) => [...ports]
    .filter((port) => policies.allow(from, to, { port, protocol: 'TCP' }))
    .map((port) => `${from.name} -> ${to.name}:${port}`))).sort();
}
