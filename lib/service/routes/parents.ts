import type { EnvironmentContract } from '../../environment/contract';
import { factWhereChosen, facts } from '../../environment/facts';
import { GATEWAY_GROUP, type Route, listenersOf } from './route';

/** The environment's Gateway, as what a route is attached to. */
export function gatewayOf({ scope }: Route): { readonly name: string; readonly namespace: string } {
  const { entry } = facts<EnvironmentContract>(scope);
  return { name: entry.gateway, namespace: entry.gatewayNamespace };
}

/** The listeners that a service brings along for its own hosts, as what a route is attached to. */
export function listenerSetOf(route: Route) {
  return { group: GATEWAY_GROUP, kind: 'ListenerSet', name: listenersOf(route) };
}

/** The Gateway's listener for plain HTTP: only there may a route send everything to HTTPS. */
export function httpListenerOf({ scope }: Route): string {
  return factWhereChosen(scope, ['entry', 'httpListener']) as string;
}
