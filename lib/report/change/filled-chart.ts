import type { ChartRecord, ExceptionRecord, TargetRecord } from '../../synth/assembly/assembly';
import { patch } from '../../synth/exceptions';
import { evaluator } from '../../template/evaluate';
import type { Evaluate } from '../../template/expression';
import { type JsonObject, isJsonObject } from '../../template/json';
import { type TemplateNode, fillNode } from '../../template/node';
import { fromPortable } from '../../template/portable';
import type { TemplateObject } from '../../template/template';

/** A chart's objects as they are in a target, exceptions applied; each is filled when it is asked for. */
export class FilledChart {
  private readonly nodes = new Map<TemplateObject, TemplateNode>();
  private readonly evaluators = new Map<string, Evaluate>();

  private readonly exceptions = new Map<string, ExceptionRecord[]>();

  constructor(readonly chart: ChartRecord) {
    for (const exception of chart.exceptions) {
      const key = keyOf(exception.target, exception.object);
      const same = this.exceptions.get(key);
      if (same === undefined) this.exceptions.set(key, [exception]);
      else same.push(exception);
    }
  }

  /** Whether the chart is part of a target at all. */
  isIn(target: string): boolean {
    return Object.hasOwn(this.chart.targets, target);
  }

  /**
   * The object in a target; undefined when its alternative is not chosen there.
   *
   * @throws EvaluationError, TypeError when the index does not say what fills it: it was edited
   */
  fill(object: TemplateObject, target: TargetRecord): JsonObject | undefined {
    const evaluate = this.evaluatorOf(target);
    if (!(object.when ?? []).every(({ of, is }) => String(evaluate(of)) === is)) return undefined;
    let body = object.places.length === 0 ? object.body : fillNode(this.nodeOf(object), evaluate);
    for (const exception of this.exceptions.get(keyOf(target.name, object.id)) ?? []) {
      const patched = patch(body, exception.patch);
      if ('problem' in patched) throw new TypeError(patched.problem);
      body = patched.body;
    }
    return isJsonObject(body) ? body : undefined;
  }

  private evaluatorOf(target: TargetRecord): Evaluate {
    let evaluate = this.evaluators.get(target.name);
    if (evaluate === undefined) {
      const { values } = this.chart.targets[target.name]!;
      const variations = new Map(Object.entries(values).map(([name, { value }]) => [name, value]));
      this.evaluators.set(target.name, evaluate = evaluator({ facts: target.facts, variations }));
    }
    return evaluate;
  }

  private nodeOf(object: TemplateObject): TemplateNode {
    let node = this.nodes.get(object);
    if (node === undefined) this.nodes.set(object, node = fromPortable(object));
    return node;
  }
}

function keyOf(target: string, object: string): string {
  return JSON.stringify([target, object]);
}
