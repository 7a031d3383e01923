import type { Construct } from 'constructs';
import type { Autoscale } from './autoscale';
import { Autoscaler } from './autoscaler';
import { createRecommendation, recommendationAnnotations } from './recommendation';
import type { Scaled } from './scaled';

/** A number of pods, or an autoscaler that decides it; and whether somebody recommends what they should request. */
export interface ScalingOptions {
  readonly replicas?: number;
  readonly autoscale?: Autoscale;
  readonly recommend?: boolean;
}

/** How many pods a service has, and who decides it. */
export class Scaling {
  /** The fewest pods that there are, when there is any. */
  readonly pods: number;
  /** The `replicas` of the Deployment. */
  readonly replicas: number | undefined;
  /** Annotations of the Deployment. */
  readonly annotations: Readonly<Record<string, string>>;
  private readonly autoscaler: Autoscaler | undefined;

  /** @throws PARITY_BAD_AUTOSCALER when an autoscaler would not scale as it says */
  constructor(
    private readonly scope: Construct, private readonly scaled: Scaled, private readonly options: ScalingOptions,
  ) {
    const { replicas = 2, autoscale, recommend } = options;
    this.autoscaler = autoscale === undefined ? undefined : new Autoscaler(scope, scaled, autoscale);
    this.pods = this.autoscaler?.fewest ?? replicas;
    this.replicas = this.autoscaler === undefined ? replicas : this.autoscaler.replicas;
    this.annotations = recommend === true ? recommendationAnnotations(scope, scaled.name) : {};
  }

  create(): void {
    const { name, labels, container } = this.scaled;
    this.autoscaler?.create();
    if (this.options.recommend === true) createRecommendation(this.scope, name, labels, container);
  }
}
