import type { SizeAmount } from '../resources';
import { amountIn } from './amounts';
import { corsAnnotations } from './cors';
import type { Route } from './route';
import { tlsOf } from './tls';

const PREFIX = 'nginx.ingress.kubernetes.io/';

/** What ingress-nginx has annotations for, and an Ingress has no field: each a text, as annotations are. */
export function nginxAnnotations(route: Route, hasTls: boolean): Readonly<Record<string, string>> {
  const { protocol, options } = route;
  const { backendTls, timeouts, requestSize, cors, rateLimit } = options;
  const tls = tlsOf(route);
  const all = {
    ...backendProtocol(protocol, backendTls !== undefined),
    ...(hasTls && tls !== undefined ? { 'ssl-redirect': String(tls.redirectHttp || protocol === 'grpc') } : {}),
    ...(timeouts?.backendRequest === undefined ? {} : {
      'proxy-read-timeout': `${amountIn(timeouts.backendRequest, 's', 'ceil')}`,
      'proxy-send-timeout': `${amountIn(timeouts.backendRequest, 's', 'ceil')}`,
    }),
    ...(requestSize === undefined ? {} : { 'proxy-body-size': nginxSize(requestSize) }),
    ...(cors === undefined ? {} : corsAnnotations(cors)),
    ...(rateLimit?.per === 'second' ? { 'limit-rps': `${rateLimit.requests}` } : {}),
    ...(rateLimit?.per === 'minute' ? { 'limit-rpm': `${rateLimit.requests}` } : {}),
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [PREFIX + name, value]));
}

/** HTTP is what ingress-nginx talks anyway. */
function backendProtocol(protocol: 'http' | 'grpc', hasTls: boolean): Readonly<Record<string, string>> {
  if (protocol === 'grpc') return { 'backend-protocol': hasTls ? 'GRPCS' : 'GRPC' };
  return hasTls ? { 'backend-protocol': 'HTTPS' } : {};
}

/** nginx has `k` for what Kubernetes calls `Ki`. */
function nginxSize(size: SizeAmount): string {
  return `${amountIn(size, 'Ki')}k`;
}
