import type { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { facts, isAnswered } from '../../environment/facts';

/**
 * The Secrets with which the nodes open the registry, wherever the contract answers `imagePullSecrets`: a list of its
 * own length in each environment.
 */
export function imagePullSecretsOf(scope: Construct): { readonly name: string }[] | undefined {
  if (!isAnswered(scope, ['imagePullSecrets'])) return undefined;
  return facts<EnvironmentContract>(scope).imagePullSecrets.map((name) => ({ name }));
}
