import { type Json, type JsonObject, isJsonObject } from '../template/json';
import { printable } from './printable';

/** Deep enough for any setting; a schema that holds itself has no end. */
const MAX_DEPTH = 8;
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;
const PRIMITIVES: Readonly<Record<string, string>> = {
  string: 'string', number: 'number', integer: 'number', boolean: 'boolean', null: 'null',
};
/** What says which values there are in a way that a type of TypeScript cannot. */
const BEYOND = ['$ref', 'allOf', 'not', 'if', 'patternProperties', 'prefixItems', 'propertyNames'];

/** Why a schema has no type, in words for a person. */
export class NoTypeError extends Error {}

/**
 * The TypeScript interface of settings as an application has them, from their JSON Schema.
 *
 * A setting of which the schema says nothing is the text that it is in the environment.
 *
 * @throws NoTypeError when a setting is of what TypeScript cannot say, or this does not know: it never approximates
 */
export function configInterface(name: string, schema: JsonObject, about: string): string {
  const lines = [...comment([about, ...textOf(schema.description)], ''), `export interface ${name} {`];
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  for (const key of Object.keys(properties)) {
    const property = properties[key];
    if (!isJsonObject(property)) throw new NoTypeError(`${key}: no schema`);
    const hasDefault = Object.hasOwn(property, 'default');
    const given = hasDefault ? [`@default ${JSON.stringify(property.default)}`] : [];
    const sign = isRequired(schema, key) || hasDefault ? '' : '?';
    lines.push(...comment([...textOf(property.description), ...given], '  '),
      `  readonly ${keyText(key)}${sign}: ${typeOf(property, key, 0, 'string')};`);
  }
  return [...lines, '}', ''].join('\n');
}

/** `CheckoutApiConfig` for `checkout/api`. */
export function interfaceName(service: string): string {
  const words = service.match(/[A-Za-z0-9]+/g) ?? [];
  return `${words.map((word) => word[0].toUpperCase() + word.slice(1)).join('').replace(/^(?=\d)/, '_')}Config`;
}

function typeOf(schema: Json, at: string, depth: number, open = 'unknown'): string {
  if (!isJsonObject(schema)) throw new NoTypeError(`${at}: no schema`);
  if (depth > MAX_DEPTH) throw new NoTypeError(`${at}: a schema too deep`);
  const beyond = BEYOND.find((key) => Object.hasOwn(schema, key));
  if (beyond !== undefined) throw new NoTypeError(`${at}: '${beyond}'`);
  if (Object.hasOwn(schema, 'const')) return literal(schema.const, at);
  if (Array.isArray(schema.enum)) return union(schema.enum.map((value: Json) => literal(value, at)));
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return union(choices.map((choice: Json) => typeOf(choice, at, depth + 1)));
  if (Array.isArray(schema.type)) {
    return union(schema.type.map((type: Json) => typeOf({ ...schema, type }, at, depth + 1)));
  }
  if (schema.type === undefined) return open;
  if (schema.type === 'array') return `readonly (${typeOf(schema.items ?? {}, `${at}[]`, depth + 1)})[]`;
  if (schema.type === 'object') return objectType(schema, at, depth);
  const primitive = typeof schema.type === 'string' && Object.hasOwn(PRIMITIVES, schema.type)
    ? PRIMITIVES[schema.type] : undefined;
  if (primitive === undefined) throw new NoTypeError(`${at}: the type ${JSON.stringify(schema.type).slice(0, 80)}`);
  return primitive;
}

function objectType(schema: JsonObject, at: string, depth: number): string {
  const { properties = {}, additionalProperties } = schema;
  if (!isJsonObject(properties)) throw new NoTypeError(`${at}: no schema`);
  const keys = Object.keys(properties);
  if (keys.length === 0) {
    const value = isJsonObject(additionalProperties) ? additionalProperties : {};
    return `Readonly<Record<string, ${typeOf(value, at, depth + 1)}>>`;
  }
  const parts = keys.map((key) => {
    const sign = isRequired(schema, key) ? '' : '?';
    return `readonly ${keyText(key)}${sign}: ${typeOf(properties[key], `${at}.${key}`, depth + 1)}`;
  });
  return `{ ${parts.join('; ')} }`;
}

function isRequired({ required }: JsonObject, key: string): boolean {
  return Array.isArray(required) && required.includes(key);
}

function union(types: readonly string[]): string {
  return types.length === 0 ? 'never' : [...new Set(types)].join(' | ');
}

function literal(value: Json, at: string): string {
  if (typeof value === 'object' && value !== null) throw new NoTypeError(`${at}: a list or an object as a value`);
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** What is named comes from whoever wrote the assembly: it must not end the text that it stands in. */
function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${printable(inner)}'`;
}

function keyText(key: string): string {
  return IDENTIFIER.test(key) ? key : quoted(key);
}

function textOf(value: Json | undefined): string[] {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().split('\n') : [];
}

function comment(lines: readonly string[], indent: string): string[] {
  const safe = lines.map((line) => printable(line.trim()).replaceAll('*/', '*\\/'));
  if (safe.length === 0) return [];
  if (safe.length === 1) return [`${indent}/** ${safe[0]} */`];
  return [`${indent}/**`, ...safe.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}
