import { type CustomKinds, createCustomObject } from '../custom-object';
import { corsFilter } from './cors';
import type { Rewrite } from './expose-options';
import { givenUp } from './features';
import { type HttpFilter, headerFilters } from './headers';
import { pathChange } from './redirects';
import { type KnownPath, type Route, idOf, metadataOf } from './route';
import { httpTimeouts } from './timeouts';

type Spec = CustomKinds['HTTPRoute']['spec'];
type Rule = NonNullable<Spec['rules']>[number];
export type ParentRef = NonNullable<Spec['parentRefs']>[number];

/** A Gateway API HTTPRoute (gateway.networking.k8s.io/v1). */
export function createHttpRoute(route: Route, id: string, parent: ParentRef, why: readonly string[]) {
  return createCustomObject(route.scope, idOf(id, route), 'HTTPRoute', {
    metadata: metadataOf(route, { why: [...why, ...givenUp(route, 'gateway')] }),
    spec: {
      parentRefs: [parent],
      hostnames: route.hosts,
      rules: route.paths.flatMap((path) => rulesOf(route, path)),
    },
  });
}

/** One rule for a path; one for each match where a prefix is replaced, since it must be known which. */
function rulesOf({ service, options }: Route, path: KnownPath): Rule[] {
  const filters = [
    // In the order in which they are applied: a preflight is answered before anything is changed.
    ...(options.cors === undefined ? [] : [corsFilter(options.cors)]),
    ...headerFilters(options.headers),
    ...(path.rewrite === undefined ? [] : [rewriteFilter(path.rewrite)]),
  ];
  const matches = matchesOf(path);
  return (path.rewrite?.prefix === undefined ? [matches] : matches.map((match) => [match])).map((each) => ({
    matches: each,
    ...(filters.length > 0 ? { filters } : {}),
    backendRefs: [{ name: service, port: path.port.port }],
    ...(options.timeouts === undefined ? {} : { timeouts: httpTimeouts(options.timeouts) }),
  }));
}

/** One match for each method: a match has one at most, and any of them suffices. */
function matchesOf({ match, path, headers, methods }: KnownPath): NonNullable<Rule['matches']> {
  const common = {
    path: { type: match === 'exact' ? 'Exact' as const : 'PathPrefix' as const, value: path },
    ...(headers.length > 0 ? { headers: headers.map(([name, value]) => ({ name, value })) } : {}),
  };
  return methods.length === 0 ? [common] : methods.map((method) => ({ ...common, method }));
}

function rewriteFilter(rewrite: Rewrite): HttpFilter {
  const { host } = rewrite;
  const hostname = host === undefined ? {} : { hostname: host };
  return { type: 'URLRewrite', urlRewrite: { ...hostname, ...pathChange(rewrite) } };
}
