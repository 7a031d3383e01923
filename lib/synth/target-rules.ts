import type { Chart } from 'cdk8s';
import { type TargetRule, targetRulesOf } from '../environment/every-target';
import type { Session } from '../environment/session';
import type { Target } from '../environment/targets';
import type { ParityFailure } from '../template/error';
import { EvaluationError, evaluator } from '../template/evaluate';
import type { Json } from '../template/json';
import { type TemplateNode, fillNode } from '../template/node';
import { fromPortable } from '../template/portable';
import type { Condition } from '../template/template';

/** What rules remember of each target while charts are written one after another. */
export class TargetMemory {
  private readonly targets = new Map<string, Map<string, unknown>>();

  of(target: string): Map<string, unknown> {
    const memory = this.targets.get(target) ?? new Map<string, unknown>();
    this.targets.set(target, memory);
    return memory;
  }
}

interface Prepared { readonly rule: TargetRule; readonly when: readonly Condition[]; readonly node: TemplateNode }

/** The rules that a chart's constructs declared, to be asked with each target's values. */
export class ChartRules {
  private readonly rules: readonly Prepared[];

  constructor(chart: Chart, session: Session, private readonly memory: TargetMemory) {
    this.rules = targetRulesOf(session, chart)
      .map((rule) => ({ rule, when: conditionsOf(rule, session), node: fromPortable(rule.content) }));
  }

  /** What is wrong in one target. What has no value there is said by who fills it. */
  in({ name: target, facts, environment }: Target, variations: ReadonlyMap<string, Json>): ParityFailure[] {
    if (this.rules.length === 0) return [];
    const { previewOf } = environment;
    // An evaluator of its own: what a rule reads is not what a manifest is filled with.
    const evaluate = evaluator({ facts, variations });
    return this.rules.flatMap(({ rule, when, node }) => {
      const value = valueOf(() => when.every(({ of, is }) => String(evaluate(of)) === is)
        ? { filled: fillNode(node, evaluate) } : undefined);
      if (value === undefined) return [];
      const at = { target, memory: this.memory.of(target), ...(previewOf === undefined ? {} : { previewOf }) };
      return rule.check(value.filled, at)
        .map((problem): ParityFailure => ({ ...problem, where: placeOf(rule, target) }));
    });
  }
}

function placeOf({ scope, source }: TargetRule, target: string): string {
  return [`${target}: ${scope.node.path}`, source].filter(Boolean).join(' ');
}

/** Under which conditions the construct exists, of its own and of what holds it. */
function conditionsOf({ scope }: TargetRule, session: Session): readonly Condition[] {
  return scope.node.scopes.flatMap((construct) => session.guards.get(construct) ?? []);
}

function valueOf<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof EvaluationError) return undefined;
    throw cause;
  }
}
