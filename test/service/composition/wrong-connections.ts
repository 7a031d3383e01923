import { type Connection, NetworkPolicies } from '../../../examples/online-boutique/network-policy-model';
import type { Party } from './declared-connections';
import { type World, ofKind } from './world';

/** Ports that nobody listens on, and those that hosts outside are asked for. */
const UNUSED = 9999;
const OUTSIDE = [
  53, 80, 443, 987, 988, 4317, 5432, 5672, 6379, 6443, 8000, 8080, 8081, 8443, 9000, 9092, 15012, UNUSED,
];

/**
 * The connections that written policies allow and nobody declared, and the other way round: over all ordered pairs of
 * workloads and strangers, and all ports that anything listens on, with one that nothing does.
 */
export function findWrongConnections(
  world: World, strangers: readonly Party[], isDeclared: (from: Party, to: Party, by: Connection) => boolean,
): string[] {
  const own = new Set<string | undefined>(world.workloads.map(({ namespace }) => namespace));
  const policies = policiesOf(world);
  const parties: readonly Party[] = [...world.workloads, ...strangers];
  const wrong: string[] = [];
  for (const from of parties) {
    for (const to of parties) {
      // Between strangers nothing is the app's.
      if (!own.has(from.namespace) && !own.has(to.namespace)) continue;
      const isAllowed = policies.between(from, to);
      for (const by of portsOf(to, own.has(to.namespace))) {
        if (isAllowed(by) === isDeclared(from, to, by)) continue;
        const edge = `${from.name} -> ${to.name}:${by.port}/${by.protocol}`;
        wrong.push(isAllowed(by) ? `${edge} is allowed, and not declared` : `${edge} is declared, and not allowed`);
      }
    }
  }
  return wrong;
}

function policiesOf(world: World): NetworkPolicies {
  return new NetworkPolicies(ofKind(world, 'NetworkPolicy'), {
    namespace: '',
    namespaceLabels: new Map(ofKind(world, 'Namespace').map(({ metadata }) => [metadata.name, metadata.labels])),
  });
}

function portsOf(to: Party, isOwn: boolean): readonly Connection[] {
  const tcp = (port: number) => ({ port, protocol: 'TCP' });
  const udp = (port: number) => ({ port, protocol: 'UDP' });
  if (!isOwn) return [...OUTSIDE.map(tcp), ...[53, 5353, UNUSED].map(udp)];
  const own = new Set([...to.ports.map(({ containerPort }) => Number(containerPort)), UNUSED, 53, 8080]);
  return [...own].flatMap((port) => [tcp(port), udp(port)]);
}
