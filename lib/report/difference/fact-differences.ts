import type { SecretInputs } from '../../check/secret-inputs';
import type { ChartRecord } from '../../synth/assembly/assembly';
import { type Json, isJsonObject, valueAt } from '../../template/json';
import { SECRET_VALUE } from '../../template/secret';
import { type Change, gatherChanges, sameValue, sidesOf } from './change';
import type { FilledPlace, PlaceReader } from './filled-places';
import type { TargetRecordPair } from './target-pairs';

/** A fact that reaches a manifest and is not the same on both sides. */
export interface FactDifference {
  /** Its path: `storageClasses.fast`. */
  readonly fact: string;
  /** The values; what only Secrets are to know is not shown. */
  readonly changes: readonly Change<Json>[];
  readonly places: readonly (FilledPlace & { readonly chart: string })[];
}

/** Gathers where facts stand, chart by chart, and compares them once for all charts. */
export class FactComparison {
  private readonly places = new Map<string, { path: readonly string[]; places: FactDifference['places'][number][] }>();
  private readonly changes = new Map<string, readonly Change<Json>[]>();

  constructor(private readonly pairs: readonly TargetRecordPair[], private readonly secrets: SecretInputs) {}

  /** Notes a chart's places of facts that differ. Gives in which pairs a fact of the chart differs. */
  add(chart: ChartRecord, reader: PlaceReader): ReadonlySet<number> {
    const differing = new Set<number>();
    for (const { path, places } of chart.facts) {
      const fact = path.join('.');
      const changes = this.changesOf(fact, path);
      if (changes.length === 0) continue;
      const described = reader.describe(places);
      if (described.length === 0) continue;
      for (const { pairs } of changes) for (const pair of pairs) differing.add(pair);
      const known = this.places.get(fact) ?? { path, places: [] };
      this.places.set(fact, known);
      for (const place of described) known.places.push(Object.assign(place, { chart: chart.id }));
    }
    return differing;
  }

  /** The facts that differ and reach a manifest, by name. */
  differences(): FactDifference[] {
    return [...this.places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([fact, { places }]) =>
      ({ fact, changes: this.changes.get(fact) ?? [], places }));
  }

  /** The facts that differ and reach no manifest, by name. */
  unused(): string[] {
    const used = [...this.places.values()].map(({ path }) => path);
    const found = new Set<string>();
    for (const { from, to } of this.pairs) {
      for (const path of leafPaths(from.facts, to.facts)) {
        const isUsed = used.some((other) => other.every((key, i) => i >= path.length || path[i] === key));
        if (!isUsed && !sameValue(valueAt(from.facts, path), valueAt(to.facts, path))) found.add(path.join('.'));
      }
    }
    return [...found].sort();
  }

  private changesOf(fact: string, path: readonly string[]): readonly Change<Json>[] {
    let changes = this.changes.get(fact);
    if (changes !== undefined) return changes;
    const show = (value: Json | undefined) =>
      (value !== undefined && this.secrets.hasFact(path) ? SECRET_VALUE : value);
    changes = gatherChanges(this.pairs, ({ from, to }) => {
      const [before, after] = [valueAt(from.facts, path), valueAt(to.facts, path)];
      return !sameValue(before, after) ? sidesOf(show(before), show(after)) : undefined;
    });
    this.changes.set(fact, changes);
    return changes;
  }
}

/** The paths of all single answers on either side; a list is one answer. */
function leafPaths(...sides: readonly Json[]): string[][] {
  const found = new Map<string, string[]>();
  const visit = (value: Json, path: string[]): void => {
    if (!isJsonObject(value)) found.set(JSON.stringify(path), path);
    else for (const key of Object.keys(value)) visit(value[key], [...path, key]);
  };
  for (const side of sides) visit(side, []);
  return [...found.values()];
}
