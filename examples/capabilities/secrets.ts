import type { Construct } from 'constructs';
import { Microservice, ParityApp, ParityChart, secrets, vary } from '../../lib';
import { local, production, staging } from './environments';

/** Declared once, for all services: what there is, never what it is worth. */
export const payment = secrets('payment', {
  keys: {
    apiKey: { description: 'of the payment provider, from its console' },
    /** Who may read an entry may read all of it, so what the api has no business with is in another one. */
    signingKey: { remote: { key: 'payment-signing', property: 'key' }, generate: { form: 'hex', length: 64 } },
  },
  reload: 'files',
});

const image = `registry.example.com/shop/checkout@sha256:${'c'.repeat(64)}`;

/** Two services that read different keys: each has a Secret of its own, and a store whose role is its own. */
export class Checkout extends ParityChart {
  readonly rotation = vary.duration({ default: '1h', min: '1m', max: '6h', why: 'a rehearsal rotates in minutes' });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const queue = secrets('queue', {
      entry: 'shop-queue',
      keys: {
        password: { generate: { form: 'alphanumeric', length: 40 } },
        url: { template: 'amqp://checkout:{{ .password }}@queue:5672' },
      },
      rotation: this.rotation,
    });
    new Microservice(this, 'api', {
      image, port: 8080, health: { ready: '/readyz' },
      volumes: { keys: payment.files({ mount: '/etc/keys', keys: ['apiKey'] }) },
    });
    new Microservice(this, 'worker', {
      image,
      env: { QUEUE_URL: queue.key('url') },
      volumes: { keys: payment.files({ mount: '/etc/keys' }) },
    });
  }
}

export function build(outdir?: string): ParityApp {
  const app = new ParityApp({
    environments: [local, staging.overlay(Checkout, { rotation: '5m' }), production], outdir,
  });
  app.add(Checkout, 'checkout');
  return app;
}
