import type { Construct } from 'constructs';
import type { ServiceLabels } from '../labels';
import { WHY_ANNOTATION } from '../network-policy';
import type { KnownPort } from '../ports';
import type { ExposeOptions, HttpMethod, Rewrite } from './expose-options';
import type { RouteValues } from './route-values';

/** An exposure with nothing left open. */
export interface ReadRoute {
  /** The service. */
  readonly scope: Construct;
  /** The author's line. */
  readonly source: string | undefined;
  /** The name of its Service, the backend of every route. */
  readonly service: string;
  readonly labels: ServiceLabels;
  readonly hosts: readonly string[];
  readonly protocol: 'http' | 'grpc';
  readonly paths: readonly KnownPath[];
  readonly options: ExposeOptions;
}

/** An exposure that nothing is wrong with: what every object of it is made from. */
export interface Route extends ReadRoute {
  /** The exposed ports that proxies talk TLS to, and that no exposure before this one has made a policy for. */
  readonly portsWithTls: readonly string[];
  /** What each environment's values are held against. */
  readonly values: RouteValues;
}

/** Which requests go to which port. */
export interface KnownPath {
  readonly match: 'prefix' | 'exact';
  readonly path: string;
  readonly port: KnownPort;
  readonly headers: readonly (readonly [string, string])[];
  readonly methods: readonly HttpMethod[];
  readonly rewrite?: Rewrite;
  /** The gRPC service that the path stands for; none for every one. */
  readonly grpc?: { readonly service: string; readonly method?: string };
}

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** The id of one of the route's constructs. */
export function idOf(kind: string, { options: { name } }: Route): string {
  return name === undefined ? kind : `${kind}-${name}`;
}

/** The name of the route's objects. */
export function nameOf({ service, options: { name } }: ReadRoute): string {
  return name === undefined ? service : `${service}-${name}`;
}

/** The name of its certificate and the Secret with it. */
export function certificateOf(route: Route): string {
  const { tls } = route.options;
  const given = tls === true ? undefined : tls?.secret;
  return given ?? `${listenersOf(route)}-tls`;
}

/** The name of the listeners that serve its hosts: its own, or those of who shares them. */
export function listenersOf(route: Route): string {
  const { tls } = route.options;
  return (tls === true ? undefined : tls?.of) ?? nameOf(route);
}

/** Its hosts, and those that it only redirects. */
export function allHostsOf({ hosts, options: { redirects = {} } }: ReadRoute): readonly string[] {
  return [...new Set([...hosts, ...Object.values(redirects).flatMap((redirect) => redirect.hosts ?? [])])];
}

/** The ports that are exposed, each once. */
export function portsOfRoute({ paths }: Pick<Route, 'paths'>): readonly KnownPort[] {
  return [...new Set(paths.map(({ port }) => port))];
}

interface MetadataOptions {
  /** The whole name. @default - the route's */
  readonly name?: string;
  /** The end of the name. */
  readonly suffix?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Why it is less than declared, for who reads it in the cluster. */
  readonly why?: readonly string[];
}

export function metadataOf(
  route: Route, { name = nameOf(route), suffix, annotations = {}, why = [] }: MetadataOptions = {},
) {
  const all = { ...annotations, ...(why.length > 0 ? { [WHY_ANNOTATION]: why.join('; ') } : {}) };
  return {
    name: suffix === undefined ? name : `${name}-${suffix}`,
    labels: { ...route.labels.object },
    ...(Object.keys(all).length > 0 ? { annotations: all } : {}),
  };
}
