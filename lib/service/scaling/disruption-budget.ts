import type { Construct } from 'constructs';
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
 */
export function createDisruptionBudget(
  scope: Construct, name: string, labels: ServiceLabels, disruption: Disruption = { maxUnavailable: 1 },
): void {
  createObject(scope, 'disruption-budget', 'PodDisruptionBudget', {
    metadata: { name, labels: labels.object },
    spec: { ...disruption, selector: { matchLabels: labels.selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
}
