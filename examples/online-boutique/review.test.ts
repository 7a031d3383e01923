import { renderEnvironments } from '../../lib/testing';
import { exampleFile } from './example-file';
import { build } from './main';
import { environments } from './overlays';
import { RedisCart } from './services/redis-cart';

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
    // What each cluster has: its way in, which chooses Ingress or HTTPRoute, and its mirror of the images.
    'env.capabilities.gateway', 'env.entry.*', 'env.registry',
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

test('a chart can be looked at by itself, with the environments of the whole shop', () => {
  const redis = renderEnvironments(RedisCart, environments, {
    id: 'redis-cart', artifacts: exampleFile('artifacts.json'),
  });
  expect(redis).toDifferOnlyBy(['RedisCart.memory', 'env.registry']);
});

test('for review: each template once, then all that differs', () => {
  expect(shop).toMatchParitySnapshot();
});
