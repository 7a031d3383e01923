import type { ChartRecord, ValueRecord, VariationRecord } from '../synth/assembly/assembly';
import type { Json } from '../template/json';
import { SECRET_VALUE } from '../template/secret';
import { cutJson } from './chart-files';
import type { RuleContext } from './rule';

/** The values of one declared variation in one chart. */
export interface VariationUse {
  readonly chart: ChartRecord;
  readonly variation: VariationRecord;
  /** By target. */
  readonly values: ReadonlyMap<string, ValueRecord>;
}

/** One declaration of a class, with its values in every chart of the class. */
export interface DeclaredVariation {
  /** As overlays know it: `Checkout.replicas`. */
  readonly name: string;
  readonly variation: VariationRecord;
  /** In every chart of the class, also in those that were not asked for: overlays speak to classes. */
  readonly uses: readonly VariationUse[];
  /** Whether its values are hidden, in any chart of the class. */
  readonly isSecret: boolean;
}

/** The declared variations of the charts that were asked for, once for each class: that is where they are declared. */
export function declaredVariations({ assembly, charts, secrets }: RuleContext): DeclaredVariation[] {
  const asked = new Set(charts);
  const found = new Map<string, { uses: VariationUse[]; isAsked: boolean; isSecret: boolean }>();
  for (const chart of assembly.index.charts) {
    for (const variation of chart.variations) {
      const key = JSON.stringify([chart.class, variation.name, variation.source]);
      const entry = found.get(key) ?? { uses: [], isAsked: false, isSecret: false };
      found.set(key, entry);
      entry.uses.push({ chart, variation, values: valuesOf(chart, variation.name) });
      entry.isAsked ||= asked.has(chart);
      entry.isSecret ||= secrets.hasVariation(chart, variation.name);
    }
  }
  return [...found.values()].filter(({ isAsked }) => isAsked).map(({ uses, isSecret }) => {
    // By id, so that what is said does not depend on the order in which charts were added.
    const [{ chart, variation }] = uses.sort((a, b) => (a.chart.id < b.chart.id ? -1 : 1));
    return { name: `${chart.class}.${variation.name}`, variation, uses, isSecret };
  });
}

/** A value in a message. */
export function shownValue({ isSecret }: DeclaredVariation, value: Json | undefined): string {
  if (isSecret) return SECRET_VALUE;
  return value === undefined ? 'nothing' : cutJson(value);
}

function valuesOf(chart: ChartRecord, name: string): Map<string, ValueRecord> {
  const values = new Map<string, ValueRecord>();
  for (const [target, record] of Object.entries(chart.targets)) {
    if (Object.hasOwn(record.values, name)) values.set(target, record.values[name]);
  }
  return values;
}
