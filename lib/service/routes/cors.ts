import type { Duration } from 'cdk8s';
import { derive } from '../../environment/derive';
import { isPlaceholder } from '../../template/placeholder';
import type { HttpMethod } from './expose-options';
import type { HttpFilter } from './headers';
import { amountIn, type TimeAmount } from './amounts';

/**
 * Which sites' scripts may call a service (CORS, the Fetch standard).
 *
 * Everything is written out, so that implementations whose defaults differ answer alike.
 */
export interface RouteCors {
  /**
   * `https://shop.example.com`, `https://*.example.com` (for ingress-nginx one label, for a Gateway any number), or
   * `*` alone. The list as a whole and its entries may vary.
   */
  readonly origins: readonly string[];
  /** @default ['GET', 'HEAD', 'POST'] */
  readonly methods?: readonly (HttpMethod)[];
  /** Headers that requests may have. @default ['Content-Type'] */
  readonly headers?: readonly string[];
  /** Headers of the answer that scripts may read. @default - those that the standard lists as safe */
  readonly exposeHeaders?: readonly string[];
  /** Cookies and other credentials may be sent; not to `*`. @default false */
  readonly credentials?: boolean;
  /** How long browsers may remember the answer, in whole seconds; may vary. @default 5 s */
  readonly maxAge?: Duration | TimeAmount;
}

const METHODS: readonly HttpMethod[] = ['GET', 'HEAD', 'POST'];
const HEADERS = ['Content-Type'];
const MAX_AGE_SECONDS = 5;

/** The CORS filter of an HTTPRoute: in the standard channel since Gateway API 1.5. */
export function corsFilter(cors: RouteCors): HttpFilter {
  const { origins, methods = METHODS, headers = HEADERS, exposeHeaders = [], credentials = false } = cors;
  return {
    type: 'CORS',
    cors: {
      allowOrigins: origins,
      allowMethods: methods,
      allowHeaders: headers,
      ...(exposeHeaders.length > 0 ? { exposeHeaders } : {}),
      allowCredentials: credentials,
      maxAge: maxAgeOf(cors),
    },
  };
}

/** The annotations of ingress-nginx for the same. */
export function corsAnnotations(cors: RouteCors): Readonly<Record<string, string>> {
  const { origins, methods = METHODS, headers = HEADERS, exposeHeaders = [], credentials = false } = cors;
  return {
    'enable-cors': 'true',
    'cors-allow-origin': isPlaceholder(origins) ? derive.join(origins, ',') : origins.join(','),
    'cors-allow-methods': methods.join(','),
    'cors-allow-headers': headers.join(','),
    ...(exposeHeaders.length > 0 ? { 'cors-expose-headers': exposeHeaders.join(',') } : {}),
    'cors-allow-credentials': String(credentials),
    'cors-max-age': `${maxAgeOf(cors)}`,
  };
}

function maxAgeOf({ maxAge }: RouteCors): number {
  return maxAge === undefined ? MAX_AGE_SECONDS : amountIn(maxAge, 's');
}
