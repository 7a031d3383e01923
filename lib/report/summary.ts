import type { AssemblyIndex, ChartRecord, ExceptionRecord } from '../synth/assembly/assembly';
import { canonicalJson } from '../template/canonical';
import type { Expression } from '../template/expression';
import { type Json, isJsonObject } from '../template/json';

/** A declared value that is not the same in all targets. */
export interface Difference {
  /** The chart, for a variation. */
  readonly chart?: string;
  /** The variation's address, or the fact's path. */
  readonly name: string;
  /** By target name; absent where the target has none. */
  readonly values: Readonly<Record<string, Json>>;
}

/** What chooses between branches, and in how many charts. */
export interface AlternativeSummary {
  readonly by: string;
  readonly branches: readonly string[];
  readonly charts: number;
}

/** An assembly in the few facts that a person asks for first; everything is counted, nothing is cut. */
export interface Summary {
  readonly charts: number;
  /** In promotion order. */
  readonly environments: readonly string[];
  /** Environments and clusters: one folder of manifests each. */
  readonly targets: readonly string[];
  readonly variations: number;
  readonly variationsThatDiffer: readonly Difference[];
  readonly factsThatDiffer: readonly Difference[];
  readonly alternatives: readonly AlternativeSummary[];
  readonly exceptions: readonly (ExceptionRecord & { readonly chart: string })[];
  readonly removedDefaults: number;
  readonly images: number;
  readonly imagesWithoutDigest: number;
  readonly witnessed: boolean;
  readonly releasable: boolean;
  readonly notReleasable: readonly string[];
  readonly files: number;
}

/** Sums up an assembly's index. Linear in its size. */
export function summarize(index: AssemblyIndex): Summary {
  const targets = index.environments.flatMap((environment) => environment.targets);
  const images = new Map(index.charts.flatMap((chart) => chart.images.map((image) =>
    [`${image.repository}@${image.digest ?? ''}`, image] as const)));
  return {
    charts: index.charts.length,
    environments: index.environments.map(({ name }) => name),
    targets: targets.map(({ name }) => name),
    variations: count(index.charts, (chart) => chart.variations),
    variationsThatDiffer: index.charts.flatMap(variationsThatDiffer),
    factsThatDiffer: factsThatDiffer(index),
    alternatives: alternativesOf(index.charts),
    exceptions: index.charts.flatMap(({ id, exceptions }) =>
      exceptions.map((exception) => ({ chart: id, ...exception }))),
    removedDefaults: count(index.charts, (chart) => chart.removedDefaults),
    images: images.size,
    imagesWithoutDigest: [...images.values()].filter(({ digest }) => digest === undefined).length,
    witnessed: index.witnessed,
    releasable: index.releasable,
    notReleasable: index.notReleasable,
    files: count(index.charts, (chart) => Object.keys(chart.targets)),
  };
}

function variationsThatDiffer(chart: ChartRecord): Difference[] {
  const targets = Object.entries(chart.targets);
  return chart.variations.flatMap(({ name }) => {
    const values = Object.fromEntries(targets.flatMap(([target, record]) =>
      (Object.hasOwn(record.values, name) ? [[target, record.values[name].value] as const] : [])));
    return isSame(Object.values(values)) ? [] : [{ chart: chart.id, name, values }];
  });
}

/** Facts that no chart uses may differ as they like: only what reaches a manifest is told. */
function factsThatDiffer(index: AssemblyIndex): Difference[] {
  const targets = index.environments.flatMap((environment) => environment.targets);
  const paths = new Map(index.charts.flatMap(({ facts }) => facts.map(({ path }) => [path.join('.'), path] as const)));
  return [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, path]) => {
    const values = Object.fromEntries(targets.flatMap((target) => {
      const value = valueAt(target.facts, path);
      return value === undefined ? [] : [[target.name, value] as const];
    }));
    return isSame(Object.values(values)) && Object.keys(values).length === targets.length ? [] : [{ name, values }];
  });
}

function valueAt(facts: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = facts;
  for (const key of path) value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

function alternativesOf(charts: readonly ChartRecord[]): AlternativeSummary[] {
  const found = new Map<string, { by: string; branches: Set<string>; charts: number }>();
  for (const { alternatives } of charts) {
    for (const { of, branches } of alternatives) {
      const by = nameOf(of);
      const alternative = found.get(by) ?? { by, branches: new Set<string>(), charts: 0 };
      found.set(by, alternative);
      alternative.charts += 1;
      for (const branch of Object.keys(branches)) alternative.branches.add(branch);
    }
  }
  return [...found.values()].map(({ by, branches, charts: n }) => ({ by, branches: [...branches], charts: n }));
}

function nameOf(of: Expression): string {
  return of.op === 'fact' ? of.path.join('.') : of.op === 'variation' ? of.name : of.op;
}

function isSame(values: readonly Json[]): boolean {
  return new Set(values.map((value) => canonicalJson(value))).size <= 1;
}

function count(charts: readonly ChartRecord[], of: (chart: ChartRecord) => readonly unknown[]): number {
  return charts.reduce((sum, chart) => sum + of(chart).length, 0);
}
