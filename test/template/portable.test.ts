import fc from 'fast-check';
import { evaluator } from '../../lib/template/evaluate';
import type { Expression } from '../../lib/template/expression';
import type { Json } from '../../lib/template/json';
import { Hole, Merge, Repeat, type TemplateNode, fillNode } from '../../lib/template/node';
import { fromPortable, toPortable } from '../../lib/template/portable';
import { compileYaml, renderYaml } from '../../lib/template/yaml-template';
import { emitYaml } from '../../lib/template/yaml';

const LIST: Expression = { op: 'variation', name: 'list' };
const MAP: Expression = { op: 'variation', name: 'map' };
const values = {
  facts: { domain: 'shop' },
  variations: new Map<string, Json>([
    ['n', 7],
    ['list', ['a', 'b', 'c']],
    ['map', { M1: 'x', M2: 'y' }],
  ]),
};
const evaluate = evaluator(values);

const leaf: fc.Arbitrary<TemplateNode> = fc.oneof(
  fc.constantFrom(null, true, 0, -1.5, '', 'text', 'on'),
  fc
    .constantFrom<Expression>({ op: 'variation', name: 'n' }, LIST, MAP, { op: 'fact', path: ['domain'] })
    .map((value) => new Hole(value)),
);
const keys = fc.constantFrom('a', 'b', 'metadata', '__proto__', 'constructor', '0', '');

/** Keys are set as JSON.parse sets them, `__proto__` included. */
function objectOf(entries: readonly (readonly [string, TemplateNode])[]): { readonly [key: string]: TemplateNode } {
  const object = {};
  for (const [key, value] of entries)
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  return object;
}

const { node: nodes } = fc.letrec<{ node: TemplateNode; object: { readonly [key: string]: TemplateNode } }>((tie) => ({
  object: fc.array(fc.tuple(keys, tie('node')), { maxLength: 3 }).map(objectOf),
  node: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('object'),
    tie('object').map((own) => new Merge(own, [MAP])),
    fc.array(fc.oneof(tie('node'), tie('node').map((item) => new Repeat(LIST, item))), { maxLength: 3 })),
}));

test('a node that was written as plain data and read back is the same node', () => {
  fc.assert(fc.property(nodes, (node) => {
    const portable = JSON.parse(JSON.stringify(toPortable(node)));
    expect(fromPortable(portable)).toEqual(node);
    expect(toPortable(fromPortable(portable))).toEqual(portable);
  }), { numRuns: 500 });
});

test('a node read back fills to the same value, and to the same text', () => {
  fc.assert(fc.property(nodes, (node) => {
    const filled = fillNode(node, evaluate);
    const back = fromPortable(JSON.parse(JSON.stringify(toPortable(node))));
    expect(JSON.stringify(fillNode(back, evaluate))).toBe(JSON.stringify(filled));
    expect(renderYaml(compileYaml(back), evaluate)).toBe(emitYaml([filled]));
  }), { numRuns: 500 });
});

test('filling changes neither the template nor the values, and gives the same again', () => {
  fc.assert(fc.property(nodes, (node) => {
    const before = JSON.stringify([toPortable(node), [...values.variations]]);
    const first = JSON.stringify(fillNode(deepFreeze(node), evaluate));
    expect(JSON.stringify(fillNode(node, evaluate))).toBe(first);
    expect(JSON.stringify([toPortable(node), [...values.variations]])).toBe(before);
  }));
});

test('filling works on frozen values, so that it writes into nothing it was given', () => {
  const frozen = evaluator(deepFreeze({ facts: values.facts, variations: values.variations }));
  const node = {
    a: [new Repeat(LIST, { x: new Hole({ op: 'element', list: LIST }) })],
    b: new Merge({ own: 1 }, [MAP]),
    c: new Hole(MAP),
  };
  expect(fillNode(deepFreeze(node), frozen)).toEqual({
    a: [{ x: 'a' }, { x: 'b' }, { x: 'c' }],
    b: { own: 1, M1: 'x', M2: 'y' },
    c: { M1: 'x', M2: 'y' },
  });
});

test('a repeat inside a repeat sees both elements', () => {
  const other: Expression = { op: 'literal', value: ['1', '2'] };
  const item = {
    inner: [new Repeat(other, [new Hole({ op: 'element', list: LIST }), new Hole({ op: 'element', list: other })])],
  };
  const filled = fillNode([new Repeat(LIST, item)], evaluate) as readonly { inner: unknown }[];
  expect(filled[1]).toEqual({ inner: [['b', '1'], ['b', '2']] });
});

test('a key that the code and a map both write is an error', () => {
  expect(() => fillNode(new Merge({ M1: 'own' }, [MAP]), evaluate)).toThrow("the key 'M1' is written twice");
});

test.each([
  [{ body: {}, places: [{ path: ['a'], value: MAP }] }],
  [{ body: {}, places: [{ path: ['constructor'], value: MAP }] }],
  [{ body: [], places: [{ path: [0], value: MAP }] }],
  [{ body: 'text', places: [{ path: [0], value: MAP }] }],
  [{ body: { a: null }, places: [{ path: ['a', 'b'], value: MAP }] }],
])('a place that the body does not have is an error: %j', (portable) => {
  expect(() => fromPortable(portable as never)).toThrow(TypeError);
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(part);
  }
  return value;
}
