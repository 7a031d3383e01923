import type { Construct } from 'constructs';
import { ApiObject } from 'cdk8s';
import {
  type EnvironmentContract, Microservice, ParityApp, ParityChart, environment, facts, serviceOf, standIn, vary, when,
} from '../../lib';
import type { AssemblyIndex } from '../../lib/synth/assembly/assembly';

/** The days of this app's exceptions are around it. */
export const TODAY = '2026-11-21';

interface Contract extends EnvironmentContract { readonly paymentUrl: string; readonly databasePassword: string }

const image = (name: string) => `registry.test/shop/${name}@sha256:${'a'.repeat(64)}`;
const health = { live: '/livez', ready: '/readyz' } as const;

class Payment extends ParityChart {
  readonly replicas = vary.integer({ why: 'customers <b>pay</b> together', default: 1, min: 1, max: 9 });

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'payments' });
    const env = facts<Contract>(this);
    const provider = when(env.capabilities.mesh, {
      true: () => env.paymentUrl as string,
      false: standIn({
        for: 'the payment provider', reason: 'it has no sandbox', owner: 'payments', since: '2026-11-01',
        expires: '2026-12-01', conformance: 'test/payment-stub.test.ts',
      }, () => 'http://payment-stub:8080'),
    }) as string;
    new Microservice(this, 'api', {
      image: image('payment'), port: 8080, health, replicas: this.replicas, config: { PROVIDER: provider },
      without: { readOnlyRootFilesystem: 'the driver writes beside itself' },
    });
  }
}

class Checkout extends ParityChart {
  readonly replicas = vary.integer({ why: 'traffic differs', default: 2, min: 1, max: 50 });
  readonly password = vary.string({ why: 'each database has its own', default: 'hunter2', pattern: /[a-z0-9-]+/ });

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'shop' });
    const env = facts<Contract>(this);
    const api = new Microservice(this, 'api', {
      image: image('checkout'), port: 8080, health, replicas: this.replicas, config: { DOMAIN: env.domain },
    });
    api.calls(serviceOf(Payment, 'payment'));
    new ApiObject(this, 'secret', {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: 'checkout-database', namespace: env.namespace },
      stringData: { url: `postgres://app:${this.password}-${env.databasePassword}@db` },
    });
  }
}

const FACTS: Contract = {
  kubernetes: '1.34', domain: 'shop.test', namespace: 'shop', registry: 'registry.test',
  storageClasses: { fast: 'ssd' }, paymentUrl: 'https://pay.test', databasePassword: 'swordfish', secretStore: { name: 'v', kind: 'ClusterSecretStore' },
  entry: { gateway: 'public', gatewayNamespace: 'gateways', ingressClass: 'nginx' },
  telemetry: { endpoint: 'http://otel:4317' }, podSecurity: 'restricted', toolchain: {},
  capabilities: { loadBalancer: true, mesh: false, metrics: true, gateway: true },
};

/** Two services of two owners, one calling the other: a stand-in, exceptions, a removed default, and a secret. */
export function reportIndex(): AssemblyIndex {
  const production = environment<Contract>('production', {
    ...FACTS, domain: 'shop.example', databasePassword: 'tuna', capabilities: { ...FACTS.capabilities, mesh: true },
  })
    .overlay(Checkout, { replicas: 6, password: 'correct-horse' })
    .overlay(Payment, { replicas: 3 })
    .except(Checkout, {
      object: 'Deployment/checkout-api', patch: [{ op: 'add', path: '/spec/minReadySeconds', value: 30 }],
      reason: 'the old balancer is slow', owner: 'edge', since: '2026-01-01', expires: '2026-11-20',
    })
    .except(Checkout, {
      object: 'Secret/checkout-database', patch: [{ op: 'add', path: '/stringData/token', value: 'xyzzy' }],
      reason: 'until the store has it', owner: 'shop', expires: '2027-06-30',
    });
  const app = new ParityApp({ environments: [environment<Contract>('local', FACTS), production] });
  app.add(Payment, 'payment');
  app.add(Checkout, 'checkout');
  return app.render().index;
}
