import { isDay } from './day';
import type { StandInOptions } from './stand-in';

// Apart from what authors write, so that who reads an assembly does not load cdk8s.

/** What a stand-in lacks; nobody could judge it without. */
export function findStandInProblem(options: StandInOptions): string | undefined {
  for (const field of ['for', 'reason', 'owner', 'conformance'] as const) {
    if (typeof options[field] !== 'string' || options[field].trim() === '') return `no '${field}'`;
  }
  return findDatesProblem(options);
}

/** Days that no calendar has, or a beginning after the end. */
export function findDatesProblem({ since, expires }: { since?: unknown; expires?: unknown }): string | undefined {
  if (!isDay(expires)) return `expires ${JSON.stringify(expires) ?? 'never'}`;
  if (since !== undefined && !isDay(since)) return `since ${JSON.stringify(since)}`;
  return since !== undefined && (since as string) > expires ? `since ${since as string}, after it expires` : undefined;
}
