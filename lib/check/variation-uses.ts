import type { ChartRecord, ValueRecord, VariationRecord } from '../synth/assembly/assembly';
import { isJsonObject } from '../template/json';
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
  /** Whether its values may be shown: those that fill a Secret may not. */
  readonly isSecret: boolean;
}

/** The declared variations of the charts that were asked for, once for each class: that is where they are declared. */
export function declaredVariations({ assembly, charts }: RuleContext): DeclaredVariation[] {
  const asked = new Set(charts);
  const found = new Map<string, { uses: VariationUse[]; isAsked: boolean; isSecret: boolean }>();
  for (const chart of assembly.index.charts) {
    const secrets = secretsOf(chart);
    for (const variation of chart.variations) {
      const key = JSON.stringify([chart.class, variation.name, variation.source]);
      const entry = found.get(key) ?? { uses: [], isAsked: false, isSecret: false };
      found.set(key, entry);
      entry.uses.push({ chart, variation, values: valuesOf(chart, variation.name) });
      entry.isAsked ||= asked.has(chart);
      entry.isSecret ||= variation.places.some(({ object }) => secrets.has(object));
    }
  }
  return [...found.values()].filter(({ isAsked }) => isAsked).map(({ uses, isSecret }) => {
    // By id, so that what is said does not depend on the order in which charts were added.
    const [{ chart, variation }] = uses.sort((a, b) => (a.chart.id < b.chart.id ? -1 : 1));
    return { name: `${chart.class}.${variation.name}`, variation, uses, isSecret };
  });
}

/** A value in a message. */
export function shownValue({ isSecret }: DeclaredVariation, value: unknown): string {
  if (isSecret) return '(a value of a Secret)';
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}... (${text.length} characters)` : text;
}

function valuesOf(chart: ChartRecord, name: string): Map<string, ValueRecord> {
  const values = new Map<string, ValueRecord>();
  for (const [target, record] of Object.entries(chart.targets)) {
    if (Object.hasOwn(record.values, name)) values.set(target, record.values[name]);
  }
  return values;
}

function secretsOf({ template: { objects } }: ChartRecord): Set<string> {
  return new Set(objects.filter(({ body }) => isJsonObject(body) && body.kind === 'Secret').map(({ id }) => id));
}
