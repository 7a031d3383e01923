import type { RemovedDefault } from '../../../environment/records';
import type { ChartRecord } from '../../../synth/assembly/assembly';
import type { ObjectName } from '../change';
import { GroupedBy } from '../grouped-by';
import type { Risk } from '../risk';
import type { ChartPair } from '../template-change';

/** Secure defaults that a service does without, and did not before. */
export function removedDefaultRisks(pairs: readonly ChartPair[], added: readonly ChartRecord[]): Risk[] {
  const groups = new GroupedBy<Omit<Risk, 'objects'>, ObjectName>();
  const addAll = (chart: ChartRecord, known: readonly RemovedDefault[]) => {
    if (chart.removedDefaults.length === 0) return;
    const keys = new Set(known.map((removed) => `${removed.construct}\0${removed.default}`));
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
