import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityChart, type RenderedAssembly, environment, facts, standIn, vary, when } from '../../lib';
import { type ShopContract, place, render, shopFacts } from '../environment/fixtures/probe';

/** A chart with one of everything by which environments differ, a Secret among it. */
export class Checkout extends ParityChart {
  readonly replicas = vary.integer({ default: 2, min: 1, max: 50, why: 'traffic differs' });
  readonly memory = vary.memory({ default: '256Mi', max: '4Gi', why: 'cache size follows traffic', owner: 'platform' });
  readonly password = vary.string({ default: 'hunter2', pattern: /.*/, why: 'each database has its own' });
  readonly size = vary.oneOf(['small', 'large'], { default: 'small', why: 'the catalogue differs' });

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'shop' });
    const env = facts<ShopContract>(this);
    new ApiObject(this, 'api', {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: `${id}-api` },
      spec: {
        replicas: this.replicas, paused: false,
        template: { spec: { containers: [{
          name: 'api', env: [
            { name: 'HOST', value: `${id}.${env.domain}` },
            { name: 'PAY', value: when(env.capabilities.mesh, {
              true: () => env.paymentUrl,
              false: standIn({
                for: 'the payment provider', reason: 'it has no sandbox', owner: 'shop', expires: '2099-03-31',
                conformance: 'test/stub.test.ts',
              }, () => 'http://stub'),
            }) },
          ],
          resources: { limits: { memory: this.memory.asString() } },
        }] } },
      },
    });
    new ApiObject(this, 'secret', {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: `${id}-db`, namespace: env.namespace },
      stringData: { url: `postgres://shop:${this.password}@db`, user: 'shop' },
    });
    when(env.capabilities.gateway, {
      true: () => { place(this, `${id}-route`, { host: env.domain }); },
      false: () => { place(this, `${id}-ingress`, { host: env.domain }); },
    });
    when(this.size, { small: () => {}, large: () => { place(this, `${id}-cache`, { value: 1 }); } });
  }
}

const mesh = (isOn: boolean) => ({ ...shopFacts.capabilities, mesh: isOn });
const exception = {
  object: 'Deployment/checkout-api', instance: 'checkout',
  patch: [{ op: 'replace', path: '/spec/paused', value: true }] as const,
  reason: 'the old balancer', owner: 'edge', expires: '2099-12-31',
};

const local = environment<ShopContract>('local', {
  ...shopFacts, domain: 'localtest.me', namespace: 'shop-dev', capabilities: { ...mesh(false), gateway: false },
});
const staging = environment<ShopContract>('staging', { ...shopFacts, domain: 'staging.example.com', zones: ['a'] })
  .overlay(Checkout, { password: 'correct horse' })
  .except(Checkout, exception);
const production = environment<ShopContract>(
  'production', { ...shopFacts, domain: 'example.com', capabilities: mesh(true) }, { clusters: { eu: {}, us: {} } })
  .overlay(Checkout, { replicas: 6, memory: '1Gi', password: 'battery staple' })
  .overlay(Checkout, { replicas: 9, size: 'large' }, { cluster: 'us' });

/** Three environments, the last of which has two clusters. */
export const environments = [local, staging, production];

/** One chart, unless more are asked for by id. */
export function rendered(...ids: readonly string[]): RenderedAssembly {
  const charts = (ids.length === 0 ? ['checkout'] : ids).map((id) => [id, Checkout] as const);
  return render(Object.fromEntries(charts), { environments });
}
