import type { EnvironmentContract } from '../../environment/contract';
import type { TargetProblem } from '../../environment/every-target';
import { facts } from '../../environment/facts';
import { amountIn } from './amounts';
import { findCorsProblems } from './check-cors';
import { findHostProblems, findNameProblems } from './hosts';
import { type ReadRoute, allHostsOf } from './route';
import { MAX_TIMEOUT_SECONDS } from './timeouts';

/** RFC 9110: visible characters, with spaces and tabs between them. */
const HEADER_VALUE = /^[\x21-\x7e]+([\t ]+[\x21-\x7e]+)*$/;
const MAX_HEADER_VALUE = 4096;

/** What may be another in each environment, and is only there where an exposure says it. */
export type RouteValues = ReturnType<typeof valuesOf>;

/** The values of a route that each environment's are held against. */
export function valuesOf(route: ReadRoute) {
  const { scope, options: { cors, timeouts, rateLimit, requestSize } } = route;
  const [names, headers, loops] = [namesOf(route), headerValuesOf(route), unchangedPathsOf(route)];
  return {
    domain: facts<EnvironmentContract>(scope).domain,
    hosts: allHostsOf(route),
    ...(names.length > 0 ? { names } : {}),
    ...(headers.length > 0 ? { headers } : {}),
    ...(loops.length > 0 ? { loops } : {}),
    ...(rateLimit === undefined ? {} : { limit: rateLimit.requests }),
    ...(requestSize === undefined ? {} : { size: amountIn(requestSize, 'Ki', 'none') }),
    ...(timeouts?.request === undefined ? {} : { request: amountIn(timeouts.request, 's', 'none') }),
    ...(timeouts?.backendRequest === undefined ? {}
      : { backendRequest: amountIn(timeouts.backendRequest, 's', 'none') }),
    ...(cors === undefined ? {} : {
      cors: {
        origins: cors.origins, hasCredentials: cors.credentials === true,
        ...(cors.maxAge === undefined ? {} : { maxAge: amountIn(cors.maxAge, 's', 'none') }),
      },
    }),
  };
}

/** Hosts that are some and below the domain; headers, limits, sizes, timeouts and origins that every server takes. */
export function findValueProblems(value: RouteValues): TargetProblem[] {
  const { hosts, domain, names = [], headers = [], loops = [], limit, size, request, backendRequest, cors } = value;
  return [
    ...hosts.flatMap((host) => findHostProblems(host, domain)),
    ...names.flatMap(findNameProblems),
    ...headers.flatMap(findHeaderProblems),
    ...loops.flatMap(findLoopProblems),
    ...findNumberProblems('rateLimit.requests', limit, 'a whole number, 1 or more', (number) => number >= 1
      && Number.isInteger(number)),
    // For nginx, zero is no limit at all.
    ...findNumberProblems('requestSize', size, 'more than nothing', (number) => number > 0),
    ...findNumberProblems('timeouts.request', request, `${MAX_TIMEOUT_SECONDS} s at most`, (number) =>
      number <= MAX_TIMEOUT_SECONDS),
    // For a Gateway zero is for ever, for nginx it is no time at all.
    ...findNumberProblems('timeouts.backendRequest', backendRequest,
      `more than nothing, and ${MAX_TIMEOUT_SECONDS} s at most`, (number) =>
        number > 0 && number <= MAX_TIMEOUT_SECONDS),
    ...findTimeoutProblems(request, backendRequest),
    ...(cors === undefined ? [] : findCorsProblems(cors)),
  ];
}

function namesOf({ options: { redirects = {}, backendTls }, paths }: ReadRoute): string[] {
  return [
    ...Object.values(redirects).map(({ to }) => to.host), ...paths.map(({ rewrite }) => rewrite?.host),
    backendTls?.hostname,
  ].filter((name) => name !== undefined);
}

function headerValuesOf({ options: { headers }, paths }: ReadRoute): (readonly [string, string])[] {
  return [
    ...paths.flatMap((path) => path.headers),
    ...[headers?.request, headers?.response].flatMap((changes) =>
      [changes?.set, changes?.add].flatMap((values) => Object.entries(values ?? {}))),
  ];
}

/** Redirects to the path that was asked for: to another host, or for ever to themselves. */
function unchangedPathsOf({ hosts: own, options: { redirects = {} } }: ReadRoute) {
  return Object.entries(redirects).flatMap(([name, { hosts = own, path = '/', to }]) =>
    ((to.prefix ?? to.path ?? path) === path
      ? [{ name, hosts, ...(to.host === undefined ? {} : { to: to.host }) }] : []));
}

function findLoopProblems(
  { name, hosts, to }: { readonly name: string; readonly hosts: readonly string[]; readonly to?: string },
): TargetProblem[] {
  if (to !== undefined && !hosts.includes(to)) return [];
  return [{
    code: 'PARITY_BAD_ROUTE', message: 'a redirect leads to itself', got: `redirects.${name}, to ${to ?? 'its path'}`,
    fix: 'redirect to another host or path',
  }];
}

function findHeaderProblems([name, value]: readonly [string, string]): TargetProblem[] {
  if (HEADER_VALUE.test(value) && value.length <= MAX_HEADER_VALUE) return [];
  return [{
    code: 'PARITY_BAD_ROUTE', message: 'the value of a header is none',
    got: `${name}: ${JSON.stringify(`${value}`.slice(0, 40))}`,
    expected: `1 to ${MAX_HEADER_VALUE} visible ASCII characters, with spaces or tabs between them (RFC 9110)`,
    fix: 'mend the value',
  }];
}

function findNumberProblems(
  what: string, number: number | undefined, expected: string, isGood: (number: number) => boolean,
): TargetProblem[] {
  if (number === undefined || isGood(number)) return [];
  return [{
    code: 'PARITY_BAD_ROUTE', message: 'a number of a route cannot be used', got: `${what}: ${number}`, expected,
    fix: 'choose another one',
  }];
}

/** Zero is for ever. */
function findTimeoutProblems(request = 0, backendRequest = 0): TargetProblem[] {
  if (request === 0 || backendRequest <= request) return [];
  return [{
    code: 'PARITY_BAD_ROUTE', message: 'a try to get an answer may take longer than the whole request',
    got: `timeouts.backendRequest: ${backendRequest} s, timeouts.request: ${request} s`,
    fix: 'choose a shorter one for backendRequest',
  }];
}
