import type { Construct } from 'constructs';
import { Backing, Microservice, ParityApp, ParityChart, serviceOf, vary } from '../../lib';
import { local, production, staging } from './environments';

/** The digests of no images: an app takes them from its `artifacts.json`. */
const digest = (repository: string) => `registry.example.com/${repository}@sha256:${'0'.repeat(64)}`;

/** What orders are stored in: PostgreSQL 17 everywhere, whoever provides it. */
export class OrdersData extends ParityChart {
  readonly size = vary.storage({ default: '1Gi', max: '100Gi', why: 'a rehearsal keeps a year of orders' });
  readonly memory = vary.memory({ default: '512Mi', max: '16Gi', why: 'the working set follows the orders' });

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'orders' });
    Backing.postgres(this, 'orders', {
      major: 17,
      extensions: ['pgcrypto'],
      maxConnections: 200,
      image: digest('library/postgres'),
      cloudNativePg: { image: digest('cloudnative-pg/postgresql:17.6'), instances: 2 },
      storage: { role: 'fast', size: this.size },
      memory: this.memory,
    });
  }
}

/** Reads and writes orders; open carts are in a cache of its own chart. */
export class Shop extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'shop' });
    const cart = Backing.redis(this, 'cart', { major: 7, persistence: false, image: digest('library/redis') });
    const api = new Microservice(this, 'api', {
      image: digest('shop/api'), port: 8080, health: { ready: '/readyz' },
    });
    api.uses(cart);
    api.uses(serviceOf(OrdersData, 'orders-data'), { env: { uri: 'DATABASE_URL' } });
  }
}

export function build(): ParityApp {
  const app = new ParityApp({
    // Who keeps production's database decides its size: a value here would fill nothing, which is an error.
    environments: [local, staging.overlay(OrdersData, { size: '20Gi', memory: '1Gi' }), production],
  });
  app.add(Shop, 'shop');
  app.add(OrdersData, 'orders-data');
  return app;
}
