import type { RouteCors } from './cors';
import type { HeaderChanges } from './headers';
import type { SizeAmount } from '../resources';
import type { BackendTls } from './backend-tls';
import type { RouteWithout } from './features';
import type { Redirect } from './redirects';
import type { RouteTimeouts } from './timeouts';
import type { RouteTls } from './tls';

/** The methods that a route can match (RFC 9110). */
export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH';

/** What a request to a path becomes before the service sees it. */
export interface Rewrite {
  /** In place of the path's prefix: `/` takes it away. */
  readonly prefix?: string;
  /** In place of the whole path. */
  readonly path?: string;
  /** In place of the host; may vary. @default - the host that was asked for */
  readonly host?: string;
}

/** Requests to a part of a host. Everything but the rewritten host is the same in every environment. */
export interface RoutePath {
  /** Everything below a path, by its segments: `/api` has `/api/v1`, not `/apis`. Either this or `exact`. */
  readonly prefix?: string;
  /** One path alone. */
  readonly exact?: string;
  /** The name of the port that it goes to. @default - the port of the exposure */
  readonly port?: string;
  /** Only requests with these headers, each of exactly this value. @default - whatever their headers are */
  readonly headers?: Readonly<Record<string, string>>;
  /** Only requests with one of these; with `cors` also OPTIONS, by which browsers ask. @default - every method */
  readonly methods?: readonly HttpMethod[];
  /** @default - the service sees the path that was asked for */
  readonly rewrite?: Rewrite;
}

/** Calls of a gRPC service. */
export interface GrpcMethod {
  /** With its package: `shop.v1.Cart`. */
  readonly service: string;
  /** @default - every method of the service */
  readonly method?: string;
  /** The name of the port that it goes to. @default - the port of the exposure */
  readonly port?: string;
  /** Only calls with this metadata, each of exactly this value. @default - whatever it is */
  readonly headers?: Readonly<Record<string, string>>;
}

/** How many requests a client may send, by its address. */
export interface RateLimit {
  /** May vary. */
  readonly requests: number;
  readonly per: 'second' | 'minute';
}

interface RouteOptions {
  /** Everything below it; short for one of `paths`. @default '/' */
  readonly path?: string;
  /** Which requests, and to which port each; text is a prefix. @default - everything */
  readonly paths?: readonly (string | RoutePath)[];
  /** Which calls of gRPC. @default - every call */
  readonly grpcMethods?: readonly GrpcMethod[];
  /** The name of the port. @default - the only one */
  readonly port?: string;
  /**
   * `kubernetes.io/h2c` says nothing of it: HTTP/2 without TLS carries HTTP as well as gRPC.
   * @default - `grpc` with `grpcMethods` or a port whose `appProtocol` is `grpc`, otherwise `http`
   */
  readonly protocol?: 'http' | 'grpc';
  /** Tells several exposures of one service apart, as the end of their names. @default - none */
  readonly name?: string;
  /** TLS with a certificate of the contract's issuer (cert-manager). @default - the Gateway's own, or none */
  readonly tls?: true | RouteTls;
  /**
   * The Secret with the certificate, where an Ingress is used; a Gateway has its own.
   * @default - no TLS at the Ingress
   */
  readonly tlsSecret?: string;
  /** TLS between the proxies and the pods. @default - none */
  readonly backendTls?: BackendTls;
  /** Headers to set, add and remove on the way. @default - they stay as they are */
  readonly headers?: { readonly request?: HeaderChanges; readonly response?: HeaderChanges };
  /** Requests that are answered with another address, by a name for each. @default - none */
  readonly redirects?: Readonly<Record<string, Redirect>>;
  /** How long requests may take; may vary. @default - as long as the implementation lets them */
  readonly timeouts?: RouteTimeouts;
  /** The largest request; may vary. @default - as the implementation says */
  readonly requestSize?: SizeAmount;
  /** Which sites' scripts may call it (CORS). @default - the service answers for itself */
  readonly cors?: RouteCors;
  /** @default - no limit */
  readonly rateLimit?: RateLimit;
  /** What environments with a Gateway, or with an Ingress, do without, each with its reason. @default - nothing */
  readonly without?: RouteWithout;
  /** The namespace of the pods that pass requests on. @default - the fact `entry.gatewayNamespace` */
  readonly proxyNamespace?: string;
}

/** One host, or several; each may hold facts and variations: `checkout.${env.domain}`. */
export type HostOptions =
  | { readonly host: string; readonly hosts?: never }
  | { readonly hosts: readonly string[]; readonly host?: never };

export type ExposeOptions = RouteOptions & HostOptions;
