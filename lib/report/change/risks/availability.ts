import type { JsonObject } from '../../../template/json';
import { amountOf } from '../amount';
import type { Finding, RiskRule } from '../risk';
import { budgetFindings, isFewer, isShare } from './disruption-budget';
import { fieldOf, values } from './fields';

/** An autoscaler that may go to this part of its former maximum, or less, has lost most of its room. */
const MUCH_LOWER = 0.5;

/** Fewer pods than make a service available, or more of them that may be missing at once. */
export const availability: RiskRule = {
  name: 'availability',
  reason: 'one pod alone is missing whenever it is moved, updated or fails',
  find({ before, after, kind, isWholeChart }) {
    if (before === undefined) return [];
    if (after === undefined) return isWholeChart ? [] : removalFindings(kind);
    switch (kind) {
      case 'Deployment':
        return [
          ...fewer(before, after, 'replicas'), ...strategyFindings(before, after),
          ...updateFindings(before, after, 'strategy', '25%'),
        ];
      case 'StatefulSet':
        return [...fewer(before, after, 'replicas'), ...updateFindings(before, after, 'updateStrategy', 1)];
      case 'DaemonSet': return updateFindings(before, after, 'updateStrategy', 1);
      case 'ReplicaSet': case 'ReplicationController': return fewer(before, after, 'replicas');
      case 'HorizontalPodAutoscaler':
        return [...fewer(before, after, 'minReplicas'), ...roomFindings(before, after, 'maxReplicas')];
      // KEDA: a minimum of 0 is what it is used for.
      case 'ScaledObject': return roomFindings(before, after, 'maxReplicaCount');
      case 'PodDisruptionBudget': return budgetFindings(before, after);
      default: return [];
    }
  },
};

function removalFindings(kind: string): Finding[] {
  switch (kind) {
    case 'PodDisruptionBudget': return [{ message: 'the disruption budget is removed', severity: 'medium' }];
    case 'HorizontalPodAutoscaler': case 'ScaledObject':
      return [{
        message: 'the autoscaler is removed', severity: 'medium',
        reason: 'the number of pods no longer follows the load, and stays at what it is or what the workload says',
      }];
    default: return [];
  }
}

/** An autoscaler owns the number where the object does not say one; none at all is no number that it would scale. */
function fewer(before: JsonObject, after: JsonObject, field: string): Finding[] {
  const [was, is] = [before, after].map((side) => fieldOf(side, 'spec', field));
  const path = `spec.${field}`;
  const left = amountOf(is);
  if (left === 0) {
    return (amountOf(was) ?? 1) === 0 ? []
      : [{ message: 'no pod is left', severity: 'high', path, ...values(was, is) }];
  }
  const isOne = field === 'minReplicas' ? (left ?? 1) <= 1 : left !== undefined && left <= 1;
  return !isOne || (amountOf(was) ?? 1) <= (left ?? 1) ? [] : [{
    message: 'a single pod is left', severity: 'medium', path, ...values(was, is),
  }];
}

function roomFindings(before: JsonObject, after: JsonObject, field: string): Finding[] {
  const [was, is] = [before, after].map((side) => amountOf(fieldOf(side, 'spec', field)));
  return was === undefined || is === undefined || is > was * MUCH_LOWER ? [] : [{
    message: 'the autoscaler may start far fewer pods', severity: 'medium', path: `spec.${field}`, before: was,
    after: is, reason: 'under the load that took more of them before, those that are left may be too few',
  }];
}

function strategyFindings(before: JsonObject, after: JsonObject): Finding[] {
  const [was, is] = [before, after].map((side) => fieldOf(side, 'spec', 'strategy', 'type') ?? 'RollingUpdate');
  return was === is || is !== 'Recreate' ? [] : [{
    message: 'all pods are stopped before new ones start', severity: 'medium', path: 'spec.strategy.type',
    ...values(was, is),
  }];
}

/** How many pods an update may stop before new ones work. */
function updateFindings(before: JsonObject, after: JsonObject, strategy: string, fallback: string | number): Finding[] {
  const [was, is] = [before, after].map((side) => {
    const type = fieldOf(side, 'spec', strategy, 'type');
    return type === undefined || type === 'RollingUpdate'
      ? fieldOf(side, 'spec', strategy, 'rollingUpdate', 'maxUnavailable') ?? fallback : undefined;
  });
  if (was === undefined || is === undefined || isFewer(was, is) !== true) return [];
  const isAll = isShare(is) && amountOf(is)! >= 1;
  return [{
    message: isAll ? 'an update may stop all pods at once' : 'an update may stop more pods at once',
    severity: isAll ? 'medium' : 'low', path: `spec.${strategy}.rollingUpdate.maxUnavailable`, ...values(was, is),
    reason: 'until new pods are ready, fewer of them do the work',
  }];
}
