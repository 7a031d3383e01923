import type { PatchOperation } from '../../environment/overlay';
import type { ChartRecord, ExceptionRecord } from '../../synth/assembly/assembly';
import { findLockedPlace } from '../../synth/check-template';
import { canonicalJson } from '../../template/canonical';
import type { Expression } from '../../template/expression';
import { identityOf } from '../../template/identity';
import { type Json, type Path, formatPath } from '../../template/json';
import { LockedTable } from '../../template/locked-table';
import { selectorsOf } from '../../template/selectors';
import type { TemplateObject } from '../../template/template';
import { type CheckFinding, type Rule, whereOf } from '../rule';
import { finding } from '../rule-finding';
import { pathOfPointer } from '../pointer';
import { varyFor } from '../vary-for';

export const couldVaryRule: Rule = {
  id: 'could-vary',
  severity: 'note',
  what: 'an exception only replaces single values that a variation could hold, or is the same in several environments',
  why: 'a variation has bounds and an owner, and is tested in every environment; an exception is for what none fits',
  fix: 'declare a variation; or change the program where it is the same everywhere',
  *find({ assembly: { index }, charts }) {
    const locked = new LockedTable(index.locked);
    const environmentOf = new Map(index.environments.flatMap(({ name, targets }) =>
      targets.map((target) => [target.name, name] as const)));
    for (const chart of charts) {
      if (chart.exceptions.length === 0) continue;
      const objects = new Map(chart.template.objects.map((object) => [object.id, object]));
      const isLocked = lockedPlacesOf(chart, locked);
      for (const group of samePatches(chart)) {
        const [{ object: id, source, patch }] = group;
        const object = objects.get(id);
        const vary = object === undefined ? undefined : fittingVariations(object, patch, isLocked);
        const steps = [`${group.map(({ target }) => target).join(', ')}: ${chart.id}`, id];
        if (vary !== undefined) yield couldVary(steps, source, vary);
        const environments = new Set(group.map(({ target }) => environmentOf.get(target)));
        if (environments.size > 1) yield repeated(steps, source, environments.size === index.environments.length);
      }
    }
  },
};

interface Fitting { readonly path: Path; readonly vary: string; readonly filledBy: Expression | undefined }

function couldVary(steps: string[], source: string | undefined, fitting: readonly Fitting[]): CheckFinding {
  const known = fitting.every(({ filledBy }) => filledBy?.op === 'variation');
  const names = fitting.map(({ filledBy }) => (filledBy?.op === 'variation' ? `'${filledBy.name}'` : ''));
  return finding(couldVaryRule, {
    code: 'PARITY_COULD_VARY', message: 'an exception could be a variation', where: whereOf(steps, source),
    got: `a patch that only replaces ${fitting.map(({ path }) => formatPath(path)).join(', ')}`,
    expected: known ? `a value for ${names.join(', ')}`
      : fitting.map(({ vary, path }) => `${vary} for ${formatPath(path)}`).join(', '),
    fix: known ? 'give the value in an overlay, and widen the bounds with a reason if it must be'
      : 'declare the variation in the class, give the value in an overlay, and remove the exception',
  }, source);
}

function repeated(steps: string[], source: string | undefined, isEverywhere: boolean): CheckFinding {
  return finding(couldVaryRule, {
    code: 'PARITY_COULD_VARY', message: 'the same exception stands in several environments',
    where: whereOf(steps, source),
    expected: isEverywhere ? 'the value in the program, since all environments have it'
      : 'a variation, or an alternative',
    fix: couldVaryRule.fix,
  }, source);
}

/** Exceptions of a chart with one object and one patch. */
function samePatches(chart: ChartRecord): ExceptionRecord[][] {
  const groups = new Map<string, ExceptionRecord[]>();
  for (const exception of chart.exceptions) {
    const key = canonicalJson([exception.object, exception.patch as unknown as Json]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [exception]);
    else group.push(exception);
  }
  return [...groups.values()];
}

type IsLocked = (object: TemplateObject, path: Path) => boolean;

/** Tells where a chart's variations may never stand. */
function lockedPlacesOf({ template: { objects } }: ChartRecord, locked: LockedTable): IsLocked {
  const selectors = selectorsOf(objects.map(({ body }) => body));
  return ({ body }, path) => {
    const place = { path, value: { op: 'variation', name: '' } } as const;
    return findLockedPlace(identityOf(body), place, body, locked, selectors) !== undefined;
  };
}

/** What would hold each value that a patch replaces; undefined when one of its operations does more than that. */
function fittingVariations(
  object: TemplateObject, patch: readonly PatchOperation[], isLocked: IsLocked,
): Fitting[] | undefined {
  const fitting: Fitting[] = [];
  const places = new Map(object.places.map((place) => [formatPath(place.path), place]));
  for (const operation of patch) {
    if (operation.op === 'test') continue;
    if (operation.op !== 'replace') return undefined;
    const path = pathOfPointer(operation.path, object.body);
    const vary = path === undefined ? undefined : varyFor(path, operation.value);
    if (path === undefined || vary === undefined || isLocked(object, path)) return undefined;
    const filled = places.get(formatPath(path));
    fitting.push({ path, vary, filledBy: filled !== undefined && 'value' in filled ? filled.value : undefined });
  }
  return fitting.length === 0 ? undefined : fitting;
}

