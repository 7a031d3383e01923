import { parseAllDocuments } from 'yaml';
import type { CrdSource } from './crd-sources';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Schema = Record<string, Json>;

/** What is read of a definition as it is published. */
interface PublishedCrd {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

/** Where a stripped file says what it was made from: as annotations of the list, which `cdk8s import` passes over. */
export const ANNOTATIONS = 'cdk8s-parity.dev';

/**
 * The definitions of a source as one list, with what authors of a manifest need: the schema of the stored version.
 *
 * Left out are descriptions, `status` (controllers write it), and all that only an API server needs.
 *
 * @param texts the YAML files of the module, by path
 */
export function stripCrds(source: CrdSource, texts: ReadonlyMap<string, string>): Json {
  const items = Object.entries(source.files).flatMap(([path, kinds]) => {
    const published = parseAllDocuments(texts.get(path) ?? '').map((each) => each.toJS() as PublishedCrd | null);
    return kinds.map((kind) => {
      const crd = published.find((each) => each?.spec.names.kind === kind);
      if (!crd) throw new Error(`${source.module}@${source.version}: no ${kind} in ${path}`);
      return stripCrd(crd, source);
    });
  });
  return { apiVersion: 'v1', kind: 'List', metadata: { annotations: annotationsOf(source) }, items };
}

/** What the stripped file of a source says of its origin; without Go, all that can be compared with the table. */
export function annotationsOf({ module, version, sum, licence, copyright }: CrdSource): Record<string, string> {
  return {
    [`${ANNOTATIONS}/module`]: module,
    [`${ANNOTATIONS}/version`]: version,
    [`${ANNOTATIONS}/sum`]: sum,
    [`${ANNOTATIONS}/licence`]: licence,
    ...(copyright === undefined ? {} : { [`${ANNOTATIONS}/copyright`]: copyright }),
    [`${ANNOTATIONS}/changes`]: 'descriptions, status, other versions and what only an API server needs are left out',
  };
}

function stripCrd({ apiVersion, kind, metadata, spec }: PublishedCrd, source: CrdSource): Json {
  const { group, scope, names: { kind: name, plural } } = spec;
  // Every release serves the version that it stores, and older releases know it.
  const stored = spec.versions.find((version) => version.storage && version.served);
  if (stored === undefined) throw new Error(`${source.module}@${source.version}: no served storage version of ${name}`);
  const { status: _, ...properties } = stored.schema.openAPIV3Schema.properties as Record<string, Json>;
  const schema = stripSchema({ ...stored.schema.openAPIV3Schema, properties }, name, source.keep ?? {});
  const version = { name: stored.name, served: true, storage: true, schema: { openAPIV3Schema: schema } };
  return {
    apiVersion, kind, metadata: { name: metadata.name },
    spec: { group, names: { kind: name, plural }, scope, versions: [version] },
  };
}

/** A schema without descriptions, and with only the properties that are kept; `place` is `Kind.spec.field`. */
function stripSchema(schema: Schema, place: string, keep: NonNullable<CrdSource['keep']>): Schema {
  const stripped: Schema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'description' || key === 'externalDocs' || key === 'example') continue;
    if (key === 'properties') stripped[key] = stripProperties(value as Schema, place, keep);
    else if (key === 'items' || (key === 'additionalProperties' && typeof value === 'object'))
      stripped[key] = stripSchema(value as Schema, place, keep);
    else if (['allOf', 'anyOf', 'oneOf'].includes(key))
      stripped[key] = (value as readonly Schema[]).map((each) => stripSchema(each, place, {}));
    else if (key === 'not') stripped[key] = stripSchema(value as Schema, place, {});
    else stripped[key] = value;
  }
  return stripped;
}

function stripProperties(properties: Schema, place: string, keep: NonNullable<CrdSource['keep']>): Schema {
  const kept = Object.hasOwn(keep, place) ? keep[place] : Object.keys(properties);
  const missing = kept.filter((name) => !Object.hasOwn(properties, name));
  if (missing.length > 0) throw new Error(`${place}: there is no ${missing.join(', ')} to keep`);
  return Object.fromEntries(Object.entries(properties)
    .filter(([name]) => kept.includes(name))
    .map(([name, value]) => [name, stripSchema(value as Schema, `${place}.${name}`, keep)]));
}

/** JSON where what fits on a line stands on one: small enough to keep, and a change is still a change of few lines. */
export function formatJson(value: Json, indent = '', used = 0): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + used + line.length <= 118) return line;
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    return `[\n${value.map((each) => inner + formatJson(each, inner)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(([key, each]) => {
    const name = `${JSON.stringify(key)}: `;
    return inner + name + formatJson(each, inner, name.length);
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}
