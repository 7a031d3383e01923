import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, derive, environment, facts, standIn, vary, when } from '../../lib';

export interface Contract {
  readonly domain: string;
  readonly password: string;
  readonly capabilities: { readonly payments: boolean };
}

/** A chart with one of each: variations, facts, an alternative with a stand-in, a hashed name and a Secret. */
export class Checkout extends ParityChart {
  readonly replicas = vary.integer({ default: 2, min: 1, max: 50, why: 'traffic differs' });
  readonly memory = vary.memory({ default: '256Mi', max: '2Gi', why: 'caches differ' });
  readonly token = vary.string({ default: 'none', pattern: /[a-z0-9-]+/, why: 'each has its own' });

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: false });
    const env = facts<Contract>(this);
    const data = { HOST: `checkout.${env.domain}` };
    new ApiObject(this, 'config', {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${id}-config-${derive.contentHash(data)}` }, data,
    });
    new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: id },
      spec: {
        replicas: this.replicas, limit: this.memory.asString(),
        payments: when(env.capabilities.payments, {
          true: () => 'https://pay.example.com',
          false: standIn({
            for: 'the payment provider', reason: 'no sandbox', owner: 'team-checkout', expires: '2027-03-31',
            conformance: 'test/payment-stub.test.ts',
          }, () => 'http://payment-stub'),
        }),
      },
    });
    new ApiObject(this, 'secret', {
      apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: { name: `${id}-secret` },
      stringData: { password: env.password, token: `token:${this.token}`, fixed: 'fixed-secret' },
    });
  }
}

/** A second chart, of which the environments speak as well. */
export class Cart extends ParityChart {
  readonly replicas = vary.integer({ default: 1, min: 1, max: 9, why: 'traffic differs' });

  constructor(scope: Construct, id: string, props: { readonly port: number }) {
    super(scope, id, { namespace: false });
    new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: id },
      spec: { replicas: this.replicas, port: props.port },
    });
  }
}

export const local = environment<Contract>('local', {
  domain: 'localhost', password: 'local-password', capabilities: { payments: false },
}).overlay(Cart, { replicas: 2 });

export const production = environment<Contract>('production', {
  domain: 'example.com', password: 'real-password', capabilities: { payments: true },
})
  .overlay(Checkout, { replicas: 6, token: 'real-token' })
  .overlay(Cart, { replicas: 3 }, { instance: 'cart' })
  .except(Cart, {
    instance: 'cart', object: 'Deployment/cart', patch: [{ op: 'add', path: '/spec/paused', value: true }],
    reason: 'a freeze', owner: 'ops', expires: '2099-01-01',
  });

/** Production in two regions. */
export const regions = environment<Contract>('production', production.facts, {
  clusters: { eu: { domain: 'eu.example.com' }, us: {} },
});

/** Both charts, for both environments. */
export function build(): ParityApp {
  const app = new ParityApp({ environments: [local, production] });
  new Checkout(app, 'checkout');
  new Cart(app, 'cart', { port: 8080 });
  return app;
}

/** The message with which an assertion fails, without colours. */
export function messageOf(assertion: () => unknown): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message.replaceAll(/\u001b\[\d+m/g, '');
  }
  return 'no failure';
}
