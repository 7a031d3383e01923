import type { JsonObject } from '../../lib/template/json';

/** A schema of OpenAPI 3 as definitions use it, or of JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

type Properties = Readonly<Record<string, Schema>>;

/** What an author may write under `metadata`; definitions leave it to the API server. */
const METADATA: Schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    name: {
      type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$', maxLength: 253,
    },
    generateName: { type: 'string' },
    namespace: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 },
    labels: {
      type: 'object',
      additionalProperties: { type: 'string', pattern: '^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$', maxLength: 63 },
    },
    annotations: { type: 'object', additionalProperties: { type: 'string' } },
    finalizers: { type: 'array', items: { type: 'string' } },
    ownerReferences: { type: 'array', items: { type: 'object' } },
  },
  anyOf: [{ required: ['name'] }, { required: ['generateName'] }],
};

/** Fields that an embedded resource has whether its schema says so or not. */
const EMBEDDED: Properties = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true },
};

/**
 * The JSON Schema of a definition: what the API server would prune is an unknown field, and thus an error.
 *
 * @param object what will be validated: only what it has is converted, as compiling all of a definition takes
 *   many times longer. Without it, all is
 */
export function toJsonSchema(root: Schema, object?: JsonObject): Schema {
  const schema = convert(object === undefined ? root : onlyUsed(root, [object]));
  const required = new Set([...requiredBy(root), 'apiVersion', 'kind', 'metadata']);
  const { metadata: own, ...properties } = schema.properties as Properties;
  // A definition may narrow the name; what it says then holds besides.
  const { additionalProperties: _, ...narrowing } = own ?? {};
  return {
    ...schema,
    required: [...required],
    properties: { ...properties, metadata: { allOf: [METADATA, narrowing] } },
  };
}

/** A schema without the fields that none of the values has and no default adds: what is not there cannot be wrong. */
function onlyUsed(schema: Schema, values: readonly unknown[]): Schema {
  const used: Record<string, unknown> = { ...schema };
  const objects = values.filter((value): value is Schema => typeof value === 'object' && value !== null);
  if (schema.items !== undefined) used.items = onlyUsed(schema.items as Schema, objects.flatMap(Object.values));
  if (typeof schema.additionalProperties === 'object')
    used.additionalProperties = onlyUsed(schema.additionalProperties as Schema, objects.flatMap(Object.values));
  if (schema.properties !== undefined) {
    used.properties = Object.fromEntries(Object.entries(schema.properties as Properties).flatMap(([name, field]) => {
      const present = objects.flatMap((each) => (Object.hasOwn(each, name) ? [each[name]] : []));
      const possible = field.default === undefined ? present : [...present, field.default];
      return possible.length > 0 ? [[name, onlyUsed(field, possible)]] : [];
    }));
  }
  return used;
}

/** A structural schema: fields are unknown unless it names them, maps them, or preserves them. */
function convert(schema: Schema): Schema {
  if (schema['x-kubernetes-int-or-string'] === true) return nullable(intOrString(schema), schema);
  const converted: Record<string, unknown> = { ...withoutKubernetes(schema), ...uniqueness(schema) };
  const embedded = schema['x-kubernetes-embedded-resource'] === true;
  const properties = { ...schema.properties as Properties | undefined, ...(embedded ? EMBEDDED : {}) };
  if (schema.type === 'object' || embedded) {
    if (schema.properties !== undefined || embedded) converted.properties = convertAll(properties);
    if (embedded) converted.required = [...requiredBy(schema), 'apiVersion', 'kind'];
    const { additionalProperties } = schema;
    if (typeof additionalProperties === 'object' && additionalProperties !== null)
      converted.additionalProperties = convert(additionalProperties as Schema);
    else converted.additionalProperties = additionalProperties === true || preserves(schema);
  }
  if (schema.items !== undefined) converted.items = convert(schema.items as Schema);
  return nullable(converted, schema);
}

function convertAll(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, convert(schema)]));
}

function requiredBy(schema: Schema): readonly string[] {
  return schema.required as readonly string[] | undefined ?? [];
}

function preserves(schema: Schema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true;
}

/** `anyOf: [{ type: integer }, { type: string }]`, which definitions repeat beside the mark, gives worse messages. */
function intOrString(schema: Schema): Schema {
  const { anyOf, ...rest } = withoutKubernetes(schema);
  const isRepetition = JSON.stringify(anyOf) === '[{"type":"integer"},{"type":"string"}]';
  return { ...rest, ...(isRepetition || anyOf === undefined ? {} : { anyOf }), type: ['integer', 'string'] };
}

/** OpenAPI's `nullable` stands beside the type and the enum; JSON Schema's null is one of them. */
function nullable(converted: Schema, { nullable: isNullable, type, enum: values }: Schema): Schema {
  const { nullable: _, ...rest } = converted;
  if (isNullable !== true) return rest;
  return {
    ...rest,
    ...(type === undefined && converted.type === undefined ? {} : { type: [...[converted.type].flat(), 'null'] }),
    ...(Array.isArray(values) ? { enum: [...values, null] } : {}),
  };
}

function uniqueness(schema: Schema): Schema {
  if (schema['x-kubernetes-list-type'] === 'set') return { uniqueItems: true };
  return schema['x-kubernetes-list-type'] === 'map' ? { uniqueKeys: schema['x-kubernetes-list-map-keys'] } : {};
}

function withoutKubernetes(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !key.startsWith('x-kubernetes-')));
}
