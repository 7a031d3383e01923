/**
 * What the page of a report is drawn from: an assembly with every text once, and everything else as numbers.
 *
 * A `Text` is an index of `texts`, a `Value` of `values`; -1 means that there is none. Texts are safe to show as they
 * are: control and direction characters are escapes already.
 */
export interface ReportData {
  readonly today: string;
  readonly soonDays: number;
  readonly targets: readonly string[];
  /** By target: the environment that a preview was made from; -1 for what is none. */
  readonly previewOf: readonly Text[];
  readonly texts: readonly string[];
  /** Different values have different indexes, whatever their text. */
  readonly values: readonly string[];
  readonly declarations: readonly DeclarationData[];
  readonly charts: readonly ChartData[];
  readonly facts: readonly FactData[];
  readonly alternatives: readonly ChoiceData[];
  readonly standIns: readonly StandInData[];
  readonly exceptions: readonly ExceptionData[];
  readonly images: readonly ImageData[];
  readonly removed: readonly RemovedData[];
  readonly services: readonly ServiceData[];
  readonly calls: readonly CallData[];
}

type Text = number;
type Value = number;
/** An index of `charts`. */
type Chart = number;

/** A variation as it was declared: the same for all charts of a class. */
export interface DeclarationData {
  readonly name: Text;
  readonly type: Text;
  readonly why: Text;
  readonly owner: Text;
  readonly default: Value;
  readonly bounds: Text;
  readonly source: Text;
}

export interface ChartData {
  readonly id: Text;
  readonly class: Text;
  readonly owner: Text;
  readonly digest: Text;
  readonly objects: readonly Text[];
  readonly variations: readonly VariationData[];
  /** Index of `facts`, and its places. */
  readonly facts: readonly (readonly [number, readonly number[]])[];
  readonly alternatives: readonly AlternativeData[];
}

export interface VariationData {
  /** Index of `declarations`. */
  readonly of: number;
  /** By target. */
  readonly values: readonly Value[];
  /** By target: where an overlay sets the value; -1 where it is the default. */
  readonly set: readonly Text[];
  /** Object, path and expression of one place after another. */
  readonly places: readonly number[];
}

export interface AlternativeData {
  readonly by: Text;
  readonly branches: readonly (readonly [Text, readonly Text[]])[];
  /** By target. */
  readonly chosen: readonly Text[];
}

/** What chooses between branches in the same way, wherever it does. */
export interface ChoiceData {
  readonly by: Text;
  /** By target. */
  readonly chosen: readonly Text[];
  /** A chart, and the index of one of its alternatives, one use after another. */
  readonly uses: readonly number[];
}

export interface FactData {
  readonly path: Text;
  /** By target. */
  readonly values: readonly Value[];
  /** Those that use it. */
  readonly charts: readonly Chart[];
}

interface ExpiringData {
  readonly chart: Chart;
  /** Indexes of `targets`. */
  readonly targets: readonly number[];
  readonly reason: Text;
  readonly owner: Text;
  readonly source: Text;
  readonly since: string;
  readonly expires: string;
  /** In days; -1 when it is not known since when. */
  readonly age: number;
  /** In days. */
  readonly left: number;
}

export interface StandInData extends ExpiringData {
  readonly by: Text;
  readonly branch: Text;
  readonly for: Text;
  readonly conformance: Text;
}

export interface ExceptionData extends ExpiringData {
  readonly object: Text;
  /** Operation, path and value (or where it is from) of one operation after another. */
  readonly patch: readonly Text[];
}

export interface ImageData {
  readonly repository: Text;
  readonly digest: Text;
  readonly artifact: Text;
  /** Chart, object and container of one use after another. */
  readonly uses: readonly number[];
}

export interface RemovedData {
  readonly chart: Chart;
  readonly construct: Text;
  readonly default: Text;
  readonly reason: Text;
  readonly source: Text;
}

export interface ServiceData {
  readonly name: Text;
  /** -1 when no chart of the report holds it. */
  readonly chart: Chart;
}

/** Indexes of `services`, the port and the source. */
export type CallData = readonly [from: number, to: number, port: Text, source: Text];
