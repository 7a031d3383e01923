import { equalJson } from '../../check/equal-json';
import type { AssemblyIndex, ChartRecord, TargetRecord, VariationRecord } from '../../synth/assembly/assembly';
import { canonicalJson } from '../../template/canonical';
import { type Json, isJsonObject } from '../../template/json';
import type { FactChange, TargetValues, ValueChange } from './change';
import { GroupedBy } from './grouped-by';
import { SECRET_VALUE, reachesSecret, secretsOf } from './secrets';
import type { ChartPair } from './template-change';

/** A value of one target on both sides; absent where the side has none. */
interface ValuePair { readonly target: string; readonly before?: Json; readonly after?: Json }

/**
 * Values of variations in targets that both sides have; charts with equal changes together.
 *
 * Of a new variation, and of one that is gone, only what differs from the default: that is told with the declaration.
 */
export function valueChanges(charts: readonly ChartPair[], targets: readonly string[]): ValueChange[] {
  const groups = new GroupedBy<Omit<ValueChange, 'charts'>, string>();
  for (const { before, after } of charts) {
    const former = new Map(before.variations.map((variation) => [variation.name, variation]));
    const latter = new Map(after.variations.map((variation) => [variation.name, variation]));
    let secrets: readonly ReadonlyMap<string, Json>[] | undefined;
    for (const name of new Set([...former.keys(), ...latter.keys()])) {
      const [was, is] = [former.get(name), latter.get(name)];
      const pairs = targets.map((target) => ({
        target, before: valueOf(before, target, was, is === undefined),
        after: valueOf(after, target, is, was === undefined),
      })).filter((pair) => !equalJson(pair.before, pair.after));
      if (pairs.length === 0) continue;
      secrets ??= [secretsOf(before), secretsOf(after)];
      const isSecret = reachesSecret(was?.places ?? [], secrets[0]!) || reachesSecret(is?.places ?? [], secrets[1]!);
      const changes = groupedByValue(pairs, targets.length, isSecret);
      groups.add({ class: (is === undefined ? before : after).class, name, changes }, after.id);
    }
  }
  return groups.entries(({ head, members }) => ({ ...head, charts: members }));
}

/** Facts that changed in targets that both sides have, each leaf on its own. */
export function factChanges(base: AssemblyIndex, head: AssemblyIndex, targets: readonly string[]): FactChange[] {
  const former = targetsOf(base);
  const latter = targetsOf(head);
  const found = new Map<string, ValuePair[]>();
  for (const target of targets) {
    const was = leavesOf(former.get(target)!.facts);
    const is = leavesOf(latter.get(target)!.facts);
    for (const name of new Set([...was.keys(), ...is.keys()])) {
      const pair = { target, before: was.get(name), after: is.get(name) };
      if (equalJson(pair.before, pair.after)) continue;
      const pairs = found.get(name);
      if (pairs === undefined) found.set(name, [pair]);
      else pairs.push(pair);
    }
  }
  if (found.size === 0) return [];
  const uses = usesOf([...base.charts, ...head.charts]);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, pairs]) => {
    const { charts, isSecret } = usedBy(name, uses);
    return { name, charts, changes: groupedByValue(pairs, targets.length, isSecret) };
  });
}

function valueOf(
  chart: ChartRecord, target: string, variation: VariationRecord | undefined, isAlone: boolean,
): Json | undefined {
  if (variation === undefined || !Object.hasOwn(chart.targets, target)) return undefined;
  const { values } = chart.targets[target]!;
  const value = Object.hasOwn(values, variation.name) ? values[variation.name]!.value : undefined;
  return isAlone && equalJson(value, variation.default) ? undefined : value;
}

function groupedByValue(pairs: readonly ValuePair[], all: number, isSecret: boolean): TargetValues[] {
  const groups = new GroupedBy<Pick<ValuePair, 'before' | 'after'>, string>();
  for (const { target, before, after } of pairs) {
    groups.add({
      ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }),
    }, target);
  }
  return groups.entries(({ head, members }) => ({
    targets: members, everywhere: members.length === all,
    ...(head.before === undefined ? {} : { before: isSecret ? SECRET_VALUE : head.before }),
    ...(head.after === undefined ? {} : { after: isSecret ? SECRET_VALUE : head.after }),
  }));
}

/** A list, and a map without entries, is a leaf: it is answered as a whole. */
function leavesOf(facts: Json, name = '', found = new Map<string, Json>()): Map<string, Json> {
  if (isJsonObject(facts) && Object.keys(facts).length > 0) {
    for (const key of Object.keys(facts)) leavesOf(facts[key]!, name === '' ? key : `${name}.${key}`, found);
  } else if (name !== '') found.set(name, facts);
  return found;
}

interface Use { readonly charts: Set<string>; isSecret: boolean }

function usesOf(charts: readonly ChartRecord[]): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const chart of charts) {
    const secrets = secretsOf(chart);
    for (const { path, places } of chart.facts) {
      const name = path.join('.');
      let use = uses.get(name);
      if (use === undefined) uses.set(name, use = { charts: new Set(), isSecret: false });
      use.charts.add(chart.id);
      use.isSecret ||= reachesSecret(places, secrets);
    }
  }
  return uses;
}

/** A chart may use a whole map of which one leaf changed, or a part of a leaf. */
function usedBy(
  name: string, uses: ReadonlyMap<string, Use>,
): { readonly charts: string[]; readonly isSecret: boolean } {
  const charts = new Set<string>();
  let isSecret = false;
  for (const [used, use] of uses) {
    if (used !== name && !name.startsWith(`${used}.`) && !used.startsWith(`${name}.`)) continue;
    for (const chart of use.charts) charts.add(chart);
    isSecret ||= use.isSecret;
  }
  return { charts: [...charts].sort(), isSecret };
}

export function targetsOf({ environments }: AssemblyIndex): Map<string, TargetRecord> {
  return new Map(environments.flatMap(({ targets }) => targets).map((target) => [target.name, target]));
}

/** For comparing two lists of values as sets. */
export function keyOf(value: unknown): string {
  return canonicalJson(JSON.parse(JSON.stringify(value)) as Json);
}
