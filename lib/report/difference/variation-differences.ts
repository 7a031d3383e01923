import type { SecretInputs } from '../../check/secret-inputs';
import type { ChartRecord, ValueRecord } from '../../synth/assembly/assembly';
import { SECRET_VALUE } from '../../template/secret';
import { type Change, gatherChanges, sameValue, sidesOf } from './change';
import type { ChartPair } from './chart-side';
import type { FilledPlace, PlaceReader } from './filled-places';

/** A variation whose value is not the same on both sides. */
export interface VariationDifference {
  readonly chart: string;
  readonly class: string;
  /** Whether other charts are of this class, too. @default - it is the only one */
  readonly sharesClass?: true;
  /** Its address in the chart: `replicas`, `api.memory`. */
  readonly variation: string;
  readonly why: string;
  readonly owner?: string;
  /** The values, and who set them; that of a Secret is not shown. */
  readonly changes: readonly Change<ValueRecord>[];
  readonly places: readonly FilledPlace[];
}

/** The variations of a chart that differ in some pairs, in the order of their declaration. */
export function variationDifferences(
  chart: ChartRecord, pairs: readonly ChartPair[], places: PlaceReader, secrets: SecretInputs,
  shared: ReadonlySet<string>,
): VariationDifference[] {
  return chart.variations.flatMap(({ name, why, owner, places: all }): VariationDifference[] => {
    const isSecret = secrets.hasVariation(chart, name);
    const hide = (side: ValueRecord | undefined) =>
      (isSecret && side !== undefined ? { ...side, value: SECRET_VALUE } : side);
    const changes = gatherChanges(pairs, ({ from, to }) => {
      const [before, after] = [from.values.get(name), to.values.get(name)];
      return sameValue(before?.value, after?.value) ? undefined : sidesOf(hide(before), hide(after));
    });
    if (changes.length === 0) return [];
    return [{
      chart: chart.id, class: chart.class, ...(shared.has(chart.class) ? { sharesClass: true } : {}),
      variation: name, why, ...(owner === undefined ? {} : { owner }), changes, places: places.describe(all),
    }];
  });
}
