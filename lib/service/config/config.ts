import type { Construct } from 'constructs';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { checkEnvName } from '../environment-variables';
import type { ServiceLabels } from '../labels';
import { checkConfig } from './check-config';
import { createConfigMap } from './config-map';
import { hasText } from './has-text';
import { TypedConfig } from './typed-config';

/** Settings by the name of the environment variable that carries them. */
export type Config = Readonly<Record<string, string | number>>;

/** Tells of which configuration a ConfigMap is one version: its name without the hash. */
export const CONFIG_ANNOTATION = 'cdk8s-parity.dev/config';
/** For how many releases a version of a configuration is kept. */
export const KEEP_ANNOTATION = 'cdk8s-parity.dev/keep';

/** A service's settings in the cluster. */
export interface CreatedConfig {
  /** The ConfigMap's name. @default - there are no settings */
  readonly configMap?: string;
  /** The environment variables that it gives. */
  readonly keys: readonly string[];
}

/**
 * Writes settings to a ConfigMap, as texts.
 *
 * @throws PARITY_BAD_ENV_NAME when a key is no environment variable's, and what `checkConfig` throws
 */
export function createConfig(
  scope: Construct, name: string, labels: ServiceLabels, config: Config | TypedConfig,
): CreatedConfig {
  const isTyped = config instanceof TypedConfig;
  const texts = textsOf(scope, isTyped ? config.values : config);
  const keys = Object.keys(texts);
  const configMap = `${name}-config`;
  if (isTyped) checkConfig(scope, config, { texts, configMap });
  if (keys.length === 0) return { keys };
  const annotations = isTyped ? { [CONFIG_ANNOTATION]: configMap, [KEEP_ANNOTATION]: String(config.keep) } : undefined;
  return { configMap: createConfigMap(scope, 'config', configMap, labels, { data: texts, annotations }), keys };
}

function textsOf(scope: Construct, values: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => {
    checkEnvName(scope, key);
    if (!hasText(value)) throw noText(scope, key, value);
    return [key, `${value as string}`];
  }));
}

function noText(scope: Construct, key: string, value: unknown): ParityError {
  if (typeof value === 'object' && value !== null && ('secrets' in value || 'secret' in value)) {
    return new ParityError({
      code: 'PARITY_CONFIG_VALUE', message: 'a setting is no place for a secret', where: authoredAt(scope),
      got: `${key}: a secret's key`, expected: 'a text, a number, or true or false',
      fix: `give it by env: env: { ${key}: ... }; the application extends the schema by it`,
    });
  }
  const got = typeof value === 'number' ? String(value) : value === null ? 'null' : `an ${typeof value}`;
  return new ParityError({
    code: 'PARITY_CONFIG_VALUE', message: 'a setting has no text form', where: authoredAt(scope),
    got: `${key}: ${Array.isArray(value) ? 'a list' : got.replace(/^an (?=[^aeiou])/, 'a ')}`,
    expected: 'a text, a number, or true or false',
    fix: 'convert it: a quantity by toSeconds() or toMebibytes(), a list by derive.join, data by text.json',
  });
}
