import type { SecretKeyRecord } from '../../environment/service-records';
import { holdsMarker } from '../../template/marker';
import { badSecret, quoted } from './bad-secret';

interface AnyKey {
  /** What it is for, to whoever fills it. @default - none */
  readonly description?: string;
}

/** A key that a store holds. */
export interface StoredKey extends AnyKey {
  /**
   * Where the store keeps it, the same in every environment. A `property` is a field of the entry; false says that the
   * entry is the value itself.
   * @default - the set's entry, and in it the property of the key's name
   */
  readonly remote?: { readonly key: string; readonly property?: string | false };
  /**
   * Lets `parity secrets init` make a value up, for environments whose store it fills. `length` counts the characters
   * of `alphanumeric` and `hex`, and the bytes that `base64` encodes. Nothing is generated in a real store.
   * @default - somebody must give the value; `length` is 32
   */
  readonly generate?:
    | { readonly form: 'alphanumeric' | 'hex' | 'base64'; readonly length?: number }
    | { readonly form: 'uuid' };
  readonly template?: never;
}

/** A key that is computed from others. */
export interface ComputedKey extends AnyKey {
  /** `postgres://app:{{ .password }}@db`: `{{ .password }}` stands for another key's value; nothing else is known. */
  readonly template: string;
  readonly remote?: never;
  readonly generate?: never;
}

/** A key of a set. No option takes its value. */
export type SecretKeyOptions = StoredKey | ComputedKey;

/** What a Secret's key and a file may be called; `__proto__` would be lost. */
const KEY = /^(?!__proto__$)[A-Za-z0-9_-][A-Za-z0-9._-]{0,252}$/;
/** A dot is a path to the stores. */
const PROPERTY = /^(?!__proto__$)[A-Za-z0-9_-]{1,253}$/;
/** A path of words; what a store has against it is said for each environment. */
const ENTRY = /^[A-Za-z0-9_+=@-][A-Za-z0-9._+=@-]*(\/[A-Za-z0-9_+=@-][A-Za-z0-9._+=@-]*)*$/;
const FORMS: readonly unknown[] = ['alphanumeric', 'hex', 'base64', 'uuid'];

/** Reads a key's declaration. @throws PARITY_BAD_SECRET when it cannot be */
export function keyRecord(set: string, entry: string, name: string, options: SecretKeyOptions): SecretKeyRecord {
  const what = `key '${name}' of '${set}'`;
  check(KEY, name, `the key ${quoted(name)} of '${set}'`, 'letters, digits, dashes, underscores and dots');
  const { remote, generate, template, description } =
    checkOptions(options, what, ['remote', 'generate', 'template', 'description']) as SecretKeyOptions;
  if (description !== undefined && typeof description !== 'string') throw noText(`description of ${what}`);
  if (description !== undefined && holdsMarker(description)) {
    throw badSecret(undefined, `description of ${what} ${quoted(description)}`, { fix: 'say it in one way for all' });
  }
  const described = description === undefined ? {} : { description };
  if (template !== undefined) {
    if (typeof template !== 'string') throw noText(`template of ${what}`);
    if (remote === undefined && generate === undefined) return { name, template, ...described };
    throw badSecret(undefined, `${what} has a template, and ${remote === undefined ? 'generate' : 'remote'}`, {
      fix: 'leave one out: what is computed is neither stored nor made up',
    });
  }
  return {
    name, remote: remoteOf(what, entry, name, remote),
    ...(generate === undefined ? {} : { generate: generateOf(what, generate) }), ...described,
  };
}

function remoteOf(
  what: string, entry: string, name: string, remote: StoredKey['remote'],
): NonNullable<SecretKeyRecord['remote']> {
  const { key = entry, property = name } = remote === undefined
    ? {} : checkOptions(remote, `remote of ${what}`, ['key', 'property']) as NonNullable<StoredKey['remote']>;
  check(ENTRY, key, `the entry ${quoted(key)} of ${what}`, 'words of letters, digits and ._+=@-, with / between them');
  if (property === false) return { key };
  check(PROPERTY, property, `the property ${quoted(property)} of ${what}`, 'letters, digits, dashes and underscores',
    'give another one: remote: { key, property }; stores read a dot as a path');
  return { key, property };
}

function generateOf(what: string, options: NonNullable<StoredKey['generate']>): SecretKeyRecord['generate'] {
  const { form, length = 32 } = checkOptions(options, `generate of ${what}`, ['form', 'length']) as
    { readonly form: 'alphanumeric'; readonly length?: number };
  const isKnown = FORMS.includes(form) && Number.isInteger(length) && length >= 1 && length <= 4096;
  if (isKnown) return { form, length: (form as string) === 'uuid' ? 36 : length };
  throw badSecret(undefined, `generate of ${what}`, {
    expected: "form 'alphanumeric', 'hex', 'base64' or 'uuid', and a length from 1 to 4096", fix: 'mend it',
  });
}

/**
 * Options as they are, when all are known: a mistyped one would be passed over, and `value` is refused with words of
 * its own. Names are said, never what they hold.
 */
export function checkOptions(options: unknown, what: string, known?: readonly string[]): object {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    const found = options === null ? 'null' : Array.isArray(options) ? 'a list' : `a ${typeof options}`;
    throw badSecret(undefined, `${what}: ${found}`, {
      expected: 'options; a value is given to the store, not to the program', fix: 'write {}, or options',
    });
  }
  const unknown = known === undefined ? [] : Object.keys(options).filter((name) => !known.includes(name));
  if (unknown.length === 0) return options;
  throw badSecret(undefined, `option ${unknown.map(quoted).join(', ')} of ${what}`, {
    expected: known?.join(', '),
    fix: unknown.some((name) => /value|data|default|secret|password/i.test(name))
      ? 'leave it out: a value is given to the store, or to `parity secrets init`, and never written in a program'
      : 'correct the name, or leave it out',
  });
}

function check(pattern: RegExp, text: unknown, got: string, expected: string, fix = 'give another name'): void {
  if (typeof text !== 'string' || !pattern.test(text)) throw badSecret(undefined, got, { expected, fix });
}

function noText(what: string) {
  return badSecret(undefined, `${what} is no text`, { fix: 'write a text' });
}
