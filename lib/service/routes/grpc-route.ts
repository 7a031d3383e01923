import { type CustomKinds, createCustomObject } from '../custom-object';
import { givenUp } from './features';
import { headerFilters } from './headers';
import type { ParentRef } from './http-route';
import { type KnownPath, type Route, idOf, metadataOf } from './route';

type Rule = NonNullable<CustomKinds['GRPCRoute']['spec']['rules']>[number];
type Filter = NonNullable<Rule['filters']>[number];

/** A Gateway API GRPCRoute (gateway.networking.k8s.io/v1). */
export function createGrpcRoute(route: Route, id: string, parent: ParentRef, why: readonly string[]) {
  const { scope, service, hosts, options } = route;
  const filters: readonly Filter[] = headerFilters(options.headers);
  return createCustomObject(scope, idOf(id, route), 'GRPCRoute', {
    metadata: metadataOf(route, { why: [...why, ...givenUp(route, 'gateway')] }),
    spec: {
      parentRefs: [parent],
      hostnames: hosts,
      rules: route.paths.map((path) => ({
        ...matchesOf(path),
        ...(filters.length > 0 ? { filters } : {}),
        backendRefs: [{ name: service, port: path.port.port }],
      })),
    },
  });
}

/** A rule without matches takes every call. */
function matchesOf({ grpc, headers }: KnownPath): Pick<Rule, 'matches'> {
  if (grpc === undefined && headers.length === 0) return {};
  return {
    matches: [{
      ...(grpc === undefined ? {} : { method: { type: 'Exact', ...grpc } }),
      ...(headers.length > 0 ? { headers: headers.map(([name, value]) => ({ name, value })) } : {}),
    }],
  };
}
