import type { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { derive } from '../../environment/derive';
import { engineOf } from '../../environment/engines';
import { facts } from '../../environment/facts';
import { when } from '../../environment/when';
import { type Autoscale, utilizationOf } from './autoscale';
import { checkAutoscale, declareAutoscaleRules } from './autoscale-rules';
import { createHorizontalPodAutoscaler } from './horizontal-pod-autoscaler';
import type { Scaled } from './scaled';
import {
  type Authentication, authenticationsOf, createScaledObject, createTriggerAuthentications,
} from './scaled-object';

/**
 * Who decides the number of a service's pods.
 *
 * An autoscaler is an alternative by what the environment has: KEDA where triggers are declared or it is the engine,
 * else a HorizontalPodAutoscaler, and where no metrics are to be had a fixed number: the minimum. Each is counted.
 */
export class Autoscaler {
  private readonly hasKeda: boolean;
  private readonly hasTriggers: boolean;
  private readonly authentications: readonly Authentication[];
  /** Asked once: each question of the contract costs. */
  private readonly metrics: ReturnType<typeof metricsOf>;

  /** @throws PARITY_BAD_AUTOSCALER when it would not scale as it says */
  constructor(
    private readonly scope: Construct, private readonly scaled: Scaled, private readonly autoscale: Autoscale,
  ) {
    const engine = engineOf(scope, 'autoscaling', ['hpa', 'keda']);
    this.hasTriggers = (autoscale.triggers ?? []).length > 0;
    this.hasKeda = this.hasTriggers || engine === 'keda';
    checkAutoscale(scope, autoscale, engine);
    declareAutoscaleRules(scope, scaled, autoscale);
    this.authentications = authenticationsOf(scaled, autoscale.triggers ?? []);
    this.metrics = metricsOf(scope);
  }

  /** The `replicas` of the Deployment: none under an autoscaler, which would otherwise be undone by each apply. */
  get replicas(): number {
    const fixed = (): number => when(this.metrics, { true: absent, false: () => this.fewest });
    return this.hasTriggers ? when(this.keda, { true: absent, false: fixed }) : fixed();
  }

  /** Creates the autoscaler of each alternative. */
  create(): void {
    const withMetrics = (autoscaler: () => void) =>
      when(this.metrics, { true: autoscaler, false: () => undefined });
    const byLoad = () => this.createByLoad();
    if (!this.hasKeda) {
      withMetrics(byLoad);
      return;
    }
    const { keda } = this;
    if (this.hasTriggers) when(keda, { true: () => this.createByEvents(), false: () => withMetrics(byLoad) });
    else withMetrics(() => when(keda, { true: () => this.createScaledObject(true), false: byLoad }));
  }

  /** By cpu, where triggers were declared and nothing else was. */
  private createByLoad(): void {
    const { autoscale } = this;
    const instead = this.measuresLoad ? autoscale : { ...autoscale, cpuPercent: 70 };
    createHorizontalPodAutoscaler(this.scope, this.scaled, instead, this.fewest);
  }

  private createByEvents(): void {
    createTriggerAuthentications(this.scope, this.scaled, this.authentications);
    if (!this.measuresLoad) return this.createScaledObject(false);
    when(this.metrics, { true: () => this.createScaledObject(true), false: () => this.createScaledObject(false) });
  }

  private createScaledObject(withUtilization: boolean): void {
    const id = withUtilization ? 'scaled-object' : 'scaled-object-events';
    createScaledObject(this.scope, id, this.scaled, this.autoscale, withUtilization);
  }

  private get measuresLoad(): boolean {
    return Object.keys(utilizationOf(this.autoscale)).length + (this.autoscale.metrics ?? []).length > 0;
  }

  /** The fewest pods when there is any: only KEDA can go to 0. */
  get fewest(): number {
    const { min } = this.autoscale;
    if (!this.hasTriggers) return min;
    return typeof min === 'number' ? Math.max(1, min) : derive.max(1, min);
  }

  /** A contract without KEDA need not answer, as long as nothing needs it. */
  private get keda() {
    return facts<EnvironmentContract>(this.scope).capabilities.keda;
  }
}

function metricsOf(scope: Construct) {
  return facts<EnvironmentContract>(scope).capabilities.metrics;
}

/** The field is not there at all in the other branch's environments. */
const absent = () => undefined as unknown as number;
