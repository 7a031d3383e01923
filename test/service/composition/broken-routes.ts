import { NetworkPolicies, selects } from '../../../examples/online-boutique/network-policy-model';
import type { Manifest } from '../shop';
import { type World, type Workload, named, nameOf, ofKind } from './world';

interface Backend { readonly service: string; readonly port: number | string }

/**
 * Routes that lead nowhere: to a Service or a port that is not there, to no pods, to a port that nobody listens on, or
 * to pods that do not let the proxies in; and those that hang on a parent or a certificate that is not there.
 */
export function findBrokenRoutes(world: World): string[] {
  return [
    ...ofKind(world, 'HTTPRoute', 'GRPCRoute', 'Ingress').flatMap((route) => [
      ...backendsOf(route).flatMap((backend) => findInBackend(world, route, backend)),
      ...findInParents(world, route),
      ...(isLeading(route) ? [] : [`${nameOf(route)} leads nowhere`]),
    ]),
    ...ofKind(world, 'ListenerSet').flatMap((set) => set.spec.listeners
      .flatMap(({ tls }: Manifest) => tls?.certificateRefs ?? [])
      .flatMap(({ name }: Manifest) => findMissingCertificate(world, set, name))),
    ...ofKind(world, 'Ingress').flatMap((ingress) => (ingress.spec.tls ?? [])
      .flatMap(({ secretName }: Manifest) => findMissingCertificate(world, ingress, secretName))),
    ...ofKind(world, 'BackendTLSPolicy').flatMap((policy) => policy.spec.targetRefs
      .filter(({ name, sectionName }: Manifest) =>
        portOf(world, policy, { service: name, port: sectionName }) === undefined)
      .map(({ name, sectionName }: Manifest) =>
        `${nameOf(policy)} is of Service/${name} port ${sectionName}, which is not there`)),
    ...world.calls.flatMap((call) => findInCall(world, call)),
  ];
}

/** A call goes to the Service of the other one. Where a backing service is, its Secret says. */
function findInCall(world: World, { from, to, port }: World['calls'][number]): string[] {
  const callee = world.workloads.find(({ name, kind }) => name === to && kind === 'Deployment');
  const what = `${from} calls ${to} port ${port}`;
  if (callee === undefined) return /backing\d+$/.test(to) ? [] : [`${what}, which does not run`];
  const { namespace } = callee;
  const found = portOf(world, { metadata: { namespace } }, { service: to, port });
  if (found === undefined) return [`${what}, which has no such Service`];
  return listeningPort(callee, found) === undefined ? [`${what}, where it does not listen`] : [];
}

function backendsOf({ kind, spec }: Manifest): readonly Backend[] {
  if (kind === 'Ingress') {
    return spec.rules.flatMap(({ http }: Manifest) => http.paths.map(({ backend: { service } }: Manifest) =>
      ({ service: service.name, port: service.port.name ?? service.port.number })));
  }
  return spec.rules.flatMap(({ backendRefs = [] }: Manifest) =>
    backendRefs.map(({ name, port }: Manifest) => ({ service: name, port })));
}

/** Each rule has a backend, or answers by itself. */
function isLeading({ kind, spec }: Manifest): boolean {
  if (kind === 'Ingress') return true;
  return spec.rules.every(({ backendRefs = [], filters = [] }: Manifest) =>
    backendRefs.length > 0 || filters.some(({ type }: Manifest) => type === 'RequestRedirect'));
}

function portOf(world: World, { metadata }: Manifest, { service, port }: Backend): Manifest | undefined {
  const ports: readonly Manifest[] = named(world, 'Service', service, metadata.namespace)?.spec.ports ?? [];
  return ports.find((candidate) => (typeof port === 'string' ? candidate.name : candidate.port) === port);
}

function findInBackend(world: World, route: Manifest, backend: Backend): string[] {
  const what = `${nameOf(route)} leads to Service/${backend.service} port ${backend.port}`;
  const { namespace } = route.metadata;
  const port = portOf(world, route, backend);
  if (port === undefined) return [`${what}, which is not there`];
  const { selector } = named(world, 'Service', backend.service, namespace)?.spec ?? {};
  const workloads = world.workloads.filter((workload) =>
    workload.namespace === namespace && selects({ matchLabels: selector }, workload.labels));
  if (workloads.length !== 1) return [`${what}, which selects ${workloads.length} workloads`];
  const listening = listeningPort(workloads[0], port);
  if (listening === undefined) return [`${what}, where ${workloads[0].name} does not listen`];
  return mayProxiesConnect(world, workloads[0], listening) ? [] : [`${what}, where the proxies are not let in`];
}

function listeningPort({ ports }: Workload, { targetPort, port }: Manifest): number | undefined {
  const target = targetPort ?? port;
  const found = ports.find(({ name, containerPort }) => (typeof target === 'string' ? name : containerPort) === target);
  return found === undefined ? undefined : Number(found.containerPort);
}

function mayProxiesConnect(world: World, to: Workload, port: number): boolean {
  const proxy = { namespace: world.facts.entry.gatewayNamespace, labels: {}, ports: [], address: '10.244.250.1' };
  const policies = new NetworkPolicies(ofKind(world, 'NetworkPolicy'), { namespace: to.namespace });
  return policies.allow(proxy, to, { port, protocol: 'TCP' });
}

/** A Gateway is the platform's: its name is a fact. */
function findInParents(world: World, route: Manifest): string[] {
  const { entry } = world.facts;
  if (route.kind === 'Ingress') {
    return route.spec.ingressClassName === entry.ingressClass ? [] : [`${nameOf(route)} is of a class that is no fact`];
  }
  return route.spec.parentRefs.flatMap(({ kind = 'Gateway', name, namespace }: Manifest) => {
    const isThere = kind === 'Gateway' ? name === entry.gateway && namespace === entry.gatewayNamespace
      : named(world, kind, name, namespace ?? route.metadata.namespace) !== undefined;
    return isThere ? [] : [`${nameOf(route)} hangs on ${kind}/${name}, which is not there`];
  });
}

/** Where cert-manager is, everything with TLS has a certificate; elsewhere somebody else fills the Secret. */
function findMissingCertificate(world: World, by: Manifest, secret: string): string[] {
  const isMade = ofKind(world, 'Certificate').some(({ spec, metadata }) =>
    spec.secretName === secret && metadata.namespace === by.metadata.namespace);
  return isMade || world.facts.capabilities.certManager !== true ? []
    : [`${nameOf(by)} has its certificate from Secret/${secret}, which nobody makes`];
}
