import type { Construct } from 'constructs';
import { createObject } from '../manifest';
import { type CpuAmount, type Range, type SizeAmount, cpuText, rangeOf, sizeText } from '../resources';

/** What may be asked for, and used at most; a limit may be left open. */
export type QuotaRange<T> = T | Range<T> | { readonly request: T; readonly limit?: never };

/** What all objects of a namespace may have together. Each amount may be a variation; which there are is the same. */
export interface Quota {
  /** Cpu of all pods; a single amount bounds requests and limits. */
  readonly cpu: QuotaRange<CpuAmount>;
  /** Memory of all pods; a single amount bounds requests and limits. */
  readonly memory: QuotaRange<SizeAmount>;
  /** The size of all claims. @default - not limited */
  readonly storage?: SizeAmount;
  /** @default - not limited */
  readonly pods?: number;
  /** @default - not limited */
  readonly claims?: number;
  /** Services with an address outside of the cluster. @default 0, since requests come in by the environment's entry */
  readonly loadBalancers?: number;
  /** Ports of nodes that Services take. @default 0, since whoever reaches a node reaches them */
  readonly nodePorts?: number;
  /** How many there may be of other kinds, by resource: `{ 'jobs.batch': 50 }`. @default - not limited */
  readonly objects?: Readonly<Record<string, number>>;
}

/** The amounts of a quota as texts and numbers, by what Kubernetes calls them. */
export type QuotaAmounts = Readonly<Record<string, string | number>>;

/** @throws PARITY_BAD_QUANTITY when text is no quantity */
export function createQuota(scope: Construct, labels: Readonly<Record<string, string>>, quota: Quota): QuotaAmounts {
  const cpu = rangeOf(quota.cpu as Range<CpuAmount>);
  const memory = rangeOf(quota.memory as Range<SizeAmount>);
  const hard = Object.fromEntries(Object.entries({
    'requests.cpu': cpuText(scope, cpu.request),
    'limits.cpu': cpu.limit === undefined ? undefined : cpuText(scope, cpu.limit),
    'requests.memory': sizeText(scope, memory.request),
    'limits.memory': memory.limit === undefined ? undefined : sizeText(scope, memory.limit),
    'requests.storage': quota.storage === undefined ? undefined : sizeText(scope, quota.storage),
    pods: quota.pods,
    persistentvolumeclaims: quota.claims,
    'services.loadbalancers': quota.loadBalancers ?? 0,
    'services.nodeports': quota.nodePorts ?? 0,
    ...Object.fromEntries(Object.entries(quota.objects ?? {}).map(([resource, count]) => [`count/${resource}`, count])),
  }).filter((entry): entry is [string, string | number] => entry[1] !== undefined));
  createObject(scope, 'quota', 'ResourceQuota', { metadata: { name: 'baseline', labels }, spec: { hard } });
  return hard;
}
