import { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { facts } from '../../environment/facts';
import { recordSecret } from '../../environment/service-records';
import { when } from '../../environment/when';
import { type NamedSecret, createExternalSecret } from './external-secret';
import { type SecretOwner, createSecretStore } from './secret-store';

/**
 * Declares one Secret that is not written here: an ExternalSecret through a store of the owner's own fills it where
 * the environment has external-secrets; elsewhere it is a reference to a Secret of the same name and keys, which
 * `parity secrets init` or somebody else fills. The alternative is counted.
 *
 * May stand in a branch of an alternative: then the Secret is one of that branch's environments only.
 */
export function createSecretObjects(scope: Construct, { name, keys, rotation, ...owner }: SecretOwner & NamedSecret): void {
  createSecrets(scope, `secret-${name}`, owner, [{ name, keys, rotation }]);
}

/** The same for several Secrets of one owner, which share its store. */
export function createSecrets(
  scope: Construct, id: string, owner: SecretOwner, secrets: readonly NamedSecret[],
): void {
  if (secrets.length === 0) return;
  const all = new Construct(scope, id);
  for (const { name, keys } of secrets) recordSecret(all, { construct: scope.node.path, secret: name, keys });
  const entries = secrets.flatMap(({ keys }) => keys.flatMap(({ remote }) => (remote === undefined ? [] : [remote.key])));
  when(facts<EnvironmentContract>(scope).capabilities.externalSecrets, {
    true: () => {
      createSecretStore(all, owner, [...new Set(entries)].sort());
      for (const secret of secrets) createExternalSecret(all, owner, secret);
    },
    false: () => undefined,
  });
}
