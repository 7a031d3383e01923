import type { AssemblyIndex } from '../synth/assembly/assembly';
import { differenceTable } from './snapshot-table';
import { templateText } from '../report/template-text';

/**
 * What a parity snapshot stores: every template once, then everything that differs.
 *
 * A class of its own, so that its serializer knows it and stores the text as it is, without quotes.
 */
export class ParitySnapshot {
  readonly text: string;

  constructor(index: AssemblyIndex) {
    this.text = [...index.charts.map(templateText), differenceTable(index)].join('\n\n');
  }
}

/** Stores a snapshot's text as people read it. */
export const paritySnapshotSerializer = {
  test: (value: unknown): boolean => value instanceof ParitySnapshot,
  print: (value: unknown): string => (value as ParitySnapshot).text,
};
