import { type SecretInputs, factKey } from '../../check/secret-inputs';
import type { AssemblyIndex } from '../../synth/assembly/assembly';
import { type Json, isJsonObject, valueAt } from '../../template/json';
import { SECRET_VALUE } from '../../template/secret';

/** A fact, what every target answers, and who uses it. */
export interface FactRow {
  /** Tells it from others, also where a key holds a dot. */
  readonly key: string;
  /** Joined by dots. */
  readonly path: string;
  /** By target. */
  readonly values: readonly (Json | undefined)[];
  /** What is shown instead of the values. @default - the values */
  readonly display?: string;
  /** Indexes of the charts that use it. */
  readonly charts: readonly number[];
}

/**
 * All facts: those that charts use first, then the leaves of the contract that none does; each by path.
 *
 * One that no target answers stands in a branch that none chooses, and is no row: it would be empty.
 */
export function factRows(index: AssemblyIndex, secrets: SecretInputs): FactRow[] {
  const targets = index.environments.flatMap((environment) => environment.targets);
  const used = new Map<string, { path: readonly string[]; charts: number[] }>();
  index.charts.forEach(({ facts }, chart) => {
    for (const { path } of facts) {
      const key = factKey(path);
      const fact = used.get(key) ?? { path, charts: [] };
      used.set(key, fact);
      fact.charts.push(chart);
    }
  });
  const unused = new Map<string, readonly string[]>();
  for (const { facts } of targets) {
    for (const path of leafPaths(facts)) {
      const isCovered = path.some((_, i) => used.has(factKey(path.slice(0, i + 1))));
      if (!isCovered) unused.set(factKey(path), path);
    }
  }
  const isAnswered = (path: readonly string[]) => targets.some(({ facts }) => valueAt(facts, path) !== undefined);
  const row = (path: readonly string[], charts: readonly number[]): FactRow => ({
    key: factKey(path),
    path: path.join('.'),
    values: targets.map(({ facts }) => valueAt(facts, path)),
    ...(secrets.hasFact(path) ? { display: SECRET_VALUE } : {}),
    charts,
  });
  const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, it]) => it);
  return [
    ...sorted(used).filter(({ path }) => isAnswered(path)).map(({ path, charts }) => row(path, charts)),
    ...sorted(unused).map((path) => row(path, [])),
  ];
}

/** The paths of all that is no map; an empty map says nothing. */
function leafPaths(facts: Json, path: readonly string[] = []): (readonly string[])[] {
  if (!isJsonObject(facts)) return [path];
  return Object.entries(facts).flatMap(([key, value]) => leafPaths(value, [...path, key]));
}
