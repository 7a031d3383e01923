import type { ChartRecord, TargetRecord, ValueRecord } from '../../synth/assembly/assembly';
import { EvaluationError, evaluator } from '../../template/evaluate';
import type { Evaluate, Expression } from '../../template/expression';
import type { Json } from '../../template/json';
import type { TemplateObject } from '../../template/template';

/** A chart in one target: its values, what they choose, and its file. */
export interface ChartSide {
  readonly target: TargetRecord;
  readonly values: ReadonlyMap<string, ValueRecord>;
  /** @default - the chart has no file there, which only an edited index says */
  readonly file?: { readonly path: string; readonly digest: string };
  readonly evaluate: Evaluate;
  /** The template's objects that are part of this target, in the order of the file. */
  readonly chosen: ReadonlySet<TemplateObject>;
}

/** A chart on both sides of a comparison. */
export interface ChartPair { readonly chart: ChartRecord; readonly from: ChartSide; readonly to: ChartSide }

export function chartSide(chart: ChartRecord, target: TargetRecord): ChartSide {
  const record = Object.hasOwn(chart.targets, target.name) ? chart.targets[target.name] : undefined;
  const values = new Map(Object.entries(record?.values ?? {}));
  const variations = new Map<string, Json>([...values].map(([name, { value }]) => [name, value]));
  const evaluate = evaluator({ facts: target.facts, variations });
  return {
    target, values, evaluate,
    ...(record === undefined ? {} : { file: { path: record.file, digest: record.digest } }),
    chosen: new Set(chart.template.objects.filter(({ when }) =>
      when === undefined || when.every(({ of, is }) => choiceOf(of, evaluate) === is))),
  };
}

/** The text by which an expression chooses a branch; undefined where it has no value. */
export function choiceOf(of: Expression, evaluate: Evaluate): string | undefined {
  try {
    return String(evaluate(of));
  } catch (cause) {
    // An edited index may lack a value: what can be told of the rest is worth more than nothing.
    if (cause instanceof EvaluationError || cause instanceof TypeError) return undefined;
    throw cause;
  }
}
