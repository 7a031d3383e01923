import { equalJson } from '../../check/equal-json';
import { factKey } from '../../check/secret-inputs';
import type { AssemblyIndex, ChartRecord, TargetRecord, VariationRecord } from '../../synth/assembly/assembly';
import { canonicalJson } from '../../template/canonical';
import { type Json, isJsonObject } from '../../template/json';
import { SECRET_VALUE } from '../../template/secret';
import type { FactChange, TargetValues, ValueChange } from './change';
import { GroupedBy } from './grouped-by';
import type { SecretsOfSides } from './secrets-of-sides';
import type { ChartPair } from './template-change';

/** A value of one target on both sides; absent where the side has none. */
interface ValuePair { readonly target: string; readonly before?: Json; readonly after?: Json }

/**
 * Values of variations in targets that both sides have; charts with equal changes together.
 *
 * Of a new variation, and of one that is gone, only what differs from the default: that is told with the declaration.
 */
export function valueChanges(
  charts: readonly ChartPair[], targets: readonly string[], secrets: SecretsOfSides,
): ValueChange[] {
  const groups = new GroupedBy<Omit<ValueChange, 'charts'>, string>();
  for (const { before, after } of charts) {
    const former = new Map(before.variations.map((variation) => [variation.name, variation]));
    const latter = new Map(after.variations.map((variation) => [variation.name, variation]));
    for (const name of new Set([...former.keys(), ...latter.keys()])) {
      const [was, is] = [former.get(name), latter.get(name)];
      const pairs = targets.map((target) => ({
        target, before: valueOf(before, target, was, is === undefined),
        after: valueOf(after, target, is, was === undefined),
      })).filter((pair) => !equalJson(pair.before, pair.after));
      if (pairs.length === 0) continue;
      const changes = groupedByValue(pairs, targets.length, secrets.hasVariation({ before, after }, name));
      groups.add({ class: (is === undefined ? before : after).class, name, changes }, after.id);
    }
  }
  return groups.entries(({ head, members }) => ({ ...head, charts: members }));
}

/** Facts that changed in targets that both sides have, each leaf on its own. */
export function factChanges(
  base: AssemblyIndex, head: AssemblyIndex, targets: readonly string[], secrets: SecretsOfSides,
): FactChange[] {
  const former = targetsOf(base);
  const latter = targetsOf(head);
  const found = new Map<string, ValuePair[]>();
  for (const target of targets) {
    const was = leavesOf(former.get(target)!.facts);
    const is = leavesOf(latter.get(target)!.facts);
    for (const key of new Set([...was.keys(), ...is.keys()])) {
      const pair = { target, before: was.get(key), after: is.get(key) };
      if (equalJson(pair.before, pair.after)) continue;
      const pairs = found.get(key);
      if (pairs === undefined) found.set(key, [pair]);
      else pairs.push(pair);
    }
  }
  if (found.size === 0) return [];
  const uses = usesOf([...base.charts, ...head.charts]);
  const changes = [...found].map(([key, pairs]): FactChange => {
    const path = JSON.parse(key) as string[];
    const name = path.join('.');
    return { name, charts: usedBy(name, uses), changes: groupedByValue(pairs, targets.length, secrets.hasFact(path)) };
  });
  return changes.sort((a, b) => (a.name < b.name ? -1 : 1));
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

/** By path. A list, and a map without entries, is a leaf: it is answered as a whole. */
function leavesOf(facts: Json, path: readonly string[] = [], found = new Map<string, Json>()): Map<string, Json> {
  if (isJsonObject(facts) && Object.keys(facts).length > 0) {
    for (const key of Object.keys(facts)) leavesOf(facts[key]!, [...path, key], found);
  } else if (path.length > 0) found.set(factKey(path), facts);
  return found;
}

/** The charts that use each fact. */
function usesOf(charts: readonly ChartRecord[]): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>();
  for (const chart of charts) {
    for (const { path } of chart.facts) {
      const name = path.join('.');
      const users = uses.get(name) ?? new Set<string>();
      uses.set(name, users.add(chart.id));
    }
  }
  return uses;
}

/** A chart may use a whole map of which one leaf changed, or a part of a leaf. */
function usedBy(name: string, uses: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const found = new Set<string>();
  for (const [used, charts] of uses) {
    if (used !== name && !name.startsWith(`${used}.`) && !used.startsWith(`${name}.`)) continue;
    for (const chart of charts) found.add(chart);
  }
  return [...found].sort();
}

export function targetsOf({ environments }: AssemblyIndex): Map<string, TargetRecord> {
  return new Map(environments.flatMap(({ targets }) => targets).map((target) => [target.name, target]));
}

/** For comparing two lists of values as sets. */
export function keyOf(value: unknown): string {
  return canonicalJson(JSON.parse(JSON.stringify(value)) as Json);
}
