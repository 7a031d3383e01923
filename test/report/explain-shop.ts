import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, derive, environment, facts, standIn, text, vary, when } from '../../lib';

interface Contract {
  readonly domain: string;
  readonly namespace: string;
  readonly registry: string;
  readonly capabilities: { readonly gateway: boolean; readonly payments: boolean };
}

/** A chart with one of everything that `parity explain` has to find its way through. */
export class Checkout extends ParityChart {
  readonly replicas = vary.integer({ default: 2, min: 1, max: 50, why: 'traffic differs', owner: 'payments' });
  readonly memory = vary.memory({ default: '256Mi', min: '64Mi', max: '4Gi', why: 'caches differ' });
  readonly size = vary.oneOf(['small', 'large'], { default: 'small', why: 'the catalogue differs' });
  readonly offices = vary.cidrs({ default: ['10.0.0.0/8'], why: 'offices differ' });
  readonly flags = vary.map({ values: /[a-z]+/, default: { search: 'on' }, why: 'experiments differ' });
  readonly password = vary.string({ pattern: /\S+/, default: 'change-me', why: 'every shop has its own' });

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'shop' });
    const env = facts<Contract>(this);
    const links = { public: { url: `https://${id}.${env.domain}/pay` }, retries: 3 };
    const data = { PUBLIC_URL: `https://${id}.${env.domain}`, 'links.json': text.json(links),
      'limits.yaml': text.yaml({ cache: { megabytes: derive.unit(this.memory, 'Mi') } }), ...this.flags };
    new ApiObject(this, 'config', {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${id}-config-${derive.contentHash(data)}` }, data,
    });
    new ApiObject(this, 'secret', {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: id },
      stringData: { password: this.password, url: `postgres://shop:topsecret@db.${env.domain}`, fixed: 'topsecret' },
    });
    new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: id },
      spec: {
        replicas: this.replicas, selector: { matchLabels: { app: id } },
        template: {
          metadata: { labels: { app: id }, annotations: { 'shop/secret': derive.contentHash({ p: this.password }) } },
          spec: {
            containers: [{
              name: 'api', image: `${env.registry}/shop@sha256:${'a'.repeat(64)}`, args: ['--fast', '--plain'],
              env: [
                { name: 'WORKERS', value: `${derive.lookup(this.size, { small: 1, large: 8 })}` },
                { name: 'PAYMENTS', value: when(env.capabilities.payments, {
                  true: () => `https://pay.${env.domain}`,
                  false: standIn({ for: 'the payment provider', reason: 'no sandbox for laptops', owner: 'payments',
                    expires: '2099-03-31', conformance: 'test/stub.test.ts' }, () => 'http://stub:8080'),
                }) },
                { name: 'PORT', value: '8080' },
              ],
              resources: { requests: { memory: derive.scale(this.memory, 0.5).asString() } },
            }],
          },
        },
      },
    });
    new ApiObject(this, 'policy', {
      apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: id },
      spec: { podSelector: {}, ingress: [{ from: this.offices.map((cidr) => ({ ipBlock: { cidr } })) }] },
    });
    when(env.capabilities.gateway, {
      true: () => { new ApiObject(this, 'route', { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute',
        metadata: { name: id }, spec: { hostnames: [`${id}.${env.domain}`] } }); },
      false: () => {},
    });
  }
}

const shop = { namespace: 'shop', registry: 'registry.test' };
const local = environment<Contract>('local',
  { ...shop, domain: 'localtest.me', capabilities: { gateway: false, payments: false } })
  .overlay(Checkout, { password: 'local-password' });
const production = environment<Contract>('production',
  { ...shop, domain: 'example.com', capabilities: { gateway: true, payments: true } },
  { clusters: { eu: { domain: 'eu.example.com' }, us: {} } })
  .overlay(Checkout, { replicas: 6, size: 'large', offices: ['10.0.0.0/8', '192.168.0.0/16'], password: 'hunter2',
    flags: { search: 'on', basket: 'off' } })
  .overlay(Checkout, { memory: '1Gi' }, { cluster: 'us' })
  .except(Checkout, {
    object: 'Deployment/checkout',
    patch: [
      { op: 'replace', path: '/spec/replicas', value: 7 },
      { op: 'remove', path: '/spec/template/spec/containers/0/args/0' },
      { op: 'add', path: '/spec/template/spec/containers/0/env/0', value: { name: 'TRACE', value: '1' } },
    ],
    reason: 'a launch', owner: 'payments', expires: '2099-12-31', since: '2026-11-01',
    cluster: 'us', instance: 'checkout',
  });

/** Two environments, the second with two clusters, and one chart unless told otherwise. */
export function explainedApp(outdir?: string, charts = ['checkout']): ParityApp {
  const app = new ParityApp({ environments: [local, production], outdir });
  for (const id of charts) new Checkout(app, id);
  return app;
}
