import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Manifest } from '../manifest';
import { badAutoscaler } from './bad-autoscaler';

/** How fast pods come and go. A locked place: a rehearsal that scales otherwise rehearses something else. */
export interface Behavior {
  /** @default - at once, by 4 pods or double, whatever is more, each 15 s */
  readonly up?: ScalingRules;
  /** @default - after 300 s of less load, by any number of pods */
  readonly down?: ScalingRules;
  /** How often KEDA asks its triggers, in seconds. Only with KEDA. @default 30 */
  readonly pollSeconds?: number;
  /** How long KEDA waits after the last event before it goes to 0 pods, in seconds. Only with KEDA. @default 300 */
  readonly cooldownSeconds?: number;
}

/** One direction (autoscaling/v2 HPAScalingRules). */
export interface ScalingRules {
  /**
   * The window of former advice of which the most careful is followed, in seconds: 0 to 3600.
   * @default - 0 up, 300 down
   */
  readonly stabilizationSeconds?: number;
  /** How much may change in a time. @default - Kubernetes' own */
  readonly policies?: readonly ScalingPolicy[];
  /** Which policy counts where several allow something: the most, the least; or nothing changes. @default 'Max' */
  readonly select?: 'Max' | 'Min' | 'Disabled';
}

/** A number of pods, or a percentage of those that are there, within some seconds (1 to 1800). */
export type ScalingPolicy =
  | { readonly pods: number; readonly everySeconds: number; readonly percent?: never }
  | { readonly percent: number; readonly everySeconds: number; readonly pods?: never };

type Rules = Manifest<k8s.HpaScalingRulesV2>;

/** @throws PARITY_BAD_AUTOSCALER when a number is out of what Kubernetes takes */
export function behaviorOf(
  scope: Construct, { up, down }: Behavior = {},
): Manifest<k8s.HorizontalPodAutoscalerBehaviorV2> | undefined {
  if (up === undefined && down === undefined) return undefined;
  return {
    ...(up === undefined ? {} : { scaleUp: rulesOf(scope, up) }),
    ...(down === undefined ? {} : { scaleDown: rulesOf(scope, down) }),
  };
}

function rulesOf(scope: Construct, { stabilizationSeconds, policies, select }: ScalingRules): Rules {
  checkRange(scope, 'stabilizationSeconds', stabilizationSeconds, 0, 3600);
  if (policies?.length === 0) {
    throw badAutoscaler(scope, 'behavior: an empty list of policies',
      "leave it out for Kubernetes' own, or say select: 'Disabled' for no change");
  }
  for (const { everySeconds, pods, percent } of policies ?? []) {
    checkRange(scope, 'everySeconds', everySeconds, 1, 1800);
    checkRange(scope, pods === undefined ? 'percent' : 'pods', pods ?? percent, 1, 2 ** 31 - 1);
  }
  return {
    stabilizationWindowSeconds: stabilizationSeconds,
    selectPolicy: select,
    policies: policies?.map(({ pods, percent, everySeconds }) => ({
      type: pods === undefined ? 'Percent' : 'Pods', value: (pods ?? percent) as number, periodSeconds: everySeconds,
    })),
  };
}

/** What differs between environments is no number here; that its place is locked is said of it later. */
export function checkRange(scope: Construct, what: string, value: number | undefined, min: number, max: number): void {
  if (typeof value !== 'number' || (Number.isInteger(value) && value >= min && value <= max)) return;
  throw badAutoscaler(scope, `behavior: ${what} ${value}`, 'mend the number', `a whole number from ${min} to ${max}`);
}
