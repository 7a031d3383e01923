import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { type Manifest, createObject } from '../manifest';
import { type CpuAmount, type SizeAmount, cpuText, sizeText } from '../resources';

/** What a container has of a resource that does not say it, and what it may have at all; may be variations. */
export interface ContainerLimits<T> {
  /** What is reserved for a container that does not say it. */
  readonly request?: T;
  /**
   * The most that a container may use that does not say it; false for no such default, which needs a quota of requests
   * alone: where limits are counted, no pod without one is created.
   */
  readonly limit?: T | false;
  /** @default - none */
  readonly min?: T;
  /** @default - none */
  readonly max?: T;
}

export interface Limits {
  /** @default { request: '100m', limit: '500m' } */
  readonly cpu?: ContainerLimits<CpuAmount>;
  /** @default { request: '128Mi', limit: '128Mi' } */
  readonly memory?: ContainerLimits<SizeAmount>;
  /** The size of one claim. @default - any */
  readonly claim?: { readonly min?: SizeAmount; readonly max: SizeAmount };
}

/** The amounts of one resource, in the order in which they may not fall: min, request, limit, max. */
export type LimitAmounts = Readonly<Partial<Record<'min' | 'request' | 'limit' | 'max', string>>>;

/** @throws PARITY_BAD_QUANTITY when text is no quantity, PARITY_EXCLUSIVE_PROPS when there is a max and no limit */
export function createLimits(scope: Construct, labels: Readonly<Record<string, string>>, limits: Limits) {
  const cpu = amountsOf(scope, { request: '100m', limit: '500m', ...limits.cpu }, cpuText);
  const memory = amountsOf(scope, { request: '128Mi', limit: '128Mi', ...limits.memory }, sizeText);
  const claim = limits.claim === undefined ? undefined : amountsOf(scope, limits.claim, sizeText);
  const ofContainers = (amount: keyof LimitAmounts) => {
    const amounts = Object.entries({ cpu: cpu[amount], memory: memory[amount] })
      .filter((entry): entry is [string, string] => entry[1] !== undefined);
    return amounts.length === 0 ? undefined : Object.fromEntries(amounts);
  };
  const items: Manifest<k8s.LimitRangeItem>[] = [{
    type: 'Container', min: ofContainers('min'), max: ofContainers('max'),
    defaultRequest: ofContainers('request'), default: ofContainers('limit'),
  }];
  if (claim !== undefined) {
    const min = claim.min === undefined ? undefined : { storage: claim.min };
    items.push({ type: 'PersistentVolumeClaim', min, max: { storage: claim.max as string } });
  }
  createObject(scope, 'limits', 'LimitRange', { metadata: { name: 'baseline', labels }, spec: { limits: items } });
  return { cpu, memory, ...(claim === undefined ? {} : { claim }) };
}

function amountsOf<T>(
  scope: Construct, limits: ContainerLimits<T>, textOf: (scope: Construct, amount: T) => string,
): LimitAmounts {
  const { limit, max } = limits;
  if (limit === false && max !== undefined) throw limitedAnyway(scope);
  return Object.fromEntries((['min', 'request', 'limit', 'max'] as const).flatMap((name) => {
    const amount = limits[name];
    return amount === undefined || amount === false ? [] : [[name, textOf(scope, amount)] as const];
  }));
}

function limitedAnyway(scope: Construct): ParityError {
  return new ParityError({
    code: 'PARITY_EXCLUSIVE_PROPS', message: 'two props exclude each other', where: authoredAt(scope),
    got: 'limit: false and max, which Kubernetes makes the limit of a container that says none',
    fix: 'give a limit, or leave out max',
  });
}
