import type { SecretKeyRecord } from '../../environment/service-records';
import { callSite } from '../../environment/source-location';
import { badSecret, quoted, unknownKey } from './bad-secret';
import type { Rotation } from './external-secret';
import { type SecretKeyOptions, checkOptions, keyRecord } from './secret-key';
import { checkTemplates } from './secret-template';

/** How a service gets to know that a value changed. */
export type Reload = 'restart' | 'files' | 'none';

export interface SecretsOptions<K extends string> {
  /** What there is, by name. A service's Secret holds those that it reads, and no other. */
  readonly keys: { readonly [P in K]: SecretKeyOptions };
  /**
   * The store's entry that holds the keys as its properties. Whoever may read an entry may read all of it: what some
   * services must not see belongs into another one.
   * @default - the set's name
   */
  readonly entry?: string;
  /** How often the values are read from the store again: `'1h'`, a Duration, or a variation. @default '1h' */
  readonly rotation?: Rotation;
  /**
   * What happens on a change: the pods are restarted, one by one (Stakater Reloader; where the environment has none it
   * is done by hand, and the Deployment says so); the mounted files change, which the service watches; or nothing.
   * @default 'restart'
   */
  readonly reload?: Reload;
}

/** A key of a declared set, to be read as an environment variable. */
export interface DeclaredSecretKey<K extends string = string> {
  readonly secrets: SecretSet;
  readonly key: K;
}

/** Keys of a declared set as files, named after the keys. */
export interface DeclaredSecretVolume {
  /** The folder. */
  readonly mount: string;
  readonly secrets: SecretSet;
  /** @default - all keys of the set */
  readonly keys?: readonly string[];
}

/** What is declared by `secrets(...)`. */
export interface SecretSet<K extends string = string> {
  readonly name: string;
  readonly declaration: SetDeclaration;
  /** For `env`: the variable has the key's value. @throws PARITY_UNKNOWN_SECRET_KEY when it is not declared */
  key<P extends K>(key: P): DeclaredSecretKey<P>;
  /** For `volumes`: the keys as files. @throws PARITY_UNKNOWN_SECRET_KEY when one is not declared */
  files(options: { readonly mount: string; readonly keys?: readonly K[] }): DeclaredSecretVolume;
}

/** What a set says of its keys. */
export interface SetDeclaration {
  readonly keys: readonly SecretKeyRecord[];
  readonly rotation: Rotation | undefined;
  readonly reload: Reload;
  readonly source: string | undefined;
}

/** RFC 1035: what a Secret's name, and an entry of every store, may be made of. */
const NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const RELOADS: readonly unknown[] = ['restart', 'files', 'none'];

/**
 * Declares secrets once, for all services that read some of them. It may stand at module level.
 *
 * Values are never written in a program: no option takes one. Where they come from says the contract
 * (`capabilities.externalSecrets`, `secretStore.provider`); a service reads `payment.key('apiKey')`, and gets a Secret
 * of its own with the keys that it reads.
 *
 * ```ts
 * export const payment = secrets('payment', { keys: { apiKey: {}, signingKey: { generate: { form: 'hex' } } } });
 * ```
 *
 * @throws PARITY_BAD_SECRET when a name, key or option cannot be
 * @throws PARITY_UNKNOWN_SECRET_KEY when a template stands for a key that is not declared
 */
export function secrets<const K extends string>(name: string, options: SecretsOptions<K>): SecretSet<K> {
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw badSecret(undefined, `the name ${quoted(name)}`, {
      expected: 'lower-case letters, digits and dashes, beginning with a letter, at most 63', fix: 'give another name',
    });
  }
  const { keys, entry = name, rotation, reload = 'restart' } = checkOptions(options, `'${name}'`, [
    'keys', 'entry', 'rotation', 'reload',
  ]) as SecretsOptions<string>;
  if (!RELOADS.includes(reload)) {
    throw badSecret(undefined, `reload ${quoted(reload)} of '${name}'`, {
      expected: "'restart', 'files' or 'none'", fix: 'choose one of them',
    });
  }
  const records = Object.entries(checkOptions(keys, `the keys of '${name}'`))
    .map(([key, of]) => keyRecord(name, entry, key, of as SecretKeyOptions));
  if (records.length === 0) throw badSecret(undefined, `'${name}' without keys`, { fix: 'declare what services read' });
  checkTemplates(name, records);
  return new Declared(name, { keys: records, rotation, reload, source: callSite() });
}

class Declared implements SecretSet {
  constructor(readonly name: string, readonly declaration: SetDeclaration) {}

  key<P extends string>(key: P): DeclaredSecretKey<P> {
    recordOf(this, key);
    return { secrets: this, key };
  }

  files({ mount, keys }: { readonly mount: string; readonly keys?: readonly string[] }): DeclaredSecretVolume {
    for (const key of keys ?? []) recordOf(this, key);
    return { mount, secrets: this, ...(keys === undefined ? {} : { keys }) };
  }
}

/** Whether it was declared by `secrets(...)`, and not put together by hand. */
export function isSecretSet(set: SecretSet): boolean {
  return set instanceof Declared;
}

/** What is declared of a key. @throws PARITY_UNKNOWN_SECRET_KEY when nothing is */
export function recordOf({ name, declaration }: SecretSet, key: string): SecretKeyRecord {
  const record = declaration.keys.find((candidate) => candidate.name === key);
  if (record !== undefined) return record;
  throw unknownKey(name, key, declaration.keys.map((candidate) => candidate.name));
}
