import { choiceOf } from '../../check/choices';
import type { ChartRecord, TargetRecord, ValueRecord } from '../../synth/assembly/assembly';
import { evaluator } from '../../template/evaluate';
import type { Evaluate } from '../../template/expression';
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

/** Looks at one chart in several targets; what they share is made once, since there may be thousands of charts. */
export class ChartSides {
  private readonly known = new Map<TargetRecord, ChartSide>();
  private readonly fixed: ReadonlySet<TemplateObject> | undefined;

  constructor(readonly chart: ChartRecord) {
    const { objects } = chart.template;
    this.fixed = objects.some(({ when }) => when !== undefined) ? undefined : new Set(objects);
  }

  in(target: TargetRecord): ChartSide {
    let side = this.known.get(target);
    if (side === undefined) this.known.set(target, side = this.look(target));
    return side;
  }

  /** Every object that is part of some target that was looked at. */
  get present(): ReadonlySet<TemplateObject> {
    return this.fixed ?? new Set([...this.known.values()].flatMap(({ chosen }) => [...chosen]));
  }

  private look(target: TargetRecord): ChartSide {
    const record = Object.hasOwn(this.chart.targets, target.name) ? this.chart.targets[target.name] : undefined;
    const values = new Map(Object.entries(record?.values ?? {}));
    const evaluate = evaluator({ facts: target.facts, variations: valuesOnly(values) });
    return {
      target, values, evaluate, chosen: this.fixed ?? this.choose(evaluate),
      ...(record === undefined ? {} : { file: { path: record.file, digest: record.digest } }),
    };
  }

  private choose(evaluate: Evaluate): ReadonlySet<TemplateObject> {
    return new Set(this.chart.template.objects.filter(({ when }) =>
      when === undefined || when.every(({ of, is }) => choiceOf(of, evaluate) === is)));
  }
}

/** The values as evaluation asks for them, without a copy: most charts are compared and never evaluated. */
function valuesOnly(values: ReadonlyMap<string, ValueRecord>): ReadonlyMap<string, Json> {
  return { get: (name: string) => values.get(name)?.value } as ReadonlyMap<string, Json>;
}
