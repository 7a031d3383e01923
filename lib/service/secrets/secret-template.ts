import type { SecretKeyRecord } from '../../environment/service-records';

/** `{{ .password }}`: the one form that is known, so that this library and external-secrets compute the same. */
const REFERENCE = /\{\{ ?\.([A-Za-z_][A-Za-z0-9_]*) ?\}\}/g;

/** The keys that a template stands for, or what is wrong with it. */
export function readTemplate(template: string): { readonly keys: readonly string[]; readonly problem?: string } {
  const keys = [...template.matchAll(REFERENCE)].map(([, key]) => key);
  const rest = template.replace(REFERENCE, '');
  return /\{\{|\}\}/.test(rest) ? { keys, problem: 'only {{ .key }} is known in a template' } : { keys };
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
