import type { Construct } from 'constructs';
import { type TargetProblem, everyTarget } from '../../environment/every-target';
import type { ServiceLabels } from '../labels';
import { createObject } from '../manifest';

/** How many pods a drain or an upgrade may take: a number, or text such as `25%`. One of the two. */
export type Disruption =
  | { readonly maxUnavailable: number | string; readonly minAvailable?: never }
  | { readonly minAvailable: number | string; readonly maxUnavailable?: never };

/**
 * Limits voluntary disruptions.
 *
 * One pod at a time by default, also for a single one: `minAvailable` would let a single pod block a node's drain for
 * ever. Pods that are not ready protect nobody, so they may always be evicted.
 *
 * @param pods the fewest pods that there are: the replicas, or an autoscaler's minimum
 */
export function createDisruptionBudget(
  scope: Construct, name: string, labels: ServiceLabels, pods: number, disruption: Disruption = { maxUnavailable: 1 },
): void {
  createObject(scope, 'disruption-budget', 'PodDisruptionBudget', {
    metadata: { name, labels: labels.object },
    spec: { ...disruption, selector: { matchLabels: labels.selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
  if (disruption.maxUnavailable === 1 && disruption.minAvailable === undefined) return;
  const { minAvailable = null, maxUnavailable = null } = disruption;
  everyTarget(scope, { minAvailable, maxUnavailable, pods }, (value) => findBlockedDrain(value));
}

interface Budget {
  readonly minAvailable: number | string | null;
  readonly maxUnavailable: number | string | null;
  readonly pods: number;
}

/** A budget that never lets a pod go stops the drain of its node, and so the upgrade of the cluster. */
function findBlockedDrain({ minAvailable, maxUnavailable, pods }: Budget): TargetProblem[] {
  const amount = maxUnavailable ?? minAvailable ?? '';
  if (!/^\d+%?$/.test(`${amount}`) || (minAvailable !== null && maxUnavailable !== null)) {
    const said = { minAvailable: minAvailable ?? undefined, maxUnavailable: maxUnavailable ?? undefined };
    return [noBudget(JSON.stringify(said))];
  }
  const isBlocked = maxUnavailable === null ? podsOf(amount, pods) >= pods : podsOf(amount, pods) <= 0;
  // Where there is no pod, none is in the way.
  if (pods === 0 || !isBlocked) return [];
  const said = maxUnavailable === null ? `minAvailable ${minAvailable}` : `maxUnavailable ${maxUnavailable}`;
  return [{
    code: 'PARITY_BLOCKED_DRAIN',
    message: 'a disruption budget would never let a pod go, so that no node can be drained',
    got: `${said}, with ${pods} ${pods === 1 ? 'pod' : 'pods'} at least`,
    expected: 'room for one pod to go', fix: 'say maxUnavailable: 1, or raise the number of pods in this environment',
  }];
}

function noBudget(got: string): TargetProblem {
  return {
    code: 'PARITY_BAD_QUANTITY', message: 'a disruption budget is no number of pods', got,
    expected: "one of the two, as a whole number, or text such as '25%'", fix: 'mend disruption',
  };
}

/** As the disruption controller counts: a percentage is rounded up. */
function podsOf(amount: number | string, pods: number): number {
  const isPart = typeof amount === 'string' && amount.endsWith('%');
  return isPart ? Math.ceil((Number.parseInt(amount, 10) * pods) / 100) : Number(amount);
}
