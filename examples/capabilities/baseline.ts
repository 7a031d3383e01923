import type { Construct } from 'constructs';
import { Baseline, ParityApp, ParityChart, derive, vary } from '../../lib';
import { local, production, staging } from './environments';

/** The namespace of a team, in a chart of its own that is applied before the services. */
export class OrdersNamespace extends ParityChart {
  readonly cpu = vary.cpu({ default: '2', min: '1', max: '64', why: 'traffic differs' });
  readonly memory = vary.memory({ default: '8Gi', min: '4Gi', max: '256Gi', why: 'traffic differs' });
  readonly largest = vary.memory({ default: '1Gi', min: '256Mi', max: '16Gi', why: 'caches follow traffic' });
  readonly pods = vary.integer({ default: 20, min: 10, max: 500, why: 'traffic differs' });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const baseline = new Baseline(this, 'baseline', {
      team: 'orders',
      quota: {
        cpu: { request: this.cpu, limit: derive.scale(this.cpu, 2) },
        memory: this.memory,
        storage: '100Gi',
        pods: this.pods,
      },
      limits: { memory: { max: this.largest }, claim: { max: '50Gi' } },
      roles: {
        view: { groups: ['orders-developers', 'support'] },
        operate: { groups: ['orders-on-call'] },
        breakGlass: { groups: ['orders-emergency'], why: 'an incident that on-call cannot end; security opens it' },
      },
      mesh: {
        why: 'sidecars get their certificates and routes from istiod',
        to: [{ namespace: 'istio-system', pods: { app: 'istiod' }, ports: [15012] }],
      },
    });
    baseline.allow('telemetry', {
      why: 'every service sends traces and metrics',
      to: [{ namespace: 'observability', ports: [4317] }],
    });
  }
}

export function build(outdir?: string): ParityApp {
  const app = new ParityApp({
    environments: [
      local,
      staging.overlay(OrdersNamespace, { cpu: '4' }),
      production.overlay(OrdersNamespace, { cpu: '16', memory: '64Gi', largest: '4Gi', pods: 120 }),
    ],
    outdir,
  });
  app.add(OrdersNamespace, 'orders-namespace');
  return app;
}

if (require.main === module) build().synth();
