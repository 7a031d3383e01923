import { describePath, differenceOf, differenceOfObjects, pathDescriber } from '../../lib/template/difference';
import type { Json, JsonObject, Path } from '../../lib/template/json';

function deployment(container: JsonObject, spec: JsonObject = {}): Json {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'checkout-api', namespace: 'shop' },
    spec: { template: { spec: { containers: [{ name: 'api', ...container }], ...spec } } },
  };
}

const containers = ['spec', 'template', 'spec', 'containers'];
const env = (...names: string[]) => names.map((name) => ({ name, value: name.toLowerCase() }));

describe('the difference of two values', () => {
  test('names what changed, what is new and what is gone, in the order of the keys', () => {
    expect(differenceOf({ b: 1, a: 'x', c: { d: null } }, { c: { d: 0 }, b: 1, n: [] })).toEqual([
      { kind: 'removed', path: ['a'], before: 'x' },
      { kind: 'changed', path: ['c', 'd'], before: null, after: 0 },
      { kind: 'added', path: ['n'], after: [] },
    ]);
  });

  test.each<[Json, Json]>([[1, '1'], [null, {}], [[], {}], [{ 0: 'a' }, ['a']], [false, 0]])(
    'is the whole value when %j becomes %j', (before, after) => {
      expect(differenceOf(before, after)).toEqual([{ kind: 'changed', path: [], before, after }]);
    });

  test('sees a key that is only inherited', () => {
    const hostile = JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}');
    expect(differenceOf({}, hostile)).toEqual([
      { kind: 'added', path: ['__proto__'], after: { a: 1 } },
      { kind: 'added', path: ['constructor'], after: 1 },
    ]);
  });
});

describe('lists with merge keys', () => {
  test('are matched by key: one new variable at the front is one difference', () => {
    expect(differenceOf(deployment({ env: env('A', 'B') }), deployment({ env: env('NEW', 'A', 'B') }))).toEqual([
      { kind: 'added', path: [...containers, 0, 'env', 0], after: { name: 'NEW', value: 'new' } },
    ]);
  });

  test('say both places of what changed in an element that moved', () => {
    const before = deployment({ env: [{ name: 'GONE' }, { name: 'A', value: '1', was: true }] });
    const after = deployment({ env: [{ name: 'A', value: '2' }] });
    expect(differenceOf(before, after)).toEqual([
      { kind: 'removed', path: [...containers, 0, 'env', 0], before: { name: 'GONE' } },
      { kind: 'changed', path: [...containers, 0, 'env', 0, 'value'],
        pathBefore: [...containers, 0, 'env', 1, 'value'], before: '1', after: '2' },
      { kind: 'removed', path: [...containers, 0, 'env', 1, 'was'], before: true },
    ]);
  });

  test('report another order by the keys that both lists have', () => {
    expect(differenceOf(deployment({ env: env('A', 'B', 'C') }), deployment({ env: env('C', 'A', 'N') }))).toEqual([
      { kind: 'reordered', path: [...containers, 0, 'env'], before: ['A', 'C'], after: ['C', 'A'] },
      { kind: 'removed', path: [...containers, 0, 'env', 1], before: { name: 'B', value: 'b' } },
      { kind: 'added', path: [...containers, 0, 'env', 2], after: { name: 'N', value: 'n' } },
    ]);
  });

  test('mark an order that says nothing, and leave it out on request', () => {
    const ports: Json[] = [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 53 }];
    const before = deployment({ ports });
    const after = deployment({ ports: [...ports].reverse() });
    expect(differenceOf(before, after)).toEqual([{
      kind: 'reordered', path: [...containers, 0, 'ports'], incidental: true,
      before: ['53/UDP', '53/TCP'], after: ['53/TCP', '53/UDP'],
    }]);
    expect(differenceOf(before, after, { order: 'meaningful' })).toEqual([]);
  });

  test('find their keys when only a part of the object is compared', () => {
    const ports = [{ port: 80, name: 'a' }, { port: 81, name: 'b' }];
    const swapped = [{ port: 80, name: 'b' }, { port: 81, name: 'a' }];
    expect(differenceOf(ports, swapped, { at: ['spec', 'ports'] })).toEqual([
      { kind: 'changed', path: [0, 'name'], before: 'a', after: 'b' },
      { kind: 'changed', path: [1, 'name'], before: 'b', after: 'a' },
    ]);
  });
});

describe('lists without unique keys', () => {
  test.each<[string, Json[], Json[]]>([
    ['duplicate', [{ name: 'A', v: 1 }, { name: 'A', v: 2 }], [{ name: 'A', v: 3 }, { name: 'A', v: 2 }]],
    ['missing', [{ name: 'A', v: 1 }, { v: 2 }], [{ name: 'A', v: 3 }, { v: 2 }]],
  ])('are matched by position when keys are %s', (_, before, after) => {
    expect(differenceOf(deployment({ env: before }), deployment({ env: after }))).toEqual([
      { kind: 'changed', path: [...containers, 0, 'env', 0, 'v'], before: 1, after: 3 },
    ]);
  });

  test('are matched by position when the keys of one side only are missing', () => {
    const after = deployment({ env: [{ value: 'a' }, ...env('B')] });
    expect(differenceOf(deployment({ env: env('A', 'B') }), after)).toEqual([
      { kind: 'removed', path: [...containers, 0, 'env', 0, 'name'], before: 'A' },
    ]);
  });

  test('keep the position of an argument that changed', () => {
    expect(differenceOf(deployment({ args: ['--a', '--b=1'] }), deployment({ args: ['--a', '--b=2'] }))).toEqual([
      { kind: 'changed', path: [...containers, 0, 'args', 1], before: '--b=1', after: '--b=2' },
    ]);
  });

  test('are counted from both ends, so that one new rule is one difference', () => {
    const rule = (port: number) => ({ from: [{ podSelector: {} }], ports: [{ port }] });
    expect(differenceOf({ spec: { ingress: [rule(1), rule(2)] } }, { spec: { ingress: [rule(1), rule(9), rule(2)] } }))
      .toEqual([{ kind: 'added', path: ['spec', 'ingress', 1], after: rule(9) }]);
  });

  test('report the same distinct elements in another order as one difference', () => {
    expect(differenceOf({ args: ['a', 'b', 1, '1'] }, { args: ['1', 'a', 'b', 1] })).toEqual([
      { kind: 'reordered', path: ['args'], before: ['a', 'b', 1, '1'], after: ['1', 'a', 'b', 1] },
    ]);
    expect(differenceOf({ rules: [{ verbs: ['get'] }, {}] }, { rules: [{}, { verbs: ['get'] }] })).toEqual([
      { kind: 'reordered', path: ['rules'], incidental: true,
        before: [{ verbs: ['get'] }, {}], after: [{}, { verbs: ['get'] }] },
    ]);
  });
});

describe('a path for people', () => {
  const object = deployment({
    env: env('PORT', '7', 'a]b'), ports: [{ containerPort: 8080 }], args: ['x'], envFrom: [{ name: 'a' }],
  });

  test.each<[Path, string]>([
    [[...containers, 0, 'env', 0, 'value'], 'spec.template.spec.containers[api].env[PORT].value'],
    [[...containers, 0, 'ports', 0], 'spec.template.spec.containers[api].ports[8080/TCP]'],
    [[...containers, 0, 'env', 1], 'spec.template.spec.containers[api].env["7"]'],
    [[...containers, 0, 'env', 2], 'spec.template.spec.containers[api].env["a]b"]'],
    [[...containers, 0, 'args', 0], 'spec.template.spec.containers[api].args[0]'],
    [[...containers, 0, 'env', 99, 'value'], 'spec.template.spec.containers[api].env[99].value'],
    [[...containers, 5, 'env', 0], 'spec.template.spec.containers[5].env[0]'],
    [['metadata', 'labels', 'app.kubernetes.io/name'], 'metadata.labels["app.kubernetes.io/name"]'],
    [['\u001b[2J\u202e'], '["\\u001b[2J\\u{202e}"]'],
    [['__proto__', 'a'], '__proto__.a'],
    [[], ''],
  ])('of %j', (path, text) => {
    expect(describePath(path, object)).toBe(text);
  });

  test('costs one reading of a list for all its elements', () => {
    const describeIt = pathDescriber({ env: Array.from({ length: 10_000 }, (_, i) => ({ name: `V${i}` })) });
    const started = performance.now();
    const texts = Array.from({ length: 10_000 }, (_, i) => describeIt(['env', i]));
    expect(texts[9_999]).toBe('env[V9999]');
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('the difference of two object lists', () => {
  const config = (name: string, data: Json): Json =>
    ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

  test('matches objects by identity, wherever they stand', () => {
    const [a, b, c] = [config('a', { x: '1' }), config('b', {}), config('c', {})];
    expect(differenceOfObjects([b, a], [config('a', { x: '2' }), c, b])).toEqual([
      { identity: 'v1/ConfigMap//a', kind: 'changed', before: a, after: config('a', { x: '2' }), indexBefore: 1,
        indexAfter: 0, fields: [{ kind: 'changed', path: ['data', 'x'], before: '1', after: '2' }] },
      { identity: 'v1/ConfigMap//c', kind: 'added', after: c, indexAfter: 1, fields: [] },
    ]);
    expect(differenceOfObjects([b], [])).toEqual([
      { identity: 'v1/ConfigMap//b', kind: 'removed', before: b, indexBefore: 0, fields: [] },
    ]);
  });

  test('pairs objects of one identity by occurrence', () => {
    const [one, two] = [config('a', { x: '1' }), config('a', { x: '2' })];
    expect(differenceOfObjects([one, two, two], [one, config('a', { x: '3' })])).toMatchObject([
      { occurrence: 2, kind: 'changed', fields: [{ path: ['data', 'x'], before: '2', after: '3' }] },
      { occurrence: 3, kind: 'removed', indexBefore: 2 },
    ]);
  });

  test('takes the identity it is given', () => {
    const logical = (_: Json, index: number) => `object ${index}`;
    expect(differenceOfObjects([config('a-1f', {})], [config('a-2e', {})], logical)).toMatchObject([
      { identity: 'object 0', kind: 'changed', fields: [{ path: ['metadata', 'name'] }] },
    ]);
  });

  test('tells an object in which only an order differs', () => {
    const pair = (...names: string[]) => [deployment({ env: env(...names) })];
    expect(differenceOfObjects(pair('A', 'B'), pair('B', 'A'))).toMatchObject([
      { identity: 'apps/v1/Deployment/shop/checkout-api', kind: 'reordered', fields: [{ before: ['A', 'B'] }] },
    ]);
  });

  test('is not confused by hostile identities', () => {
    const hostile = ['__proto__', 'constructor', 'toString'].map((kind) => ({ kind }));
    expect(differenceOfObjects(hostile, hostile, (object) => (object as JsonObject).kind as string)).toEqual([]);
    expect(differenceOfObjects([null, 3, []], [])).toHaveLength(3);
  });
});
