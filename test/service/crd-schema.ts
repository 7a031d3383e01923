import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import type { JsonObject } from '../../lib/template/json';
import { type Schema, toJsonSchema } from './crd-to-json-schema';

const CRDS = join(__dirname, '../../lib/imports/crds');

/** What is read of a stripped definition. */
export interface StrippedCrd {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly [{ readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }];
  };
}

/**
 * What an API server would refuse or drop of a custom resource, by the schema of its definition in `lib/imports/crds`:
 * wrong values, missing and unknown fields at every depth, duplicate list entries, in the words of its paths.
 *
 * A kind or version without a definition is a problem, never a pass. Defaults are filled in first, as the server does.
 * Rules in CEL (`x-kubernetes-validations`) are NOT evaluated, and `status` is an unknown field: controllers write it.
 * Of secret stores only the providers that scripts/crd-sources.ts keeps are known.
 */
export function findSchemaProblems(object: JsonObject): string[] {
  const { apiVersion, kind } = object;
  const crd = loadCrds().get(`${String(apiVersion)} ${String(kind)}`);
  if (crd === undefined) return [`there is no schema of ${String(apiVersion)} ${String(kind)} in lib/imports/crds`];
  return validate(toJsonSchema(crd.spec.versions[0].schema.openAPIV3Schema, object), object);
}

/** What is wrong with an object by a schema that `toJsonSchema` made for it. */
export function validate(schema: Schema, object: JsonObject): string[] {
  const isValid = (ajv ??= createAjv()).compile(schema);
  // Defaults are written into what is validated.
  if (isValid(structuredClone(object))) return [];
  return [...new Set(isValid.errors?.map(describe))].sort();
}

/** All definitions, by `group/version Kind`. */
export function loadCrds(): ReadonlyMap<string, StrippedCrd> {
  return crds ??= new Map(readdirSync(CRDS).sort().flatMap((file) => {
    const { items } = JSON.parse(readFileSync(join(CRDS, file), 'utf8')) as { readonly items: readonly StrippedCrd[] };
    return items.map((crd) => {
      const { group, names, versions: [version] } = crd.spec;
      return [`${group}/${version.name} ${names.kind}`, crd] as const;
    });
  }));
}

let crds: ReadonlyMap<string, StrippedCrd> | undefined;
let ajv: Ajv | undefined;
function createAjv(): Ajv {
  // Not strict: `x-kubernetes-*` are no keywords of JSON Schema. Patterns are Go's, which know no `u` flag.
  const created = new Ajv({
    strict: false, allErrors: true, useDefaults: true, unicodeRegExp: false, logger: false,
    // Each schema is used once.
    validateSchema: false, code: { optimize: false },
  });
  addFormats(created, ['byte', 'date-time', 'int32', 'int64', 'ipv4', 'ipv6']);
  created.addKeyword({
    keyword: 'uniqueKeys',
    validate: (keys: readonly string[], list: unknown) => isUniqueBy(keys, list),
    error: { message: 'has two entries with the same keys' },
  });
  return created;
}

/** Entries of another type are the business of their own schema. */
function isUniqueBy(keys: readonly string[], list: unknown): boolean {
  if (!Array.isArray(list)) return true;
  const entries = list.filter((each) => typeof each === 'object' && each !== null)
    .map((each: Record<string, unknown>) => JSON.stringify(keys.map((key) => each[key] ?? null)));
  return new Set(entries).size === entries.length;
}

/** `spec.rules[0].matches: must be array`. */
function describe({ instancePath, keyword, message, params }: ErrorObject): string {
  const names = instancePath.split('/').slice(1).map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (keyword === 'additionalProperties')
    return `${pathOf([...names, params.additionalProperty as string])}: unknown field`;
  if (keyword === 'required') return `${pathOf([...names, params.missingProperty as string])}: missing`;
  const allowed = keyword === 'enum' ? `: ${(params.allowedValues as readonly unknown[]).join(', ')}` : '';
  return `${pathOf(names)}: ${message}${allowed}`;
}

function pathOf(names: readonly string[]): string {
  return names.map((name, i) => {
    if (/^\d+$/.test(name)) return `[${name}]`;
    return /^\w+$/.test(name) ? `${i > 0 ? '.' : ''}${name}` : `[${JSON.stringify(name)}]`;
  }).join('');
}
