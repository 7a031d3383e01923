import type { EnvironmentContract } from 'cdk8s-parity';

/**
 * What every environment answers. Add a fact here, and each environment must answer it before anything compiles.
 *
 * Some facts of EnvironmentContract are optional: only certain capabilities of services ask for them. A capability is
 * `true` where the cluster has it, and `false` elsewhere: services then take their alternative there. Backing services
 * are answered by name: `backings: { orders: { provisioner: 'stateful-set', engine: 'postgres', major: 17 } }`.
 * All of them: node_modules/cdk8s-parity/docs/environments.md.
 */
export interface Contract extends EnvironmentContract {
  /** What logs are worth keeping here. */
  readonly logLevel: 'debug' | 'info' | 'warn';
}
