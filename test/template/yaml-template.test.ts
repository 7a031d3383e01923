import fc from 'fast-check';
import { canonicalJson } from '../../lib/template/canonical';
import type { Evaluate, Expression } from '../../lib/template/expression';
import type { Json } from '../../lib/template/json';
import { Hole, Merge, Repeat, type TemplateNode, fillNode } from '../../lib/template/node';
import { emitYaml } from '../../lib/template/yaml';
import { compileYaml, renderYaml } from '../../lib/template/yaml-template';
import { anyJson, anyText, mapOf } from './yaml-arbitraries';
import { runs } from '../runs';

/** Knows literals, and the elements of literal lists. */
const evaluate: Evaluate = (expression, elements) => {
  if (expression.op === 'literal') return expression.value;
  if (expression.op === 'element') return elements!.get(canonicalJson(expression.list as unknown as Json))!;
  throw new TypeError(`no value for ${expression.op}`);
};

const literal = (value: Json): Expression => ({ op: 'literal', value });

const anyHole = anyJson.map((value) => new Hole(literal(value)));

/** Repeats over short lists, whose items use the element. */
const anyRepeat = fc.tuple(fc.array(anyJson, { maxLength: 3 }), anyText).map(([list, key]) => {
  const expression = literal(list);
  const element = new Hole({ op: 'element', list: expression });
  return new Repeat(expression, key.length % 2 === 0 ? element : { [`k${key}`]: element, fixed: [element] });
});

const anyNode = fc.letrec<{ node: TemplateNode; merge: TemplateNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: anyJson },
    { weight: 2, arbitrary: anyHole },
    { weight: 3, arbitrary: mapOf(tie('node')) },
    { weight: 2, arbitrary: fc.array(tie('node'), { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.array(fc.oneof(tie('node'), anyRepeat), { maxLength: 3 }) },
    { weight: 1, arbitrary: tie('merge') },
  ),
  // Prefixed apart, since a merge refuses a key that is written twice.
  merge: fc.tuple(mapOf(tie('node')), mapOf(anyJson)).map(([own, map]) => new Merge(
    Object.fromEntries(Object.entries(own).map(([key, value]) => [`own${key}`, value])),
    [literal(Object.fromEntries(Object.entries(map).map(([key, value]) => [`map${key}`, value])))],
  )),
})).node;

function expectSame(node: TemplateNode): void {
  expect(renderYaml(compileYaml(node), evaluate)).toBe(emitYaml([fillNode(node, evaluate)]));
}

test('a compiled template renders what its filled node is written as', () => {
  fc.assert(fc.property(anyNode, expectSame), { numRuns: runs(2000, 600) });
});

test.each<[string, TemplateNode]>([
  ['a hole', new Hole(literal({ a: [1, 'x\ny'] }))],
  ['a hole of text', new Hole(literal('a\nb\n'))],
  ['a merge', new Merge({ b: 1, z: new Hole(literal([[]])) }, [literal({ a: 'on' })])],
  ['an empty merge', new Merge({}, [literal({})])],
  ['a list that repeats nothing', [new Repeat(literal([]), 'x')]],
  ['an empty list in an empty list', [[new Repeat(literal([]), 'x')], { a: [new Repeat(literal([]), 1)] }]],
  ['an empty map', {}],
  ['a key of its own named __proto__', JSON.parse('{"__proto__":{"a":1},"b":{}}') as TemplateNode],
])('a document that is %s', (_, node) => {
  expectSame(node);
});

test('only what is to be filled is left to write', () => {
  const namespace = new Hole(literal('shop'));
  const mounts = [new Repeat(literal([]), 'x')];
  const list: TemplateNode[] = [{ a: 'on' }, { mounts }];
  const node = { kind: 'Pod', metadata: { name: 'a', namespace }, spec: { list, text: 'a\nb' } };
  expect(compileYaml(node)).toEqual([
    'kind: Pod\nmetadata:\n  name: a\n  namespace:',
    { node: namespace, place: 'key', level: 1 },
    'spec:\n  list:\n    - a: "on"\n    - mounts:',
    { node: mounts, place: 'key', level: 3 },
    '  text: |-\n    a\n    b\n',
  ]);
});

test('a filled value is quoted, and indented as a block, for its own place', () => {
  const template = compileYaml([{ a: new Hole({ op: 'variation', name: 'v' }), b: 1 }]);
  const rendered = (value: Json) => renderYaml(template, () => value);
  expect(rendered('no')).toBe('- a: "no"\n  b: 1\n');
  expect(rendered('x\n')).toBe('- a: |\n    x\n  b: 1\n');
  expect(rendered(['x'])).toBe('- a:\n    - x\n  b: 1\n');
  expect(rendered([])).toBe('- a: []\n  b: 1\n');
});

test('a template can be rendered again with other values', () => {
  const template = compileYaml({ a: new Hole({ op: 'variation', name: 'v' }) });
  expect([1, 2, 1].map((value) => renderYaml(template, () => value))).toEqual(['a: 1\n', 'a: 2\n', 'a: 1\n']);
});

test('what cannot be written is refused when it is compiled, and when it is filled', () => {
  expect(() => compileYaml({ a: NaN })).toThrow(TypeError);
  expect(() => renderYaml(compileYaml({ a: new Hole(literal(NaN)) }), evaluate)).toThrow(TypeError);
});
