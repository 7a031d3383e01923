import type { ChartRecord } from '../../synth/assembly/assembly';

/** The classes of which there are several charts: their names alone do not tell which chart is meant. */
export function sharedClasses(charts: readonly ChartRecord[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { class: name } of charts) {
    if (seen.has(name)) shared.add(name);
    seen.add(name);
  }
  return shared;
}
