import type { AtTarget, TargetProblem } from '../../environment/every-target';
import { intersect, isWildcard } from './hosts';
import { type KnownPath, type Route, allHostsOf, listenersOf, nameOf } from './route';

/** What a route takes in every environment, in a form in which equal requests are equal. */
export interface Claims {
  /** Each of a host, which is one of all the route's hosts: the text of it is another in each environment. */
  readonly requests: readonly { readonly host: number; readonly request: string }[];
  /** How a Gateway serves the hosts. */
  readonly served?: Served;
}

/** How a Gateway serves a host. */
interface Served {
  /** The exposure. */
  readonly by: string;
  readonly protocol: 'http' | 'grpc';
  /** The ListenerSet that has the host's certificate; the Gateway's own listeners without. */
  readonly listeners?: string;
  /** Whether the exposure brings these listeners along, or another one does. */
  readonly isOwn: boolean;
}

/**
 * The requests that a route takes.
 *
 * An Ingress cannot tell requests by headers or methods, so there the path alone is taken.
 */
export function claimsOf(route: Route, by: 'gateway' | 'ingress', isOnListenerSet: boolean): Claims {
  const all = allHostsOf(route);
  const of = (hosts: readonly string[], requests: readonly string[]) =>
    hosts.flatMap((host) => requests.map((request) => ({ host: all.indexOf(host), request })));
  const taken = of(route.hosts, route.paths.flatMap((path) => requestsTo(path, by)));
  if (by === 'ingress') return { requests: taken };
  const redirects = Object.values(route.options.redirects ?? {});
  const listeners = isOnListenerSet ? listenersOf(route) : undefined;
  return {
    requests: [
      ...taken, ...redirects.flatMap(({ hosts = route.hosts, path = '/' }) => of(hosts, [withoutSlash(path)])),
    ],
    served: {
      by: describe(route), protocol: route.protocol, isOwn: listeners === nameOf(route),
      ...(listeners === undefined ? {} : { listeners }),
    },
  };
}

/**
 * Holds that nobody else takes the same requests in the same environment, over all charts.
 *
 * Which of two would get them depends on who was created first, which no environment shares with another.
 *
 * @param hosts all hosts of the route, in this environment
 * @param who the exposure, for whom it refuses
 */
export function findClaimed(
  { requests, served }: Claims, hosts: readonly string[], who: string, { memory }: AtTarget,
): TargetProblem[] {
  return [
    ...requests.flatMap(({ host, request }) => takeRequests(`${hosts[host]} ${request}`, who, memory)),
    ...(served === undefined ? [] : hosts.flatMap((host) => takeHost(host, served, memory))),
  ];
}

function requestsTo({ match, path, headers, methods }: KnownPath, by: 'gateway' | 'ingress'): string[] {
  const at = match === 'exact' ? `${path} (exact)` : withoutSlash(path);
  if (by === 'ingress') return [at];
  const details = [...headers].map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort();
  return (methods.length > 0 ? methods : ['']).map((method) => [method, at, ...details].filter(Boolean).join(' '));
}

function takeRequests(requests: string, who: string, memory: Memory): TargetProblem[] {
  const key = `routes: requests for ${requests}`;
  const known = memory.get(key);
  if (known === undefined) {
    memory.set(key, who);
    return [];
  }
  return [{
    code: 'PARITY_ROUTE_TAKEN', message: 'two routes take the same requests', got: requests,
    expected: `one route; ${String(known)} takes them`, fix: 'give one of them another host or path',
  }];
}

/** Holds that a host has its listeners from one exposure, and is not served by HTTPRoutes and GRPCRoutes at once. */
function takeHost(host: string, served: Served, memory: Memory): TargetProblem[] {
  const hosts = servedHosts(memory);
  const known = hosts.get(host);
  if (known !== undefined && (known.listeners !== served.listeners || (known.isOwn && served.isOwn))) {
    return [twoListeners(host, known, served)];
  }
  const other = known ?? hostsBeside(host, hosts).find(({ listeners }) => listeners === served.listeners);
  if (known === undefined || served.isOwn) hosts.set(host, served);
  return other === undefined || other.protocol === served.protocol ? [] : [twoProtocols(host, other, served)];
}

/** Those that a wildcard makes one with a host; the host itself is known. */
function hostsBeside(host: string, hosts: ReadonlyMap<string, Served>): Served[] {
  if (isWildcard(host)) return [...hosts].filter(([each]) => intersect(each, host)).map(([, served]) => served);
  const labels = host.split('.');
  return labels.slice(1).flatMap((_, i) => hosts.get(`*.${labels.slice(i + 1).join('.')}`) ?? []);
}

function twoListeners(host: string, known: Served, served: Served): TargetProblem {
  const [one, other] = [known, served].map(({ listeners }) => listeners ?? "the Gateway's own");
  const shared = known.listeners ?? served.listeners;
  return {
    code: 'PARITY_ROUTE_TAKEN', message: 'two exposures have listeners for one host',
    got: `${host}, of ${other}`, expected: `${one}, as for ${known.by}`, fix: `share them: tls: { of: '${shared}' }`,
  };
}

function twoProtocols(host: string, known: Served, { protocol }: Served): TargetProblem {
  return {
    code: 'PARITY_ROUTE_TAKEN', message: 'a Gateway serves a host by HTTPRoutes or by GRPCRoutes, never by both',
    got: `${host} for ${protocol}`, expected: `${known.protocol}, as for ${known.by}`,
    fix: 'give one of them another host',
  };
}

type Memory = AtTarget['memory'];

/** Rules of others remember things as well. */
const HOSTS = 'routes: served hosts';

function servedHosts(memory: Memory): Map<string, Served> {
  const known = memory.get(HOSTS) as Map<string, Served> | undefined;
  if (known !== undefined) return known;
  const hosts = new Map<string, Served>();
  memory.set(HOSTS, hosts);
  return hosts;
}

/** An exposure, by the service and its own name. */
export function describe({ scope, options: { name } }: Route): string {
  return name === undefined ? scope.node.path : `${scope.node.path} (${name})`;
}

/** `/api/` and `/api` are the same prefix. A path that varies is text here; the table of locked places refuses it. */
function withoutSlash(prefix: string): string {
  const text = `${prefix}`;
  return text !== '/' && text.endsWith('/') ? text.slice(0, -1) : text;
}
