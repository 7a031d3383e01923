import { renderEnvironments } from '../../lib/testing';
import { exampleFile } from './example-file';
import { build } from './main';
import { environments } from './overlays';
import { AdService } from './services/adservice';

/** Rendered once, into memory: every test of this file looks at the same shop. */
const shop = renderEnvironments(build);

test('environments differ by these values, and by nothing else', () => {
  expect(shop).toDifferOnlyBy([
    // Traffic differs: how many of each, and what the caches take.
    '*.replicas', 'Frontend.minReplicas', 'Frontend.maxReplicas',
    'CartService.memory', 'RedisCart.memory', 'RecommendationService.memory', 'Frontend.memory',
    // A laptop is smaller, and is not put under load.
    'AdService.cpuRequest', 'LoadGenerator.*',
    // What the storefront says of the place it runs in.
    'Frontend.platform', 'Frontend.message', 'env.storefrontHost',
    // How much room the namespace has.
    'ShopNamespace.*',
    // What each cluster has: its way in, which chooses Ingress or HTTPRoute, and its mirror of the images.
    'env.capabilities.gateway', 'env.entry.*', 'env.registry', 'env.imagePullSecrets',
    // The operators that a laptop lacks, and what they are told.
    'env.capabilities.certManager', 'env.certificates.*', 'env.capabilities.mesh', 'env.capabilities.reloader',
    'env.capabilities.verticalPodAutoscaler', 'env.capabilities.workloadIdentity', 'env.workloadIdentity.project',
    // Who keeps Redis, who keeps secrets, and where.
    'env.backings.redis-cart.provisioner', 'env.backings.redis-cart.cidrs',
    'env.capabilities.externalSecrets', 'env.secretStore.*',
  ]);
});

test('the rules of parity check find nothing, and plain cdk8s gives the same manifests', () => {
  expect(shop).toPassParityCheck({ now: '2026-11-21', failOn: 'warning' });
});

test('production runs three cart servers, with room for open connections', () => {
  expect(shop.get('production')).toContainObject({ kind: 'Deployment', name: 'cartservice' }, {
    spec: { replicas: 3, template: { spec: { containers: [{ resources: { limits: { memory: '256Mi' } } }] } } },
  });
});

test('shoppers come in by a route where there is a gateway, by an Ingress where there is none', () => {
  const frontend = { name: 'frontend' };
  expect(shop.get('local')).toContainObject({ kind: 'Ingress', ...frontend });
  expect(shop.get('local')).not.toContainObject({ kind: 'HTTPRoute', ...frontend });
  expect(shop.get('production')).toContainObject({ kind: 'HTTPRoute', ...frontend }, {
    spec: { hostnames: ['shop.example.com'] },
  });
});

test('the frontend has TLS where certificates are issued, and plain HTTP is sent there; a laptop has neither', () => {
  for (const name of ['staging', 'production']) {
    expect(shop.get(name)).toContainObject({ kind: 'Certificate', name: 'frontend-tls' }, {
      spec: { issuerRef: { name: 'letsencrypt' }, secretName: 'frontend-tls' },
    });
    expect(shop.get(name)).toContainObject({ kind: 'ListenerSet', name: 'frontend' }, {
      spec: { listeners: [{ protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'frontend-tls' }] } }] },
    });
    expect(shop.get(name)).toContainObject({ kind: 'HTTPRoute', name: 'frontend-https-redirect' }, {
      spec: { rules: [{ filters: [{ requestRedirect: { scheme: 'https' } }] }] },
    });
  }
  expect(shop.get('local')).not.toContainObject({ kind: 'Certificate', name: 'frontend-tls' });
  expect(shop.get('local')).toContainObject({ kind: 'Ingress', name: 'frontend' }, {
    spec: { rules: [{ host: 'shop.localhost' }] },
  });
});

test('carts are in a Redis of the cluster, in production in one that somebody else keeps; nothing else changes', () => {
  expect(shop.get('staging')).toContainObject({ kind: 'StatefulSet', name: 'redis-cart' });
  expect(shop.get('production')).not.toContainObject({ kind: 'StatefulSet', name: 'redis-cart' });
  const variable = { name: 'REDIS_ADDR', valueFrom: { secretKeyRef: { name: 'redis-cart-app', key: 'address' } } };
  for (const name of ['local', 'staging', 'production']) {
    expect(shop.get(name)).toContainObject({ kind: 'Deployment', name: 'cartservice' }, {
      spec: { template: { spec: { containers: [{ env: [variable] }] } } },
    });
  }
});

test('a chart can be looked at by itself, with the environments of the whole shop', () => {
  const ads = renderEnvironments(AdService, environments, {
    id: 'adservice', artifacts: exampleFile('artifacts.json'),
  });
  expect(ads).toDifferOnlyBy(['AdService.replicas', 'AdService.cpuRequest', 'env.registry', 'env.imagePullSecrets']);
});

test('for review: each template once, then all that differs', () => {
  expect(shop).toMatchParitySnapshot();
});
