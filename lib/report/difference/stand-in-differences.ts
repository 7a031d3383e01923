import { choiceOf } from '../../check/choices';
import type { StandInRecord } from '../../environment/stand-in';
import type { ChartRecord } from '../../synth/assembly/assembly';
import { type Change, gatherChanges } from './change';
import { type ChartPair } from './chart-side';

/** A stand-in that runs on one side only. */
export interface StandInDifference extends Omit<StandInRecord, 'of' | 'source'> {
  readonly chart: string;
  readonly source?: string;
  /** Whether it runs on each side. */
  readonly changes: readonly (Change<boolean> & Required<Pick<Change<boolean>, 'before' | 'after'>>)[];
}

/** The stand-ins of a chart that run on one side only. */
export function standInDifferences(chart: ChartRecord, pairs: readonly ChartPair[]): StandInDifference[] {
  return chart.standIns.flatMap(({ of, source, ...said }): StandInDifference[] => {
    const changes = gatherChanges(pairs, ({ from, to }) => {
      const [before, after] = [from, to].map(({ evaluate }) => choiceOf(of, evaluate) === said.branch);
      return before === after ? undefined : { before, after };
    });
    if (changes.length === 0) return [];
    return [{ chart: chart.id, ...said, ...(source === undefined ? {} : { source }), changes }];
  });
}
