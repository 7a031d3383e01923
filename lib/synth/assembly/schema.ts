import { z } from 'zod';
import { type AssemblyIndex, type ChartRecord, SCHEMA_VERSION } from './assembly';

/*
 * The form of parity.json, as strict as the writer is. Loaded only by who reads an assembly, because zod is heavy.
 *
 * Nothing here is copied or defaulted: a value that passes is used as it was parsed.
 */

/** Data whose form is the author's own: bodies, facts, values. JSON.parse made it, so it is JSON. */
const json = z.custom<unknown>((value) => value !== undefined, 'is missing');
const text = z.string();
const optionalText = text.optional();

/** A map by names of the author's choice; `__proto__`, which zod passes over unseen, is nobody's choice. */
function byName<T extends z.ZodType>(value: T) {
  return z.unknown()
    .refine((map) => typeof map !== 'object' || map === null || !Object.hasOwn(map, '__proto__'),
      "holds the key '__proto__'")
    .pipe(z.record(text, value));
}

const path = z.array(z.union([text, z.number().int().nonnegative()]));
const rounding = z.enum(['exact', 'floor', 'ceil', 'round', 'none']);
const dimension = z.enum(['memory', 'cpu', 'time']).optional();
const unit = z.enum(['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'cores', 'm', 'ms', 's', 'min', 'h', 'd']);

const expression: z.ZodType = z.lazy(() => z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('literal'), value: json }),
  z.strictObject({ op: z.literal('variation'), name: text }),
  z.strictObject({ op: z.literal('fact'), path: z.array(text).min(1) }),
  z.strictObject({ op: z.literal('element'), list: expression }),
  z.strictObject({
    op: z.literal('interpolate'),
    parts: z.array(z.union([text, z.strictObject({ value: expression, as: z.enum(['text', 'json']) })])),
  }),
  z.strictObject({ op: z.literal('scale'), of: expression, by: z.number(), round: rounding, dimension }),
  z.strictObject({ op: z.enum(['min', 'max']), of: z.array(expression), dimension }),
  z.strictObject({ op: z.literal('lookup'), of: expression, table: byName(expression) }),
  z.strictObject({ op: z.literal('unit'), of: expression, to: unit, round: rounding }),
  z.strictObject({ op: z.literal('join'), of: expression, separator: text }),
  z.strictObject({ op: z.literal('hash'), of: portableNode, length: z.number().int().min(1).max(64) }),
  z.strictObject({ op: z.literal('json'), of: portableNode, indent: z.number().int().min(0).max(10) }),
  z.strictObject({ op: z.literal('yaml'), of: portableNode }),
]));

const portablePlace: z.ZodType = z.lazy(() => z.union([
  z.strictObject({ path, value: expression }),
  z.strictObject({ path, repeat: expression }),
  z.strictObject({ path, merge: z.array(expression) }),
]));

const portableNode: z.ZodType = z.lazy(() => z.strictObject({ body: json, places: z.array(portablePlace) }));

const place = z.strictObject({ object: text, path });
const condition = z.strictObject({ of: expression, is: text });
const templateObject = z.strictObject({
  id: text, construct: text, when: z.array(condition).optional(), body: json, places: z.array(portablePlace),
});

const variation = z.strictObject({
  name: text,
  type: z.enum([
    'integer', 'number', 'string', 'hostname', 'url', 'cpu', 'memory', 'storage', 'duration', 'percent', 'oneOf',
    'cidrs', 'list', 'map',
  ]),
  why: text, owner: optionalText, default: json.optional(),
  min: z.union([z.number(), text]).optional(), max: z.union([z.number(), text]).optional(),
  pattern: optionalText, values: z.array(text).optional(), maxItems: z.number().optional(),
  source: optionalText, places: z.array(place),
});

const operation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['add', 'replace', 'test']), path: text, value: json }),
  z.strictObject({ op: z.literal('remove'), path: text }),
  z.strictObject({ op: z.enum(['move', 'copy']), from: text, path: text }),
]);

const exception = z.strictObject({
  target: text, object: text, patch: z.array(operation).min(1), reason: text, owner: text,
  since: optionalText, expires: text, source: optionalText,
});

const standIn = z.strictObject({
  of: expression, branch: text, for: text, reason: text, owner: text, since: optionalText, expires: text,
  conformance: text, source: optionalText,
});

const secret = z.strictObject({
  construct: text, secret: text, source: optionalText,
  keys: z.array(z.strictObject({
    name: text,
    description: optionalText,
    remote: z.strictObject({ key: text, property: optionalText }).optional(),
    generate: z.strictObject({
      form: z.enum(['alphanumeric', 'hex', 'base64', 'uuid']), length: z.number().int().min(1).max(4096),
    }).optional(),
    template: optionalText,
    internal: z.literal(true).optional(),
  })),
  set: z.strictObject({ name: text, keys: z.array(text), source: optionalText }).optional(),
  when: z.array(condition).optional(),
});

const secretRead = z.strictObject({
  service: text, secret: text, key: text, source: optionalText,
  as: z.union([z.strictObject({ env: text }), z.strictObject({ file: text }), z.strictObject({ trigger: text })]),
});

const backing = z.strictObject({
  construct: text, name: text, engine: text, major: z.number(), secret: text, keys: z.array(text),
  options: z.record(text, json), source: optionalText,
});

const config = z.strictObject({
  service: text, configMap: text, schema: z.record(text, json), keep: z.number().int().min(0), source: optionalText,
});

const chartTarget = z.strictObject({
  file: text, digest: text, valuesDigest: text,
  values: byName(z.strictObject({ value: json, from: z.enum(['default', 'overlay']), source: optionalText })),
});

const keptFile = z.strictObject({
  file: text, digest: text,
  objects: z.array(z.strictObject({
    name: text, configMap: text, namespace: optionalText, labels: byName(text),
    annotations: byName(text).optional(), releases: z.array(text).min(1),
  })).min(1),
});

const chart = z.strictObject({
  id: text, class: text, owner: optionalText, templateDigest: text,
  variations: z.array(variation),
  facts: z.array(z.strictObject({ path: z.array(text), places: z.array(place) })),
  derivations: z.array(z.strictObject({ place, expression })),
  alternatives: z.array(z.strictObject({ of: expression, branches: byName(z.array(text)) })),
  standIns: z.array(standIn),
  exceptions: z.array(exception),
  removedDefaults: z.array(z.strictObject({ construct: text, default: text, reason: text, source: optionalText })),
  images: z.array(z.strictObject({
    object: text, container: text, artifact: optionalText, repository: text, digest: optionalText,
  })),
  secrets: z.array(secret).optional(),
  reads: z.array(secretRead).optional(),
  backings: z.array(backing).optional(),
  configs: z.array(config).optional(),
  targets: byName(chartTarget),
  kept: byName(keptFile).optional(),
  template: z.strictObject({ objects: z.array(templateObject) }),
});

const facts = z.record(text, json);
const environment = z.strictObject({
  name: text, source: optionalText, previewOf: optionalText,
  targets: z.array(z.strictObject({ name: text, cluster: optionalText, facts })).min(1),
});

const index = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION), generator: text,
  environments: z.array(environment).min(1),
  charts: z.array(chart),
  calls: z.array(z.strictObject({ from: text, to: text, port: text, source: optionalText })),
  valuesDigests: byName(text),
  witnessed: z.boolean(), releasable: z.boolean(), notReleasable: z.array(text), allowedEnv: z.array(text),
  locked: z.array(z.strictObject({ in: text, path: text, what: text, reason: optionalText })),
});

export interface SchemaProblem { readonly path: readonly PropertyKey[]; readonly message: string }

/** What is wrong with the form of an index, at which place of it; undefined when nothing is. */
export function findSchemaProblem(parsed: unknown): SchemaProblem | undefined {
  const result = index.safeParse(parsed);
  if (result.success) return undefined;
  const [issue] = result.error.issues;
  return { path: issue.path, message: issue.message };
}

/** The form as JSON Schema (2020-12), for readers in other languages; docs/parity-json.schema.json holds it. */
export function assemblyJsonSchema(): object {
  return z.toJSONSchema(index, { unrepresentable: 'any', io: 'input' });
}

type Keys<T> = { readonly [K in keyof T]-?: true };
type SameKeys<A, B> = Keys<A> extends Keys<B> ? (Keys<B> extends Keys<A> ? true : false) : false;
// Fails to compile when the writer gains or loses a field that the schema does not know.
true satisfies SameKeys<z.input<typeof index>, AssemblyIndex>;
true satisfies SameKeys<z.input<typeof chart>, ChartRecord>;
