import type { ChartRecord, TargetRecord } from '../synth/assembly/assembly';
import type { StandInRecord } from '../environment/stand-in';
import { EvaluationError, evaluator } from '../template/evaluate';
import type { Expression } from '../template/expression';
import type { Json } from '../template/json';

/** The names of the targets in which a stand-in runs. */
export function standInTargets(
  { of, branch }: StandInRecord, chart: ChartRecord, targets: readonly TargetRecord[],
): string[] {
  return targets.filter((target) => choiceIn(of, chart, target) === branch).map(({ name }) => name);
}

/** The text of what chooses a branch in a target; undefined where it has no value. */
export function choiceIn(of: Expression, chart: ChartRecord, { name, facts }: TargetRecord): string | undefined {
  const values = Object.hasOwn(chart.targets, name) ? chart.targets[name].values : {};
  const variations = new Map<string, Json>(Object.entries(values).map(([key, { value }]) => [key, value]));
  try {
    return String(evaluator({ facts, variations })(of));
  } catch (error) {
    // An edited assembly may lack a value; a report of the rest is worth more than none.
    if (error instanceof EvaluationError || error instanceof TypeError) return undefined;
    throw error;
  }
}
