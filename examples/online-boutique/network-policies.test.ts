import { readFileSync } from 'node:fs';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import type { Json } from '../../lib/template/json';
import { exampleFile } from './example-file';
import { build } from './main';
import { allowedEdges, inUpstreamsWords, isCovered } from './network-policies';

const { files, index } = build().render();
const upstream = new Set(JSON.parse(readFileSync(exampleFile('upstream/edges.json'), 'utf8')) as string[]);

function objectsOf(environment: string): Json[] {
  return [...files].filter(([path]) => path.startsWith(`${environment}/`))
    .flatMap(([, text]) => loadAll(text, { schema: CORE_SCHEMA }) as Json[]);
}

const workload = (name: string): Json => ({
  kind: 'Deployment', metadata: { name },
  spec: {
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ ports: [{ name: 'http', containerPort: 80 }] }] },
    },
  },
});
const policy = (name: string, spec: Record<string, Json>): Json => ({
  kind: 'NetworkPolicy', metadata: { name }, spec: { podSelector: { matchLabels: { app: name } }, ...spec },
});

/** Of one environment, between its services and with what is outside of the shop. */
const connections = new Map(index.environments.map(({ name }) => {
  const edges = allowedEdges(objectsOf(name), 'shop');
  const inside = edges.filter((edge) => !edge.includes('('));
  return [name, { edges, inside, outside: edges.filter((edge) => !inside.includes(edge)) }];
}));
const edgesOf = (environment: string) => connections.get(environment)!;

const OF_REDIS = 'cartservice -> redis-cart:6379';

describe('the shop', () => {
  test('production allows these connections between services, and no others', () => {
    expect(edgesOf('production').inside).toEqual([
      'checkoutservice -> cartservice:7070',
      'checkoutservice -> currencyservice:7000',
      'checkoutservice -> emailservice:8080',
      'checkoutservice -> paymentservice:50051',
      'checkoutservice -> productcatalogservice:3550',
      'checkoutservice -> shippingservice:50051',
      'frontend -> adservice:9555',
      'frontend -> cartservice:7070',
      'frontend -> checkoutservice:5050',
      'frontend -> currencyservice:7000',
      'frontend -> productcatalogservice:3550',
      'frontend -> recommendationservice:8080',
      'frontend -> shippingservice:50051',
      'loadgenerator -> frontend:8080',
      'recommendationservice -> productcatalogservice:3550',
    ]);
  });

  test.each([
    ['local', [], 12],
    ['staging', ['(gateway) -> frontend:8080', 'frontend -> (metadata):80', 'frontend -> (metadata):8080'], 12],
    ['production', [
      '(gateway) -> frontend:8080', 'cartservice -> (redis):6379', 'frontend -> (metadata):80', 'frontend -> (metadata):8080',
    ], 11],
  ])('%s: from outside only the gateway reaches it, and it reaches these alone', (environment, these, pods) => {
    const { outside } = edgesOf(environment);
    const ofEveryPod = (edge: string) => / -> \((dns\):53|mesh\):15012)$/.test(edge);
    expect(outside.filter((edge) => !ofEveryPod(edge))).toEqual(these);
    expect(outside.filter((edge) => edge.endsWith('-> (dns):53'))).toHaveLength(pods);
    expect(outside.filter((edge) => edge.endsWith('-> (mesh):15012'))).toHaveLength(environment === 'local' ? 0 : pods);
  });

  test.each([...connections])('nothing is allowed in %s that upstream does not allow', (_, { edges }) => {
    expect(edges.filter((edge) => !isCovered(edge, upstream))).toEqual([]);
  });

  test('no service that upstream lets call another one is cut off, but from a Redis that is not there', () => {
    const lostIn = (environment: string) => {
      const allowed = new Set(edgesOf(environment).edges);
      return [...upstream].filter((edge) => !edge.includes('(') && !edge.endsWith(':*') && !allowed.has(edge));
    };
    expect([lostIn('local'), lostIn('staging'), lostIn('production')]).toEqual([[], [], [OF_REDIS]]);
  });

  test('the policies of all environments allow the same between services, wherever the carts are', () => {
    const { inside } = edgesOf('production');
    expect(edgesOf('local').inside).toEqual([OF_REDIS, ...inside]);
    expect(edgesOf('staging').inside).toEqual([OF_REDIS, ...inside]);
  });

  test('each connection is a declared one', () => {
    const calls = index.calls.map(({ from, to }) => `${from.split('/')[0]} -> ${to.split('/')[0]}`).sort();
    expect(edgesOf('staging').inside.map((edge) => edge.replace(/:\d+$/, ''))).toEqual(calls);
  });
});

describe('the evaluation of policies', () => {
  test('without policies everybody may call everybody', () => {
    const edges = allowedEdges([workload('a'), workload('b')], 'shop');
    expect(edges).toEqual(expect.arrayContaining(['a -> b:*', '(internet) -> a:*', 'b -> (internet):*']));
  });

  test('both ends have to allow a connection', () => {
    const closed = policy('a', { policyTypes: ['Egress'] });
    const fromA = { podSelector: { matchLabels: { app: 'a' } } };
    const open = policy('b', { policyTypes: ['Ingress'], ingress: [{ from: [fromA] }] });
    expect(allowedEdges([workload('a'), workload('b'), open], 'shop')).toContain('a -> b:*');
    expect(allowedEdges([workload('a'), workload('b'), open, closed], 'shop').join()).not.toContain('a -> b');
  });

  test('policies of one pod add up, and one of another pod changes nothing', () => {
    const web = policy('b', { policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 'http' }] }] });
    const other = policy('c', { policyTypes: ['Ingress'] });
    const edges = allowedEdges([workload('a'), workload('b'), web, other], 'shop');
    expect(edges).toContain('a -> b:80');
    expect(edges).toContain('b -> a:*');
    const everything = policy('b', { policyTypes: ['Ingress'], ingress: [{}] });
    expect(allowedEdges([workload('a'), workload('b'), web, everything], 'shop')).toContain('a -> b:*');
  });

  test('a namespace selector means other namespaces, a bare pod selector the own one', () => {
    const gateway = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway' } } };
    const rule = policy('a', { policyTypes: ['Ingress'], ingress: [{ from: [gateway, { podSelector: {} }] }] });
    const edges = allowedEdges([workload('a'), workload('b'), rule], 'shop').filter((edge) => edge.includes('-> a'));
    expect(edges).toEqual(['(gateway) -> a:*', 'b -> a:*']);
  });

  test('an address range counts as everything, since a cluster may use it for pods', () => {
    const egress = [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 80 }] }];
    const rule = policy('a', { policyTypes: ['Egress'], egress });
    expect(allowedEdges([workload('a'), workload('b'), rule], 'shop')).toContain('a -> b:80');
  });

  test('what is opened outside of the cluster is seen, on each port that is opened', () => {
    const egress = [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }], ports: [{ port: 443 }] }];
    const edges = allowedEdges([workload('a'), policy('a', { policyTypes: ['Egress'], egress })], 'shop');
    const outside = edges.filter((edge) => edge.startsWith('a -> '));
    expect(outside).toEqual(expect.arrayContaining(['a -> (internet):443', 'a -> (metadata):443']));
    expect(outside.join()).not.toContain('(redis)');
  });

  test("an edge to what upstream's edges do not name is covered by what holds it", () => {
    expect(isCovered('a -> (redis):6379', new Set(['a -> (internet):*']))).toBe(true);
    expect(isCovered('a -> (mesh):15012', new Set(['a -> (internet):*']))).toBe(false);
    expect([...upstream].filter((edge) => inUpstreamsWords(edge) !== edge)).toEqual([]);
  });
});
