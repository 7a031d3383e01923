import { standInTargets } from '../check/choices';
import { SecretInputs } from '../check/secret-inputs';
import {
  type AssemblyIndex, type ChartRecord, type ExceptionRecord, type TargetRecord, filesOfChart,
} from '../synth/assembly/assembly';
import { canonicalJson } from '../template/canonical';
import type { ParityFailure } from '../template/error';
import type { Expression } from '../template/expression';
import { type Json, valueAt } from '../template/json';
import { SECRET_VALUE } from '../template/secret';
import { type Lifetime, lifetimeOf } from './lifetime';
import { type Preview, previewsOf } from './preview';
import { plural } from './words';

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

/** A weaker branch, where it runs and until when it may. */
export interface StandInSummary {
  readonly chart: string;
  /** What chooses it, and the branch. */
  readonly by: string;
  readonly branch: string;
  readonly for: string;
  /** The targets that run it. */
  readonly targets: readonly string[];
  readonly reason: string;
  readonly owner: string;
  readonly since?: string;
  readonly expires: string;
  readonly conformance: string;
  readonly source?: string;
  /** Seen from the day that was asked for; absent when none was. */
  readonly lifetime?: Lifetime;
}

/** An exception; what its patch writes is left to `parity.json` and to `parity diff`. */
export interface ExceptionSummary extends Omit<ExceptionRecord, 'patch'> {
  readonly chart: string;
  /** How many operations it has. */
  readonly operations: number;
  /** Seen from the day that was asked for; absent when none was. */
  readonly lifetime?: Lifetime;
}

/** An assembly in the few facts that a person asks for first; everything is counted, nothing is cut. */
export interface Summary {
  readonly charts: number;
  /** In promotion order. */
  readonly environments: readonly string[];
  /** Environments and clusters: one folder of manifests each. */
  readonly targets: readonly string[];
  /** Environments that were made from another one for a while; part of `environments`. */
  readonly previews: readonly Preview[];
  readonly variations: number;
  readonly variationsThatDiffer: readonly Difference[];
  readonly factsThatDiffer: readonly Difference[];
  readonly alternatives: readonly AlternativeSummary[];
  readonly standIns: readonly StandInSummary[];
  readonly exceptions: readonly ExceptionSummary[];
  readonly removedDefaults: number;
  /** ConfigMaps of former releases, in all targets together. */
  readonly keptConfigs: number;
  readonly images: number;
  readonly imagesWithoutDigest: number;
  readonly witnessed: boolean;
  /** False as well while the environments are not in parity, whatever the index says. */
  readonly releasable: boolean;
  readonly notReleasable: readonly string[];
  readonly files: number;
  /** The differences that nothing explains: environments are in parity when there is none. */
  readonly unexplained: readonly ParityFailure[];
}

/**
 * Sums up an assembly's index. Linear in its size.
 *
 * @param unexplained what the proof of closure found; nothing right after synth, which writes nothing else
 * @param today `YYYY-MM-DD`, from which age and expiry are counted. @default - they are not
 */
export function summarize(
  index: AssemblyIndex, unexplained: readonly ParityFailure[], today?: string,
): Summary {
  const targets = index.environments.flatMap((environment) => environment.targets);
  const secrets = new SecretInputs(index);
  const images = new Map(index.charts.flatMap((chart) => chart.images.map((image) =>
    [`${image.repository}@${image.digest ?? ''}`, image] as const)));
  return {
    charts: index.charts.length,
    environments: index.environments.map(({ name }) => name),
    targets: targets.map(({ name }) => name),
    previews: previewsOf(index),
    variations: count(index.charts, (chart) => chart.variations),
    variationsThatDiffer: index.charts.flatMap((chart) => variationsThatDiffer(chart, secrets)),
    factsThatDiffer: factsThatDiffer(index, secrets),
    alternatives: alternativesOf(index.charts),
    standIns: index.charts.flatMap((chart) => standIns(chart, targets, today)),
    exceptions: index.charts.flatMap(({ id, exceptions }) => exceptions.map(({ patch, ...exception }) =>
      ({ chart: id, ...exception, operations: patch.length, ...lifetime(exception, today) }))),
    removedDefaults: count(index.charts, (chart) => chart.removedDefaults),
    keptConfigs: count(index.charts, ({ kept = {} }) => Object.values(kept).flatMap(({ objects }) => objects)),
    images: images.size,
    imagesWithoutDigest: [...images.values()].filter(({ digest }) => digest === undefined).length,
    witnessed: index.witnessed,
    releasable: index.releasable && unexplained.length === 0,
    notReleasable: [...notInParity(unexplained), ...index.notReleasable],
    files: count(index.charts, filesOfChart),
    unexplained,
  };
}

/** A release is made of what was declared; of files that say something else none may be. */
function notInParity({ length }: readonly ParityFailure[]): string[] {
  return length === 0 ? [] : [`not while it is not in parity: ${plural(length, 'difference')} that nothing explains`];
}

function standIns(chart: ChartRecord, targets: readonly TargetRecord[], today: string | undefined): StandInSummary[] {
  return chart.standIns.map((standIn) => {
    const { of, ...record } = standIn;
    const runs = standInTargets(standIn, chart, targets);
    return { chart: chart.id, by: nameOf(of), ...record, targets: runs, ...lifetime(record, today) };
  });
}

function lifetime(record: { since?: string; expires: string }, today: string | undefined): { lifetime?: Lifetime } {
  return today === undefined ? {} : { lifetime: lifetimeOf(record, today) };
}

/** Whether values differ is no secret; what they are may be. */
function variationsThatDiffer(chart: ChartRecord, secrets: SecretInputs): Difference[] {
  const targets = Object.entries(chart.targets);
  return chart.variations.flatMap(({ name }) => {
    const values = Object.fromEntries(targets.flatMap(([target, record]) =>
      (Object.hasOwn(record.values, name) ? [[target, record.values[name].value] as const] : [])));
    if (isSame(Object.values(values))) return [];
    const isSecret = secrets.hasVariation(chart, name);
    return [{ chart: chart.id, name, values: isSecret ? masked(values) : values }];
  });
}

/** Facts that no chart uses may differ as they like: only what reaches a manifest is told. */
function factsThatDiffer(index: AssemblyIndex, secrets: SecretInputs): Difference[] {
  const targets = index.environments.flatMap((environment) => environment.targets);
  const paths = new Map(index.charts.flatMap(({ facts }) => facts.map(({ path }) => [path.join('.'), path] as const)));
  return [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, path]) => {
    const values = Object.fromEntries(targets.flatMap((target) => {
      const value = valueAt(target.facts, path);
      return value === undefined ? [] : [[target.name, value] as const];
    }));
    // In a branch that no environment chooses, a fact may stand that none answers.
    const answers = Object.values(values);
    if (isSame(answers) && [0, targets.length].includes(answers.length)) return [];
    return [{ name, values: secrets.hasFact(path) ? masked(values) : values }];
  });
}

function masked(values: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(Object.keys(values).map((target) => [target, SECRET_VALUE]));
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

/**
 * A declared value by the name that `parity explain` takes: `checkout.replicas` for `--variation`, `domain` for
 * `--fact`.
 */
export function addressOf({ chart, name }: Pick<Difference, 'chart' | 'name'>): string {
  return chart === undefined ? name : `${chart}.${name}`;
}

/** What chooses a branch, in a word. */
export function nameOf(of: Expression): string {
  return of.op === 'fact' ? of.path.join('.') : of.op === 'variation' ? of.name : of.op;
}

function isSame(values: readonly Json[]): boolean {
  return new Set(values.map((value) => canonicalJson(value))).size <= 1;
}

function count(charts: readonly ChartRecord[], of: (chart: ChartRecord) => readonly unknown[]): number {
  return charts.reduce((sum, chart) => sum + of(chart).length, 0);
}
