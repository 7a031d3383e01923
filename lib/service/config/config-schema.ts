import type { Fact } from '../../environment/facts';
import type { Json, JsonObject } from '../../template/json';
import { isJsonObject } from '../../template/json';

/**
 * A schema of settings: any object schema that validates and can be written as JSON Schema.
 *
 * Such are those of zod (4.2 and later), arktype and, by its `toStandardJsonSchema`, valibot: the interfaces are those
 * of https://standardschema.dev (Standard Schema and Standard JSON Schema, version 1), so that none of them is needed
 * here and the schema is the very one that the application reads its environment with.
 */
export interface ConfigSchema<Input = unknown, Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly validate: (value: unknown) => ConfigResult | Promise<ConfigResult>;
    readonly jsonSchema: { readonly input: Converter; readonly output: Converter };
  };
}

type Converter = (options: {
  readonly target: 'draft-2020-12'; readonly libraryOptions?: Record<string, unknown>;
}) => Record<string, unknown>;

/** What a schema says of some settings. */
export interface ConfigResult {
  readonly value?: unknown;
  readonly issues?: readonly ConfigIssue[] | undefined;
}
export interface ConfigIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

type Types<S> = S extends { readonly '~standard': { readonly types?: infer T } } ? NonNullable<T> : never;
type InputOf<S> = Types<S> extends { readonly input: infer I } ? I : never;
type OutputOf<S> = Types<S> extends { readonly output: infer O } ? O : never;

/** What no text can be: `z.number()` refuses every environment variable, `z.coerce.number()` reads it. */
export interface ReadsNoText { readonly 'environment variables are texts': 'use z.coerce, z.stringbool or a transform' }

/**
 * The settings that a schema asks for, each fixed, a variation or a fact.
 *
 * A setting is the text that its schema reads, or the number or truth value that it makes of one.
 */
export type ConfigValues<S> = {
  readonly [K in keyof InputOf<S>]: ConfigValue<InputOf<S>[K], K extends keyof OutputOf<S> ? OutputOf<S>[K] : unknown>;
};

// What a schema coerces, it takes from anything: there its output says what is meant.
type ConfigValue<I, O> = unknown extends I ? Read<Exclude<O, undefined>>
  : Exclude<I, undefined> extends string ? Exclude<I, undefined> | MadeOf<Exclude<O, undefined>>
    : ReadsNoText;
type Read<O> = O extends boolean ? O | Fact<boolean> : O extends string | number ? O : string;
type MadeOf<O> = [O] extends [number] ? number : [O] extends [boolean] ? boolean | Fact<boolean> : never;

/** A schema as data: what it says, and of which keys. */
export interface KnownSchema {
  /** Of the settings as the application has them when it has read them, defaults filled. */
  readonly document: JsonObject;
  readonly keys: readonly string[];
  /** The keys that the environment must give. */
  readonly required: readonly string[];
}

const known = new WeakMap<ConfigSchema, KnownSchema>();

/**
 * Reads the keys of a schema from its JSON Schema.
 *
 * @throws Error, which says why, when it has none or is of no object whose keys are known
 */
export function knownSchema(schema: ConfigSchema): KnownSchema {
  const found = known.get(schema) ?? readSchema(schema);
  known.set(schema, found);
  return found;
}

function readSchema(schema: ConfigSchema): KnownSchema {
  if (typeof schema?.['~standard']?.jsonSchema?.input !== 'function') {
    throw new Error('a schema that gives no JSON Schema');
  }
  const document = converted(schema, 'input');
  const { type, properties, required } = document;
  if (type !== 'object' || !isJsonObject(properties)) {
    throw new Error(`a schema of ${type === 'object' ? 'an object of any keys' : 'no object'}`);
  }
  for (const [key, property] of Object.entries(properties)) {
    const of = isJsonObject(property) ? property.type : undefined;
    if (of !== 'object' && of !== 'array') continue;
    throw new Error(`the key '${key.slice(0, 80)}' of an ${of}, which is no text`);
  }
  const keys = Object.keys(properties);
  return { document: asRead(schema, document), keys, required: (required ?? []) as readonly (Json & string)[] };
}

/** What has no form in JSON Schema, such as a date, is left open. */
function converted(schema: ConfigSchema, side: 'input' | 'output'): JsonObject {
  const convert = schema['~standard'].jsonSchema[side];
  const given = convert({ target: 'draft-2020-12', libraryOptions: { unrepresentable: 'any' } });
  return JSON.parse(JSON.stringify(given)) as JsonObject;
}

/** What the application has after reading; where a transform hides that, what it reads. */
function asRead(schema: ConfigSchema, input: JsonObject): JsonObject {
  let output;
  try {
    output = converted(schema, 'output');
  } catch {
    return input;
  }
  const texts = input.properties as JsonObject;
  if (!isJsonObject(output.properties)) return input;
  const read = Object.entries(output.properties).map(([key, property]) =>
    [key, isOpen(property) && Object.hasOwn(texts, key) ? texts[key] : property] as const);
  // An environment always holds more than the settings.
  const { additionalProperties: _, ...rest } = output;
  return { ...rest, properties: Object.fromEntries(read) };
}

function isOpen(property: Json): boolean {
  return isJsonObject(property) && ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref']
    .every((key) => !Object.hasOwn(property, key));
}
