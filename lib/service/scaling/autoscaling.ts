import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { ServiceLabels } from '../labels';
import { type Manifest, createObject } from '../manifest';

/** How many pods there may be, and what makes them more. Each number may be a variation. */
export interface Autoscale {
  readonly min: number;
  readonly max: number;
  /** The cpu in use that is aimed at, in percent of what is requested. @default 70, when no memory is given */
  readonly cpuPercent?: number;
  /** The memory in use that is aimed at, in percent of what is requested. @default - memory does not scale */
  readonly memoryPercent?: number;
}

/** Lets the number of pods follow their load; the environment needs the metrics API. */
export function createAutoscaler(scope: Construct, name: string, labels: ServiceLabels, autoscale: Autoscale): void {
  const { min, max, memoryPercent } = autoscale;
  const cpuPercent = autoscale.cpuPercent ?? (memoryPercent === undefined ? 70 : undefined);
  createObject(scope, 'autoscaler', 'HorizontalPodAutoscaler', {
    metadata: { name, labels: labels.object },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [...metricOf('cpu', cpuPercent), ...metricOf('memory', memoryPercent)],
    },
  });
}

function metricOf(name: string, averageUtilization: number | undefined): Manifest<k8s.MetricSpecV2>[] {
  if (averageUtilization === undefined) return [];
  return [{ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } }];
}
