import type { VariationDifference } from './variation-differences';

/** One variation of a class, in the charts in which it differs in the same way. */
export interface VariationGroup {
  /** `Checkout.replicas`; with the chart's id where others of its class differ otherwise, or not at all. */
  readonly name: string;
  readonly first: VariationDifference;
  readonly charts: readonly string[];
}

/** Says once what differs alike in many charts of one class. Linear. */
export function groupVariations(variations: readonly VariationDifference[]): VariationGroup[] {
  const groups = new Map<string, VariationDifference[]>();
  for (const difference of variations) {
    const { class: className, variation, why, owner, changes } = difference;
    const values = changes.map(({ pairs, before, after }) => [pairs, before?.value, after?.value]);
    const key = JSON.stringify([className, variation, why, owner, values]);
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [difference]);
    else same.push(difference);
  }
  return [...groups.values()].map((all) => {
    const [first] = all;
    const name = `${first.class}.${first.variation}`;
    const isAlone = all.length === 1 && first.sharesClass;
    return { name: isAlone ? `${name} (${first.chart})` : name, first, charts: all.map(({ chart }) => chart) };
  });
}
