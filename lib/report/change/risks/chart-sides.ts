import type { ChartRecord } from '../../../synth/assembly/assembly';
import { canonicalJson } from '../../../template/canonical';
import { isJsonObject } from '../../../template/json';
import type { TemplateObject } from '../../../template/template';
import type { TemplatePair } from '../pair-objects';
import type { ChartPair } from '../template-change';
import { groupOf } from './fields';

/** A chart on both sides, and the objects of it that are looked at together. */
export interface ChartSides {
  readonly before?: ChartRecord;
  readonly after?: ChartRecord;
  readonly pairs: readonly TemplatePair[];
  /** The pairs that are not equal. */
  readonly changed: ReadonlySet<TemplatePair>;
  /** Whether the whole chart is new or gone, and not a part of it that no other chart had or got. */
  readonly isWhole: boolean;
}

interface Charts {
  readonly pairs: readonly ChartPair[];
  readonly added: readonly ChartRecord[];
  readonly removed: readonly ChartRecord[];
}

/**
 * The charts of a change; an object that one chart lost and another one got is in the entry of these two.
 *
 * It is the same object to the cluster: nothing is removed. Of several such charts each is taken once.
 */
export function chartSidesOf({ pairs, added, removed }: Charts): ChartSides[] {
  const sides: ChartSides[] = [
    ...pairs.map(({ before, after, objects, changed }) => ({ before, after, pairs: objects, changed, isWhole: false })),
    ...added.map((after) => alone({ after }, after.template.objects.map((object) => ({ after: object })))),
    ...removed.map((before) => alone({ before }, before.template.objects.map((object) => ({ before: object })))),
  ];
  const gone = new Map<string, Group[]>();
  for (const side of sides) {
    for (const [key, group] of groupsOf(side, 'before')) addTo(gone, key, [group]);
  }
  const moves = new Map<ChartRecord, Map<ChartRecord, TemplatePair[]>>();
  const taken = new Set<TemplatePair>();
  for (const side of gone.size === 0 ? [] : sides) {
    for (const [key, group] of groupsOf(side, 'after')) {
      const former = gone.get(key)?.shift();
      if (former === undefined) continue;
      for (const pair of [...former.pairs, ...group.pairs]) taken.add(pair);
      const targets = moves.get(former.chart) ?? new Map<ChartRecord, TemplatePair[]>();
      moves.set(former.chart, targets);
      addTo(targets, group.chart, joined(former, group));
    }
  }
  if (taken.size === 0) return sides;
  return [
    ...sides.map((side) => {
      const left = side.pairs.filter((pair) => !taken.has(pair));
      return { ...side, pairs: left, isWhole: side.isWhole && left.length === side.pairs.length };
    }),
    ...[...moves].flatMap(([before, targets]) => [...targets].map(([after, moved]) => alone({ before, after }, moved))),
  ];
}

function addTo<K, V>(lists: Map<K, V[]>, key: K, values: readonly V[]): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [...values]);
  else list.push(...values);
}

function alone(charts: Pick<ChartSides, 'before' | 'after'>, pairs: readonly TemplatePair[]): ChartSides {
  return {
    ...charts, pairs, changed: new Set(pairs), isWhole: charts.before === undefined || charts.after === undefined,
  };
}

interface Group { readonly chart: ChartRecord; readonly pairs: TemplatePair[] }

/** Objects that only one side has, by what tells an object from others; branches of an alternative share that. */
function groupsOf(side: ChartSides, of: 'before' | 'after'): ReadonlyMap<string, Group> {
  const other = of === 'before' ? 'after' : 'before';
  const found = new Map<string, Group>();
  const known = new Set(side.pairs.flatMap((pair) => (pair[other] === undefined ? [] : [keyOf(pair[other])])));
  for (const pair of side.pairs) {
    if (pair[other] !== undefined) continue;
    const key = keyOf(pair[of]!);
    // A branch of an object that the chart still has.
    if (known.has(key)) continue;
    const group = found.get(key);
    if (group === undefined) found.set(key, { chart: side[of]!, pairs: [pair] });
    else group.pairs.push(pair);
  }
  return found;
}

function keyOf({ id, body }: TemplateObject): string {
  const metadata = isJsonObject(body) && isJsonObject(body.metadata) ? body.metadata : {};
  return canonicalJson([id, isJsonObject(body) ? groupOf(body) : '', metadata.namespace ?? null]);
}

function joined(before: Group, after: Group): TemplatePair[] {
  return Array.from({ length: Math.max(before.pairs.length, after.pairs.length) }, (_, i) =>
    ({ before: before.pairs[i]?.before, after: after.pairs[i]?.after }));
}
