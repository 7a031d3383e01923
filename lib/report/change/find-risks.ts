import { equalJson } from '../../check/equal-json';
import type { AssemblyIndex, ChartRecord } from '../../synth/assembly/assembly';
import { pathDescriber } from '../../template/difference';
import type { Json } from '../../template/json';
import { SECRET_VALUE } from '../../template/secret';
import type { TemplateObject } from '../../template/template';
import type { ImageChange } from './change';
import { FilledChart } from './filled-chart';
import { GroupedBy } from './grouped-by';
import type { TemplatePair } from './pair-objects';
import { type Finding, type ObjectPair, type Risk, SEVERITIES } from './risk';
import { RULES } from './risks';
import { type ChartSides, chartSidesOf } from './risks/chart-sides';
import { type FilledSides, type SharedTarget, filledPairs, itemPairs } from './risks/filled-pairs';
import { imageRisks } from './risks/images';
import { removedDefaultRisks } from './risks/removed-defaults';
import { SecretsOfSides } from './secrets-of-sides';
import type { ChartPair } from './template-change';
import { targetsOf } from './value-change';

export interface RiskInput {
  readonly base: AssemblyIndex;
  readonly head: AssemblyIndex;
  readonly pairs: readonly ChartPair[];
  readonly added: readonly ChartRecord[];
  readonly removed: readonly ChartRecord[];
  /** Those that both sides have. */
  readonly targets: readonly string[];
  readonly images: readonly ImageChange[];
}

type Said = Omit<Risk, 'objects' | 'targets'>;

/**
 * What a reviewer should not overlook, the most severe first; equal risks of several objects and targets once.
 *
 * Rules look at filled objects, so that it makes no difference whether a template, a value, a fact, an alternative
 * or an exception is what changed.
 */
export function findRisks(input: RiskInput): Risk[] {
  const groups = new GroupedBy<Omit<Risk, 'objects'>, Risk['objects'][number]>();
  const targets = sharedTargets(input);
  const secrets = new SecretsOfSides(input.base, input.head);
  const charts = chartSidesOf(input);
  for (const sides of charts) addRisks(groups, sides, targets, secrets);
  const moves = charts.filter(({ before, after }) => (before?.id ?? after!.id) !== (after?.id ?? before!.id));
  const risks = [
    ...groups.entries(({ head, members }): Risk => ({ ...head, objects: members })),
    ...imageRisks(input.images), ...removedDefaultRisks(input.pairs, input.added, moves),
  ];
  return risks.map((risk, i) => [risk, i] as const)
    .sort(([a, i], [b, j]) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || i - j)
    .map(([risk]) => risk);
}

function sharedTargets({ base, head, targets }: RiskInput): readonly SharedTarget[] {
  const former = targetsOf(base);
  const latter = targetsOf(head);
  return targets.map((name) => ({ before: former.get(name)!, after: latter.get(name)! }));
}

function addRisks(
  groups: GroupedBy<Omit<Risk, 'objects'>, Risk['objects'][number]>, sides: ChartSides,
  targets: readonly SharedTarget[], secrets: SecretsOfSides,
): void {
  const { before, after, changed } = sides;
  const filledSides: FilledSides = {
    isWhole: sides.isWhole,
    ...(before === undefined ? {} : { before: new FilledChart(before) }),
    ...(after === undefined ? {} : { after: new FilledChart(after) }),
  };
  const touched = targets.filter((target) => isTouched(before, after, target));
  const excepted = new Set([before, after].flatMap((chart) => chart?.exceptions.map(({ object }) => object) ?? []));
  const looked = byId(sides.pairs).flatMap((branches) => {
    const in_ = branches.some((pair) => changed.has(pair)) ? targets
      : branches.some(isFilledIn) || excepted.has(branches[0]!.before!.id) ? touched : [];
    return in_.length === 0 ? [] : [{
      branches, targets: new Set(in_), found: new GroupedBy<Said, string>(), present: 0,
    }];
  });
  for (const target of targets) {
    const here = looked.filter((one) => one.targets.has(target));
    const filled = here.length === 0 ? undefined
      : filledPairs(filledSides, here.map(({ branches }) => branches), target);
    for (const one of here) {
      const pair = filled!.get(one.branches);
      if (pair === undefined) continue;
      one.present++;
      for (const said of pair instanceof Error ? [unfilled(pair)] : judge(pair, one.branches, sides, secrets)) {
        one.found.add(said, target.after.name);
      }
    }
  }
  for (const { branches: [pair], found, present, targets: all } of looked) {
    const object = { chart: (after ?? before)!.id, object: (pair!.after ?? pair!.before)!.id };
    const isEverywhere = (count: number) => count === present && all.size === targets.length;
    for (const { said, names } of found.entries(({ head, members }) => ({ said: head, names: members }))) {
      groups.add({ ...said, ...(isEverywhere(names.length) ? {} : { targets: names }) }, object);
    }
  }
}

/** Branches of an alternative may hold objects of one id, of which a target has one. */
function byId(pairs: readonly TemplatePair[]): readonly (readonly TemplatePair[])[] {
  const found = new Map<string, TemplatePair[]>();
  for (const pair of pairs) {
    const { id } = (pair.after ?? pair.before)!;
    const same = found.get(id);
    if (same === undefined) found.set(id, [pair]);
    else same.push(pair);
  }
  return [...found.values()];
}

/** An object that is equal in both templates differs only by what fills, chooses or patches it. */
function isFilledIn({ before }: TemplatePair): boolean {
  return before!.places.length + (before!.when?.length ?? 0) > 0;
}

function isTouched(before: ChartRecord | undefined, after: ChartRecord | undefined, target: SharedTarget): boolean {
  if (before === undefined || after === undefined) return true;
  const [was, is] = [before, after].map(({ targets }) => (Object.hasOwn(targets, target.after.name)
    ? Object.entries(targets[target.after.name]!.values).map(([name, { value }]) => [name, value]) : null));
  return !equalJson(was as Json, is as Json)
    || (target.before.facts !== target.after.facts && !equalJson(target.before.facts, target.after.facts))
    || !equalJson(exceptionsOf(before, target), exceptionsOf(after, target));
}

function exceptionsOf(chart: ChartRecord, { after: { name } }: SharedTarget): Json {
  return chart.exceptions.filter(({ target }) => target === name)
    .map(({ object, patch }) => ({ object, patch })) as unknown as Json;
}

function judge(
  whole: ObjectPair, branches: readonly TemplatePair[], sides: ChartSides, secrets: SecretsOfSides,
): Said[] {
  const { before, after, isMoved } = whole;
  // Nothing but who holds it may have changed.
  if (before !== undefined && after !== undefined && isMoved !== true && equalJson(before, after)) return [];
  return itemPairs(whole).flatMap(({ pair, at }) => RULES.flatMap((rule) => rule.find(pair).map((finding) => {
    const said: Said = { rule: rule.name, reason: rule.reason, ...finding };
    const isSecret = pair.kind === 'Secret' && finding.path !== 'type';
    if (at === undefined) return isSecret || isHidden(said, branches, sides, secrets, whole) ? hidden(said) : said;
    const placed = { ...said, path: said.path === undefined ? at : `${at}.${said.path}` };
    return isSecret || isHidden({ ...said, path: 'items' }, branches, sides, secrets, whole) ? hidden(placed) : placed;
  })));
}

/** Whether a hidden variation or fact fills the field of a finding, something above or something below. */
function isHidden(
  { path: field, before: was, after: is }: Said, branches: readonly TemplatePair[], { before, after }: ChartSides,
  secrets: SecretsOfSides, { formerKind }: ObjectPair,
): boolean {
  if (field === undefined || (was === undefined && is === undefined)) return false;
  // The name of a container may be another on the other side.
  const plain = (path: string) => path.replace(/\[[^\]]*\]/g, '[]');
  const fills = (chart: ChartRecord | undefined, object: TemplateObject | undefined) => {
    if (chart === undefined || object === undefined) return false;
    const places = object.places.filter((place) => secrets.of(chart).hidesPlace(chart, place));
    // Of another kind, an object has its fields elsewhere.
    if (formerKind !== undefined) return places.length > 0;
    const describe = pathDescriber(object.body);
    return places.map(({ path }) => plain(describe(path)))
      .some((path) => path.startsWith(plain(field)) || plain(field).startsWith(path));
  };
  return branches.some((pair) => fills(before, pair.before) || fills(after, pair.after));
}

function hidden<F extends Finding>(finding: F): F {
  return {
    ...finding, ...(finding.before === undefined ? {} : { before: SECRET_VALUE }),
    ...(finding.after === undefined ? {} : { after: SECRET_VALUE }),
  };
}

function unfilled(cause: Error): Said {
  return {
    rule: 'not-looked-at', severity: 'high',
    message: `the object cannot be filled, so that no rule saw it: ${cause.message}`,
    reason: 'parity.json was edited, or is not whole: parity check says where',
  };
}
