import type { RiskRule } from '../risk';
import { fieldOf, groupKindOf, values } from './fields';

/** Kinds whose pods serve or work until somebody stops them; a StatefulSet that is gone is `lost-data`. */
const RUNNING: ReadonlySet<string> = new Set([
  'apps/Deployment', 'apps/DaemonSet', 'apps/ReplicaSet', '/ReplicationController', '/Pod',
]);
const SUSPENDABLE: ReadonlySet<string> = new Set(['batch/CronJob', 'batch/Job']);

/** A workload that is gone from a chart that stays, or is suspended. */
export const stoppedWorkload: RiskRule = {
  name: 'stopped-workload',
  reason: 'what it did is no longer done: its pods are stopped, and no new ones start',
  find(pair) {
    const { before, after, kind, isWholeChart } = pair;
    const groupKind = groupKindOf(pair);
    if (before === undefined) return [];
    if (after === undefined) {
      if (isWholeChart || !(RUNNING.has(groupKind) || SUSPENDABLE.has(groupKind))) return [];
      // A Job that is done leaves nothing behind that anybody needs.
      return [{ message: `the ${kind} is removed`, severity: groupKind === 'batch/Job' ? 'low'
        : RUNNING.has(groupKind) ? 'high' : 'medium' }];
    }
    const [was, is] = [before, after].map((side) => fieldOf(side, 'spec', 'suspend'));
    return SUSPENDABLE.has(groupKind) && is === true && was !== true
      ? [{ message: `the ${kind} is suspended`, severity: 'medium', path: 'spec.suspend', ...values(was, is) }] : [];
  },
};
