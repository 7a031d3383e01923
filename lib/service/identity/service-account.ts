import type { Construct } from 'constructs';
import type { ServiceLabels } from '../labels';
import { createObject } from '../manifest';
import type { SecureDefaults } from '../secure-defaults';

/** Creates a service's own identity; without a token, unless it says why it needs one. */
export function createServiceAccount(
  scope: Construct, name: string, labels: ServiceLabels, defaults: SecureDefaults,
): void {
  createObject(scope, 'service-account', 'ServiceAccount', {
    metadata: { name, labels: labels.object },
    automountServiceAccountToken: !defaults.has('noServiceAccountToken'),
  });
}
