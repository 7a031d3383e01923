import { createCustomObject } from '../custom-object';
import { type Route, idOf, metadataOf, portsOfRoute } from './route';

/** TLS between the proxies and the pods. The service must serve it on the exposed ports, in every environment. */
export interface BackendTls {
  /** The name that the service's certificate is for; also sent to it (SNI). May vary. */
  readonly hostname: string;
  /** Who signed it: a ConfigMap with the key `ca.crt`, or the authorities that the proxies trust anyway. */
  readonly ca: 'system' | { readonly configMap: string };
}

/** Makes a Gateway talk TLS to the service and check its certificate: a BackendTLSPolicy of Gateway API. */
export function createBackendTls(route: Route, id: string): void {
  const { backendTls } = route.options;
  if (backendTls === undefined) return;
  const { hostname, ca } = backendTls;
  createCustomObject(route.scope, idOf(id, route), 'BackendTLSPolicy', {
    metadata: metadataOf(route),
    spec: {
      targetRefs: portsOfRoute(route)
        .map((port) => ({ group: '', kind: 'Service', name: route.service, sectionName: port.name })),
      validation: {
        hostname,
        ...(ca === 'system'
          ? { wellKnownCACertificates: 'System' }
          : { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: ca.configMap }] }),
      },
    },
  });
}
