import { equalJson } from '../../check/equal-json';
import type { ChartRecord, ImageRecord } from '../../synth/assembly/assembly';
import { canonicalJson } from '../../template/canonical';
import { type FieldDifference, differenceOf, pathDescriber } from '../../template/difference';
import { type Json, type Path, isJsonObject, valueAt } from '../../template/json';
import { describeExpression } from '../../template/notation';
import { isSecretPlace, withoutSecretsAt } from '../../template/secret';
import type { TemplateObject } from '../../template/template';
import type { FieldChange, TemplateChange } from './change';
import { GroupedBy } from './grouped-by';
import { type TemplatePair, conditionsOf, kindOf, pairObjects } from './pair-objects';
import { readable, shortDigest, shownPath, withoutHashes, writeObject } from './written-object';

/** A chart that both sides have, and its objects in pairs. */
export interface ChartPair {
  readonly before: ChartRecord;
  readonly after: ChartRecord;
  readonly objects: readonly TemplatePair[];
  /** The pairs that are not equal. */
  readonly changed: ReadonlySet<TemplatePair>;
  /** By object. */
  readonly images: { readonly before: ImagesByObject; readonly after: ImagesByObject };
}

type ImagesByObject = ReadonlyMap<string, readonly ImageRecord[]>;

export function pairChart(before: ChartRecord, after: ChartRecord): ChartPair {
  const objects = pairObjects(before.template.objects, after.template.objects);
  // Digests are claims: whoever edited a template may have left its digest as it was.
  const changed = new Set(objects.filter((pair) => !isSame(pair)));
  return { before, after, objects, changed, images: { before: byObject(before), after: byObject(after) } };
}

function byObject({ images }: ChartRecord): ImagesByObject {
  const found = new Map<string, ImageRecord[]>();
  for (const image of images) {
    const same = found.get(image.object);
    if (same === undefined) found.set(image.object, [image]);
    else same.push(image);
  }
  return found;
}

/** What changed in the templates: each object once, and objects that changed alike in one entry. */
export function templateChanges(charts: readonly ChartPair[]): TemplateChange[] {
  const groups = new GroupedBy<Omit<TemplateChange, 'objects'>, TemplateChange['objects'][number]>();
  for (const chart of charts) {
    for (const pair of chart.changed) {
      const object = (pair.after ?? pair.before) as TemplateObject;
      const kind = pair.before === undefined ? 'added' : pair.after === undefined ? 'removed'
        : pair.before.id === pair.after.id ? 'changed' : 'renamed';
      const fields = kind === 'added' || kind === 'removed' ? [] : fieldsOf(pair, chart);
      // Its image is all that changed, and said elsewhere.
      if (kind === 'changed' && fields.length === 0) continue;
      groups.add({ kind, of: kindOf(object), fields }, {
        chart: chart.after.id, object: object.id, ...(kind === 'renamed' ? { before: pair.before!.id } : {}),
      });
    }
    if (chart.changed.size === 0 && !isSameOrder(chart)) {
      groups.add({ kind: 'reordered', of: '', fields: [] }, { chart: chart.after.id, object: '' });
    }
  }
  return groups.entries(({ head, members }) => ({ ...head, objects: members }));
}

function isSame({ before, after }: TemplatePair): boolean {
  if (before === undefined || after === undefined) return false;
  return before.id === after.id && equalJson(before.body, after.body)
    && equalJson(before.places as unknown as Json, after.places as unknown as Json)
    && equalJson(conditionsOf(before), conditionsOf(after));
}

function isSameOrder({ before, after }: ChartPair): boolean {
  return before.template.objects.every(({ id }, i) => after.template.objects[i]?.id === id);
}

function fieldsOf({ before, after }: TemplatePair, chart: ChartPair): FieldChange[] {
  const former = writeObject(before!);
  const latter = writeObject(after!);
  const describers = { before: pathDescriber(former.shown), after: pathDescriber(latter.shown) };
  const images = changedImagePaths(before!, after!, chart);
  const fields = differenceOf(former.exact, latter.exact).flatMap((difference): FieldChange[] => {
    const path = shownPath(difference.path);
    if (difference.kind === 'changed' && images.has(JSON.stringify(path))) return [];
    const described = describers[difference.kind === 'removed' ? 'before' : 'after'](path);
    return [{
      kind: difference.kind, path: described, ...shownValues(difference, path, former.shown, latter.shown),
    }];
  });
  return [...conditionsChange(before!, after!), ...fields];
}

function shownValues(
  difference: FieldDifference, path: Path, former: Json, latter: Json,
): Pick<FieldChange, 'before' | 'after' | 'follows'> {
  const pathBefore = difference.pathBefore === undefined ? path : shownPath(difference.pathBefore);
  const isSecret = isSecretPlace(former, pathBefore) || isSecretPlace(latter, path);
  if (difference.kind === 'reordered') {
    return isSecret ? {} : { before: difference.before, after: difference.after };
  }
  const was = difference.before === undefined ? undefined : valueAt(former, pathBefore);
  const is = difference.after === undefined ? undefined : valueAt(latter, path);
  const hidden = {
    ...(was === undefined ? {} : { before: readable(withoutSecretsAt(former, pathBefore, was)) }),
    ...(is === undefined ? {} : { after: readable(withoutSecretsAt(latter, path, is)) }),
  };
  // Not even a digest: who may guess a value could tell by it.
  if (isSecret || was === undefined || is === undefined) return hidden;
  if (!equalJson(was, is)) {
    return equalJson(withoutHashes(was), withoutHashes(is)) ? { ...hidden, follows: true } : hidden;
  }
  // Placeholders of one notation that are filled otherwise.
  const mark = (exact: Json | undefined) =>
    `${typeof was === 'string' ? readable(was) : JSON.stringify(readable(was))} ${shortDigest(exact)}`;
  return { before: mark(difference.before), after: mark(difference.after) };
}

function conditionsChange(before: TemplateObject, after: TemplateObject): FieldChange[] {
  if (equalJson(conditionsOf(before), conditionsOf(after))) return [];
  const text = ({ when }: TemplateObject) =>
    (when ?? []).map(({ of, is }) => `${describeExpression(of)} is ${is}`).join(' and ') || 'always';
  return [{ kind: 'changed', path: '(when)', before: text(before), after: text(after) }];
}

/** The fields of images that the list of images tells of. */
function changedImagePaths(before: TemplateObject, after: TemplateObject, chart: ChartPair): ReadonlySet<string> {
  const former = new Map(chart.images.before.get(before.id)?.map((image) => [image.container, image]));
  const changed = (chart.images.after.get(after.id) ?? []).filter((image) => {
    const was = former.get(image.container);
    return was !== undefined && imageKey(was) !== imageKey(image);
  });
  if (changed.length === 0) return new Set();
  const names = new Set(changed.map(({ container }) => container));
  const paths = new Set<string>();
  walk(after.body, [], (path, value) => {
    if (isJsonObject(value) && typeof value.name === 'string' && names.has(value.name) && 'image' in value
      && ['containers', 'initContainers'].includes(String(path.at(-2)))) paths.add(JSON.stringify([...path, 'image']));
  });
  return paths;
}

export function imageKey({ artifact, repository, digest }: Omit<ImageRecord, 'object' | 'container'>): string {
  return canonicalJson([artifact ?? null, repository, digest ?? null]);
}

function walk(value: Json, path: Path, visit: (path: Path, value: Json) => void): void {
  visit(path, value);
  if (Array.isArray(value)) value.forEach((item: Json, i) => walk(item, [...path, i], visit));
  else if (isJsonObject(value)) for (const key of Object.keys(value)) walk(value[key], [...path, key], visit);
}
