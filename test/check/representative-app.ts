import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, derive, environment, facts, text, vary, when } from '../../lib';

interface ShopContract {
  readonly domain: string;
  readonly namespace: string;
  readonly registry: string;
  readonly capabilities: { readonly gateway: boolean };
}

/** A chart with one of everything that may make environments differ. */
export class Shop extends ParityChart {
  readonly replicas = vary.integer({ default: 2, min: 1, max: 50, why: 'traffic differs' });
  readonly memory = vary.memory({ default: '256Mi', min: '64Mi', max: '4Gi', why: 'caches differ' });
  readonly size = vary.oneOf(['small', 'large'], { default: 'small', why: 'the catalogue differs' });
  readonly sources = vary.cidrs({ default: ['10.0.0.0/8'], why: 'offices differ' });
  readonly flags = vary.map({ values: /[a-z]+/, default: { search: 'on' }, why: 'experiments differ' });

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'shop' });
    const env = facts<ShopContract>(this);
    const settings = { limit: derive.unit(this.memory, 'Mi'), domain: env.domain };
    new ApiObject(this, 'config', {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${id}-config` },
      data: { 'settings.json': text.json(settings), ...this.flags, motd: 'welcome\nto the shop\n' },
    });
    new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: id },
      spec: {
        replicas: this.replicas,
        selector: { matchLabels: { app: id } },
        template: {
          metadata: { labels: { app: id }, annotations: { 'shop/config': derive.contentHash(settings) } },
          spec: {
            containers: [{
              name: 'shop', image: `${env.registry}/shop@sha256:${'a'.repeat(64)}`,
              args: ['--serve', '--fast', '--serve'],
              env: [
                { name: 'HOST', value: `shop.${env.domain}` },
                { name: 'WORKERS', value: `${derive.lookup(this.size, { small: 1, large: 8 })}` },
                { name: 'REGION', value: 'all' },
              ],
              ports: [{ containerPort: 8080 }, { containerPort: 9090 }],
              resources: { limits: { memory: this.memory.asString() },
                requests: { memory: derive.scale(this.memory, 0.5).asString() } },
            }],
          },
        },
      },
    });
    new ApiObject(this, 'policy', {
      apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: id },
      spec: { podSelector: {}, ingress: [{ from: [...this.sources.map((cidr) => ({ ipBlock: { cidr } })),
        { podSelector: {} }] }] },
    });
    when(env.capabilities.gateway, {
      true: () => {
        new ApiObject(this, 'route', {
          apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: id },
          spec: { hostnames: [`shop.${env.domain}`] },
        });
      },
      false: () => {
        new ApiObject(this, 'ingress', {
          apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: id },
          spec: { rules: [{ host: `shop.${env.domain}` }] },
        });
      },
    });
    new ApiObject(this, 'service', {
      apiVersion: 'v1', kind: 'Service', metadata: { name: id },
      spec: { type: when(env.capabilities.gateway, { true: () => 'ClusterIP', false: () => 'NodePort' }),
        selector: { app: id }, ports: [{ port: 80 }] },
    });
  }
}

const registry = 'registry.example.com';
const local = environment<ShopContract>('local', { domain: 'localtest.me', namespace: 'shop', registry,
  capabilities: { gateway: false } });
const staging = environment<ShopContract>('staging',
  { domain: 'staging.example.com', namespace: 'shop', registry, capabilities: { gateway: true } })
  .overlay(Shop, { sources: ['10.0.0.0/8', '192.168.0.0/16'], flags: { search: 'on', basket: 'off' } })
  .except(Shop, {
    object: 'Deployment/shop',
    patch: [
      { op: 'add', path: '/spec/template/spec/containers/0/env/-', value: { name: 'TRACE', value: '1' } },
      { op: 'replace', path: '/spec/template/spec/containers/0/args/1', value: '--slow' },
    ],
    reason: 'a slow machine', owner: 'shop', expires: '2099-12-31',
  });
const production = environment<ShopContract>(
  'production', { domain: 'example.com', namespace: 'shop-live', registry, capabilities: { gateway: true } },
  { clusters: { eu: { domain: 'eu.example.com' }, us: {} } },
)
  .overlay(Shop, { replicas: 6, memory: '1Gi', size: 'large', sources: [] })
  .overlay(Shop, { replicas: 9 }, { cluster: 'us' });

/** Three environments, one with two clusters; alternatives, exceptions, derivations, a list and a map. */
export function representativeApp(outdir?: string): ParityApp {
  const app = new ParityApp({ environments: [local, staging, production], outdir });
  new Shop(app, 'shop');
  return app;
}
