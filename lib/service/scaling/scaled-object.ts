import type { Construct } from 'constructs';
import { type CustomKinds, createCustomObject } from '../custom-object';
import { type Autoscale, utilizationOf } from './autoscale';
import { behaviorOf } from './behavior';
import { type ContainerMetric, type Metric } from './metric';
import type { Scaled } from './scaled';
import { type Trigger, triggerName } from './trigger';

type TriggerSpec = CustomKinds['ScaledObject']['spec']['triggers'][number];

/**
 * Lets KEDA decide the number of pods (keda.sh/v1alpha1): it makes the HorizontalPodAutoscaler itself, and may go to 0.
 *
 * @param withUtilization whether cpu and memory count; they need the metrics API
 */
export function createScaledObject(
  scope: Construct, id: string, scaled: Scaled, autoscale: Autoscale, withUtilization: boolean,
): void {
  const { min, max, triggers = [], behavior } = autoscale;
  const rules = behaviorOf(scope, behavior);
  createCustomObject(scope, id, 'ScaledObject', {
    metadata: { name: scaled.name, labels: { ...scaled.labels.object } },
    spec: {
      scaleTargetRef: { name: scaled.name },
      minReplicaCount: min,
      maxReplicaCount: max,
      ...(behavior?.pollSeconds === undefined ? {} : { pollingInterval: behavior.pollSeconds }),
      ...(behavior?.cooldownSeconds === undefined ? {} : { cooldownPeriod: behavior.cooldownSeconds }),
      ...(rules === undefined ? {} : {
        advanced: { horizontalPodAutoscalerConfig: { behavior: rules as ScaledBehavior } },
      }),
      triggers: [
        ...triggers.map((trigger) => triggerOf(scaled, trigger)),
        ...(withUtilization ? utilizationTriggers(scaled, autoscale) : []),
      ],
    },
  });
}
type ScaledBehavior = NonNullable<NonNullable<
  NonNullable<CustomKinds['ScaledObject']['spec']['advanced']>['horizontalPodAutoscalerConfig']>['behavior']>;

/** With what a trigger logs in: the keys of Secrets, by the scaler's parameters. */
export interface Authentication {
  readonly trigger: Trigger;
  readonly keys: readonly { readonly parameter: string; readonly name: string; readonly key: string }[];
}

export function authenticationsOf(scaled: Scaled, triggers: readonly Trigger[]): Authentication[] {
  return triggers.filter(logsIn).map((trigger) => ({
    trigger,
    keys: Object.entries(trigger.auth ?? {}).map(([parameter, value]) => {
      const { secret, key } = scaled.secretOf(value, triggerName(trigger));
      return { parameter, name: secret, key };
    }),
  }));
}

/** Says where KEDA finds what triggers log in with, in the service's namespace. */
export function createTriggerAuthentications(
  scope: Construct, scaled: Scaled, authentications: readonly Authentication[],
): void {
  for (const { trigger, keys } of authentications) {
    createCustomObject(scope, `trigger-authentication-${triggerName(trigger)}`, 'TriggerAuthentication', {
      metadata: { name: authenticationName(scaled, trigger), labels: { ...scaled.labels.object } },
      spec: { secretTargetRef: keys },
    });
  }
}

/** What of an autoscaler KEDA knows by triggers of its own. */
export function isUtilization(metric: Metric): metric is ContainerMetric {
  return 'container' in metric;
}

function triggerOf(scaled: Scaled, trigger: Trigger): TriggerSpec {
  const { type, name, metricType, metadata } = trigger;
  return {
    type,
    ...(name === undefined ? {} : { name }),
    ...(metricType === undefined ? {} : { metricType }),
    // KEDA reads text, also where it means a number.
    metadata: Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, `${value}`])),
    ...(logsIn(trigger) ? { authenticationRef: { name: authenticationName(scaled, trigger) } } : {}),
  };
}

function utilizationTriggers({ container }: Scaled, autoscale: Autoscale): TriggerSpec[] {
  const ofPods = Object.entries(utilizationOf(autoscale))
    .map(([type, percent]) => utilization(type, { value: `${percent}` }));
  const ofContainer = (autoscale.metrics ?? []).filter(isUtilization)
    .map((metric) => utilization(metric.container, { value: `${metric.percent}`, containerName: container }));
  return [...ofPods, ...ofContainer];
}

function utilization(type: string, metadata: TriggerSpec['metadata']): TriggerSpec {
  return { type, metricType: 'Utilization', metadata };
}

function logsIn({ auth }: Trigger): boolean {
  return Object.keys(auth ?? {}).length > 0;
}

function authenticationName({ name }: Scaled, trigger: Trigger): string {
  return `${name}-${triggerName(trigger)}`;
}
