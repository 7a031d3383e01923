import { changeOf } from '../../lib/report/change/change-of';
import type { JsonObject } from '../../lib/template/json';
import { labelled, lineOf, object, pod, policy, rbac, risksOf } from './fixtures/risks-of';
import { type SmallChart, deployment, fact, small, variation, withPlaces } from './fixtures/small-assembly';

const service = (selector: JsonObject) => object('v1', 'Service', { selector });
const config = (name: string, kind = 'ConfigMap') => object('v1', kind, null, { metadata: { name } });
const claim = object('v1', 'PersistentVolumeClaim', {});
const charts = (before: Readonly<Record<string, SmallChart>>, after: Readonly<Record<string, SmallChart>>) =>
  changeOf(small({ charts: before }), small({ charts: after })).risks;

test('labels that the own selector does not find', () => {
  expect(risksOf([labelled('a', { app: 'a' })], [labelled('a', { app: 'b' })])).toEqual([
    'high | the selector does not find the pods of its own template | spec.selector | -> {"matchLabels":{"app":"a"}}']);
  expect(risksOf([labelled('a', { app: 'a' })], [labelled('a', { app: 'a', tier: 'web' })])).toEqual([]);
});

test('labels that a Service of the chart does not find', () => {
  const stays = service({ tier: 'web' });
  expect(risksOf([labelled('a', { app: 'a', tier: 'web' }), stays], [labelled('a', { app: 'a', tier: 'back' }), stays]))
    .toEqual(['high | no pod of the chart has the labels that Service/x selects any more']);
  const other = labelled('b', { app: 'b', tier: 'web' });
  expect(risksOf([labelled('a', { app: 'a', tier: 'web' }), other, stays],
    [labelled('a', { app: 'a', tier: 'back' }), other, stays])).toEqual([]);
  expect(risksOf([labelled('a', { app: 'a', tier: 'web' }), stays],
    [labelled('a', { app: 'a', tier: 'back' }), service({ tier: 'back' })]))
    .toEqual(['medium | traffic goes to other pods | spec.selector | {"tier":"web"} | -> {"tier":"back"}']);
});

test('a Service that selects no pod of its chart any more', () => {
  const pods = labelled('a', { app: 'a' });
  expect(risksOf([pods, service({ app: 'a' })], [pods, service({ app: 'b' })])).toEqual([
    'high | the Service selects no pod of the chart any more | spec.selector | -> {"app":"b"}',
    'medium | traffic goes to other pods | spec.selector | {"app":"a"} | -> {"app":"b"}',
  ]);
});

test('an Ingress whose hosts a route of the chart takes', () => {
  const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', { hostnames: ['a.test'] });
  expect(risksOf([object('networking.k8s.io/v1', 'Ingress', { rules: [{ host: 'a.test' }] })], [route]))
    .toEqual(['medium | the Ingress is removed, and others of the chart take its hosts']);
});

test('a host that another route of the chart takes is not lost', () => {
  const route = (name: string, ...hostnames: string[]) =>
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', { hostnames }, { metadata: { name } });
  expect(risksOf([route('a', 'a.test', 'b.test')], [route('a', 'a.test'), route('b', 'b.test')])).toEqual([]);
});

describe('policies add up', () => {
  const closed = policy('closed', { podSelector: {}, policyTypes: ['Ingress'] });
  const open = policy('open', { podSelector: {}, ingress: [{}] });

  test('what a new one opens, no other one closes', () => {
    expect(risksOf([closed], [closed, open]))
      .toEqual(['high | a new network policy opens ingress to all | spec.ingress']);
    expect(risksOf([config('a')], [config('a'), open]))
      .toEqual(['medium | a new network policy opens ingress to all | spec.ingress']);
  });

  test('one that opens a port, another direction or other pods is innocent', () => {
    const port = policy('open', { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] });
    expect(risksOf([closed], [closed, port])).toEqual([]);
    const egress = policy('egress', { policyTypes: ['Egress'], podSelector: { matchLabels: { a: 'b' } },
      egress: [{}] });
    expect(risksOf([closed], [closed, egress])).toEqual([]);
    expect(risksOf([policy('a', { podSelector: { matchLabels: { app: 'a' } } })], [
      policy('a', { podSelector: { matchLabels: { app: 'a' } } }),
      policy('b', { podSelector: { matchLabels: { app: 'b' } }, ingress: [{}] }),
    ])).toEqual([]);
  });
});

describe('thousands of rules', () => {
  const many = (count: number, rule: (i: number) => JsonObject) => Array.from({ length: count }, (_, i) => rule(i));
  const role = (count: number, rule: (i: number) => JsonObject) => rbac('Role', { rules: many(count, rule) });
  const closed = (count: number, rule: (i: number) => JsonObject) => policy('p', { ingress: many(count, rule) });
  const block = (net: number, bits: number, port = 80) => (i: number) =>
    ({ from: [{ ipBlock: { cidr: `${net}.${i >> 8}.${i & 255}.0/${bits}` } }], ports: [{ port }] });
  const resource = (...verbs: string[]) => (i: number) => ({ resources: [`r${i}`], verbs });

  test('that allow no more are innocent, and one more is found among them', () => {
    expect(risksOf([role(2000, resource('get', 'list'))], [role(2000, resource('get'))])).toEqual([]);
    expect(risksOf([role(2000, resource('get', 'list'))], [role(2001, resource('get'))]))
      .toEqual([expect.stringMatching(/^medium \| the role allows more \| rules \| -> .*r2000/)]);
    expect(risksOf([closed(2000, block(10, 24))], [closed(2000, block(10, 25))])).toEqual([]);
    expect(risksOf([closed(2000, block(10, 24))], [closed(2001, block(10, 25))]))
      .toEqual([expect.stringMatching(/^low \| ingress allows more \| .*10\.7\.208\.0\/25/)]);
  });

  test('that cannot be told apart quickly are said not to be compared', () => {
    expect(risksOf([role(1500, (i) => ({ resources: ['pods'], verbs: [`a${i}`] }))],
      [role(1500, (i) => ({ resources: ['pods'], verbs: [`b${i}`] }))]))
      .toContainEqual('medium | the role has too many changed rules to compare | rules');
    expect(risksOf([closed(1500, (i) => ({ ports: [{ port: i }] }))],
      [closed(1500, (i) => ({ ports: [{ port: 2000 + i }] }))]))
      .toContainEqual('medium | ingress has too many changed rules to compare | spec.ingress');
  });
});

describe('what pods name', () => {
  const namer = (spec: JsonObject, container: JsonObject = {}) => pod(spec, container);
  test.each<[string, JsonObject, JsonObject]>([
    ['envFrom', config('c'), namer({}, { envFrom: [{ configMapRef: { name: 'c' } }] })],
    ['env', config('c', 'Secret'), namer({}, { env: [{ valueFrom: { secretKeyRef: { name: 'c', key: 'k' } } }] })],
    ['volumes', config('c', 'Secret'), namer({ volumes: [{ name: 'v', secret: { secretName: 'c' } }] })],
    ['projected volumes', config('c'),
      namer({ volumes: [{ name: 'v', projected: { sources: [{ configMap: { name: 'c' } }] } }] })],
  ])('and is gone: %s', (_, named, workload) => {
    expect(risksOf([named, workload], [workload])).toEqual([
      `high | the ${named.kind as string} is removed, and pods still name it: Deployment/x`]);
  });

  test('is of no account when they can do without, or nobody names it', () => {
    const optional = namer({}, { envFrom: [{ configMapRef: { name: 'c', optional: true } }] });
    expect(risksOf([config('c'), optional], [optional])).toEqual([]);
    expect(risksOf([config('c'), pod({})], [pod({})])).toEqual([]);
  });
});

describe('another chart', () => {
  const objects = [claim, deployment('api'), object('v1', 'Service', {})];

  test('that holds the same objects is a move, said once however many charts move', () => {
    const risks = charts({ shop: { objects } }, { store: { objects } });
    expect(risks.map(lineOf)).toEqual([
      'medium | the object moves to another chart', 'low | the object moves to another chart']);
    expect(risks[1]!.objects).toEqual([
      { chart: 'store', object: 'Deployment/api' }, { chart: 'store', object: 'Service/x' }]);
    const api = (name: string) => ({ objects: [deployment(name)] });
    expect(charts({ a: api('a'), b: api('b') }, { c: api('a'), d: api('b') })).toMatchObject([{
      rule: 'moved-object', severity: 'low', objects: [{ chart: 'c' }, { chart: 'd' }] }]);
  });

  test('that holds some of them has lost the others, and what it changed is said', () => {
    const changed = [deployment('api', { securityContext: { privileged: true } })];
    expect(charts({ shop: { objects } }, { store: { objects: changed } }).map(lineOf)).toEqual([
      'high | the claim is removed', 'high | the Service is removed',
      'high | a container is privileged | spec.template.spec.containers[api].securityContext.privileged',
      'low | the object moves to another chart',
    ]);
  });

  test('does without no more secure defaults than the one it comes from', () => {
    const side = (id: string, ...defaults: ('cpuLimit' | 'probes')[]) => ({ [id]: { objects: [deployment('api')],
      removedDefaults: defaults.map((name) =>
        ({ construct: `${id}/api`, default: name, reason: 'r', source: undefined })),
    } });
    expect(charts(side('a', 'cpuLimit'), side('b', 'cpuLimit', 'probes')).map(({ message }) => message)).toEqual([
      'a service does without the secure default probes', 'the object moves to another chart']);
  });

  test('takes the place of one, not of two', () => {
    const one = { objects: [claim] };
    expect(charts({ a: one, b: one }, { c: one }).map(lineOf)).toEqual([
      'high | the claim is removed', 'medium | the object moves to another chart']);
  });

  test('in another namespace is another object', () => {
    const spaced = (namespace: string) => ({ objects: [{ ...claim, metadata: { name: 'x', namespace } }] });
    expect(charts({ a: spaced('a') }, { b: spaced('b') }).map(lineOf)).toEqual(['high | the claim is removed']);
  });
});

test('objects of a List that stand on their own now are not gone', () => {
  expect(risksOf([object('v1', 'List', null, { items: [claim] })], [claim])).toEqual([]);
});

test('a branch of another kind is said where it is chosen', () => {
  const branch = (body: JsonObject, is: string) => withPlaces(body, [], { when: [{ of: fact('durable'), is }] });
  const side = (durable: boolean) => small({ targets: { staging: { durable: false }, production: { durable } },
    charts: { shop: {
      objects: [branch(deployment('x'), 'false'), branch(object('apps/v1', 'StatefulSet', {}), 'true')] } } });
  expect(changeOf(side(true), side(false)).risks).toMatchObject([{
    rule: 'replaced-object', before: 'StatefulSet', after: 'Deployment', targets: ['production'],
  }]);
});

test('what fills a Secret is not told by a container of another name, by another kind, or by a List', () => {
  const secret = withPlaces(object('v1', 'Secret', null, { stringData: { size: null } }),
    [[['stringData', 'size'], variation('size')]]);
  const limits = { resources: { limits: { memory: null } } };
  const named = (name: string, kind = 'Deployment') => object('apps/v1', kind,
    { template: { spec: { containers: [{ name, ...limits }] } } });
  const memory = ['spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'memory'];
  const side = (body: JsonObject, path: (string | number)[], size: string) => small({ charts: { shop: {
    objects: [secret, withPlaces(body, [[path, variation('size')]])], variations: { size: {} },
    values: { production: { size } } } } });
  const list = (name: string) => object('v1', 'List', null, { items: [named(name)] });
  for (const [before, after, path] of [
    [named('a'), named('b'), memory], [named('a', 'StatefulSet'), named('a'), memory],
    [list('a'), list('a'), ['items', 0, ...memory]],
  ] as const) {
    const { risks } = changeOf(side(before, [...path], '77Gi'), side(after, [...path], '33Gi'));
    expect(risks.map(({ message }) => message)).toContain('the memory limit is lowered');
    expect(JSON.stringify(risks)).not.toMatch(/77Gi|33Gi/);
  }
});
