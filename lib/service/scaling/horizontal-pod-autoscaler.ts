import type { Construct } from 'constructs';
import { createObject } from '../manifest';
import { type Autoscale, utilizationOf } from './autoscale';
import { behaviorOf } from './behavior';
import { metricOf, utilizationMetric } from './metric';
import type { Scaled } from './scaled';

/** Lets the number of pods follow their load (autoscaling/v2); the cluster needs the metrics API. */
export function createHorizontalPodAutoscaler(
  scope: Construct, { name, labels, container }: Scaled, autoscale: Autoscale, minReplicas: number,
): void {
  const { cpu, memory } = utilizationOf(autoscale);
  createObject(scope, 'autoscaler', 'HorizontalPodAutoscaler', {
    metadata: { name, labels: labels.object },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas,
      maxReplicas: autoscale.max,
      metrics: [
        ...(cpu === undefined ? [] : [utilizationMetric('cpu', cpu)]),
        ...(memory === undefined ? [] : [utilizationMetric('memory', memory)]),
        ...(autoscale.metrics ?? []).map((metric) => metricOf(metric, container)),
      ],
      behavior: behaviorOf(scope, autoscale.behavior),
    },
  });
}
