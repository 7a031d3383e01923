import { Lazy } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { authoredAt } from './authored-at';
import type { UsedVariable, Uses } from './backing/uses';
import type { Address, Calls } from './calls';
import { type PlainEnvValue, duplicateEnv, envVarsOf } from './environment-variables';
import type { Manifest } from './manifest';

interface EnvParts {
  readonly env: Readonly<Record<string, PlainEnvValue>>;
  /** These names are taken: the container gets them from a ConfigMap. */
  readonly configKeys: readonly string[];
  readonly calls: Calls;
  readonly uses: Uses;
}

/**
 * A container's `env`: the author's variables, then the addresses of called services and the connections of used backing
 * services, which are known when the object is rendered.
 *
 * @throws PARITY_DUPLICATE_ENV when two of them, or the configuration, give one name; for calls and uses, when it is
 * rendered
 */
export function containerEnv(scope: Construct, { env, configKeys, calls, uses }: EnvParts): Manifest<k8s.EnvVar>[] {
  const fixed = envVarsOf(scope, env);
  const givers = new Map(configKeys.map((name) => [name, 'config']));
  for (const { name } of fixed) claim(givers, name, 'env', authoredAt(scope));
  return Lazy.any({
    produce: () => {
      const addresses = calls.addresses();
      const used = uses.variables();
      claimAll(new Map(givers), addresses, used, scope.node.path);
      const all = [
        ...fixed, ...addresses.map(({ env: name, value }) => ({ name, value })), ...used.map(({ variable }) => variable),
      ];
      return all.length === 0 ? undefined : all;
    },
  });
}

function claimAll(
  givers: Map<string, string>, addresses: readonly Address[], used: readonly UsedVariable[], where: string,
): void {
  for (const { env, to } of addresses) claim(givers, env, `the call of '${to}'`, where);
  for (const { variable, of } of used) claim(givers, variable.name, `the backing service '${of}'`, where);
}

function claim(givers: Map<string, string>, name: string, giver: string, where: string): void {
  const other = givers.get(name);
  if (other !== undefined) throw duplicateEnv(where, name, other, giver);
  givers.set(name, giver);
}
