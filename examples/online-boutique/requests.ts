import type { JsonObject } from '../../lib/template/json';
import { convertQuantity, parseQuantity } from '../../lib/template/quantity';

/** A ResourceQuota, as far as it is read. */
export interface Quota extends JsonObject { readonly spec: { readonly hard: Readonly<Record<string, string>> } }

/** What pods ask for together; cpu in cores, memory in mebibytes. */
export interface Requests { readonly pods: number; readonly cpu: number; readonly memory: number }

interface Workload {
  readonly replicas?: number;
  readonly template: { readonly spec: { readonly containers: readonly Container[] } };
}
interface Container { readonly resources: { readonly requests: { readonly cpu: string; readonly memory: string } } }
interface Autoscaler { readonly maxReplicas: number; readonly scaleTargetRef: { readonly name: string } }

/** As Istio's sidecars ask unless it is told otherwise. */
const SIDECAR = { cpu: 0.1, memory: 128 };

/** The most that the workloads ask for: autoscaled to their bounds, and all of them rolled out at once. */
export function requestsOf(objects: readonly JsonObject[], { sidecars }: { readonly sidecars: boolean }): Requests {
  const most = new Map(objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map(({ spec }) => {
    const { maxReplicas, scaleTargetRef } = spec as unknown as Autoscaler;
    return [scaleTargetRef.name, maxReplicas];
  }));
  const sum = { pods: 0, cpu: 0, memory: 0 };
  for (const { kind, metadata, spec } of objects) {
    if (kind !== 'Deployment' && kind !== 'StatefulSet') continue;
    const { replicas, template } = spec as unknown as Workload;
    const count = replicas ?? most.get((metadata as { name: string }).name) ?? 1;
    const pods = count + (kind === 'Deployment' ? Math.ceil(count / 4) : 0);
    sum.pods += pods;
    const own = template.spec.containers.map(({ resources: { requests } }) =>
      ({ cpu: amount(requests.cpu, 'cpu', 'm') / 1000, memory: amount(requests.memory, 'memory', 'Mi') }));
    for (const { cpu, memory } of sidecars ? [...own, SIDECAR] : own) {
      sum.cpu += pods * cpu;
      sum.memory += pods * memory;
    }
  }
  return sum;
}

function amount(text: string, dimension: 'cpu' | 'memory', unit: 'm' | 'Mi'): number {
  const quantity = parseQuantity(text, dimension);
  if (quantity === undefined) throw new Error(`${text} is no amount of ${dimension}`);
  return convertQuantity(quantity, unit, 'none');
}
