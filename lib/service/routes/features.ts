import { engineOf } from '../../environment/engines';
import { nearest } from '../../environment/nearest';
import { recordRemovedDefault } from '../../environment/records';
import { type AnswerOf, targetsWhere } from '../../environment/targets-where';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { noReason } from '../secure-defaults';
import { hasChanges } from './headers';
import type { Route } from './route';
import { tlsOf } from './tls';

/** What can serve a route. */
type Server = 'HTTPRoute' | 'GRPCRoute' | 'Ingress' | 'ingress-nginx';

/** A part of an exposure that not everything can express. */
interface Feature {
  /** In the words of its option. */
  readonly what: string;
  /** Who has a field, or an annotation, for it. */
  readonly by: readonly Server[];
  uses(route: Route): boolean;
}

const FEATURES = {
  headerMatches: feature('matches of headers', ['HTTPRoute', 'GRPCRoute'], ({ paths }) =>
    paths.some(({ headers }) => headers.length > 0)),
  methods: feature('matches of methods', ['HTTPRoute'], ({ paths }) => paths.some(({ methods }) => methods.length > 0)),
  rewrites: feature('rewrites', ['HTTPRoute'], ({ paths }) => paths.some(({ rewrite }) => rewrite !== undefined)),
  requestHeaders: feature('changes of request headers', ['HTTPRoute', 'GRPCRoute'], ({ options }) =>
    hasChanges(options.headers?.request)),
  responseHeaders: feature('changes of response headers', ['HTTPRoute', 'GRPCRoute'], ({ options }) =>
    hasChanges(options.headers?.response)),
  redirects: feature('redirects', ['HTTPRoute'], ({ options }) => Object.keys(options.redirects ?? {}).length > 0),
  httpsRedirect: feature('a redirect from HTTP to HTTPS', ['HTTPRoute', 'GRPCRoute', 'ingress-nginx'], (route) =>
    tlsOf(route)?.redirectHttp === true),
  requestTimeout: feature('a timeout of requests', ['HTTPRoute'], ({ options }) =>
    options.timeouts?.request !== undefined),
  backendTimeout: feature('a timeout of backend requests', ['HTTPRoute', 'ingress-nginx'], ({ options }) =>
    options.timeouts?.backendRequest !== undefined),
  requestSize: feature('a largest request', ['ingress-nginx'], ({ options }) => options.requestSize !== undefined),
  cors: feature('CORS', ['HTTPRoute', 'ingress-nginx'], ({ options }) => options.cors !== undefined),
  rateLimit: feature('a rate limit', ['ingress-nginx'], ({ options }) => options.rateLimit !== undefined),
  grpc: feature('gRPC', ['GRPCRoute', 'ingress-nginx'], ({ protocol }) => protocol === 'grpc'),
  backendTls: feature('TLS to the service', ['HTTPRoute', 'GRPCRoute', 'ingress-nginx'], ({ options }) =>
    options.backendTls !== undefined),
  backendVerification: feature("a check of the service's certificate", ['HTTPRoute', 'GRPCRoute'], ({ options }) =>
    options.backendTls !== undefined),
} satisfies Record<string, Feature>;

/** A part of an exposure that a Gateway or an Ingress may be unable to express. */
export type RouteFeature = keyof typeof FEATURES;

/**
 * What is given up where it cannot be expressed, each with its reason: `{ gateway: { rateLimit: 'the CDN limits' } }`.
 *
 * Recorded with the removed defaults of `parity.json`, so that it is counted and never silent.
 */
export interface RouteWithout {
  readonly gateway?: { readonly [K in RouteFeature]?: string };
  readonly ingress?: { readonly [K in RouteFeature]?: string };
}

type Side = keyof RouteWithout;

/**
 * Holds what an exposure declares against what serves it in the environments that there are.
 *
 * @throws PARITY_ROUTE_FEATURE when something cannot be expressed and is not given up, or is given up for nothing
 * @throws PARITY_NO_REASON when something is given up without a reason
 */
export function checkFeatures(route: Route): void {
  const used = featuresOf(route);
  if (used.length === 0 && route.options.without === undefined) return;
  for (const side of ['gateway', 'ingress'] as const) {
    const server = serverOf(route, side);
    const missing = used.filter(([, { by }]) => !by.includes(server)).map(([name]) => name);
    checkGivenUp(route, side, server, missing);
    for (const name of missing) {
      if (route.options.without?.[side]?.[name] !== undefined) continue;
      const targets = targetsWhere(route.scope, (answer) => isServedBy(side, answer) && isNeeded(route, name, answer));
      if (targets.length > 0) throw inexpressible(route, side, server, name, targets);
    }
  }
}

/** What is given up on one side, for the objects there: `without rateLimit: the CDN limits`. */
export function givenUp({ options: { without } }: Route, side: Side): readonly string[] {
  return Object.entries(without?.[side] ?? {}).map(([name, why]) => `without ${name}: ${why}`);
}

/** Whether annotations of ingress-nginx say what an Ingress has no field for. */
export function hasNginx(route: Route): boolean {
  return featuresOf(route).length > 0 && engineOf(route.scope, 'ingress', ['standard', 'nginx']) === 'nginx';
}

function featuresOf(route: Route): readonly (readonly [RouteFeature, Feature])[] {
  return (Object.entries(FEATURES) as [RouteFeature, Feature][]).filter(([, { uses }]) => uses(route));
}

function serverOf(route: Route, side: Side): Server {
  if (side === 'gateway') return route.protocol === 'grpc' ? 'GRPCRoute' : 'HTTPRoute';
  return hasNginx(route) ? 'ingress-nginx' : 'Ingress';
}

function isServedBy(side: Side, answer: AnswerOf): boolean {
  return answer('capabilities', 'gateway') === (side === 'gateway');
}

/** Where there is no TLS, nothing needs to be sent to it. */
function isNeeded(route: Route, name: RouteFeature, answer: AnswerOf): boolean {
  return name !== 'httpsRedirect' || tlsOf(route)?.otherwise?.use === 'secret'
    || answer('capabilities', 'certManager') === true;
}

function checkGivenUp(route: Route, side: Side, server: Server, missing: readonly RouteFeature[]): void {
  const given: Readonly<Record<string, string | undefined>> = route.options.without?.[side] ?? {};
  for (const [name, why] of Object.entries(given)) {
    if (!(missing as readonly string[]).includes(name)) throw nothingToGiveUp(route, side, server, name, missing);
    if (typeof why !== 'string' || why.trim() === '') throw noReason(route.scope, `without.${side}.${name}`);
    recordRemovedDefault(route.scope, `${side}.${name}`, why);
  }
}

function inexpressible(
  { scope }: Route, side: Side, server: Server, name: RouteFeature, targets: readonly string[],
): ParityError {
  const isOfNginx = side === 'ingress' && FEATURES[name].by.includes('ingress-nginx' as never);
  const engine = isOfNginx ? "; or name ingress-nginx in the contract: engines: { ingress: 'nginx' }" : '';
  return new ParityError({
    code: 'PARITY_ROUTE_FEATURE', message: `${server} cannot express ${FEATURES[name].what}`, where: authoredAt(scope),
    got: `${name}, which ${targets.join(', ')} would serve by ${server}`,
    expected: FEATURES[name].by.join(' or '),
    fix: `say what is done instead, or why nothing is: without: { ${side}: { ${name}: '...' } }${engine}`,
  });
}

function nothingToGiveUp(
  { scope }: Route, side: Side, server: Server, name: string, missing: readonly RouteFeature[],
): ParityError {
  const known = nearest(name, Object.keys(FEATURES));
  return new ParityError({
    code: 'PARITY_ROUTE_FEATURE', message: 'an exposure gives up what it does not declare, or what can be expressed',
    where: authoredAt(scope), got: `without.${side}.${name}, with ${server}`,
    expected: missing.join(' or ') || known, fix: 'leave it out',
  });
}

function feature(what: string, by: readonly Server[], uses: Feature['uses']): Feature {
  return { what, by, uses };
}
