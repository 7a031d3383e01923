import { SecretInputs } from '../../check/secret-inputs';
import type { Assembly } from '../../synth/assembly/read-assembly';
import { type AlternativeDifference, alternativeDifferences } from './alternative-differences';
import { type ChartPair, ChartSides } from './chart-side';
import { type ExceptionDifference, exceptionDifferences } from './exception-differences';
import { type FactDifference, FactComparison } from './fact-differences';
import { PlaceReader } from './filled-places';
import { sharedClasses } from './shared-classes';
import { type StandInDifference, standInDifferences } from './stand-in-differences';
import { type TargetRecordPair, pairTargets } from './target-pairs';
import { type VariationDifference, variationDifferences } from './variation-differences';

/** Two targets that are compared. */
export interface TargetPair { readonly from: string; readonly to: string }

/** A file that differs though nothing declared does; `parity check` says where. */
export interface UnexplainedFile extends TargetPair { readonly chart: string }

/** What differs between two environments, as a reader thinks of it. Plain data; also the JSON form. */
export interface EnvironmentDifference {
  /** As they were asked for. */
  readonly from: string;
  readonly to: string;
  /** Whether nothing that reaches a manifest differs, and no file does. */
  readonly same: boolean;
  /** One, or one for each cluster. */
  readonly pairs: readonly TargetPair[];
  /** Each has one template for both sides. */
  readonly charts: number;
  /** Pairs of files that were compared by their digests. */
  readonly files: { readonly compared: number; readonly different: number };
  readonly variations: readonly VariationDifference[];
  readonly facts: readonly FactDifference[];
  /** Facts that differ and reach no manifest of these charts. */
  readonly unusedFacts: readonly string[];
  readonly alternatives: readonly AlternativeDifference[];
  readonly standIns: readonly StandInDifference[];
  readonly exceptions: readonly ExceptionDifference[];
  /** How many exceptions are declared for the targets that are compared, whether they differ or not. */
  readonly exceptionsDeclared: number;
  /**
   * ConfigMaps of former releases that the targets keep for rollbacks. Each environment has those it had; they are not
   * compared.
   */
  readonly keptConfigs: number;
  /** Of files only their digests are compared: what differs inside of one is not looked at. */
  readonly lookedAt: 'digests';
  /** Empty is no proof that the others differ only where they may. */
  readonly unexplained: readonly UnexplainedFile[];
}

/**
 * What differs between two environments, or two of their clusters. Reads the index only, and is linear in it.
 *
 * `environmentDifference(assembly, b, a)` says the same as `environmentDifference(assembly, a, b)`, turned around.
 *
 * @throws PARITY_UNKNOWN_ENVIRONMENT when a name means none
 */
export function environmentDifference(
  { index }: Pick<Assembly, 'index'>, from: string, to: string,
): EnvironmentDifference {
  const targets = pairTargets(index, from, to);
  const secrets = new SecretInputs(index);
  const facts = new FactComparison(targets, secrets);
  const shared = sharedClasses(index.charts);
  const charts = index.charts.map((chart) => {
    const sides = new ChartSides(chart);
    const pairs = chartPairs(sides, targets);
    const reader = new PlaceReader(chart, sides.present, secrets);
    return {
      pairs, withFacts: facts.add(chart, reader),
      variations: variationDifferences(chart, pairs, reader, secrets, shared),
      standIns: standInDifferences(chart, pairs),
      exceptions: exceptionDifferences(chart, pairs, secrets),
    };
  });
  const found = {
    variations: charts.flatMap(({ variations }) => variations),
    facts: facts.differences(),
    alternatives: alternativeDifferences(charts.map(({ pairs }) => pairs), shared),
    standIns: charts.flatMap(({ standIns }) => standIns),
    exceptions: charts.flatMap(({ exceptions }) => exceptions),
  };
  const different = charts.flatMap(({ pairs, ...said }) => pairs.flatMap((pair, i) => {
    if (pair.from.file?.digest === pair.to.file?.digest) return [];
    const isDeclared = [...said.variations, ...said.exceptions]
      .some(({ changes }) => changes.some((change) => change.pairs.includes(i)));
    return [{ pair, isExplained: said.withFacts.has(i) || isDeclared }];
  }));
  return {
    from, to, same: different.length === 0 && Object.values(found).every((all) => all.length === 0),
    pairs: targets.map((pair) => ({ from: pair.from.name, to: pair.to.name })), charts: charts.length,
    files: { compared: charts.length * targets.length, different: different.length },
    ...found, unusedFacts: facts.unused(), exceptionsDeclared: exceptionsIn(index, targets),
    keptConfigs: keptIn(index, targets), lookedAt: 'digests',
    unexplained: different.filter(({ isExplained }) => !isExplained).map(({ pair }) =>
      ({ chart: pair.chart.id, from: pair.from.target.name, to: pair.to.target.name })),
  };
}

function exceptionsIn({ charts }: Assembly['index'], targets: readonly TargetRecordPair[]): number {
  const names = new Set(targets.flatMap(({ from, to }) => [from.name, to.name]));
  return charts.reduce((sum, { exceptions }) => sum + exceptions.filter(({ target }) => names.has(target)).length, 0);
}

function keptIn({ charts }: Assembly['index'], targets: readonly TargetRecordPair[]): number {
  const names = [...new Set(targets.flatMap(({ from, to }) => [from.name, to.name]))];
  return charts.reduce((sum, { kept = {} }) => sum + names.reduce((of, name) =>
    of + (Object.hasOwn(kept, name) ? kept[name].objects.length : 0), 0), 0);
}

/** A chart on both sides of each pair. */
export function chartPairs(sides: ChartSides, targets: readonly TargetRecordPair[]): ChartPair[] {
  return targets.map(({ from, to }) => ({ chart: sides.chart, from: sides.in(from), to: sides.in(to) }));
}
