import type { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { facts } from '../../environment/facts';
import { when } from '../../environment/when';

/** By which Stakater Reloader finds the Secrets whose change restarts a workload: their names, with commas. */
const RELOAD = 'secret.reloader.stakater.com/reload';
/** Who restarts the pods in each environment, for whoever reads it in the cluster. */
const RELOAD_BY = 'cdk8s-parity.dev/secrets-reload';

/** The Secrets of a workload whose change restarts its pods, in one order. */
export function reloadedSecrets(names: readonly string[]): string {
  return [...new Set(names)].sort().join(',');
}

/**
 * The annotations by which the pods of a workload are restarted one by one when one of exactly these Secrets changes.
 *
 * They stand in every environment; the fact `capabilities.reloader` says whether somebody acts on them.
 *
 * @param names `reloadedSecrets(...)`, or what produces it while the object is rendered
 */
export function restartAnnotations(scope: Construct, names: string): Readonly<Record<string, string>> {
  return {
    [RELOAD]: names,
    [RELOAD_BY]: when(facts<EnvironmentContract>(scope).capabilities.reloader, {
      true: () => 'Reloader restarts the pods',
      false: () => 'restart by hand after a change: no Reloader here',
    }),
  };
}
