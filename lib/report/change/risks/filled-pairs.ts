import { isFillProblem } from '../../../check/chart-files';
import { equalJson } from '../../../check/equal-json';
import type { TargetRecord } from '../../../synth/assembly/assembly';
import { type FieldDifference, differenceOf } from '../../../template/difference';
import { identityOf } from '../../../template/identity';
import type { JsonObject } from '../../../template/json';
import type { TemplateObject } from '../../../template/template';
import type { FilledChart } from '../filled-chart';
import { type TemplatePair, kindOf } from '../pair-objects';
import type { ObjectPair } from '../risk';
import { groupKindOfObject } from './fields';
import { itemsOfList } from './list-items';
import { Siblings } from './siblings';

/** A target on both sides, whose facts may have changed. */
export interface SharedTarget { readonly before: TargetRecord; readonly after: TargetRecord }

/** A chart on both sides, to be filled. */
export interface FilledSides {
  readonly before?: FilledChart;
  readonly after?: FilledChart;
  /** Whether the whole chart is new or gone. */
  readonly isWhole: boolean;
}

type Branches = readonly TemplatePair[];

/** What is in a target of objects that differ there, by the objects; an error where one cannot be filled. */
export function filledPairs(
  sides: FilledSides, groups: readonly Branches[], target: SharedTarget,
): ReadonlyMap<Branches, ObjectPair | Error> {
  const siblings = {
    before: siblingsOf(sides.before, target.before), after: siblingsOf(sides.after, target.after),
  };
  const found = new Map<Branches, ObjectPair | Error>();
  for (const branches of groups) {
    const pair = filledPair(branches, target, sides, siblings);
    if (pair !== undefined) found.set(branches, pair);
  }
  joinKinds(found);
  return found;
}

/** Undefined when neither side has the object in the target. */
function filledPair(
  branches: Branches, target: SharedTarget, sides: FilledSides, siblings: ObjectPair['siblings'],
): ObjectPair | Error | undefined {
  try {
    const [was, before] = chosen(sides.before, branches.map((pair) => pair.before), target.before);
    const [is, after] = chosen(sides.after, branches.map((pair) => pair.after), target.after);
    const object = after ?? before;
    if (object === undefined) return undefined;
    const isMove = before !== undefined && after !== undefined && sides.before!.chart.id !== sides.after!.chart.id;
    return pairOf(was, is, {
      id: object.id, kind: kindOf(object), siblings,
      ...(before === undefined || after === undefined || before.id === after.id ? {} : { renamedFrom: before.id }),
      ...(isMove ? { isMoved: true } : {}),
      isWholeChart: sides.isWhole,
    });
  } catch (cause) {
    if (!isFillProblem(cause)) throw cause;
    return cause;
  }
}

function pairOf(
  before: JsonObject | undefined, after: JsonObject | undefined, more: Omit<ObjectPair, 'before' | 'after' | 'fields'>,
): ObjectPair {
  let fields: readonly FieldDifference[] | undefined;
  return {
    ...more,
    // Most rules look at a few fields only: comparing all of them is the dearest thing here.
    get fields() {
      fields ??= before === undefined || after === undefined ? [] : differenceOf(before, after);
      return fields;
    },
    ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }),
  };
}

function chosen(
  chart: FilledChart | undefined, objects: readonly (TemplateObject | undefined)[], target: TargetRecord,
): readonly [JsonObject, TemplateObject] | readonly [undefined, undefined] {
  if (chart === undefined || !chart.isIn(target.name)) return [undefined, undefined];
  for (const object of objects) {
    const body = object === undefined ? undefined : chart.fill(object, target);
    if (body !== undefined) return [body, object!];
  }
  return [undefined, undefined];
}

function siblingsOf(chart: FilledChart | undefined, target: TargetRecord): Siblings {
  return new Siblings(() => (chart === undefined || !chart.isIn(target.name) ? []
    : chart.chart.template.objects.flatMap((object): readonly JsonObject[] => {
      try {
        const body = chart.fill(object, target);
        return body === undefined ? [] : [body];
      } catch (cause) {
        // It is said of the object itself, where that is looked at.
        if (!isFillProblem(cause)) throw cause;
        return [];
      }
    })));
}

/** Kinds of which one takes the place of another, by what they do. */
const FAMILIES: ReadonlyMap<string, string> = new Map([
  ...['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', '/Pod', '/ReplicationController',
    'batch/Job', 'batch/CronJob'].map((kind) => [kind, 'workload'] as const),
  ...['Role', 'ClusterRole'].map((kind) => [`rbac.authorization.k8s.io/${kind}`, 'role'] as const),
  ...['RoleBinding', 'ClusterRoleBinding'].map((kind) => [`rbac.authorization.k8s.io/${kind}`, 'binding'] as const),
]);

/** An object that is gone, and a new one of its name and of a kind that does the same, are one of another kind. */
function joinKinds(found: Map<Branches, ObjectPair | Error>): void {
  const gone = new Map<string, Branches[]>();
  const come = new Map<string, Branches[]>();
  for (const [branches, pair] of found) {
    if (pair instanceof Error || (pair.before !== undefined && pair.after !== undefined)) continue;
    const key = familyKey((pair.before ?? pair.after)!);
    const lists = pair.after === undefined ? gone : come;
    if (key === undefined) continue;
    const same = lists.get(key);
    if (same === undefined) lists.set(key, [branches]);
    else same.push(branches);
  }
  for (const [key, [branches, ...more]] of gone) {
    const others = come.get(key) ?? [];
    if (more.length > 0 || others.length !== 1) continue;
    const [former, latter] = [found.get(branches!) as ObjectPair, found.get(others[0]!) as ObjectPair];
    found.delete(branches!);
    found.set(others[0]!, pairOf(former.before, latter.after, {
      id: latter.id, kind: latter.kind, siblings: latter.siblings, isWholeChart: false, formerKind: former.kind,
    }));
  }
}

function familyKey(object: JsonObject): string | undefined {
  const family = FAMILIES.get(groupKindOfObject(object));
  if (family === undefined) return undefined;
  const { name, namespace } = identityOf(object);
  // Of roles and bindings, one of the two kinds has no namespace.
  return JSON.stringify([family, name, family === 'workload' ? namespace ?? '' : '']);
}

/** The objects of a List in pairs, or the pair itself; `at` is where in its list an object stands. */
export function itemPairs(pair: ObjectPair): readonly { readonly pair: ObjectPair; readonly at?: string }[] {
  const [was, is] = [itemsOfList(pair.before), itemsOfList(pair.after)];
  if (was === undefined && is === undefined) return [{ pair }];
  const latter = new Map(is?.map((item) => [item.key, item]));
  const former = new Map(was?.map((item) => [item.key, item]));
  return [...new Set([...former.keys(), ...latter.keys()])].flatMap((key) => {
    const [before, after] = [former.get(key), latter.get(key)];
    const { body, path } = (after ?? before)!;
    if (before !== undefined && after !== undefined && equalJson(before.body, after.body)) return [];
    // It stands on its own now, or did: nothing is added or removed.
    const other = after === undefined ? pair.siblings.after : before === undefined ? pair.siblings.before : undefined;
    if (other?.get(body) !== undefined) return [];
    return [{ at: path, pair: pairOf(before?.body, after?.body, {
      id: pair.id, kind: identityOf(body).kind, siblings: pair.siblings, isWholeChart: pair.isWholeChart,
    }) }];
  });
}
