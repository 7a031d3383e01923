import type { Construct } from 'constructs';
import { type TargetProblem, everyTarget } from '../../environment/every-target';
import { nearest } from '../../environment/nearest';
import { configRecords } from '../../environment/service-records';
import { sessionOf } from '../../environment/session';
import { ParityError } from '../../template/error';
import { isJsonObject } from '../../template/json';
import { holdsMarker } from '../../template/marker';
import { entryOf } from '../../template/placeholder';
import { authoredAt } from '../authored-at';
import { REVISION_HISTORY } from '../deployment';
import { checkEnvName } from '../environment-variables';
import { type ConfigIssue, type KnownSchema, knownSchema } from './config-schema';
import type { TypedConfig } from './typed-config';

/** Longest part of a value or a message that an error shows, in characters. */
const MAX_VALUE = 100;
const MAX_MESSAGE = 300;

/** The settings of a service as texts, and their ConfigMap's name without its hash. */
export interface Settings { readonly texts: Readonly<Record<string, string>>; readonly configMap: string }

/**
 * Checks a typed configuration: its keys now, its values in every environment when the chart is written. Records it
 * for `parity.json`.
 *
 * @throws PARITY_CONFIG_SCHEMA when the schema is of no object of texts, or holds what differs between environments
 * @throws PARITY_BAD_VALUE when `keep` is none
 */
export function checkConfig(scope: Construct, config: TypedConfig, { texts, configMap }: Settings): void {
  const session = sessionOf(scope);
  // The first run has asked; plain values change no key.
  if (session.plain !== undefined) return;
  checkKeep(scope, config);
  const schema = schemaOf(scope, config);
  for (const key of schema.keys) checkEnvName(scope, key);
  const { keep, source } = config;
  configRecords.add(scope, { service: scope.node.path, configMap, schema: schema.document, keep, source });
  const problems = keyProblems(schema, texts);
  const where = [scope.node.path, source].filter(Boolean).join(' ');
  session.failures.push(...problems.map((problem) => ({ ...problem, where })));
  if (problems.length > 0) return;
  everyTarget(scope, texts, (filled) => valueProblems(config, filled));
}

function checkKeep(scope: Construct, { keep }: TypedConfig): void {
  if (Number.isInteger(keep) && keep >= 0 && keep <= REVISION_HISTORY) return;
  throw new ParityError({
    code: 'PARITY_BAD_VALUE', message: 'a configuration cannot be kept for so many releases', where: authoredAt(scope),
    got: entryOf(keep)?.describe() ?? String(keep).slice(0, MAX_VALUE),
    expected: `a whole number from 0 to ${REVISION_HISTORY}, the revisions that a Deployment can be rolled back to`,
    fix: 'keep as many as may be rolled back to, the same in every environment',
  });
}

function schemaOf(scope: Construct, { schema }: TypedConfig): KnownSchema {
  try {
    const known = knownSchema(schema);
    if (holdsMarker(JSON.stringify(known.document))) throw new Error('a schema that differs between environments');
    return known;
  } catch (cause) {
    throw new ParityError({
      code: 'PARITY_CONFIG_SCHEMA', message: 'a configuration needs a schema of an object of texts',
      where: authoredAt(scope), got: cut((cause as Error).message, MAX_MESSAGE),
      expected: 'z.object({ LOG_LEVEL: z.string() }) of zod 4.2 or later, or another Standard JSON Schema',
      fix: 'name each environment variable with a schema that reads text',
    }, { cause });
  }
}

function keyProblems({ keys, required }: KnownSchema, texts: Settings['texts']): TargetProblem[] {
  const unknown = Object.keys(texts).filter((key) => !keys.includes(key)).map((key): TargetProblem => {
    const suggestion = nearest(key, [...keys]);
    return {
      code: 'PARITY_CONFIG_KEY', message: 'the schema of a configuration does not know a key', got: `'${key}'`,
      ...(suggestion === undefined ? {} : { expected: `'${suggestion}'` }),
      fix: 'correct the key, or add it to the schema',
    };
  });
  const missing = required.filter((key) => !Object.hasOwn(texts, key)).map((key): TargetProblem => ({
    code: 'PARITY_CONFIG_KEY', message: 'a configuration lacks a key of its schema', got: `no '${key}'`,
    fix: 'give it a value, or make it optional in the schema',
  }));
  return [...unknown, ...missing];
}

function valueProblems({ schema, values }: TypedConfig, texts: Settings['texts']): TargetProblem[] {
  let result;
  try {
    result = schema['~standard'].validate({ ...texts });
  } catch (cause) {
    return [badValue('the schema', `${cause instanceof Error ? cause.message : String(cause)}`)];
  }
  if ('then' in result) {
    // It is not waited for; what becomes of it is nobody's.
    result.then(undefined, () => undefined);
    return [{
      code: 'PARITY_CONFIG_SCHEMA', message: 'the schema of a configuration is asynchronous, or throws',
      got: 'a promise',
      fix: 'let it refine and transform at once, and say what is wrong by an issue instead of throwing',
    }];
  }
  if (result.issues !== undefined) return result.issues.map((issue) => issueProblem(issue, texts));
  return misreadFlags(values, texts, result.value);
}

function issueProblem({ path: [first] = [], message }: ConfigIssue, texts: Settings['texts']): TargetProblem {
  const key = String(typeof first === 'object' ? first.key : first ?? '');
  if (Object.hasOwn(texts, key)) return badValue(shown(key, texts[key]), message);
  return badValue(key === '' ? 'all settings together' : `no '${key}'`, message);
}

/** `z.coerce.boolean()` reads `false` as true, like every text that is not empty. */
function misreadFlags(values: TypedConfig['values'], texts: Settings['texts'], read: unknown): TargetProblem[] {
  if (!isJsonObject(read)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const isFlag = typeof value === 'boolean' || entryOf(value)?.kind === 'boolean';
    if (!isFlag || typeof read[key] !== 'boolean' || String(read[key]) === texts[key]) return [];
    const expected = `text that is read as ${texts[key]}; this schema reads ${String(read[key])}`;
    return [badValue(shown(key, texts[key]), expected)];
  });
}

function badValue(got: string, expected: string): TargetProblem {
  return {
    code: 'PARITY_CONFIG_VALUE', message: 'a setting is not what its schema asks for', got,
    expected: cut(expected, MAX_MESSAGE),
    fix: "correct this environment's value, or the schema: it reads texts (z.coerce.number(), z.stringbool())",
  };
}

function shown(key: string, text: string): string {
  return `${key}=${JSON.stringify(cut(text, MAX_VALUE))}`;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
