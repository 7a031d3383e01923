import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ChartRecords } from '../../environment/chart-records';
import { sessionOf } from '../../environment/session';
import { createCustomObject } from '../custom-object';
import { badRoute } from './bad-route';
import { type ReadRoute, type Route, idOf, metadataOf, nameOf, portsOfRoute } from './route';

/** TLS between the proxies and the pods. The service must serve it on the exposed ports, in every environment. */
export interface BackendTls {
  /** The name that the service's certificate is for; also sent to it (SNI). May vary. */
  readonly hostname: string;
  /** Who signed it: a ConfigMap with the key `ca.crt`, or the authorities that the proxies trust anyway. */
  readonly ca: 'system' | { readonly configMap: string };
}

interface Spoken { readonly scope: Construct; readonly port: string; readonly by: string; readonly how: string }

const exposures = new ChartRecords<Spoken>('ports that proxies talk to');

/**
 * Notes how proxies talk to the ports of an exposure.
 *
 * @returns those of its ports that no exposure before it has talked TLS to
 * @throws PARITY_BAD_ROUTE when two exposures of a service talk to one port in different ways: a policy is for the port
 */
export function portsWithTls(route: ReadRoute): readonly string[] {
  const { scope, options: { backendTls } } = route;
  const how = backendTls === undefined ? 'plainly' : `by TLS as ${backendTls.hostname}, ${authorityOf(backendTls)}`;
  return portsOfRoute(route).map(({ name }) => name).filter((port) => {
    const known = exposures.of(sessionOf(scope), Chart.of(scope))
      .find((other) => other.scope === scope && other.port === port);
    exposures.add(scope, { scope, port, how, by: nameOf(route) });
    if (known === undefined) return backendTls !== undefined;
    if (known.how === how) return false;
    throw badRoute(scope, 'two exposures talk to one port in different ways',
      `backendTls of port '${port}', of ${known.by} and of ${nameOf(route)}`, 'let both say the same');
  });
}

function authorityOf({ ca }: BackendTls): string {
  return ca === 'system' ? ca : `ConfigMap ${ca.configMap}`;
}

/**
 * Makes a Gateway talk TLS to the service and check its certificate: a BackendTLSPolicy of Gateway API.
 */
export function createBackendTls(route: Route, id: string): void {
  const { options: { backendTls }, portsWithTls: ports } = route;
  if (backendTls === undefined || ports.length === 0) return;
  const { hostname, ca } = backendTls;
  createCustomObject(route.scope, idOf(id, route), 'BackendTLSPolicy', {
    metadata: metadataOf(route),
    spec: {
      targetRefs: ports.map((port) => ({ group: '', kind: 'Service', name: route.service, sectionName: port })),
      validation: {
        hostname,
        ...(ca === 'system'
          ? { wellKnownCACertificates: 'System' }
          : { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: ca.configMap }] }),
      },
    },
  });
}
