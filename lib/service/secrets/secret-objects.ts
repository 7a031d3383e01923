import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { everyTarget } from '../../environment/every-target';
import { facts } from '../../environment/facts';
import { recordSecret } from '../../environment/service-records';
import { when } from '../../environment/when';
import { badSecret } from './bad-secret';
import { type NamedSecret, createExternalSecret } from './external-secret';
import { type SecretOwner, createSecretStore } from './secret-store';

/**
 * Declares one Secret that is not written here: an ExternalSecret through a store of the owner's own fills it where
 * the environment has external-secrets; elsewhere it is a reference to a Secret of the same name and keys, which
 * `parity secrets init` or somebody else fills. The alternative is counted.
 *
 * May stand in a branch of an alternative: then the Secret is one of that branch's environments only.
 */
export function createSecretObjects(
  scope: Construct, { name, keys, rotation, ...owner }: SecretOwner & NamedSecret,
): void {
  createSecrets(scope, `secret-${name}`, owner, [{ name, keys, rotation }]);
}

/** The same for several Secrets of one owner, which share its store. */
export function createSecrets(
  scope: Construct, id: string, owner: SecretOwner, secrets: readonly NamedSecret[],
): void {
  if (secrets.length === 0) return;
  const all = new Construct(scope, id);
  for (const { name, keys, set } of secrets) {
    // A role without names may read everything.
    if (keys.every(({ remote }) => remote === undefined)) {
      throw badSecret(scope, `the Secret '${name}', whose keys are in no store`, {
        fix: 'write what is no secret as text',
      });
    }
    recordSecret(all, { construct: scope.node.path, secret: name, keys, ...(set && { set }) });
  }
  refuseSharedNames(all, secrets);
  const remotes = secrets.flatMap(({ keys }) => keys.flatMap(({ remote }) => (remote === undefined ? [] : [remote])));
  when(facts<EnvironmentContract>(scope).capabilities.externalSecrets, {
    true: () => {
      createSecretStore(all, owner, remotes);
      for (const secret of secrets) createExternalSecret(all, owner, secret);
    },
    false: () => undefined,
  });
}

/**
 * Where no object is written nothing else would say that two services mean one Secret: `c` of `a-b`, and `b-c` of `a`.
 */
function refuseSharedNames(scope: Construct, secrets: readonly NamedSecret[]): void {
  everyTarget(scope, Chart.of(scope).namespace ?? '', (namespace, { memory }) => {
    const owners = (memory.get(OWNERS) ?? new Map<string, string>()) as Map<string, string>;
    memory.set(OWNERS, owners);
    return secrets.flatMap(({ name }) => {
      const id = `${namespace}/${name}`;
      const other = owners.get(id);
      if (other === undefined) owners.set(id, scope.node.path);
      return other === undefined || other === scope.node.path ? [] : [{
        code: 'PARITY_BAD_SECRET' as const, message: 'two declare a Secret of one name',
        got: `'${name}', also of ${other}`,
        fix: 'name a service or a set of secrets otherwise',
      }];
    });
  });
}

const OWNERS = 'owners of Secrets';
