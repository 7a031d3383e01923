import type { EnvironmentContract } from '../../environment/contract';
import { type TargetProblem, everyTarget } from '../../environment/every-target';
import { facts } from '../../environment/facts';
import { amountIn } from './amounts';
import { type Route, allHostsOf } from './route';

/** RFC 1123, in lower case, with a wildcard as its first label where Gateway API and Ingress take one. */
const HOST = /^(?=.{1,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const IP_ADDRESS = /^[0-9.]+$/;
/** What the CORS filter of an HTTPRoute and ingress-nginx both take. */
const ORIGIN = /^(\*|https?:\/\/(\*\.)?([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+(:[0-9]{1,5})?)$/;

/**
 * Holds an exposure's values against each environment's: hosts below its domain, origins that are some, a limit that is
 * one, and no try that takes longer than the whole.
 */
export function holdValues(route: Route): void {
  const { scope, options } = route;
  const { cors, timeouts = {}, rateLimit, redirects = {}, backendTls } = options;
  const { request, backendRequest } = timeouts;
  const names = [
    ...Object.values(redirects).map(({ to }) => to.host), ...route.paths.map(({ rewrite }) => rewrite?.host),
    backendTls?.hostname,
  ].filter((name) => name !== undefined);
  everyTarget(scope, {
    domain: facts<EnvironmentContract>(scope).domain,
    hosts: allHostsOf(route),
    names,
    origins: cors?.origins ?? [],
    hasCredentials: cors?.credentials === true,
    limit: rateLimit === undefined ? 1 : rateLimit.requests,
    maxAge: cors?.maxAge === undefined ? 1 : amountIn(cors.maxAge, 's'),
    // Zero is for ever.
    seconds: [request, backendRequest].map((time) => (time === undefined ? 0 : amountIn(time, 's', 'none'))),
  }, (value) => [
    ...value.hosts.flatMap((host) => findHostProblems(host, value.domain)),
    ...value.names.filter((name) => !isHost(name) || name.startsWith('*')).map((name) => badHost(name)),
    ...findOriginProblems(value.origins, value.hasCredentials),
    ...(value.limit > 0 ? [] : [tooSmall('rateLimit.requests', value.limit)]),
    ...(value.maxAge > 0 ? [] : [tooSmall('cors.maxAge', value.maxAge)]),
    ...findTimeoutProblems(value.seconds),
  ]);
}

function findHostProblems(host: string, domain: string): TargetProblem[] {
  if (!isHost(host)) return [badHost(host)];
  const name = host.startsWith('*.') ? host.slice(2) : host;
  if (name === domain || name.endsWith(`.${domain}`)) return [];
  return [{
    code: 'PARITY_FOREIGN_HOST', message: 'a route has a host outside of the environment\'s domain', got: host,
    expected: `${domain}, or a name below it`, fix: 'derive it from the fact: `checkout.${env.domain}`',
  }];
}

function isHost(host: string): boolean {
  return HOST.test(host) && !IP_ADDRESS.test(host);
}

function badHost(host: string): TargetProblem {
  return {
    code: 'PARITY_BAD_HOST', message: 'a route has a host that is none', got: JSON.stringify(host),
    expected: 'a host name (RFC 1123) in lower case; a wildcard is the first label of a route\'s host, as a whole',
    fix: 'mend the host',
  };
}

function findOriginProblems(origins: readonly string[], hasCredentials: boolean): TargetProblem[] {
  const bad = origins.filter((origin) => !ORIGIN.test(origin));
  if (origins.includes('*') && (origins.length > 1 || hasCredentials)) bad.push('*');
  return bad.map((origin) => ({
    code: 'PARITY_BAD_ROUTE', message: 'an origin of CORS is none', got: JSON.stringify(origin),
    expected: 'a scheme and a host, such as https://shop.example.com; or * alone, without credentials',
    fix: 'mend the origin',
  }));
}

function tooSmall(what: string, value: number): TargetProblem {
  return {
    code: 'PARITY_BAD_ROUTE', message: 'a number of a route is too small', got: `${what}: ${value}`,
    expected: '1 at least', fix: 'choose a larger one',
  };
}

function findTimeoutProblems([request, backendRequest]: readonly number[]): TargetProblem[] {
  if (request === 0 || backendRequest <= request) return [];
  return [{
    code: 'PARITY_BAD_ROUTE', message: 'a try to get an answer may take longer than the whole request',
    got: `timeouts.backendRequest: ${backendRequest} s, timeouts.request: ${request} s`,
    fix: 'choose a shorter one for backendRequest',
  }];
}
