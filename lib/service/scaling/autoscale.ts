import type { Behavior } from './behavior';
import type { Metric } from './metric';
import type { Trigger } from './trigger';

/** How many pods there may be, and what makes them more. Numbers of pods and targets may be variations. */
export interface Autoscale {
  /** The fewest pods. 0 only with triggers: where KEDA is lacking it is 1. */
  readonly min: number;
  /** The most pods. */
  readonly max: number;
  /** The cpu in use that is aimed at, in percent of what is requested. @default 70, when nothing else scales */
  readonly cpuPercent?: number;
  /** The memory in use that is aimed at, in percent of what is requested. @default - memory does not scale */
  readonly memoryPercent?: number;
  /**
   * Further metrics: of the service's own container, its pods, another object, or from outside of the cluster. Not with
   * triggers, nor with the engine `keda`.
   * @default - none
   */
  readonly metrics?: readonly Metric[];
  /** Events that KEDA watches: the length of a queue, a query, a schedule. @default - none */
  readonly triggers?: readonly Trigger[];
  /** How fast pods come and go, the same in every environment. @default - Kubernetes' own */
  readonly behavior?: Behavior;
}

/** The percentages that hold when nothing is said: some metric there must be. */
export function utilizationOf(autoscale: Autoscale): { readonly cpu?: number; readonly memory?: number } {
  const { cpuPercent, memoryPercent, metrics = [], triggers = [] } = autoscale;
  const isAlone = memoryPercent === undefined && metrics.length === 0 && triggers.length === 0;
  const cpu = cpuPercent ?? (isAlone ? 70 : undefined);
  return { ...(cpu === undefined ? {} : { cpu }), ...(memoryPercent === undefined ? {} : { memory: memoryPercent }) };
}
