import type { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { type TargetProblem, everyTarget } from '../../environment/every-target';
import { facts, isAnswered } from '../../environment/facts';
import { type CloudName, TENANT } from './clouds';
import { cloudOf } from './workload-identity';

/**
 * Holds that a store of secrets that reads as a ServiceAccount reads as an identity of its own cloud's.
 *
 * external-secrets takes it from the ServiceAccount's annotations, and the store is never ready without: Amazon's wants
 * the role, Microsoft's the client and the tenant. Google's may do without, as the ServiceAccount itself.
 */
export function refuseStranger(store: Construct, provider: string, needed: CloudName): void {
  const problem = (got: string, fix: string): TargetProblem => ({
    code: 'PARITY_BAD_IDENTITY',
    message: `the store (${provider}) reads as a ServiceAccount that is nobody in its cloud`, got,
    expected: `an identity by the engine '${needed}'`, fix,
  });
  const cloud = cloudOf(store);
  if (cloud !== needed) {
    const [got, fix] = cloud === undefined
      ? ['no identity.workload', 'declare identity: { workload: true } for who reads the secrets']
      : [`an identity by the engine '${cloud}'`, 'name the engine and the provider of one cloud: engines.identity'];
    everyTarget(store, null, () => [problem(got, fix)]);
    return;
  }
  const { workloadIdentity } = facts<EnvironmentContract>(store).capabilities;
  everyTarget(store, workloadIdentity, (isThere) => (isThere ? [] : [
    problem('capabilities.workloadIdentity: false',
      'name a store that this environment can read, or give its pods identities'),
  ]));
  if (needed !== 'azure' || isAnswered(store, TENANT)) return;
  const fix = 'answer workloadIdentity.tenantId in every environment of the cloud';
  everyTarget(store, null, () => [problem('no tenant', fix)]);
}
