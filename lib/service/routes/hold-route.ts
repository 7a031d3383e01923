import type { Construct } from 'constructs';
import { everyTarget } from '../../environment/every-target';
import type { Route } from './route';
import { claimsOf, describe, findClaimed } from './route-claims';
import { findValueProblems } from './route-values';

/**
 * Holds a route against each environment's values, and against every other route there.
 *
 * @param object what exists where the route does
 * @param parent what it is attached to: an Ingress to nothing
 */
export function holdRoute(object: Construct, route: Route, parent: 'Gateway' | 'ListenerSet' | 'none'): void {
  const claims = claimsOf(route, parent === 'none' ? 'ingress' : 'gateway', parent === 'ListenerSet');
  const who = describe(route);
  everyTarget(object, route.values, (value, at) => [
    ...findValueProblems(value), ...findClaimed(claims, value.hosts, who, at),
  ], route.source);
}
