import type { Construct } from 'constructs';
import { Microservice, ParityApp, ParityChart, derive, secrets, vary } from '../../lib';
import { local, production, staging } from './environments';

const image = `registry.example.com/shop/orders@sha256:${'c'.repeat(64)}`;

/** A site that follows its load, and a worker that follows its queue down to nothing. */
export class Orders extends ParityChart {
  readonly least = vary.integer({ default: 1, min: 1, max: 10, why: 'what a lost zone may take differs' });
  readonly most = vary.integer({ default: 3, min: 1, max: 100, why: 'traffic at its peak differs' });
  readonly idle = vary.integer({ default: 0, min: 0, max: 5, why: 'customers do not wait for a first worker' });
  readonly requests = vary.integer({ default: 20, min: 1, max: 500, why: 'nodes differ in what a pod can answer' });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Microservice(this, 'site', {
      image, port: 8080, health: { ready: '/readyz' },
      autoscale: {
        min: this.least,
        max: derive.max(this.least, this.most),
        cpuPercent: 60,
        metrics: [{ pods: 'http_requests_per_second', average: this.requests }],
        behavior: { down: { stabilizationSeconds: 600, policies: [{ percent: 10, everySeconds: 60 }] } },
      },
      recommend: true,
    });
    const queue = secrets('queue', { keys: { url: {} } });
    new Microservice(this, 'worker', {
      image,
      env: { QUEUE_URL: queue.key('url') },
      autoscale: {
        min: this.idle,
        max: derive.max(this.idle, this.most),
        triggers: [{
          type: 'rabbitmq', metadata: { queueName: 'orders', mode: 'QueueLength', value: 50 },
          auth: { host: queue.key('url') },
        }],
        behavior: { cooldownSeconds: 120 },
      },
    });
  }
}

export function build(outdir?: string): ParityApp {
  const app = new ParityApp({
    environments: [local, staging, production.overlay(Orders, { least: 3, most: 40, idle: 1, requests: 100 })], outdir,
  });
  app.add(Orders, 'orders');
  return app;
}

if (require.main === module) build().synth();
