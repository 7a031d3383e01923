import type { StandInRecord } from '../environment/stand-in';
import type { ChartRecord, TargetRecord } from '../synth/assembly/assembly';
import { evaluator } from '../template/evaluate';
import type { Evaluate, Expression } from '../template/expression';
import { isFillProblem } from './chart-files';

/**
 * The text by which an expression chooses a branch; undefined where it has no value.
 *
 * Only an edited index lacks one: what can be told of the rest is worth more than nothing.
 */
export function choiceOf(of: Expression, evaluate: Evaluate): string | undefined {
  try {
    return String(evaluate(of));
  } catch (cause) {
    if (isFillProblem(cause)) return undefined;
    throw cause;
  }
}

/** The text of what chooses a branch of a chart in a target; undefined where it has no value, or no such chart is. */
export function choiceIn(of: Expression, chart: ChartRecord, { name, facts }: TargetRecord): string | undefined {
  if (!Object.hasOwn(chart.targets, name)) return undefined;
  const values = Object.entries(chart.targets[name].values);
  return choiceOf(of, evaluator({ facts, variations: new Map(values.map(([key, { value }]) => [key, value])) }));
}

/**
 * The names of the targets in which a stand-in runs.
 *
 * Where its choice has no value it counts as running: rather one use too many than a weaker branch overlooked.
 */
export function standInTargets(
  { of, branch }: Pick<StandInRecord, 'of' | 'branch'>, chart: ChartRecord, targets: readonly TargetRecord[],
): string[] {
  return targets.filter((target) => Object.hasOwn(chart.targets, target.name)
    && [branch, undefined].includes(choiceIn(of, chart, target))).map(({ name }) => name);
}
