import { factWhereChosen } from '../../environment/facts';
import { createCustomObject } from '../custom-object';
import { gatewayOf } from './parents';
import { type Route, allHostsOf, certificateOf, idOf, listenersOf, metadataOf } from './route';

/** TLS with a certificate of the contract's issuer. */
export interface RouteTls {
  /** The Secret that cert-manager keeps the certificate in. @default - the objects' name and `-tls` */
  readonly secret?: string;
  /**
   * What environments do that have no cert-manager: serve without TLS (`http`), or use a Secret of the same name that
   * somebody else fills (`secret`). An alternative, counted.
   * @default - PARITY_NO_CERTIFICATES where one has none
   */
  readonly otherwise?: { readonly use: 'http' | 'secret'; readonly why: string };
  /** Requests without TLS are sent to the same address with it; gRPC is not served without. @default true */
  readonly redirectHttp?: boolean;
  /**
   * The name of the exposure that has these hosts' certificate and listeners (`checkout-api`), where several share a
   * host: a Gateway has one listener for each. A `secret` and `otherwise` are said here as well, as they are there.
   * @default - this one has them
   */
  readonly of?: string;
}

/** What is asked of TLS, with nothing left open; undefined without. */
export function tlsOf(
  { options: { tls } }: Route,
): RouteTls & { readonly redirectHttp: boolean } | undefined {
  if (tls === undefined) return undefined;
  return tls === true ? { redirectHttp: true } : { ...tls, redirectHttp: tls.redirectHttp ?? true };
}

/** A certificate for the hosts, in the Secret that listeners and Ingresses name (cert-manager.io/v1). */
export function createCertificate(route: Route): void {
  const certificate = certificateOf(route);
  createCustomObject(route.scope, idOf('certificate', route), 'Certificate', {
    metadata: metadataOf(route, { name: certificate }),
    spec: {
      secretName: certificate,
      dnsNames: allHostsOf(route),
      issuerRef: {
        group: 'cert-manager.io',
        kind: factWhereChosen(route.scope, ['certificates', 'issuerKind']) as string,
        name: factWhereChosen(route.scope, ['certificates', 'issuer']) as string,
      },
      // A key that is never changed is one that leaks for ever.
      privateKey: { rotationPolicy: 'Always' },
    },
  });
}

/**
 * HTTPS listeners for the hosts, added to the environment's Gateway (standard channel since Gateway API 1.5).
 *
 * A Gateway's own listeners can only use certificates that its namespace has, or grants; these stand beside the
 * certificate. The Gateway must let the namespace add some: `spec.allowedListeners`.
 */
export function createListeners(route: Route) {
  return createCustomObject(route.scope, idOf('listeners', route), 'ListenerSet', {
    metadata: metadataOf(route, { name: listenersOf(route) }),
    spec: {
      parentRef: gatewayOf(route),
      listeners: allHostsOf(route).map((hostname, i) => ({
        name: i === 0 ? 'https' : `https-${i + 1}`,
        hostname,
        port: 443,
        protocol: 'HTTPS',
        tls: { mode: 'Terminate' as const, certificateRefs: [{ name: certificateOf(route) }] },
      })),
    },
  });
}
