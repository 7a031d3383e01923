import type { Manifest } from './shop';

type Labels = Readonly<Record<string, string>>;
interface Pod { readonly name: string; readonly labels: Labels }

/**
 * Which pods may connect to which, and on which ports, by the policies alone (networking.k8s.io/v1): a connection needs
 * the egress of the one and the ingress of the other. Pods are those of the Deployments, all in one namespace.
 */
export function connectionsOf(objects: readonly Manifest[]): string[] {
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  const pods: Pod[] = objects.filter(({ kind }) => kind === 'Deployment')
    .map(({ metadata, spec }) => ({ name: metadata.name, labels: spec.template.metadata.labels }));
  const ports = new Set<number>([9999, ...objects.filter(({ kind }) => kind === 'Deployment').flatMap(({ spec }) =>
    (spec.template.spec.containers[0].ports ?? []).map((port: Manifest) => port.containerPort))]);
  return pods.flatMap((from) => pods.flatMap((to) => [...ports]
    .filter((port) => allows(policies, from, 'Egress', to, port) && allows(policies, to, 'Ingress', from, port))
    .map((port) => `${from.name} -> ${to.name}:${port}`))).sort();
}

function allows(
  policies: readonly Manifest[], pod: Pod, direction: 'Ingress' | 'Egress', peer: Pod, port: number,
): boolean {
  const selecting = policies.filter(
    ({ spec }) => spec.policyTypes.includes(direction) && matches(spec.podSelector, pod.labels),
  );
  if (selecting.length === 0) return true;
  const [rules, peers] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
  return selecting.some(({ spec }) => (spec[rules] ?? []).some((rule: Manifest) =>
    (isOpen(rule[peers]) || rule[peers].some((one: Manifest) => isPeer(one, peer)))
    && (isOpen(rule.ports) || rule.ports.some((one: Manifest) => one.port === port && one.protocol === 'TCP'))));
}

/** An empty or missing list matches everything. */
function isOpen(list: readonly unknown[] | undefined): boolean {
  return list === undefined || list.length === 0;
}

/** A peer with a namespace selector is in another namespace here; an address is no pod. */
function isPeer(peer: Manifest, pod: Pod): boolean {
  return peer.namespaceSelector === undefined && peer.ipBlock === undefined && matches(peer.podSelector, pod.labels);
}

function matches(selector: Manifest, labels: Labels): boolean {
  return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}
