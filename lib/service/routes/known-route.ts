import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ChartRecords } from '../../environment/chart-records';
import { sessionOf } from '../../environment/session';
import { ParityError } from '../../template/error';
import { isPlaceholder } from '../../template/placeholder';
import { callSite } from '../../environment/source-location';
import { authoredAt } from '../authored-at';
import type { ServiceLabels } from '../labels';
import { type KnownPort, findPort } from '../ports';
import { portsWithTls } from './backend-tls';
import { checkExclusive, checkRoute } from './check-route';
import type { ExposeOptions, GrpcMethod, RoutePath } from './expose-options';
import type { KnownPath, ReadRoute, Route } from './route';
import { valuesOf } from './route-values';

const exposures = new ChartRecords<{ readonly scope: Construct; readonly name: string | undefined }>('exposures');

/** Who is exposed. */
export interface Exposed {
  readonly scope: Construct;
  readonly name: string;
  readonly labels: ServiceLabels;
  readonly ports: readonly KnownPort[];
}

/**
 * Reads an exposure: fills in what is left open, and refuses what is wrong in every environment.
 *
 * @throws PARITY_NO_PORT, PARITY_EXCLUSIVE_PROPS, PARITY_BAD_ROUTE, PARITY_LOCKED, PARITY_DUPLICATE_OBJECT
 */
export function knownRoute({ scope, name, labels, ports }: Exposed, options: ExposeOptions): Route {
  checkExclusive(scope, options);
  checkOwnName(scope, options);
  const portOf = (given: string | undefined) =>
    findPort(ports, given ?? options.port, () => authoredAt(scope), scope.node.path);
  const paths = options.grpcMethods === undefined
    ? (options.paths ?? [options.path ?? '/']).map((path) => withPreflights(pathOf(scope, path, portOf), options))
    : options.grpcMethods.map((method) => grpcPathOf(method, portOf));
  const protocol = protocolOf(scope, options, paths);
  const route: ReadRoute = {
    scope, source: callSite(), service: name, labels, hosts: hostsOf(scope, options), protocol, paths, options,
  };
  checkRoute(route);
  return { ...route, portsWithTls: portsWithTls(route), values: valuesOf(route) };
}

/** Otherwise the second one's objects would have the ids and names of the first one's. */
function checkOwnName(scope: Construct, { name }: ExposeOptions): void {
  const known = exposures.of(sessionOf(scope), Chart.of(scope));
  if (known.some((other) => other.scope === scope && other.name === name)) {
    throw new ParityError({
      code: 'PARITY_DUPLICATE_OBJECT', message: 'two exposures of a service have one name', where: authoredAt(scope),
      got: name === undefined ? 'no name' : `name: '${name}'`, fix: "give one a name of its own: name: 'admin'",
    });
  }
  exposures.add(scope, { scope, name });
}

function pathOf(scope: Construct, given: string | RoutePath, portOf: (name?: string) => KnownPort): KnownPath {
  const path: RoutePath = typeof given === 'string' || isPlaceholder(given) ? { prefix: given as string } : given;
  if ((path.prefix === undefined) === (path.exact === undefined)) {
    throw new ParityError({
      code: 'PARITY_EXCLUSIVE_PROPS', message: 'a path is a prefix or exact', where: authoredAt(scope),
      got: path.exact === undefined ? 'neither' : `prefix ${path.prefix} and exact ${path.exact}`,
      fix: 'give one of them',
    });
  }
  return {
    match: path.exact === undefined ? 'prefix' : 'exact',
    path: path.exact ?? path.prefix ?? '',
    port: portOf(path.port),
    headers: Object.entries(path.headers ?? {}),
    methods: path.methods ?? [],
    ...(path.rewrite === undefined ? {} : { rewrite: path.rewrite }),
  };
}

/** Browsers ask by OPTIONS what scripts may do: a path that only takes GET would not answer them. */
function withPreflights(path: KnownPath, { cors }: ExposeOptions): KnownPath {
  const isWhole = cors === undefined || path.methods.length === 0 || path.methods.includes('OPTIONS');
  return isWhole ? path : { ...path, methods: [...path.methods, 'OPTIONS'] };
}

/** A gRPC method as HTTP/2 sees it: the path `/package.Service/Method`. */
function grpcPathOf({ service, method, port, headers }: GrpcMethod, portOf: (name?: string) => KnownPort): KnownPath {
  return {
    match: method === undefined ? 'prefix' : 'exact',
    path: method === undefined ? `/${service}` : `/${service}/${method}`,
    port: portOf(port),
    headers: Object.entries(headers ?? {}),
    methods: [],
    grpc: { service, ...(method === undefined ? {} : { method }) },
  };
}

/** A Gateway serves a host by HTTPRoutes or by GRPCRoutes, never by both. */
function protocolOf(
  scope: Construct, { protocol, grpcMethods }: ExposeOptions, paths: readonly KnownPath[],
): 'http' | 'grpc' {
  if (protocol !== undefined || grpcMethods !== undefined) return protocol ?? 'grpc';
  const ports = [...new Set(paths.map(({ port }) => port))];
  // `kubernetes.io/h2c` does not say it: any HTTP/2 is talked there (KEP-3726).
  const grpc = ports.filter(({ appProtocol }) => appProtocol === 'grpc');
  if (grpc.length === 0 || grpc.length === ports.length) return grpc.length === 0 ? 'http' : 'grpc';
  throw new ParityError({
    code: 'PARITY_BAD_ROUTE', message: 'an exposure has ports of gRPC and of HTTP', where: authoredAt(scope),
    got: ports.map(({ name, appProtocol = 'http' }) => `${name} (${appProtocol})`).join(', '),
    fix: 'expose each under a host of its own, or say which protocol it is',
  });
}

/** How many hosts there are decides how many listeners and rules there are, so it is the same everywhere. */
function hostsOf(scope: Construct, { host, hosts }: ExposeOptions): readonly string[] {
  const list = hosts ?? (host === undefined ? [] : [host]);
  if (!isPlaceholder(list) && list.length > 0) return list;
  throw new ParityError({
    code: isPlaceholder(list) ? 'PARITY_LOCKED' : 'PARITY_BAD_ROUTE',
    message: isPlaceholder(list) ? 'the number of hosts cannot differ between environments' : 'an exposure has no host',
    where: authoredAt(scope), got: isPlaceholder(list) ? 'a list that varies' : 'hosts: []',
    fix: 'list the hosts; each of them may vary: [`shop.${env.domain}`]',
  });
}
