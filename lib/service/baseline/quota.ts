import type { Construct } from 'constructs';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { createObject } from '../manifest';
import { type CpuAmount, type Range, type SizeAmount, cpuText, rangeOf, sizeText } from '../resources';
import { isVaried } from '../varied';

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

/** A resource, and its API group if it has one. */
const KIND = /^[a-z]+(\.[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?)?$/;

/** @throws PARITY_BAD_QUANTITY when text is no quantity, PARITY_BAD_NAME when other objects are of no kind */
export function createQuota(scope: Construct, labels: Readonly<Record<string, string>>, quota: Quota): QuotaAmounts {
  for (const kind of Object.keys(quota.objects ?? {})) checkKind(scope, kind);
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

/** The API server refuses the whole quota for a key that it cannot read. */
function checkKind(scope: Construct, kind: string): void {
  if (isVaried(kind) || KIND.test(kind)) return;
  throw new ParityError({
    code: 'PARITY_BAD_NAME', message: 'a kind that a quota counts has another name', where: authoredAt(scope),
    got: JSON.stringify(kind), expected: 'the plural in lower case, with its API group: jobs.batch',
    fix: 'name it as kubectl api-resources does',
  });
}
