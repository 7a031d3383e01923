import type { SecretKey } from '../environment-variables';
import type { ServiceLabels } from '../labels';
import type { DeclaredSecretKey } from '../secrets/secret-set';

/** What is scaled: the Deployment of a service. */
export interface Scaled {
  readonly name: string;
  readonly labels: ServiceLabels;
  /** The name of the service's own container. */
  readonly container: string;
  /** What it requests. */
  requestOf(resource: 'cpu' | 'memory'): string;
  /** The key of a Secret in the service's namespace that holds a declared one; that a trigger reads it is noted. */
  secretOf(value: SecretKey | DeclaredSecretKey, trigger: string): SecretKey;
}
