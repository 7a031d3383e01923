import type { RemovedDefault } from '../../../environment/records';
import type { ChartRecord } from '../../../synth/assembly/assembly';
import type { ObjectName } from '../change';
import { GroupedBy } from '../grouped-by';
import type { Risk } from '../risk';
import type { ChartPair } from '../template-change';
import type { ChartSides } from './chart-sides';

/** Secure defaults that a service does without, and did not before. */
export function removedDefaultRisks(
  pairs: readonly ChartPair[], added: readonly ChartRecord[], moves: readonly ChartSides[] = [],
): Risk[] {
  const groups = new GroupedBy<Omit<Risk, 'objects'>, ObjectName>();
  const addAll = (chart: ChartRecord, known: readonly RemovedDefault[]) => {
    if (chart.removedDefaults.length === 0) return;
    const keys = new Set([...known, ...formerDefaults(chart, moves)]
      .map((removed) => `${removed.construct}\0${removed.default}`));
    for (const { construct, default: name, reason } of chart.removedDefaults) {
      if (keys.has(`${construct}\0${name}`)) continue;
      groups.add({
        rule: 'removed-default', severity: 'medium', message: `a service does without the secure default ${name}`,
        reason: `the reason that is given: ${reason}`,
      }, { chart: chart.id, object: construct });
    }
  };
  for (const { before, after } of pairs) addAll(after, before.removedDefaults);
  for (const chart of added) addAll(chart, []);
  return groups.entries(({ head, members }) => ({ ...head, objects: members }));
}

/** What the charts did without from which objects came to this one, as constructs of it. */
function formerDefaults(chart: ChartRecord, moves: readonly ChartSides[]): RemovedDefault[] {
  return moves.filter(({ after }) => after === chart).flatMap(({ before }) => before!.removedDefaults.map((removed) => {
    const isInside = removed.construct === before!.id || removed.construct.startsWith(`${before!.id}/`);
    return isInside ? { ...removed, construct: chart.id + removed.construct.slice(before!.id.length) } : removed;
  }));
}
