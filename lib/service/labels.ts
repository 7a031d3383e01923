import { Chart, Names } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityError } from '../template/error';
import { authoredAt } from './authored-at';

/** The labels of one service. */
export interface ServiceLabels {
  /** On every object: the recommended labels of Kubernetes, and the author's. */
  readonly object: Readonly<Record<string, string>>;
  /** On the pods: those of the chart as well, so that the owner is found from a running pod. */
  readonly pod: Readonly<Record<string, string>>;
  /** The part that selects the pods; it never changes, since a Deployment's selector is immutable. */
  readonly selector: Readonly<Record<string, string>>;
}

interface LabelOptions {
  readonly component?: string;
  readonly partOf?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** RFC 1035: what a Service may be called, and so what its label value may be. */
const NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The name of a service's objects: its construct path (`checkout-api`), unless another one is given.
 *
 * @throws PARITY_BAD_NAME when a Service cannot have it
 */
export function serviceName(scope: Construct, given: string | undefined): string {
  const name = given ?? Names.toDnsLabel(scope, { includeHash: false });
  if (typeof name === 'string' && NAME.test(name)) return name;
  throw new ParityError({
    code: 'PARITY_BAD_NAME', message: 'a service cannot have this name', where: authoredAt(scope),
    got: typeof name === 'string' ? JSON.stringify(name) : 'a value that differs between environments',
    expected: 'lower-case letters, digits and dashes, beginning with a letter, at most 63 characters',
    fix: 'give another name',
  });
}

/** @throws PARITY_LOCKED when an author's label would change what selects the pods */
export function labelsOf(scope: Construct, name: string, options: LabelOptions): ServiceLabels {
  const chart = Chart.of(scope);
  const chartName = Names.toDnsLabel(chart, { includeHash: false });
  const selector = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': chartName };
  for (const key of Object.keys(selector)) {
    if (!Object.hasOwn(options.labels ?? {}, key)) continue;
    throw new ParityError({
      code: 'PARITY_LOCKED', message: 'a label that selects the pods cannot be given',
      where: authoredAt(scope), got: key,
      fix: 'leave it out, or use another label',
    });
  }
  const object = {
    ...options.labels,
    ...selector,
    'app.kubernetes.io/component': options.component ?? labelValue(scope.node.id),
    'app.kubernetes.io/part-of': options.partOf ?? chartName,
    'app.kubernetes.io/managed-by': 'cdk8s-parity',
  };
  return { object, pod: { ...chart.labels, ...object }, selector };
}

function labelValue(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 63).replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}
