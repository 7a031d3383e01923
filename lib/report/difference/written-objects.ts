import { type ChartFile, openChartFile, unexplained } from '../../check/chart-files';
import { ManifestReader } from '../../check/manifest-file';
import type { ChartRecord, ExceptionRecord } from '../../synth/assembly/assembly';
import type { Assembly } from '../../synth/assembly/read-assembly';
import { type FieldDifference, differenceOf } from '../../template/difference';
import { ParityError } from '../../template/error';
import type { Json } from '../../template/json';
import type { TemplateObject } from '../../template/template';
import type { ChartPair, ChartSide } from './chart-side';

/** An object of a written file, and where it comes from. */
export interface WrittenObject {
  readonly template: TemplateObject;
  readonly body: Json;
  readonly exceptions: readonly ExceptionRecord[];
}

/** An object that is not the same in two files. */
export interface WrittenDifference {
  /** The logical identity: that of the template, not of what is filled into it. */
  readonly id: string;
  /** `reordered` when nothing but the order inside its lists differs. */
  readonly kind: 'added' | 'removed' | 'changed' | 'reordered';
  readonly before?: WrittenObject;
  readonly after?: WrittenObject;
  /** Exact: `applyDifference` makes the other body of it. Empty for what was added or removed as a whole. */
  readonly fields: readonly FieldDifference[];
}

/** Compares what was written for a chart in two targets. Files of one digest are not even read. */
export class WrittenComparison {
  private reader = new ManifestReader();
  private chart: ChartRecord | undefined;

  constructor(private readonly assembly: Assembly) {}

  /**
   * The objects that differ, in the order of the template.
   *
   * @throws PARITY_UNEXPLAINED when a file is no manifest, or does not hold the objects that it should
   */
  compare({ chart, from, to }: ChartPair): WrittenDifference[] {
    if (from.file?.digest === to.file?.digest) return [];
    // What it remembers is of use within a chart, and too much to keep for thousands.
    if (this.chart !== chart) this.reader = new ManifestReader();
    this.chart = chart;
    const [former, latter] = [from, to].map((side) => this.objectsOf(chart, side));
    const ids = new Set(chart.template.objects.map(({ id }) => id));
    return [...ids].flatMap((id): WrittenDifference[] => {
      const [before, after] = [former.get(id), latter.get(id)];
      if (before === undefined) return after === undefined ? [] : [{ id, kind: 'added', after, fields: [] }];
      if (after === undefined) return [{ id, kind: 'removed', before, fields: [] }];
      const fields = before.body === after.body ? [] : differenceOf(before.body, after.body);
      if (fields.length === 0) return [];
      const kind = fields.every((field) => field.kind === 'reordered') ? 'reordered' as const : 'changed' as const;
      return [{ id, kind, before, after, fields }];
    });
  }

  private objectsOf(chart: ChartRecord, side: ChartSide): ReadonlyMap<string, WrittenObject> {
    const opened = openChartFile(this.assembly, chart, side.target, this.reader);
    if ('failure' in opened) throw new ParityError(opened.failure);
    const { documents, chosen, exceptions } = opened;
    if (documents.length !== chosen.length) throw new ParityError(otherCount(opened));
    return new Map(chosen.map((template, i) => [template.id, {
      template, body: documents[i].body, exceptions: exceptions.filter(({ object }) => object === template.id),
    }]));
  }
}

function otherCount({ record, documents, chosen }: ChartFile) {
  return unexplained(record.file, 'the file does not hold the objects that its values choose from the template',
    `${documents.length} objects`, `${chosen.length}: ${chosen.map(({ id }) => id).join(', ')}`);
}
