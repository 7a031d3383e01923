import type { SecretKeyRecord } from '../../environment/service-records';
import { holdsMarker } from '../../template/marker';
import { badSecret, unknownKey } from './bad-secret';

/** `{{ .password }}`: the one form that is known, so that this library and external-secrets compute the same. */
const REFERENCE = /\{\{ ?\.([A-Za-z_][A-Za-z0-9_]*) ?\}\}/g;

/** The keys that a template stands for. */
export function keysIn(template: string): string[] {
  return [...template.matchAll(REFERENCE)].map(([, key]) => key);
}

/** Whether a template is text and references alone, the same everywhere: what else Go computes is not known here. */
export function isKnownForm(template: string): boolean {
  const rest = template.replace(REFERENCE, '');
  // Go takes the first two of `{{{` for the opening.
  return !/\{\{|\}\}/.test(rest) && !template.includes('{{{') && !holdsMarker(rest);
}

/**
 * Holds the templates of a set against its keys.
 *
 * @throws PARITY_BAD_SECRET when one does more than stand for keys of the store, or holds a value that differs
 * @throws PARITY_UNKNOWN_SECRET_KEY when one stands for a key that is not declared
 */
export function checkTemplates(set: string, keys: readonly SecretKeyRecord[]): void {
  const names = keys.map(({ name }) => name);
  for (const { name, template } of keys) {
    if (template === undefined) continue;
    if (!isKnownForm(template)) {
      throw badSecret(undefined, `the template of key '${name}' of '${set}'`, {
        expected: 'text with {{ .key }} for values of other keys', fix: 'leave out what computes, or what differs',
      });
    }
    if (keysIn(template).length === 0) {
      throw badSecret(undefined, `the template of key '${name}' of '${set}' stands for no key`, {
        fix: 'write it where it is used: it is no secret',
      });
    }
    for (const key of keysIn(template)) {
      const other = keys.find((candidate) => candidate.name === key);
      if (other === undefined) throw unknownKey(set, key, names);
      if (other.template === undefined) continue;
      throw badSecret(undefined, `the template of key '${name}' of '${set}' stands for '${key}'`, {
        expected: 'a key that a store holds', fix: `write what '${key}' is computed from`,
      });
    }
  }
}

/** The text of a template, of the other keys' values. @param valueOf gives undefined where there is none yet */
export function fillTemplate(template: string, valueOf: (key: string) => string | undefined): string | undefined {
  let isWhole = true;
  const text = template.replace(REFERENCE, (_, key: string) => {
    const value = valueOf(key);
    isWhole &&= value !== undefined;
    return value ?? '';
  });
  return isWhole ? text : undefined;
}

/** The keys of a Secret in the text/template of external-secrets, engine v2; undefined when none is computed. */
export function targetTemplate(keys: readonly SecretKeyRecord[]): Readonly<Record<string, string>> | undefined {
  if (keys.every(({ template }) => template === undefined)) return undefined;
  // What a template names replaces all that was fetched: what only helps to compute is no key of the Secret.
  return Object.fromEntries(keys.filter(({ internal }) => internal !== true)
    .map(({ name, template }) => [name, template ?? `{{ index . "${name}" }}`]));
}
