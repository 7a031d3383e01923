import type { StandInRecord } from '../environment/stand-in';
import type { AssemblyIndex, ChartRecord, TargetRecord } from '../synth/assembly/assembly';
import { evaluator } from '../template/evaluate';
import { isFillProblem } from './chart-files';

/** A stand-in, and the targets that run it. */
export interface StandInUse {
  readonly standIn: StandInRecord;
  readonly targets: readonly string[];
}

/** Which targets choose a chart's stand-ins, in promotion order. */
export function findStandInUse({ environments }: AssemblyIndex, chart: ChartRecord): StandInUse[] {
  if (chart.standIns.length === 0) return [];
  const targets = environments.flatMap((environment) => environment.targets);
  return chart.standIns.map((standIn) => ({
    standIn,
    targets: targets.filter((target) => isChosen(standIn, chart, target)).map(({ name }) => name),
  }));
}

function isChosen({ of, branch }: StandInRecord, chart: ChartRecord, { name, facts }: TargetRecord): boolean {
  if (!Object.hasOwn(chart.targets, name)) return false;
  const values = Object.entries(chart.targets[name].values);
  const variations = new Map(values.map(([key, { value }]) => [key, value]));
  try {
    return String(evaluator({ facts, variations })(of)) === branch;
  } catch (cause) {
    // A choice that cannot be made comes from an edited index: rather too many uses than one overlooked.
    if (isFillProblem(cause)) return true;
    throw cause;
  }
}
