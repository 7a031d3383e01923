import type { Construct } from 'constructs';
import type { ServiceLabels } from './labels';
import { createObject } from './manifest';
import type { KnownPort } from './ports';

/** Creates the Service of a service: one stable name and address in front of its ready pods. */
export function createServiceObject(
  scope: Construct, name: string, labels: ServiceLabels, ports: readonly KnownPort[],
): void {
  createObject(scope, 'service', 'Service', {
    metadata: { name, labels: labels.object },
    spec: {
      type: 'ClusterIP',
      selector: labels.selector,
      ports: ports.map((port) => ({
        name: port.name, port: port.port, targetPort: port.targetPort, protocol: port.protocol,
        appProtocol: port.appProtocol,
      })),
    },
  });
}
