import type { Construct } from 'constructs';
import { type SecretReadRecord, type SecretSetRecord, recordSecretRead } from '../../environment/service-records';
import { sessionOf } from '../../environment/session';
import { isPlaceholder } from '../../template/placeholder';
import { type EnvValue, type PlainEnvValue, type SecretKey, checkEnvValue } from '../environment-variables';
import type { ServiceLabels } from '../labels';
import type { StoredVolume, Volumes } from '../volumes';
import { badSecret } from './bad-secret';
import { reloadedSecrets, restartAnnotations } from './restart-on-change';
import { createSecrets } from './secret-objects';
import { type DeclaredSecretKey, type SecretSet, recordOf } from './secret-set';
import { claimDeclaration } from './set-declarations';
import { keysIn } from './secret-template';

/** What a service reads of one set. */
interface SetReads { readonly set: SecretSet; readonly keys: Set<string> }

/**
 * The secrets that one service reads: each set becomes a Secret `<service>-<set>` with the keys that are read, and no
 * other.
 */
export class ServiceSecrets {
  private readonly sets = new Map<string, SetReads>();

  constructor(private readonly scope: Construct, private readonly service: string) {}

  /**
   * Environment variables, whose declared keys are keys of the service's own Secrets.
   *
   * @throws PARITY_UNKNOWN_SECRET_KEY when a set does not declare a key
   * @throws PARITY_SECRET_TWICE when two sets have one name
   * @throws PARITY_BAD_ENV_VALUE when a value is nothing that a variable can have
   * @throws PARITY_BAD_SECRET when the set's changes reach files only, or `secrets(...)` did not declare it
   */
  envOf(env: Readonly<Record<string, EnvValue>>): Readonly<Record<string, PlainEnvValue>> {
    return Object.fromEntries(Object.entries(env).map(([name, value]): [string, PlainEnvValue] => {
      checkEnvValue(this.scope, name, value);
      if (typeof value !== 'object' || isPlaceholder(value)) return [name, value as PlainEnvValue];
      if ('secrets' in value) {
        if (value.secrets.declaration.reload === 'files') {
          throw badSecret(this.scope, `'${value.key}' of '${value.secrets.name}' as the variable '${name}'`, {
            expected: "files: a variable does not change while its process runs, and the set says reload: 'files'",
            fix: "read it by volumes, or declare reload: 'restart'",
          });
        }
        const secret = this.read(value.secrets, value.key);
        this.record(secret, value.key, { env: name });
        return [name, { secret, key: value.key }];
      }
      if ('secret' in value) this.record(value.secret, value.key, { env: name });
      return [name, value];
    }));
  }

  /** The key of a Secret with which a trigger of an autoscaler logs in. @throws PARITY_UNKNOWN_SECRET_KEY */
  keyOf(value: SecretKey | DeclaredSecretKey, trigger: string): SecretKey {
    const secret = 'secrets' in value ? this.read(value.secrets, value.key) : value.secret;
    this.record(secret, value.key, { trigger });
    return { secret, key: value.key };
  }

  /** Volumes, whose declared keys are files of the service's own Secrets. @throws PARITY_UNKNOWN_SECRET_KEY */
  volumesOf(volumes: Volumes): Readonly<Record<string, StoredVolume>> {
    return Object.fromEntries(Object.entries(volumes).map(([name, volume]): [string, StoredVolume] => {
      if (!('secrets' in volume)) {
        if ('secret' in volume) this.record(volume.secret, '*', { file: volume.mount });
        return [name, volume];
      }
      const { mount, secrets: set } = volume;
      const keys = [...new Set(volume.keys ?? set.declaration.keys.map((key) => key.name))];
      const [secret = ''] = keys.map((key) => this.read(set, key));
      if (secret === '') {
        throw badSecret(this.scope, `volume '${name}' without keys of '${set.name}'`, { fix: 'name one' });
      }
      for (const key of keys) this.record(secret, key, { file: `${mount}/${key}` });
      return [name, { mount, secret, keys }];
    }));
  }

  /** The Secrets whose change restarts the pods. */
  get restarting(): readonly string[] {
    return [...this.sets.values()].filter(({ set }) => set.declaration.reload === 'restart')
      .map(({ set }) => this.nameOf(set));
  }

  /** What has the pods restarted by a change of their Secrets; undefined when they read none of that kind. */
  deploymentAnnotations(): Readonly<Record<string, string>> | undefined {
    if (this.restarting.length === 0) return undefined;
    return restartAnnotations(this.scope, reloadedSecrets(this.restarting));
  }

  /** Creates what fills the Secrets. Once, when all reads are known. */
  create(labels: ServiceLabels): void {
    createSecrets(this.scope, 'secrets', { owner: this.service, serviceAccount: this.service, labels: labels.object },
      [...this.sets.values()].map(({ set, keys }) => ({
        name: this.nameOf(set), keys: keysToFill(set, keys), rotation: set.declaration.rotation, set: setRecord(set),
      })));
  }

  /** Notes that a key is read, and gives the name of the Secret. */
  private read(set: SecretSet, key: string): string {
    claimDeclaration(this.scope, set);
    recordOf(set, key);
    const reads = this.sets.get(set.name) ?? { set, keys: new Set<string>() };
    this.sets.set(set.name, reads);
    reads.keys.add(key);
    return this.nameOf(set);
  }

  private nameOf(set: SecretSet): string {
    return `${this.service}-${set.name}`;
  }

  /** Names of others' Secrets may differ between environments; then it is said by what. */
  private record(secret: string, key: string, as: SecretReadRecord['as']): void {
    const { registry } = sessionOf(this.scope);
    recordSecretRead(this.scope, {
      service: this.scope.node.path, secret: registry.explain(`${secret}`), key: registry.explain(`${key}`), as,
    });
  }
}

function setRecord({ name, declaration: { keys, source } }: SecretSet): SecretSetRecord {
  return { name, keys: keys.map((key) => key.name), ...(source === undefined ? {} : { source }) };
}

/** The keys that are read, in the order of their declaration, and those that only help to compute them. */
function keysToFill({ declaration }: SecretSet, read: ReadonlySet<string>) {
  const records = declaration.keys.filter(({ name }) => read.has(name));
  const helpers = new Set(records.flatMap(({ template }) => keysIn(template ?? '')));
  return declaration.keys.flatMap((record) => {
    if (read.has(record.name)) return [record];
    return helpers.has(record.name) ? [{ ...record, internal: true as const }] : [];
  });
}
