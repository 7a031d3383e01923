import { digestJson, digestText } from '../../lib/template/canonical';
import { evaluator } from '../../lib/template/evaluate';
import type { Expression } from '../../lib/template/expression';
import type { Json } from '../../lib/template/json';
import { Hole, Repeat } from '../../lib/template/node';
import {
  CompiledTemplate,
  FillError,
  type RenderedObject,
  areExclusive,
  assembleTemplate,
  digestTemplate,
} from '../../lib/template/template';

const REPLICAS: Expression = { op: 'variation', name: 'replicas' };
const NETS: Expression = { op: 'variation', name: 'nets' };
const MESH: Expression = { op: 'fact', path: ['mesh'] };

function rendered(kind: string, spec: RenderedObject['node'], more: Partial<RenderedObject> = {}): RenderedObject {
  return {
    identity: { apiVersion: 'v1', kind, name: 'api' }, construct: `checkout/${kind}`, when: [],
    node: { apiVersion: 'v1', kind, metadata: { name: 'api' }, spec }, ...more,
  };
}

const SMALL = assembleTemplate([
  rendered('Deployment', { replicas: new Hole(REPLICAS) }),
  rendered(
    'Policy',
    { nets: [new Repeat(NETS, new Hole({ op: 'element', list: NETS }))] },
    { when: [{ of: MESH, is: 'true' }] },
  ),
]);
const at = (mesh: boolean, variations: Record<string, Json> = { replicas: 6, nets: ['10.0.0.0/8', '::/0'] }) =>
  evaluator({ facts: { mesh }, variations: new Map(Object.entries(variations)) });

test('the digests of a small template, of values and of a file are these, for all versions', () => {
  expect([
    digestTemplate(SMALL),
    digestJson({ replicas: 6, nets: ['10.0.0.0/8'] }),
    digestText(new CompiledTemplate(SMALL).renderYaml(at(true))),
  ]).toMatchInlineSnapshot(`
[
  "sha256:8c488b838a636b5d291687ab77feb53b734a40db0fcf343dc7ee985489bb57ea",
  "sha256:4f0654ea53d55717eeee8c513ec403e9edba5d6424edf72bed4e23afe8ae14c9",
  "sha256:6a45c362dbf14b5bdd9e5bc2e0ddae8bc8ca6479dcda6bd504128a288c4e465d",
]
`);
});

test('a filled template is these lines', () => {
  expect(new CompiledTemplate(SMALL).renderYaml(at(true))).toBe(`apiVersion: v1
kind: Deployment
metadata:
  name: api
spec:
  replicas: 6
---
apiVersion: v1
kind: Policy
metadata:
  name: api
spec:
  nets:
    - "10.0.0.0/8"
    - "::/0"
`);
});

test('an object under a condition is part only of environments that meet it', () => {
  expect([true, false].map((mesh) => new CompiledTemplate(SMALL).fill(at(mesh)).map(({ id }) => id)))
    .toEqual([['Deployment/api', 'Policy/api'], ['Deployment/api']]);
});

test('the digest knows content and conditions, but not which construct wrote an object', () => {
  const one = (more: Partial<RenderedObject>) => digestTemplate(assembleTemplate([rendered('Policy', { a: 1 }, more)]));
  expect(one({ construct: 'elsewhere' })).toBe(one({}));
  expect(one({ when: [{ of: MESH, is: 'true' }] })).not.toBe(one({}));
});

test('ids are short where they are unique, and whole where they are not', () => {
  const identity = (apiVersion: string) => ({ apiVersion, kind: 'Policy', name: 'api' });
  const template = assembleTemplate([
    rendered('Policy', {}, { identity: identity('a/v1') }),
    rendered('Policy', {}, { identity: identity('b/v1') }),
    rendered('Service', {}),
  ]);
  expect(template.objects.map(({ id }) => id)).toEqual(['a/v1/Policy//api', 'b/v1/Policy//api', 'Service/api']);
});

test('a place that cannot be filled is named', () => {
  const fill = () => new CompiledTemplate(SMALL).fill(at(false, {}));
  expect(fill).toThrow(FillError);
  expect(fill).toThrow(
    expect.objectContaining({ path: ['spec', 'replicas'], object: expect.objectContaining({ id: 'Deployment/api' }) }),
  );
});

test('only branches of one choice exclude each other', () => {
  const when = (of: Expression, is: string) => [{ of, is }];
  expect(areExclusive(when(MESH, 'true'), when(MESH, 'false'))).toBe(true);
  expect(areExclusive(when(MESH, 'true'), when(MESH, 'true'))).toBe(false);
  expect(areExclusive(when(MESH, 'true'), when(REPLICAS, 'false'))).toBe(false);
  expect(areExclusive(when(MESH, 'true'), [])).toBe(false);
});
