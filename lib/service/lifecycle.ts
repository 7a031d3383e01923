import type { Duration } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Manifest } from './manifest';
import type { SecureDefaults } from './secure-defaults';

export interface LifecycleOptions {
  /** How long a pod may take to stop, the wait before it included. @default Duration.seconds(30) */
  readonly terminationGrace?: Duration;
  /**
   * Seconds between a pod's leaving the endpoints and its SIGTERM, in which proxies learn that it is gone.
   * The same in every environment.
   * @default 5
   */
  readonly drainSeconds?: number;
}

export function terminationGraceSeconds(options: LifecycleOptions): number {
  return options.terminationGrace?.toSeconds() ?? 30;
}

/**
 * Waits before SIGTERM while the pod's traffic moves away.
 *
 * The kubelet's own `sleep` action: it needs no shell in the image. Beta and on since Kubernetes 1.30, stable in 1.34,
 * and newer than the L1 types, hence the assertion.
 */
export function lifecycleOf(options: LifecycleOptions, defaults: SecureDefaults): Manifest<k8s.Lifecycle> | undefined {
  const preStop = { sleep: { seconds: options.drainSeconds ?? 5 } };
  return defaults.when('gracefulShutdown', { preStop: preStop as Manifest<k8s.LifecycleHandler> });
}
