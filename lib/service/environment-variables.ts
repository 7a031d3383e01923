import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { sessionOf } from '../environment/session';
import { ParityError } from '../template/error';
import { isPlaceholder } from '../template/placeholder';
import { authoredAt } from './authored-at';
import type { Manifest } from './manifest';
import type { DeclaredSecretKey } from './secrets/secret-set';

/** A key of a Secret, by its name in the namespace. */
export interface SecretKey { readonly secret: string; readonly key: string }
/** A field of the pod: `status.podIP`. */
export interface PodField { readonly field: string }

/** What a container can be given as it is. */
export type PlainEnvValue = string | number | SecretKey | PodField;

/**
 * An environment variable's value: fixed, a variation or fact, a declared secret's key (`payment.key('apiKey')`), a key
 * of a Secret that somebody else owns, or a field of the pod.
 */
export type EnvValue = PlainEnvValue | DeclaredSecretKey;

type EnvVar = Manifest<k8s.EnvVar>;

/** cdk8s loses `__proto__`, and cannot write a ConfigMap with `constructor`. */
const NAME = /^(?!__proto__$|constructor$)[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The fixed part of a container's environment, in the author's order, which has meaning.
 *
 * @throws PARITY_BAD_ENV_NAME when a name is none
 */
export function envVarsOf(scope: Construct, env: Readonly<Record<string, PlainEnvValue>>): EnvVar[] {
  return Object.entries(env).map(([name, value]): EnvVar => {
    checkEnvName(scope, name);
    if (typeof value !== 'object' || isPlaceholder(value)) return { name, value: `${value as string | number}` };
    if ('field' in value) return { name, valueFrom: { fieldRef: { fieldPath: value.field } } };
    return { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } };
  });
}

/** Data may come past the types. @throws PARITY_BAD_ENV_VALUE when it is nothing that a variable can have */
export function checkEnvValue(scope: Construct, name: string, value: unknown): void {
  if (['string', 'number'].includes(typeof value) || isPlaceholder(value)) return;
  const has = (...keys: readonly string[]) => typeof value === 'object' && value !== null
    && Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));
  if (has('secret', 'key') || has('secrets', 'key') || has('field')) return;
  const keys = typeof value === 'object' && value !== null ? `an object of ${Object.keys(value).join(', ').slice(0, 80)}` : '';
  throw new ParityError({
    code: 'PARITY_BAD_ENV_VALUE', message: 'an environment variable cannot have this value', where: authoredAt(scope),
    // Not the value: somebody may have tried to type a secret in.
    got: `'${name}': ${keys || (value === null ? 'null' : typeof value)}`,
    expected: "text, a number, secrets('...').key('...'), { secret, key } or { field }", fix: 'give one of these',
  });
}

/** @throws PARITY_BAD_ENV_NAME when a name is none, or is made of a value that differs */
export function checkEnvName(scope: Construct, name: string): void {
  if (NAME.test(name)) return;
  throw new ParityError({
    code: 'PARITY_BAD_ENV_NAME', message: 'an environment variable cannot have this name', where: authoredAt(scope),
    got: JSON.stringify(sessionOf(scope).registry.explain(name).slice(0, 80)),
    expected: 'letters, digits and underscores, the same in every environment', fix: 'give another name',
  });
}

/** Refuses two values under one name: the container would see one of them, and nobody could say which was meant. */
export function duplicateEnv(where: string, name: string, first: string, second: string): ParityError {
  return new ParityError({
    code: 'PARITY_DUPLICATE_ENV', message: 'an environment variable is given twice', where,
    got: `'${name}' by ${first} and by ${second}`,
    fix: "give one of them another name; for calls: calls(other, { env: 'OTHER_ADDR' })",
  });
}
