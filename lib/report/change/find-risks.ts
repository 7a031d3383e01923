import { isFillProblem } from '../../check/chart-files';
import { equalJson } from '../../check/equal-json';
import type { AssemblyIndex, ChartRecord, TargetRecord } from '../../synth/assembly/assembly';
import { type FieldDifference, differenceOf, pathDescriber } from '../../template/difference';
import type { Json, JsonObject } from '../../template/json';
import { SECRET_VALUE } from '../../template/secret';
import type { TemplateObject } from '../../template/template';
import type { ImageChange } from './change';
import { FilledChart } from './filled-chart';
import { GroupedBy } from './grouped-by';
import { type TemplatePair, kindOf } from './pair-objects';
import { type Finding, type ObjectPair, type Risk, SEVERITIES } from './risk';
import { RULES } from './risks';
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
  for (const { objects, before, after, changed } of input.pairs) {
    addRisks(groups, objects, before, after, targets, secrets, changed);
  }
  for (const chart of input.added) {
    addRisks(groups, chart.template.objects.map((after) => ({ after })), undefined, chart, targets, secrets);
  }
  for (const chart of input.removed) {
    addRisks(groups, chart.template.objects.map((before) => ({ before })), chart, undefined, targets, secrets);
  }
  const risks = [
    ...groups.entries(({ head, members }): Risk => ({ ...head, objects: members })),
    ...imageRisks(input.images), ...removedDefaultRisks(input.pairs, input.added),
  ];
  return risks.map((risk, i) => [risk, i] as const)
    .sort(([a, i], [b, j]) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || i - j)
    .map(([risk]) => risk);
}

interface SharedTarget { readonly before: TargetRecord; readonly after: TargetRecord }

function sharedTargets({ base, head, targets }: RiskInput): readonly SharedTarget[] {
  const former = targetsOf(base);
  const latter = targetsOf(head);
  return targets.map((name) => ({ before: former.get(name)!, after: latter.get(name)! }));
}

function addRisks(
  groups: GroupedBy<Omit<Risk, 'objects'>, Risk['objects'][number]>, pairs: readonly TemplatePair[],
  before: ChartRecord | undefined, after: ChartRecord | undefined, targets: readonly SharedTarget[],
  secrets: SecretsOfSides, changed: ReadonlySet<TemplatePair> = new Set(pairs),
): void {
  const former = before === undefined ? undefined : new FilledChart(before);
  const latter = after === undefined ? undefined : new FilledChart(after);
  const touched = targets.filter((target) => isTouched(before, after, target));
  const excepted = new Set([before, after].flatMap((chart) => chart?.exceptions.map(({ object }) => object) ?? []));
  for (const branches of byId(pairs)) {
    const [{ before: was, after: is }] = branches as [TemplatePair];
    const object = { chart: (after ?? before)!.id, object: (is ?? was)!.id };
    const looked = branches.some((pair) => changed.has(pair)) ? targets
      : branches.some(isFilledIn) || excepted.has(was!.id) ? touched : [];
    const found = new GroupedBy<Said, string>();
    let present = 0;
    for (const target of looked) {
      const filled = filledPair(branches, target, former, latter);
      if (filled === undefined) continue;
      present++;
      for (const said of filled instanceof Error ? [unfilled(filled)] : judge(filled)) {
        found.add(isHidden(said, branches, before, after, secrets) ? hidden(said) : said, target.after.name);
      }
    }
    const isEverywhere = (count: number) => count === present && looked.length === targets.length;
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

/** Undefined when neither side has the object in the target, or nothing differs there. */
function filledPair(
  branches: readonly TemplatePair[], target: SharedTarget, former?: FilledChart, latter?: FilledChart,
): ObjectPair | Error | undefined {
  try {
    const [was, before] = chosen(former, branches.map((pair) => pair.before), target.before);
    const [is, after] = chosen(latter, branches.map((pair) => pair.after), target.after);
    const object = after ?? before;
    if (object === undefined) return undefined;
    if (was !== undefined && is !== undefined && equalJson(was, is)) return undefined;
    let fields: readonly FieldDifference[] | undefined;
    return {
      id: object.id, kind: kindOf(object),
      // Most rules look at a few fields only: comparing all of them is the dearest thing here.
      get fields() {
        fields ??= was === undefined || is === undefined ? [] : differenceOf(was, is);
        return fields;
      },
      ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }),
      ...(before === undefined || after === undefined || before.id === after.id ? {} : { renamedFrom: before.id }),
      isWholeChart: former === undefined || latter === undefined,
    };
  } catch (cause) {
    if (!isFillProblem(cause)) throw cause;
    return cause;
  }
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

function judge(pair: ObjectPair): Said[] {
  return RULES.flatMap((rule) => rule.find(pair).map((finding) => ({
    rule: rule.name, reason: rule.reason,
    ...(pair.kind === 'Secret' && finding.path !== 'type' ? hidden(finding) : finding),
  })));
}

/** Whether a hidden variation or fact fills the field of a finding, something above or something below. */
function isHidden(
  { path: field, before: was, after: is }: Said, branches: readonly TemplatePair[], before: ChartRecord | undefined,
  after: ChartRecord | undefined, secrets: SecretsOfSides,
): boolean {
  if (field === undefined || (was === undefined && is === undefined)) return false;
  const fills = (chart: ChartRecord | undefined, object: TemplateObject | undefined) => {
    if (chart === undefined || object === undefined) return false;
    const describe = pathDescriber(object.body);
    return object.places.filter((place) => secrets.of(chart).hidesPlace(chart, place)).map(({ path }) => describe(path))
      .some((path) => path.startsWith(field) || field.startsWith(path));
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
