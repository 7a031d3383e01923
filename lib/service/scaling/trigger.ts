import type { Construct } from 'constructs';
import type { SecretKey } from '../environment-variables';
import type { DeclaredSecretKey } from '../secrets/secret-set';
import { badAutoscaler } from './bad-autoscaler';

/** An event source that KEDA watches (keda.sh/v1alpha1), named and described as its scalers are. */
export interface Trigger {
  /** The scaler: `prometheus`, `kafka`, `rabbitmq`, `redis`, `cron` ... */
  readonly type: string;
  /**
   * What the scaler asks and aims at. Addresses and targets may differ between environments; what is asked (`query`,
   * `topic`, `queueName` ...) is a locked place.
   */
  readonly metadata: Readonly<Record<string, string | number>>;
  /** Tells triggers of one type apart. @default - the type */
  readonly name?: string;
  /** Whether the target is an average over the pods. @default 'AverageValue' */
  readonly metricType?: 'AverageValue' | 'Value';
  /** Parameters of the scaler that a Secret's keys hold: `{ password: queue.key('password') }`. @default - none */
  readonly auth?: Readonly<Record<string, SecretKey | DeclaredSecretKey>>;
}

/** What a scaler's metadata calls the load that it aims at. Thresholds of activation may be 0 and are others. */
const TARGETS: ReadonlySet<string> = new Set([
  'threshold', 'lagThreshold', 'listLength', 'queueLength', 'targetQueueLength', 'targetValue', 'targetMetricValue',
  'targetQueryValue', 'value', 'streamLength', 'pendingEntriesCount', 'desiredReplicas', 'messageCount',
]);

export function triggerName({ name, type }: Trigger): string {
  return name ?? type;
}

/** The targets of a trigger, by what says them. */
export function targetsOf(trigger: Trigger): (readonly [string, string | number])[] {
  return Object.entries(trigger.metadata).filter(([key]) => TARGETS.has(key))
    .map(([key, amount]) => [`${triggerName(trigger)} ${key}`, amount] as const);
}

/** @throws PARITY_BAD_AUTOSCALER when KEDA would refuse them, or not know them apart */
export function checkTriggers(scope: Construct, triggers: readonly Trigger[]): void {
  const names = new Set<string>();
  const measures = new Set<string>();
  for (const trigger of triggers) {
    const { type, metadata } = trigger;
    const name = triggerName(trigger);
    const refuse = (got: string, fix: string) => { throw badAutoscaler(scope, got, fix); };
    if (!isName(type)) refuse(`a trigger of type ${JSON.stringify(type)}`, "name one of KEDA's scalers");
    if (!isName(name)) refuse(`a trigger named ${JSON.stringify(name)}`, 'use lower-case letters, digits and dashes');
    if (type === 'cpu' || type === 'memory')
      refuse(`a trigger of type '${type}'`, `say ${type}Percent, which other engines know as well`);
    if (names.has(name)) refuse(`two triggers named '${name}'`, "give each a name: { type, name: '...' }");
    const measure = JSON.stringify([type, Object.entries(metadata).sort()]);
    if (measures.has(measure)) refuse(`trigger '${name}', which is there already`, 'leave one out');
    names.add(name);
    measures.add(measure);
  }
}

function isName(text: unknown): boolean {
  return typeof text === 'string' && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text);
}
