import type { JsonObject } from '../../../template/json';
import { amountOf } from '../amount';
import type { Finding, RiskRule } from '../risk';
import { fieldOf, values } from './fields';

/** Fewer pods than make a service available, or more of them that may be missing at once. */
export const availability: RiskRule = {
  name: 'availability',
  reason: 'one pod alone is missing whenever it is moved, updated or fails',
  find({ before, after, kind, isWholeChart }) {
    if (before === undefined) return [];
    if (kind === 'PodDisruptionBudget') {
      if (after !== undefined) return budgetFindings(before, after);
      return isWholeChart ? [] : [{ message: 'the disruption budget is removed', severity: 'medium' }];
    }
    if (after === undefined) return [];
    switch (kind) {
      case 'Deployment': return [...fewer(before, after, 'replicas'), ...strategyFindings(before, after)];
      case 'StatefulSet': case 'ReplicaSet': return fewer(before, after, 'replicas');
      case 'HorizontalPodAutoscaler': return fewer(before, after, 'minReplicas');
      default: return [];
    }
  },
};

/** An autoscaler owns the number where the object does not say one. */
function fewer(before: JsonObject, after: JsonObject, field: string): Finding[] {
  const [was, is] = [before, after].map((side) => amountOf(fieldOf(side, 'spec', field)));
  if (was === undefined || is === undefined || is >= was || is > 1) return [];
  return [is === 0
    ? { message: 'no pod is left', severity: 'high', path: `spec.${field}`, before: was, after: is }
    : { message: 'a single pod is left', severity: 'medium', path: `spec.${field}`, before: was, after: is }];
}

function strategyFindings(before: JsonObject, after: JsonObject): Finding[] {
  const [was, is] = [before, after].map((side) => fieldOf(side, 'spec', 'strategy', 'type') ?? 'RollingUpdate');
  return was === is || is !== 'Recreate' ? [] : [{
    message: 'all pods are stopped before new ones start', severity: 'medium', path: 'spec.strategy.type',
    ...values(was, is),
  }];
}

function budgetFindings(before: JsonObject, after: JsonObject): Finding[] {
  return (['minAvailable', 'maxUnavailable'] as const).flatMap((field): Finding[] => {
    const [was, is] = [before, after].map((side) => fieldOf(side, 'spec', field));
    const path = `spec.${field}`;
    const message = 'more pods may be missing at once';
    // A percentage and a number can be compared only by who knows how many pods there are.
    if (was === undefined || is === undefined || isShare(was) !== isShare(is)) return [];
    const [old, now] = [amountOf(was), amountOf(is)];
    if (old === undefined || now === undefined || (field === 'minAvailable' ? now >= old : now <= old)) return [];
    return [{ message, severity: 'medium', path, ...values(was, is) }];
  });
}

function isShare(value: unknown): boolean {
  return typeof value === 'string' && value.endsWith('%');
}
