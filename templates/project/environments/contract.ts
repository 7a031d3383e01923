import type { EnvironmentContract } from 'cdk8s-parity';

/** What every environment answers. Add a fact here, and each environment must answer it before anything compiles. */
export interface Contract extends EnvironmentContract {
  /** What logs are worth keeping here. */
  readonly logLevel: 'debug' | 'info' | 'warn';
}
