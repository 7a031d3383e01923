import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ChartRecords } from './chart-records';
import { sessionOf } from './session';

const namespaces = new ChartRecords<string | false>('namespaces');

/** Notes that a chart has a namespace of its own, or none, instead of the contract's. */
export function noteNamespace(chart: Chart, namespace: string | false): void {
  namespaces.add(chart, namespace);
}

/** The namespace that a construct's chart was given; false for none. @default - the contract's fact `namespace` */
export function givenNamespace(scope: Construct): string | false | undefined {
  return namespaces.of(sessionOf(scope), Chart.of(scope))[0];
}

/** Whether two ends are in charts that were given different namespaces, as far as both have one. */
export function areApart(one: InNamespace, other: InNamespace): boolean {
  return one.namespace !== other.namespace && one.namespace !== false && other.namespace !== false;
}

interface InNamespace { readonly namespace?: string | false }
