import { Lazy } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { authoredAt } from './authored-at';
import type { Address, Calls } from './calls';
import { type PlainEnvValue, duplicateEnv, envVarsOf } from './environment-variables';
import type { Manifest } from './manifest';

interface EnvParts {
  readonly env: Readonly<Record<string, PlainEnvValue>>;
  /** These names are taken: the container gets them from a ConfigMap. */
  readonly configKeys: readonly string[];
  readonly calls: Calls;
}

/**
 * A container's `env`: the author's variables, then the addresses of called services, which are known when the object
 * is rendered.
 *
 * @throws PARITY_DUPLICATE_ENV when two of env, config and calls give one name; for calls, when it is rendered
 */
export function containerEnv(scope: Construct, { env, configKeys, calls }: EnvParts): Manifest<k8s.EnvVar>[] {
  const fixed = envVarsOf(scope, env);
  const givers = new Map(configKeys.map((name) => [name, 'config']));
  for (const { name } of fixed) claim(givers, name, 'env', authoredAt(scope));
  return Lazy.any({
    produce: () => {
      const addresses = calls.addresses();
      claimAll(new Map(givers), addresses, scope.node.path);
      const all = [...fixed, ...addresses.map(({ env: name, value }) => ({ name, value }))];
      return all.length === 0 ? undefined : all;
    },
  });
}

function claimAll(givers: Map<string, string>, addresses: readonly Address[], where: string): void {
  for (const { env, to } of addresses) claim(givers, env, `the call of '${to}'`, where);
}

function claim(givers: Map<string, string>, name: string, giver: string, where: string): void {
  const other = givers.get(name);
  if (other !== undefined) throw duplicateEnv(where, name, other, giver);
  givers.set(name, giver);
}
