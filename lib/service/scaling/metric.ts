import type { k8s } from 'cdk8s-plus-28';
import type { Manifest } from '../manifest';

/** A quantity of Kubernetes: 100, `500m`, `2k`. May be a variation. */
export type MetricAmount = number | string;

/** What is aimed at: an average over the pods, or the value itself. One of the two. */
export type MetricTarget =
  | { readonly average: MetricAmount; readonly value?: never }
  | { readonly value: MetricAmount; readonly average?: never };

interface Selected {
  /** The labels of the series. @default - the metric has one */
  readonly selector?: Readonly<Record<string, string>>;
}

/** What the service's own container uses, without those that a mesh adds (stable since Kubernetes 1.30). */
export interface ContainerMetric {
  readonly container: 'cpu' | 'memory';
  /** In percent of what it requests. */
  readonly percent: number;
}
/** A custom metric of the service's pods (custom.metrics.k8s.io), on average. */
export interface PodsMetric extends Selected {
  /** The metric's name: `http_requests_per_second`. */
  readonly pods: string;
  readonly average: MetricAmount;
}
/** A custom metric of another object in the namespace: the requests of an Ingress. */
export type ObjectMetric = Selected & MetricTarget & {
  readonly object: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  /** The metric's name. */
  readonly metric: string;
};
/** A metric from outside of the cluster (external.metrics.k8s.io). */
export type ExternalMetric = Selected & MetricTarget & {
  /** The metric's name: `queue_messages_ready`. */
  readonly external: string;
};

export type Metric = ContainerMetric | PodsMetric | ObjectMetric | ExternalMetric;

type Spec = Manifest<k8s.MetricSpecV2>;

/** A percentage of what the pods request. */
export function utilizationMetric(name: string, averageUtilization: number): Spec {
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } };
}

/** @param container the name of the service's own container */
export function metricOf(metric: Metric, container: string): Spec {
  if ('container' in metric) {
    const target = { type: 'Utilization', averageUtilization: metric.percent };
    return { type: 'ContainerResource', containerResource: { name: metric.container, container, target } };
  }
  if ('pods' in metric) {
    const target = targetOf({ average: metric.average });
    return { type: 'Pods', pods: { metric: named(metric.pods, metric), target } };
  }
  if ('object' in metric) {
    const { object: { apiVersion, kind, name } } = metric;
    const describedObject = { apiVersion, kind, name };
    const target = targetOf(metric);
    return { type: 'Object', object: { describedObject, metric: named(metric.metric, metric), target } };
  }
  return { type: 'External', external: { metric: named(metric.external, metric), target: targetOf(metric) } };
}

/** What is measured, whatever the target: two of one measure would be one too many. */
export function measureOf(metric: Metric): string {
  if ('container' in metric) return `container ${metric.container}`;
  const name = 'pods' in metric ? `pods ${metric.pods}`
    : 'object' in metric ? `${metric.metric} of ${metric.object.kind}/${metric.object.name}`
      : `external ${metric.external}`;
  return metric.selector === undefined ? name : `${name} ${JSON.stringify(Object.entries(metric.selector).sort())}`;
}

export function amountOf(metric: Metric): MetricAmount {
  return 'percent' in metric ? metric.percent : metric.average ?? metric.value as MetricAmount;
}

function named(name: string, { selector }: Selected) {
  return { name, ...(selector === undefined ? {} : { selector: { matchLabels: selector } }) };
}

/** As text, since a quantity is one for the API's schema. */
function targetOf({ average, value }: MetricTarget): Manifest<k8s.MetricTargetV2> {
  if (value === undefined) return { type: 'AverageValue', averageValue: `${average}` };
  return { type: 'Value', value: `${value}` };
}
