import type { Chart } from 'cdk8s';
import type { NamedVariation } from '../environment/values';
import { differenceOf } from '../template/difference';
import type { ParityFailure } from '../template/error';
import { type Identity, findInvalidName, identityKey } from '../template/identity';
import { type Json, type Path, formatPath } from '../template/json';
import { leafName, leavesOf, leavesOfPlace } from '../template/leaves';
import type { LockedTable } from '../template/locked-table';
import type { PortablePlace } from '../template/node';
import { type Selector, isSelectedLabel, selectorsOf } from '../template/selectors';
import { type RenderedObject, type Template, type TemplateObject, areExclusive } from '../template/template';
import type { FoundImage } from './images';

/** Everything about a chart's template that is wrong whatever the environments say. */
export function checkTemplate(
  chart: Chart,
  rendered: readonly RenderedObject[],
  template: Template,
  variations: readonly NamedVariation[],
  locked: LockedTable,
  /** Reported as such: that a mirrored reference without digest is also locked would be noise. */
  undigested: readonly FoundImage[],
): ParityFailure[] {
  const sources = new Map(variations.map((variation) => [variation.name, variation.source]));
  const describe = (place: PortablePlace) =>
    leavesOfPlace(place)
      .map(
        (leaf) =>
          `${leaf.op} '${leafName(leaf)}'${leaf.op === 'variation' && sources.get(leaf.name) !== undefined ? ` (${sources.get(leaf.name)})` : ''}`,
      )
      .filter((text, i, all) => all.indexOf(text) === i)
      .join(', ');
  return [
    ...findDuplicates(chart, rendered, template),
    ...findBadNames(chart, rendered, template),
    ...findLockedPlaces(chart, rendered, template, locked, describe, undigested),
    ...findLockedForms(chart, rendered, template, locked),
    ...findForeign(chart, template, variations),
    ...findUnused(chart, template, variations),
  ];
}

function where(chart: Chart, object: TemplateObject, path?: PortablePlace['path']): string {
  return [chart.node.path, object.id, path === undefined ? '' : formatPath(path)].filter(Boolean).join(' > ');
}

/** Two objects of one identity overwrite each other, unless no environment can choose both. */
function findDuplicates(chart: Chart, rendered: readonly RenderedObject[], template: Template): ParityFailure[] {
  const seen = new Map<string, RenderedObject[]>();
  const failures: ParityFailure[] = [];
  rendered.forEach((object, i) => {
    // Equal ids are equal identities: where the short form is not enough, the id is the long one.
    const { id } = template.objects[i];
    const others = seen.get(id) ?? [];
    const clash = others.find((other) => !areExclusive(other.when, object.when));
    if (clash !== undefined) {
      failures.push({
        code: 'PARITY_DUPLICATE_OBJECT',
        message: 'two objects have the same identity',
        where: `${chart.node.path} > ${identityKey(object.identity)}`,
        got: `${clash.construct} and ${object.construct}`,
        fix: 'name one of them differently',
      });
    }
    seen.set(id, [...others, object]);
  });
  return failures;
}

function findBadNames(chart: Chart, rendered: readonly RenderedObject[], template: Template): ParityFailure[] {
  return rendered.flatMap(({ identity }, i) => {
    const reason = findInvalidName({
      apiVersion: identity.apiVersion,
      kind: identity.kind,
      metadata: {
        ...(identity.generated ? { generateName: identity.name } : { name: identity.name }),
        ...(identity.namespace === undefined ? {} : { namespace: identity.namespace }),
      },
    });
    const missing =
      identity.kind === ''
        ? 'the object has no kind'
        : identity.apiVersion === ''
          ? 'the object has no apiVersion'
          : undefined;
    if (reason === undefined && missing === undefined) return [];
    return [
      {
        code: 'PARITY_BAD_NAME' as const,
        message: 'an object cannot have this name',
        where: where(chart, template.objects[i]),
        got: `${JSON.stringify(identity.name)}: ${missing ?? reason}`,
        fix: 'name it with lower-case letters, digits and dashes',
      },
    ];
  });
}

function findLockedPlaces(
  chart: Chart,
  rendered: readonly RenderedObject[],
  template: Template,
  locked: LockedTable,
  describe: (place: PortablePlace) => string,
  undigested: readonly FoundImage[],
): ParityFailure[] {
  const failures: ParityFailure[] = [];
  const selectors = selectorsOf(template.objects.map(({ body }) => body));
  template.objects.forEach((object, i) => {
    const { identity } = rendered[i];
    for (const place of object.places) {
      const what = findLockedPlace(identity, place, object.body, locked, selectors);
      if (what === undefined) continue;
      if (undigested.some((image) => isMirrored(image, object, place))) continue;
      failures.push({
        code: 'PARITY_LOCKED',
        message: `${what.what} cannot differ between environments${what.reason === undefined ? '' : ` (${what.reason})`}`,
        where: where(chart, object, place.path),
        got: describe(place),
        fix: 'choose one value for all environments, or declare an exception with reason, owner and expiry',
      });
    }
  });
  return failures;
}

/**
 * The forms of one object that alternatives inside it choose from: where they differ, a fact fills the place as much as
 * a placeholder would.
 */
function findLockedForms(
  chart: Chart, rendered: readonly RenderedObject[], template: Template, locked: LockedTable,
): ParityFailure[] {
  const first = new Map<string, number>();
  const failures: ParityFailure[] = [];
  template.objects.forEach((object, i) => {
    const former = first.get(object.construct);
    if (former === undefined) {
      first.set(object.construct, i);
      return;
    }
    for (const { path } of differenceOf(template.objects[former].body, object.body)) {
      const what = locked.find(rendered[i].identity, { path, value: { op: 'literal', value: null } });
      if (what === undefined) continue;
      const choices = (object.when ?? []).flatMap(({ of }) => leavesOf(of)).map((leaf) => `${leaf.op} '${leafName(leaf)}'`);
      failures.push({
        code: 'PARITY_LOCKED',
        message: `${what.what} cannot differ between environments`,
        where: where(chart, object, path),
        got: `an alternative by ${[...new Set(choices)].join(', ')}`,
        fix: 'choose one value for all environments, or let the branches create objects of their own',
      });
    }
  });
  return failures;
}

/** `${registry}/shop/checkout:v1`: only the digest is missing. */
function isMirrored({ record, reference }: FoundImage, object: TemplateObject, place: PortablePlace): boolean {
  if (record.object !== object.id || !('value' in place) || place.value.op !== 'interpolate') return false;
  const [host, rest, ...more] = place.value.parts;
  return more.length === 0 && typeof host === 'object' && host.value.op === 'fact' && rest === `/${reference}`;
}

/** What is wrong with what fills a place, as the start of a sentence; undefined when it may differ. */
export function findLockedPlace(
  identity: Identity, place: PortablePlace, body: Json, locked: LockedTable, selectors: readonly Selector[],
): { what: string; reason?: string } | undefined {
  const found = locked.find(identity, place);
  if (found !== undefined) return found;
  if (isSelectedLabel(identity, place, body, selectors)) return { what: 'a label that a selector uses' };
  if (isNamespace(place.path) && leavesOfPlace(place).some((leaf) => leaf.op !== 'fact'))
    return { what: 'a namespace that is no fact' };
  return undefined;
}

/** The object's own, or that of an account to which it gives rights. */
function isNamespace(path: Path): boolean {
  return path.at(-1) === 'namespace'
    && ((path.length === 2 && path[0] === 'metadata') || (path.length === 3 && path[0] === 'subjects'));
}

/** A placeholder in the output that no field of this chart declares: a subclass overrode it, or it is another's. */
function findForeign(chart: Chart, template: Template, variations: readonly NamedVariation[]): ParityFailure[] {
  const own = new Set<unknown>(variations.map(({ leaf }) => leaf));
  return template.objects.flatMap((object) => {
    const places = [
      ...object.places.map((place) => ({ path: place.path, leaves: leavesOfPlace(place) })),
      ...(object.when ?? []).map(({ of }) => ({ path: undefined, leaves: leavesOf(of) })),
    ];
    return places.flatMap(({ path, leaves }) => {
      const foreign = leaves.find((leaf) => leaf.op === 'variation' && !own.has(leaf));
      if (foreign === undefined) return [];
      const isUnnamed = leafName(foreign) === '';
      return [{
        code: 'PARITY_UNOWNED' as const,
        message: isUnnamed
          ? 'a placeholder in the output belongs to no public readonly field'
          : 'a variation of another chart is used: each chart has values of its own',
        where: where(chart, object, path),
        ...(isUnnamed ? {} : { got: `variation '${leafName(foreign)}'` }),
        fix: isUnnamed
          ? 'declare the variation once, in the class that uses it, as a public readonly field'
          : 'declare it in this chart, or make it a fact, which all charts share',
      }];
    });
  });
}

function findUnused(chart: Chart, template: Template, variations: readonly NamedVariation[]): ParityFailure[] {
  const used = new Set<string>();
  for (const object of template.objects) {
    for (const leaf of [
      ...object.places.flatMap(leavesOfPlace),
      ...(object.when ?? []).flatMap(({ of }) => leavesOf(of)),
    ]) {
      if (leaf.op === 'variation') used.add(leaf.name);
    }
  }
  return variations.filter(({ name }) => !used.has(name)).map(({ name, source }) => ({
    code: 'PARITY_UNUSED_VARIATION' as const, message: 'a variation never reaches the output',
    where: [chart.node.path, source].filter(Boolean).join(' '), got: `variation '${name}'`,
    fix: 'place it in an object; a value that is only tested by code cannot differ (use when or derive.lookup)',
  }));
}

