import type { Call } from '../../environment/call-graph';
import { nearest } from '../../environment/nearest';
import { ParityErrors, type ParityFailure } from '../../template/error';
import type { AssemblyIndex, ChartRecord } from './assembly';
import type { Assembly } from './read-assembly';

/** Why an assembly of some charts is not releasable; their names follow. */
export const PART = 'only some charts were synthesized: ';
const WHOLE = 'the assembly was limited to some charts: run parity synth for all of them';

/**
 * The charts that some names mean: ids, and classes for all their charts. All charts when no name is given.
 *
 * @throws PARITY_UNKNOWN_CHART for every name that means none
 */
export function selectCharts({ charts, notReleasable }: AssemblyIndex, names: readonly string[] = []): readonly ChartRecord[] {
  if (names.length === 0) return charts;
  const known = new Set(charts.flatMap((chart) => [chart.id, chart.class]));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    const failures = unknown.map((name) => unknownChart(name, [...known], 'the assembly'));
    throw new ParityErrors(isPart({ notReleasable }) ? failures.map((failure) => ({ ...failure, fix: WHOLE })) : failures);
  }
  const asked = new Set(names);
  return charts.filter((chart) => asked.has(chart.id) || asked.has(chart.class));
}

/** Whether an assembly holds only the charts that were asked for: those that it lacks are not gone. */
export function isPart({ notReleasable }: Pick<AssemblyIndex, 'notReleasable'>): boolean {
  return notReleasable.some((reason) => reason.startsWith(PART));
}

/**
 * An assembly as if it held only these charts, for looking at them: what it says of the whole (its digests of values,
 * whether it is releasable) is still said of the whole, so that it cannot be checked.
 */
export function narrowed(assembly: Assembly, charts: readonly ChartRecord[]): Assembly {
  const { index } = assembly;
  if (charts.length === index.charts.length) return assembly;
  const ids = new Set(charts.map(({ id }) => id));
  return { ...assembly, index: madeFrom({ ...index, charts, calls: callsOf(index.calls, ids) }, index) };
}

/** Notes from what an index was made, in which charts may be left out. Gives that index. */
export function madeFrom(made: AssemblyIndex, from: AssemblyIndex): AssemblyIndex {
  WHOLE_INDEX.set(made, wholeOf(from));
  return made;
}

/** What a narrowed index was made from; known here, so that nobody has to hand the whole on beside each part. */
const WHOLE_INDEX = new WeakMap<AssemblyIndex, AssemblyIndex>();

/** The index before it was narrowed to some charts: a value that is secret in one chart is so in all. */
export function wholeOf(index: AssemblyIndex): AssemblyIndex {
  return WHOLE_INDEX.get(index) ?? index;
}

/** The calls of some charts: one is part of the picture when either end is. */
export function callsOf(calls: readonly Call[], charts: ReadonlySet<string>): readonly Call[] {
  const isInside = (service: string) => chartOfService(service, charts) !== undefined;
  return calls.filter(({ from, to }) => isInside(from) || isInside(to));
}

/** The chart among some that holds a service, by its construct path: the nearest one above it. */
export function chartOfService(service: string, charts: ReadonlySet<string>): string | undefined {
  for (let path = service; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
    if (charts.has(path)) return path;
  }
  return undefined;
}

/** What is wrong with a name that means no chart; `known` are ids and classes. */
export function unknownChart(name: string, known: readonly string[], of: 'the app' | 'the assembly'): ParityFailure {
  const suggestion = nearest(name, known);
  return {
    code: 'PARITY_UNKNOWN_CHART', message: `${of} has no such chart`, where: '--chart',
    got: `'${name.slice(0, 200)}'`,
    expected: suggestion === undefined ? `one of ${someOf(known)}` : `'${suggestion}'`,
    fix: "name a chart's id or class",
  };
}

/** Names for a message, of which there may be thousands. */
export function someOf(names: readonly string[]): string {
  return names.length <= 10 ? names.join(', ') : `${names.slice(0, 10).join(', ')} and ${names.length - 10} more`;
}
