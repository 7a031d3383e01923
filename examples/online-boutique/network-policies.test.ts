import { readFileSync } from 'node:fs';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import type { Json } from '../../lib/template/json';
import { exampleFile } from './example-file';
import { build } from './main';
import { allowedEdges, isCovered } from './network-policies';

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

describe('the shop', () => {
  test('production allows these connections between services, and no others', () => {
    const inside = allowedEdges(objectsOf('production'), 'shop').filter((edge) => !edge.includes('('));
    expect(inside).toEqual([
      'cartservice -> redis-cart:6379',
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

  test('from outside only the gateway reaches it, and it reaches DNS alone', () => {
    const outside = allowedEdges(objectsOf('production'), 'shop').filter((edge) => edge.includes('('));
    expect(outside.filter((edge) => !edge.endsWith('-> (dns):53'))).toEqual(['(gateway) -> frontend:8080']);
    expect(outside).toHaveLength(13);
  });

  test('nothing is allowed that upstream does not allow', () => {
    const opened = allowedEdges(objectsOf('production'), 'shop').filter((edge) => !isCovered(edge, upstream));
    expect(opened).toEqual([]);
  });

  test('no service that upstream lets call another one is cut off', () => {
    const allowed = new Set(allowedEdges(objectsOf('production'), 'shop'));
    const lost = [...upstream].filter((edge) => !edge.includes('(') && !edge.endsWith(':*') && !allowed.has(edge));
    expect(lost).toEqual([]);
  });

  test('the policies of all environments allow the same between services', () => {
    const inside = (environment: string) =>
      allowedEdges(objectsOf(environment), 'shop').filter((edge) => !edge.includes('('));
    expect(inside('local')).toEqual(inside('production'));
    expect(inside('staging')).toEqual(inside('production'));
  });

  test('each connection is a declared call', () => {
    const calls = index.calls.map(({ from, to }) => `${from.split('/')[0]} -> ${to.split('/')[0]}`).sort();
    const inside = allowedEdges(objectsOf('production'), 'shop').filter((edge) => !edge.includes('('));
    expect(inside.map((edge) => edge.replace(/:\d+$/, ''))).toEqual(calls);
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
});
