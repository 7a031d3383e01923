import { readFileSync } from 'node:fs';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import type { ChartRecord, RenderedAssembly } from '../../../lib';
import {
  type FieldDifference, type ObjectDifference, differenceOfObjects, pathDescriber,
} from '../../../lib/template/difference';
import { formatIdentity, identityOf } from '../../../lib/template/identity';
import { type Json, type JsonObject, isJsonObject } from '../../../lib/template/json';
import { exampleFile } from '../example-file';
import { allowedEdges, isCovered } from '../network-policies';
import { type Settings, effectiveObjects, namedAs, settingAt } from './effective';
import { EDGE_REASONS, FIELD_REASONS, type Reason } from './reasons';

/** Something of upstream's that one environment lacks or has otherwise. */
export interface Difference {
  /** `Deployment/frontend spec.template.spec.containers[server].image`. */
  readonly what: string;
  readonly kind: FieldDifference['kind'];
  readonly before?: Json;
  readonly after?: Json;
  /** Undefined when nobody explains it. */
  readonly reason?: string;
}

export interface Comparison {
  /** What upstream's objects have and ours lack or change, by service. */
  readonly services: ReadonlyMap<string, readonly Difference[]>;
  /** What we add, as `Kind path` or `Kind`, and how often. */
  readonly added: ReadonlyMap<string, number>;
  /** Connections that upstream allows and we do not, or on fewer ports. */
  readonly closed: readonly Difference[];
  /** Connections that we allow and upstream does not. */
  readonly opened: readonly string[];
  /** The reasons that explain something here. */
  readonly used: ReadonlySet<Reason>;
}

/** Compares the manifests of one environment with upstream's, from what was written alone. */
export function compareWithUpstream({ index, files }: RenderedAssembly, environment: string): Comparison {
  const upstream = read('upstream/objects.json');
  const written = [...files].filter(([path]) => path.startsWith(`${environment}/`))
    .flatMap(([, text]) => objectsIn(text));
  const { objects: ours, settings } = effectiveObjects(namedAs(upstream as JsonObject[], written));
  const used = new Set<Reason>();
  const explain = (reasons: readonly Reason[], what: string) => {
    const found = reasons.find((reason) => reason.what.test(what));
    if (found !== undefined) used.add(found);
    return found?.why;
  };

  const services = new Map<string, Difference[]>(upstream.map((object) => [serviceOf(object), []]));
  const added = new Map<string, number>();
  for (const object of differenceOfObjects(upstream, ours, nameOf, { order: 'meaningful' })) {
    for (const { field, ...found } of fieldsOf(object)) {
      if (found.kind === 'added') {
        const key = found.what.replace(/\/\S+/, '');
        added.set(key, (added.get(key) ?? 0) + 1);
      } else {
        const reason = variationReason(index.charts, settings, object, field) ?? explain(FIELD_REASONS, found.what);
        services.get(serviceOf(object.before as Json))?.push({ ...found, reason });
      }
    }
  }
  const { closed, opened } = compareEdges(ours, (edge) => explain(EDGE_REASONS, edge));
  return { services, added, closed, opened, used };
}

/** Everything that keeps a comparison from being clean, for people; empty when all is explained. */
export function problemsOf({ services, closed, opened }: Comparison): string[] {
  const unexplained = [...[...services.values()].flat(), ...closed].filter(({ reason }) => reason === undefined);
  return [
    ...unexplained.map(({ what, kind }) => `${kind} without a reason: ${what}`),
    ...opened.map((edge) => `allowed, but not by upstream: ${edge}`),
  ];
}

/** Reasons that explain nothing any more, in any of the environments. */
export function unusedReasons(comparisons: readonly Comparison[]): string[] {
  return [...FIELD_REASONS, ...EDGE_REASONS].filter((reason) => !comparisons.some(({ used }) => used.has(reason)))
    .map(({ what }) => `a reason that explains nothing: ${what}`);
}

function* fieldsOf(object: ObjectDifference): Generator<Difference & { readonly field?: FieldDifference }> {
  const { identity, before, after } = object;
  if (object.fields.length === 0) {
    yield { what: identity, kind: object.kind };
    return;
  }
  const [inBefore, inAfter] = [pathDescriber(before as Json), pathDescriber(after as Json)];
  for (const field of object.fields) {
    const path = (field.kind === 'removed' ? inBefore : inAfter)(field.path);
    yield { what: `${identity} ${path}`, kind: field.kind, before: field.before, after: field.after, field };
  }
}

/** A field that a variation fills differs for the reason its author gave. */
function variationReason(
  charts: readonly ChartRecord[], settings: Settings, { after }: ObjectDifference, field: FieldDifference | undefined,
): string | undefined {
  if (field === undefined || after === undefined) return undefined;
  const setting = settingAt(settings, after, field.path);
  const object = setting === undefined ? formatIdentity(identityOf(after)) : `ConfigMap/${setting.configMap}`;
  const path = JSON.stringify(setting === undefined ? field.path : ['data', setting.key]);
  for (const { variations } of charts) {
    const found = variations.find(({ places }) =>
      places.some((place) => place.object === object && JSON.stringify(place.path) === path));
    if (found !== undefined) return `variation '${found.name}': ${found.why}`;
  }
  return undefined;
}

function compareEdges(ours: readonly Json[], explain: (edge: string) => string | undefined) {
  const upstream = new Set(read('upstream/edges.json') as string[]);
  const allowed = new Set(allowedEdges(ours, 'shop'));
  const closed = [...upstream].filter((edge) => !allowed.has(edge)).map((what): Difference => {
    const narrowed = [...allowed].find((edge) => isCovered(edge, new Set([what])));
    return { what, kind: narrowed === undefined ? 'removed' : 'changed', after: narrowed, reason: explain(what) };
  });
  return { closed, opened: [...allowed].filter((edge) => !isCovered(edge, upstream)) };
}

function read(name: string): Json[] {
  return JSON.parse(readFileSync(exampleFile(name), 'utf8')) as Json[];
}

function objectsIn(text: string): JsonObject[] {
  return (loadAll(text, { schema: CORE_SCHEMA }) as Json[]).filter(isJsonObject);
}

/** Upstream leaves the namespace to whoever applies its manifests, and has all its workloads as Deployments. */
function nameOf(object: Json): string {
  return formatIdentity(identityOf(object)).replace(/^StatefulSet\//, 'Deployment/');
}

function serviceOf(object: Json): string {
  const { metadata } = object as { metadata: { name: string; labels?: JsonObject } };
  return String(metadata.labels?.app ?? metadata.name);
}
