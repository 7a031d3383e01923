import type { Construct } from 'constructs';
import type { ServiceLabels } from '../labels';
import { createObject } from '../manifest';

/** What a service's ServiceAccount says besides its name. */
export interface ServiceAccountParts {
  /** Whether its pods get a token for the Kubernetes API. */
  readonly token: boolean;
  /** By which a cloud knows it. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Creates a service's own identity in the cluster. */
export function createServiceAccount(
  scope: Construct, name: string, labels: ServiceLabels, { token, annotations }: ServiceAccountParts,
): void {
  createObject(scope, 'service-account', 'ServiceAccount', {
    metadata: { name, labels: labels.object, annotations },
    automountServiceAccountToken: token,
  });
}
