import type { Connection, Peer } from '../../../examples/online-boutique/network-policy-model';
import { servicesOf, usesOf } from './composed-app';
import { isOpen } from './composed-service';
import {
  APART, RANGES, TARGETS, TOKEN_RANGE, apiServerOf, environmentOf, gatewayNamespaceOf, isIdentified,
  managedRange,
} from './platform';
import { PORT_SETS, type Recipe, provisionerOf } from './recipe';

/** One end of a connection, by what the recipe calls it; what has no such name is a stranger. */
export interface Party extends Peer { readonly name: string }

type Service = ReturnType<typeof servicesOf>[number];

const PORTS = { postgres: 5432, redis: 6379, kafka: 9092, 'object-store': 9000, rabbitmq: 5672 } as const;

/**
 * What a recipe declares of connections in one environment, worked out from the recipe alone: a second account of what
 * the written policies must come to.
 */
export class DeclaredConnections {
  private readonly all: readonly Service[];
  private readonly services: ReadonlyMap<string, Service>;
  private readonly environment: Recipe['environments'][number];

  /** @param home the namespace of the app */
  constructor(private readonly recipe: Recipe, private readonly target: number, private readonly home: string) {
    this.all = servicesOf(recipe);
    this.services = new Map(this.all.map((service) => [service.name, service]));
    this.environment = recipe.environments[target];
  }

  /** Both ends must have declared it, as far as they are closed. */
  has(from: Party, to: Party, by: Connection): boolean {
    return this.mayLeave(from, to, by) && this.mayEnter(from, to, by);
  }

  private mayLeave(from: Party, to: Party, { port, protocol }: Connection): boolean {
    if (!isOurs(from, this.home)) return true;
    const isClosed = this.isClosed(from);
    const isTcp = protocol === 'TCP';
    const isDns = to.namespace === 'kube-system' && to.labels['k8s-app'] === 'kube-dns' && port === 53;
    if (isClosed && (isDns || (isTcp && this.baselineLets(to, port)))) return true;
    const service = this.services.get(from.name);
    if (service !== undefined) {
      if (isOpen(this.recipe, service.service)) return true;
      return isDns || this.calls(service, to, port, protocol)
        || (isTcp && (this.leavesCluster(service, to, port) || this.uses(service, to, port)));
    }
    const backing = this.backingOf(from.name);
    if (backing === undefined) return !isClosed;
    // A server has nothing to ask; CloudNativePG's instances ask each other, and the API server how they are to be.
    if (provisionerOf(backing, this.target) !== 'cloudnative-pg') return false;
    return isDns || (isTcp && ((from.name === to.name && [5432, 8000].includes(port))
      || (isIn(to.address, apiServerOf(this.target)) && [443, 6443].includes(port))));
  }

  private mayEnter(from: Party, to: Party, { port, protocol }: Connection): boolean {
    if (!isOurs(to, this.home)) return true;
    const isClosed = this.isClosed(to);
    const isTcp = protocol === 'TCP';
    const isTelemetry = this.recipe.baseline?.allows === true && from.namespace === 'observability' && port === 8080;
    if (isClosed && isTelemetry && isTcp) return true;
    const service = this.services.get(to.name);
    if (service !== undefined) {
      if (isOpen(this.recipe, service.service)) return true;
      const caller = isOurs(from, this.home) ? this.services.get(from.name) : undefined;
      return (caller !== undefined && this.calls(caller, to, port, protocol))
        || this.isExposedTo(service, from, port, protocol);
    }
    const backing = this.backingOf(to.name);
    if (backing === undefined) return !isClosed;
    if (!isTcp) return false;
    const user = isOurs(from, this.home) ? this.services.get(from.name) : undefined;
    if (user !== undefined && this.uses(user, to, port)) return true;
    const isOperator = from.namespace === 'cnpg-system' && from.labels['app.kubernetes.io/name'] === 'cloudnative-pg';
    return provisionerOf(backing, this.target) === 'cloudnative-pg'
      && (isOperator || (isOurs(from, this.home) && from.name === to.name)) && [5432, 8000].includes(port);
  }

  private calls({ service }: Service, to: Party, port: number, protocol: string): boolean {
    if (!isOurs(to, this.home)) return false;
    return service.calls.some((call) => {
      const callee = this.all[call.to % this.all.length];
      const ports = portsOf(callee);
      if (callee.name !== to.name || ports.length === 0) return false;
      const called = ports[call.port % ports.length];
      return called.target === port && called.protocol === protocol;
    });
  }

  private isExposedTo(service: Service, from: Party, port: number, protocol: string): boolean {
    const ports = portsOf(service);
    const { exposure, sources } = service.service;
    const exposed = exposure === undefined ? [] : ports.slice(0, exposure.second && ports[1]?.name === 'api' ? 2 : 1);
    const isProxy = from.namespace === gatewayNamespaceOf(this.target);
    return (isProxy && exposed.some((each) => each.target === port && each.protocol === protocol))
      || sources.some(({ namespace, isLabelled, isOnePort }) => from.namespace === namespace
        && (!isLabelled || from.labels.app === 'probe')
        && (isOnePort ? ports.slice(0, 1) : ports).some((each) => each.target === port && each.protocol === protocol));
  }

  /** To ranges: those that it calls, the API server's, its cloud's. */
  private leavesCluster({ chart, service }: Service, to: Party, port: number): boolean {
    const { variesRanges } = this.recipe.charts[chart];
    const calls = service.external.map(({ range, ports }): Range => ({
      cidr: RANGES[range !== 'varied' ? range % RANGES.length : variesRanges ? environmentOf(this.target) : 0], ports,
    }));
    const api = service.permissions ? [{ cidr: apiServerOf(this.target), ports: [443, 6443] }] : [];
    const isSomebody = isIdentified(this.recipe, service) && this.environment.capabilities.workloadIdentity;
    const identity = isSomebody ? this.identityRanges() : [];
    return [...calls, ...api, ...identity].some(({ cidr, ports }) => ports.includes(port) && isIn(to.address, cidr));
  }

  private identityRanges(): readonly Range[] {
    if (this.recipe.engines.identity !== 'gke') return [{ cidr: TOKEN_RANGE, ports: [443] }];
    return [{ cidr: '169.254.169.254/32', ports: [80, 8080] }, { cidr: '169.254.169.252/32', ports: [987, 988] }];
  }

  /** To where the backing services that it uses are in this environment. */
  private uses({ chart, service }: Service, to: Party, port: number): boolean {
    const { backings } = this.recipe;
    return usesOf(this.recipe, chart, service).some((index) => {
      const { engine } = backings[index];
      if (provisionerOf(backings[index], this.target) !== 'managed') {
        return isOurs(to, this.home) && to.name === `backing${index}` && port === PORTS[engine];
      }
      const managedPort = engine === 'object-store' ? 443 : PORTS[engine];
      return isIn(to.address, managedRange(index, this.target)) && port === managedPort;
    });
  }

  private baselineLets(to: Party, port: number): boolean {
    return (this.environment.capabilities.mesh && to.namespace === 'istio-system' && port === 15012)
      || (this.recipe.baseline?.allows === true && to.namespace === 'observability' && port === 4317);
  }

  /** By a baseline, which is of the app's own namespace alone. */
  private isClosed({ namespace }: Party): boolean {
    return this.recipe.baseline !== undefined && namespace === this.home;
  }

  private backingOf(name: string) {
    return this.recipe.backings.find((_, index) => `backing${index}` === name);
  }
}

/** Whether a pod is in one of the app's namespaces. */
function isOurs({ namespace }: Party, home: string): boolean {
  return namespace === home || namespace === APART;
}

interface Range { readonly cidr: string; readonly ports: readonly number[] }

function portsOf({ service }: Service) {
  return PORT_SETS[service.ports].map(({ name, port, targetPort = port, protocol = 'TCP' }) =>
    ({ name, target: targetPort, protocol }));
}

/** The peers outside of the app that connections are tried with. */
export function strangers(recipe: Recipe, target: number, home: string): readonly Party[] {
  const pod = (name: string, namespace: string, labels = {}) => ({ name, namespace, labels, ports: [] });
  const host = (name: string, address: string): Party => ({ name, labels: {}, ports: [], address });
  const twin = { 'app.kubernetes.io/name': 'chart0-s0', 'app.kubernetes.io/instance': 'chart0' };
  const pods = [
    pod('(dns)', 'kube-system', { 'k8s-app': 'kube-dns' }), pod('(not dns)', 'kube-system'),
    pod('(proxy)', gatewayNamespaceOf(target)),
    pod('(proxy of another environment)', gatewayNamespaceOf(target === 0 ? 1 : 0)),
    pod('(probe)', 'tools', { app: 'probe' }), pod('(tool)', 'tools'),
    pod('(probe elsewhere)', 'elsewhere', { app: 'probe' }), pod('(twin elsewhere)', 'elsewhere', twin),
    pod('(operator)', 'cnpg-system', { 'app.kubernetes.io/name': 'cloudnative-pg' }),
    pod('(not the operator)', 'cnpg-system'), pod('(mesh)', 'istio-system'), pod('(telemetry)', 'observability'),
    pod('(stray)', home, { app: 'probe' }), pod('(stray apart)', APART, { app: 'probe' }),
  ];
  return [
    ...pods.map((each, i): Party => ({ ...each, address: `10.245.0.${i + 1}` })),
    ...RANGES.map((range) => host(`(${range})`, range.replace(/\d+\/\d+$/, '9'))),
    host('(a neighbour)', '203.0.113.7'), host('(internet)', '8.8.8.8'), host('(token service)', '192.0.2.65'),
    host('(metadata)', '169.254.169.254'), host('(metadata of gke)', '169.254.169.252'),
    ...TARGETS.map((name, i) => host(`(api server of ${name})`, apiServerOf(i).split('/')[0])),
    ...recipe.backings.flatMap((_, b) => TARGETS.map((name, i) =>
      host(`(managed ${b} of ${name})`, managedRange(b, i).replace('0/24', '5')))),
  ];
}

/** Whether a range of IPv4 holds an address, by arithmetic. */
function isIn(address: string | undefined, cidr: string): boolean {
  if (address === undefined) return false;
  const [first, bits] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(first) / size);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
