import type { Construct } from 'constructs';
import { type AtTarget, type TargetProblem, everyTarget } from '../../environment/every-target';
import { type Route, allHostsOf, listenersOf, nameOf } from './route';

/** Requests that a route takes, in a form in which equal ones are equal. */
interface Claim { readonly host: string; readonly requests: string }

/**
 * Holds that nobody else takes the same requests in the same environment, over all charts.
 *
 * Which of two would get them depends on who was created first, which no environment shares with another. An Ingress
 * cannot tell requests by headers or methods, so there the path alone is taken. A host of a Gateway is served by
 * HTTPRoutes or by GRPCRoutes, never by both.
 *
 * @param object what exists where the claim holds
 */
export function claimRoutes(object: Construct, route: Route, by: 'gateway' | 'ingress'): void {
  const requests = route.paths.flatMap(({ match, path, headers, methods }) => {
    const details = [...headers].map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort();
    const at = `${trimmed(path)}${match === 'exact' ? ' (exact)' : ''}`;
    if (by === 'ingress') return [at];
    return (methods.length > 0 ? methods : ['']).map((method) => [method, at, ...details].filter(Boolean).join(' '));
  });
  const redirects = by === 'ingress' ? [] : Object.values(route.options.redirects ?? {});
  const claims = [
    ...route.hosts.flatMap((host) => requests.map((each) => ({ host, requests: each }))),
    ...redirects.flatMap(({ hosts = route.hosts, path = '/' }) =>
      hosts.map((host) => ({ host, requests: trimmed(path) }))),
  ];
  const who = describe(route);
  everyTarget(object, claims, (value, at) => [
    ...value.flatMap((claim) => takeRequests(claim, who, at)),
    ...(by === 'gateway' ? [...new Set(value.map(({ host }) => host))]
      .flatMap((host) => takeProtocol(host, route.protocol, who, at)) : []),
  ]);
}

/**
 * Holds that each host has its listeners and its certificate from one exposure, which others may share.
 *
 * @param object what exists where the claim holds
 */
export function claimListeners(object: Construct, route: Route): void {
  const listeners = listenersOf(route);
  const claim = { by: describe(route), name: listeners, isOwn: nameOf(route) === listeners };
  everyTarget(object, allHostsOf(route), (hosts, at) => hosts.flatMap((host): TargetProblem[] => {
    const what = `listeners of ${host}`;
    const known = taken(at, what, claim);
    if (known === undefined) return [];
    if (known.name === claim.name && !(known.isOwn && claim.isOwn)) {
      if (claim.isOwn) at.memory.set(keyOf(what), claim);
      return [];
    }
    return [{
      code: 'PARITY_ROUTE_TAKEN', message: 'two exposures have listeners for one host',
      got: `${host}, of ${claim.name}`, expected: `${known.name}, as for ${known.by}`,
      fix: `share them: tls: { of: '${known.name}' }`,
    }];
  }));
}

function takeRequests({ host, requests }: Claim, who: string, at: AtTarget): TargetProblem[] {
  const known = taken(at, `requests for ${host} ${requests}`, { by: who });
  if (known === undefined) return [];
  return [{
    code: 'PARITY_ROUTE_TAKEN', message: 'two routes take the same requests', got: `${host} ${requests}`,
    expected: `one route; ${known.by} takes them`, fix: 'give one of them another host or path',
  }];
}

function takeProtocol(host: string, protocol: string, who: string, at: AtTarget): TargetProblem[] {
  const known = taken(at, `protocol of ${host}`, { by: who, name: protocol });
  if (known === undefined || known.name === protocol) return [];
  return [{
    code: 'PARITY_ROUTE_TAKEN', message: 'a Gateway serves a host by HTTPRoutes or by GRPCRoutes, never by both',
    got: `${host} for ${protocol}`, expected: `${known.name}, as for ${known.by}`, fix: 'give one of them another host',
  }];
}

interface Taken { readonly by: string; readonly name?: string; readonly isOwn?: boolean }

/** Who was first to take something; undefined when it is now whoever asks. */
function taken({ memory }: AtTarget, what: string, claim: Taken): Taken | undefined {
  const known = memory.get(keyOf(what)) as Taken | undefined;
  if (known === undefined) memory.set(keyOf(what), claim);
  return known;
}

/** Rules of others remember things as well. */
function keyOf(what: string): string {
  return `routes: ${what}`;
}

function describe({ scope, options: { name } }: Route): string {
  return name === undefined ? scope.node.path : `${scope.node.path} (${name})`;
}

/** `/api/` and `/api` are the same prefix. A path that varies is text here; the table of locked places refuses it. */
function trimmed(path: string): string {
  const text = `${path}`;
  return text !== '/' && text.endsWith('/') ? text.slice(0, -1) : text;
}
