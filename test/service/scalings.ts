import type { Construct } from 'constructs';
import {
  type Autoscale, type EnvironmentContract, Microservice, type MicroserviceProps, ParityApp, ParityChart,
  type RenderedAssembly, environment, secrets, vary,
} from '../../lib';
import type { Capabilities } from '../../lib/environment/contract';
import { FACTS, IMAGE, type Manifest, chart, objectsIn, refusalsIn } from './shop';

/** One environment for each set of what there is: nothing, metrics, KEDA, both. */
export const SETS: Readonly<Record<string, Partial<Capabilities>>> = {
  bare: { metrics: false, keda: false, verticalPodAutoscaler: false },
  metrics: { metrics: true, keda: false, verticalPodAutoscaler: true },
  events: { metrics: false, keda: true, verticalPodAutoscaler: true },
  all: { metrics: true, keda: true, verticalPodAutoscaler: true },
};
export const environmentsOf = (autoscaling?: 'hpa' | 'keda') => Object.entries(SETS).map(([name, set]) =>
  environment<EnvironmentContract>(name, {
    ...FACTS, ...(autoscaling === undefined ? {} : { engines: { autoscaling } }),
    capabilities: { ...FACTS.capabilities, externalSecrets: false, reloader: false, ...set },
  }));

export const service = (props: object) => (scope: Construct) =>
  new Microservice(scope, 'api', { image: IMAGE, ...props } as unknown as MicroserviceProps);

export function appOf(props: object, engine?: 'hpa' | 'keda'): ParityApp {
  const app = new ParityApp({ environments: environmentsOf(engine), witness: true });
  app.add(chart(service(props)), 'checkout');
  return app;
}

export const kinds = ['HorizontalPodAutoscaler', 'ScaledObject', 'TriggerAuthentication', 'VerticalPodAutoscaler'];
/** What scales in each environment: the replicas, or the kind that decides them and its bounds. */
export function scaledBy(autoscale: Autoscale, engine?: 'hpa' | 'keda'): Record<string, string> {
  const assembly = appOf({ autoscale }, engine).render();
  return Object.fromEntries(Object.keys(SETS).map((target) => {
    const objects = objectsIn(assembly, target);
    const { replicas } = objects['Deployment/checkout-api'].spec;
    const { spec: hpa } = objects['HorizontalPodAutoscaler/checkout-api'] ?? {};
    const { spec: scaled } = objects['ScaledObject/checkout-api'] ?? {};
    return [target, [
      ...(replicas === undefined ? [] : [`${replicas} pods`]),
      ...(hpa === undefined ? [] : [`hpa ${hpa.minReplicas}-${hpa.maxReplicas} by ${hpa.metrics.map(measureOf)}`]),
      ...(scaled === undefined ? [] : [
        `keda ${scaled.minReplicaCount}-${scaled.maxReplicaCount} by ${scaled.triggers.map(({ type }: Manifest) => type)}`,
      ]),
    ].join(' and ')];
  }));
}
const measureOf = ({ type, ...of }: Manifest) => of.resource?.name ?? type;

const rendered = new Map<string, RenderedAssembly>();
export const objects = (props: object, target = 'all', engine?: 'hpa' | 'keda') => {
  const key = JSON.stringify([props, engine]);
  const assembly = rendered.get(key) ?? appOf(props, engine).render();
  rendered.set(key, assembly);
  return objectsIn(assembly, target);
};
export const refusals = (autoscale: object, engine?: 'hpa' | 'keda', props: object = {}) =>
  refusalsIn(() => appOf({ autoscale: { min: 1, max: 3, ...autoscale }, ...props }, engine));

export const queue = secrets('queue', { keys: { url: {}, password: {} } });
export const TRIGGER = { type: 'rabbitmq', metadata: { queueName: 'orders', value: 20 } };

class Bounded extends ParityChart {
  readonly min = vary.integer({ default: 2, min: 0, max: 9, why: 'a test' });
  readonly max = vary.integer({ default: 4, min: 1, max: 9, why: 'a test' });
  constructor(scope: Construct, id: string, props: object = {}) {
    super(scope, id);
    service({ autoscale: { min: this.min, max: this.max, ...(props as { autoscale?: object }).autoscale }, ...(props as { rest?: object }).rest })(this);
  }
}

/** What is refused when one environment's bounds are others. */
export const boundedRefusals = (
  target: string, overlay: { min?: number; max?: number }, props: object = {}, engine?: 'hpa' | 'keda',
) => refusalsIn(() => {
  const environments = environmentsOf(engine).map((each) => (each.name === target ? each.overlay(Bounded, overlay) : each));
  const app = new ParityApp({ environments });
  new Bounded(app, 'checkout', props);
  return app;
});
