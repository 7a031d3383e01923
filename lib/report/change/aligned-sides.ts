import type { AssemblyIndex, ChartRecord, TargetRecord } from '../../synth/assembly/assembly';
import type { Assembly } from '../../synth/assembly/read-assembly';
import { isPart, madeFrom, narrowed } from '../../synth/assembly/select-charts';
import type { ClusteredChange, PartOfChange } from './change';

/** Both sides so that what is of one name in both can be compared, and what had to be done for it. */
export interface AlignedSides {
  readonly base: AssemblyIndex;
  readonly head: AssemblyIndex;
  readonly part?: PartOfChange;
  readonly clustered: readonly ClusteredChange[];
}

/**
 * Limits both sides to the charts of one that was synthesized in part, and gives an environment that is written per
 * cluster on one side alone the same clusters on the other. Otherwise what was left out would be told as removed, and
 * every change in such an environment would be passed over.
 */
export function alignedSides(base: AssemblyIndex, head: AssemblyIndex): AlignedSides {
  const part = partOf(base, head);
  const [former, latter] = part === undefined ? [base, head] : [base, head].map((side) => limited(side, part.charts));
  const clustered = clusteredChanges(former, latter);
  if (clustered.length === 0) return { base: former, head: latter, ...(part === undefined ? {} : { part }), clustered };
  return {
    base: perCluster(former, latter, clustered.filter(({ before }) => before === undefined)),
    head: perCluster(latter, former, clustered.filter(({ after }) => after === undefined)),
    ...(part === undefined ? {} : { part }), clustered,
  };
}

function partOf(base: AssemblyIndex, head: AssemblyIndex): PartOfChange | undefined {
  const sides = [['base', base], ['head', head]] as const;
  const parts = sides.filter(([, index]) => isPart(index));
  if (parts.length === 0) return undefined;
  const [[, first], second] = parts;
  const known = second === undefined ? undefined : new Set(second[1].charts.map(({ id }) => id));
  const charts = first.charts.map(({ id }) => id).filter((id) => known?.has(id) ?? true);
  return { of: parts.map(([side]) => side), charts };
}

/** Whether a part can be released says nothing of the whole, and the other way round. */
function limited(index: AssemblyIndex, ids: readonly string[]): AssemblyIndex {
  const asked = new Set(ids);
  const { index: some } = narrowed({ index } as Assembly, index.charts.filter(({ id }) => asked.has(id)));
  return madeFrom({ ...some, notReleasable: [], releasable: true }, index);
}

function clusteredChanges(base: AssemblyIndex, head: AssemblyIndex): ClusteredChange[] {
  const former = new Map(base.environments.map(({ name, targets }) => [name, targets]));
  return head.environments.flatMap(({ name, targets }): ClusteredChange[] => {
    const [before, after] = [former.get(name), targets];
    if (before === undefined || isClustered(before) === isClustered(after)) return [];
    return [{
      environment: name, ...(isClustered(before) ? { before: clustersOf(before) } : { after: clustersOf(after) }),
    }];
  });
}

function isClustered(targets: readonly TargetRecord[]): boolean {
  return targets.some(({ cluster }) => cluster !== undefined);
}

function clustersOf(targets: readonly TargetRecord[]): string[] {
  return targets.map(({ cluster, name }) => cluster ?? name);
}

/** An index in which the only target of some environments stands for each cluster that the other side has there. */
function perCluster(index: AssemblyIndex, other: AssemblyIndex, changes: readonly ClusteredChange[]): AssemblyIndex {
  if (changes.length === 0) return index;
  const names = new Set(changes.map(({ environment }) => environment));
  const clusters = new Map(other.environments.filter(({ name }) => names.has(name))
    .map(({ name, targets }) => [name, targets]));
  const copies = new Map<string, readonly string[]>();
  const environments = index.environments.map((environment) => {
    const [own] = environment.targets;
    const others = clusters.get(environment.name);
    if (own === undefined || others === undefined) return environment;
    copies.set(own.name, others.map(({ name }) => name));
    return { ...environment, targets: others.map(({ name, cluster }) =>
      ({ ...own, name, ...(cluster === undefined ? {} : { cluster }) })) };
  });
  return madeFrom({ ...index, environments, charts: index.charts.map((chart) => copied(chart, copies)) }, index);
}

function copied(chart: ChartRecord, copies: ReadonlyMap<string, readonly string[]>): ChartRecord {
  const perCopy = <T>(records: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(records).flatMap(([name, record]) =>
      (copies.get(name) ?? [name]).map((copy) => [copy, record] as const)));
  return {
    ...chart,
    targets: perCopy(chart.targets),
    ...(chart.kept === undefined ? {} : { kept: perCopy(chart.kept) }),
    exceptions: chart.exceptions.flatMap((exception) =>
      (copies.get(exception.target) ?? [exception.target]).map((target) => ({ ...exception, target }))),
  };
}
