import fc from 'fast-check';
import { openDocument } from '../../lib/report/explain/embedded-document';
import { parsePath } from '../../lib/report/explain/path-text';
import { resolvePath, valueAt } from '../../lib/report/explain/resolve-path';
import { pathDescriber } from '../../lib/template/difference';
import type { Json, Path } from '../../lib/template/json';
import { failureOf } from '../environment/fixtures/probe';

const pod: Json = {
  metadata: { annotations: { 'x/y': 'a', 'a.b/c': 'b' }, labels: { app: 'x', 'app.kubernetes.io/name': 'y' } },
  data: { PUBLIC_URL: 'u', 'settings.json': '{"hosts":[{"name":"a","port":1}]}', 'x.yaml': 'a:\n  - b: 1\n' },
  spec: {
    containers: [{ name: 'api', env: [{ name: 'PORT', value: '1' }, { name: '0', value: 'zero' }] }, { name: 'b' }],
    ports: [{ port: 80 }, { port: 81, protocol: 'UDP' }], args: ['x'],
  },
};
const find = (text: string) => resolvePath(pod, parsePath(text), openDocument);

test.each<[typed: string, path: Path]>([
  ['', []],
  ['spec.containers[api].env[PORT].value', ['spec', 'containers', 0, 'env', 0, 'value']],
  ['spec.containers[1].name', ['spec', 'containers', 1, 'name']],
  ['spec.containers.api.env.0.name', ['spec', 'containers', 0, 'env', 0, 'name']],
  ['spec.containers[api].env["0"].value', ['spec', 'containers', 0, 'env', 1, 'value']],
  ['spec.ports[81/UDP]', ['spec', 'ports', 1]],
  ['.spec.args[0]', ['spec', 'args', 0]],
  ['/spec/containers/0/env/1', ['spec', 'containers', 0, 'env', 1]],
  ['/metadata/annotations/x~1y', ['metadata', 'annotations', 'x/y']],
  ['metadata.annotations["a.b/c"]', ['metadata', 'annotations', 'a.b/c']],
  ["metadata.annotations['a.b/c']", ['metadata', 'annotations', 'a.b/c']],
  ['metadata.annotations.a.b/c', ['metadata', 'annotations', 'a.b/c']],
  ['metadata.labels.app.kubernetes.io/name', ['metadata', 'labels', 'app.kubernetes.io/name']],
  ['data.PUBLIC_URL', ['data', 'PUBLIC_URL']],
  ['data.settings.json.hosts[a].port', ['data', 'settings.json', 'hosts', 0, 'port']],
  ['data["x.yaml"].a[0].b', ['data', 'x.yaml', 'a', 0, 'b']],
])('the path %s is found', (typed, path) => {
  expect(find(typed)).toEqual({ path });
});

test('a path that leads nowhere says how far it goes, and what is there', () => {
  expect(find('spec.containers[api].image')).toEqual({
    prefix: ['spec', 'containers', 0], missing: 'image', known: ['name', 'env'],
  });
  expect(find('spec.containers[web]')).toEqual({ prefix: ['spec', 'containers'], missing: 'web', known: ['api', 'b'] });
  expect(find('data.PUBLIC_URL.x')).toEqual({ prefix: ['data', 'PUBLIC_URL'], missing: 'x', known: [] });
  expect(find('__proto__')).toMatchObject({ prefix: [], missing: '__proto__' });
  expect(find('spec.args[1]')).toMatchObject({ missing: '1' });
});

test.each([
  'spec..replicas', 'spec.', '[', 'spec[', 'spec[]', 'spec]', 'spec["a]', 'spec["\\q"]', 'spec["\\u{110000}"]', 'a[0]b',
  'a"b', `${'a.'.repeat(6000)}a`,
])('the broken path %j is refused, and named', (typed) => {
  const failure = failureOf(() => parsePath(typed));
  expect(failure.code).toBe('PARITY_BAD_ARGUMENT');
  expect(typed.startsWith((failure.where as string).replace('…', ''))).toBe(true);
});

/** Keys and labels as hostile as they come. */
const word = fc.oneof(
  fc.constantFrom('name', 'a', 'b.c', '', '0', '12', '__proto__', 'a"b', 'a\\b', '\\u{7f}', '\u200b', '\u0007',
    '\n', ']', '[x]', "'", 'é', '😀', 'x/y:z', ' '),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const tree = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, depthSize: 'small' },
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.uniqueArray(word, { maxLength: 4 }).chain((names) => fc.tuple(...names.map((name) =>
      tie('value').map((value): Json => ({ name, value }))))).map((list) => list as Json),
    fc.array(fc.tuple(fc.oneof(word, fc.constantFrom('env', 'containers', 'ports')), tie('value')), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries) as Json)),
})).value;

function pathsOf(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, child]) => pathsOf(child as Json, [...path, key]))];
}

test('every path is read back as it is printed, whatever keys and labels hold', () => {
  fc.assert(fc.property(tree, (body) => {
    const describe = pathDescriber(body);
    for (const path of pathsOf(body)) {
      expect([describe(path), resolvePath(body, parsePath(describe(path)), () => undefined)])
        .toEqual([describe(path), { path }]);
      expect(valueAt(body, path, () => undefined)).toBe(path.reduce((value: any, step) => value[step], body));
    }
  }), { numRuns: 300 });
});

test('a long path through keys that almost fit is given up', () => {
  const nested = (depth: number): Json => (depth === 0 ? 'end' : { a: nested(depth - 1), 'a.a': { b: 1 } });
  expect(resolvePath(nested(400), parsePath(`${'a.'.repeat(400)}c`), () => undefined))
    .toMatchObject({ missing: 'c', prefix: { length: 400 } });
});
