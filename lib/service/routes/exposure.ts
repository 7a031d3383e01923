import type { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { facts } from '../../environment/facts';
import { targetsWhere } from '../../environment/targets-where';
import { when } from '../../environment/when';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { createBackendTls } from './backend-tls';
import type { ExposeOptions } from './expose-options';
import { checkFeatures } from './features';
import { createGrpcRoute } from './grpc-route';
import { type ParentRef, createHttpRoute } from './http-route';
import { createIngress } from './ingress';
import { type Exposed, knownRoute } from './known-route';
import { holdRoute } from './hold-route';
import { gatewayOf, listenerSetOf } from './parents';
import { createHttpsRedirect, createRedirects } from './redirects';
import type { Route } from './route';
import { createCertificate, createListeners, tlsOf } from './tls';

/**
 * Makes a service reachable from outside: through the Gateway API where the environment has it, elsewhere by an
 * Ingress.
 *
 * Both are part of the template; the fact `capabilities.gateway` chooses. With TLS, `capabilities.certManager` chooses
 * as well, where environments without it have an alternative.
 *
 * @throws PARITY_NO_PORT, PARITY_BAD_ROUTE, PARITY_ROUTE_FEATURE, PARITY_NO_CERTIFICATES and others, each with its fix
 */
export function createExposure(exposed: Exposed, options: ExposeOptions): Route {
  const route = knownRoute(exposed, options);
  checkFeatures(route);
  const tls = tlsOf(route);
  if (tls === undefined) {
    serve(route);
    return route;
  }
  const { certManager } = facts<EnvironmentContract>(route.scope).capabilities;
  const certificate = () => { if (tls.of === undefined) createCertificate(route); };
  switch (tls.otherwise?.use) {
    case 'http':
      when(certManager, {
        true: () => { certificate(); serveWithTls(route); },
        false: () => { serve(route, 'plain-', [`without TLS: ${tls.otherwise?.why}`]); },
      });
      break;
    case 'secret':
      when(certManager, { true: certificate, false: () => {} });
      serveWithTls(route, [`without cert-manager, somebody else fills the Secret: ${tls.otherwise.why}`]);
      break;
    default:
      checkCertificates(route);
      certificate();
      serveWithTls(route);
  }
  return route;
}

/** On the Gateway's own listeners, or by an Ingress. */
function serve(route: Route, prefix = '', why: readonly string[] = []): void {
  when(capabilityOf(route.scope), {
    true: () => { holdRoute(attach(route, prefix, gatewayOf(route), why), route, 'Gateway'); },
    false: () => { holdRoute(createIngress(route, `${prefix}ingress`, 'none', why), route, 'none'); },
  });
}

/** On listeners of the service's own, or by an Ingress, with its certificate. */
function serveWithTls(route: Route, why: readonly string[] = []): void {
  const tls = tlsOf(route);
  when(capabilityOf(route.scope), {
    true: () => {
      const isShared = tls?.of !== undefined;
      if (!isShared) createListeners(route);
      holdRoute(attach(route, '', listenerSetOf(route), why), route, 'ListenerSet');
      if (!isShared && tls?.redirectHttp === true && route.protocol === 'http') createHttpsRedirect(route);
    },
    false: () => { holdRoute(createIngress(route, 'ingress', 'certificate', why), route, 'none'); },
  });
}

function attach(route: Route, prefix: string, parent: ParentRef, why: readonly string[]): Construct {
  const create = route.protocol === 'grpc' ? createGrpcRoute : createHttpRoute;
  const attached = create(route, `${prefix}route`, parent, why);
  createRedirects(route, parent, `${prefix}redirect`);
  createBackendTls(route, `${prefix}backend-tls`);
  return attached;
}

function capabilityOf(scope: Construct) {
  return facts<EnvironmentContract>(scope).capabilities.gateway;
}

/** @throws PARITY_NO_CERTIFICATES where an environment has nobody who issues certificates */
function checkCertificates({ scope }: Route): void {
  const without = targetsWhere(scope, (answer) => answer('capabilities', 'certManager') !== true);
  if (without.length === 0) return;
  throw new ParityError({
    code: 'PARITY_NO_CERTIFICATES', message: 'a route with TLS needs cert-manager', where: authoredAt(scope),
    got: `capabilities.certManager is not true in ${without.join(', ')}`,
    fix: "say what is done there: tls: { otherwise: { use: 'http', why: '...' } }, or use: 'secret'",
  });
}
