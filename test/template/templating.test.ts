import { createPlaceholder, wholeValueOf } from '../../lib/template/placeholder';
import { type PlaceholderKind, PlaceholderRegistry } from '../../lib/template/registry';
import { markerText } from '../../lib/template/marker';
import { Hole, Merge, Repeat } from '../../lib/template/node';
import { templateOf } from '../../lib/template/templating';

const registry = new PlaceholderRegistry();

function made(kind: PlaceholderKind, name: string) {
  const expression = { op: 'variation' as const, name };
  const entry = registry.register({ kind, expression, describe: () => `variation '${name}'`, locate: () => undefined });
  // biome-ignore lint/suspicious/noExplicitAny: seen as loosely as JavaScript sees it
  return { entry, expression, it: createPlaceholder(registry, entry) as any, whole: wholeValueOf(entry) as any };
}

const number = made('number', 'n');
const word = made('text', 'w');
const list = made('list', 'l');
const other = made('list', 'o');
const map = made('map', 'm');
const element = { op: 'element', list: list.expression } as const;
const text = (...parts: unknown[]) => new Hole({ op: 'interpolate', parts } as never);

test.each<readonly [string, unknown, unknown]>([
  ['a typed value', { n: number.whole }, { n: new Hole(number.expression) }],
  ['a number as text', `${number.it}`, text({ value: number.expression, as: 'text' })],
  ['a text as text', `${word.it}`, new Hole(word.expression)],
  ['text around it', `a-${word.it}!`, text('a-', { value: word.expression, as: 'text' }, '!')],
  ['JSON text', JSON.stringify({ n: number.it }), text('{"n":', { value: number.expression, as: 'json' }, '}')],
  ['a list', { l: list.whole }, { l: [new Repeat(list.expression, new Hole(element))] }],
  [
    'a mapped list',
    [...list.it].map((item) => ({ x: `<${item}>` })),
    [new Repeat(list.expression, { x: text('<', { value: element, as: 'text' }, '>') })],
  ],
  ['a list beside fixed elements', ['a', ...list.whole], ['a', new Repeat(list.expression, new Hole(element))]],
  ['a map', { m: map.whole }, { m: new Hole(map.expression) }],
  ['a map spread beside own keys', { own: 1, ...map.whole }, new Merge({ own: 1 }, [map.expression])],
  ['what is undefined', { a: undefined, b: 1 }, { b: 1 }],
  [
    'a key that prototypes use',
    JSON.parse(`{"__proto__":"${number.whole}"}`),
    JSON.parse('{"__proto__":0}', (key, value) => (key === '__proto__' ? new Hole(number.expression) : value)),
  ],
])('%s becomes a node', (_, json, node) => {
  const templated = templateOf(json, registry);
  expect(templated.problems).toEqual([]);
  expect(templated.node).toEqual(node);
});

test.each<readonly [string, string, RegExp, unknown]>([
  ['a placeholder of another app', 'PARITY_LOST', /another app/, { a: { b: markerText('v', 'zzz') } }],
  ['a typed value inside a longer text', 'PARITY_LOST', /typed value/, { a: { b: `x${number.whole}` } }],
  ['a broken marker', 'PARITY_LOST', /fragment/, { a: { b: `${word.it}`.slice(3) } }],
  [
    'a broken marker beside a whole one',
    'PARITY_LOST',
    /fragment/,
    { a: { b: `${word.it} ${`${word.it}`.toUpperCase()}` } },
  ],
  ['NaN', 'PARITY_COMPUTED', /number/, { a: { b: Number.NaN } }],
  ['infinity', 'PARITY_COMPUTED', /number/, { a: { b: Number.POSITIVE_INFINITY } }],
  ['a function', 'PARITY_LOST', /function/, { a: { b: () => 0 } }],
  ['a date', 'PARITY_LOST', /Date/, { a: { b: new Date(0) } }],
  [
    'elements of two lists in one',
    'PARITY_LOST',
    /two lists/,
    { a: { b: [`${[...list.it][0]}-${[...other.it][0]}`] } },
  ],
  ['an added number', 'PARITY_COMPUTED', /joins text/, { a: { b: number.it + 1 } }],
  ['an added fraction', 'PARITY_COMPUTED', /joins text/, { a: { b: number.it + '.5' } }],
  ['a list in JSON text', 'PARITY_LOST', /list or a map/, { a: { b: JSON.stringify(list.it) } }],
  ['JSON in JSON', 'PARITY_LOST', /second time/, { a: { b: JSON.stringify({ x: JSON.stringify({ n: number.it }) }) } }],
])('%s is a problem at its place', (_, code, message, json) => {
  const [problem] = templateOf(json, registry).problems;
  expect(problem).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(problem.path.slice(0, 2)).toEqual(['a', 'b']);
});

test('a key that is made of a placeholder is a problem of its object', () => {
  expect(templateOf({ a: { [`x-${word.it}`]: 1 } }, registry).problems).toEqual([
    expect.objectContaining({ code: 'PARITY_LOST', path: ['a'], got: "variation 'w'" })]);
});

test('an element outside any list is a problem', () => {
  expect(templateOf({ a: `${[...list.it][0]}` }, registry).problems).toEqual([
    expect.objectContaining({ code: 'PARITY_LOST', message: expect.stringContaining('outside any list') })]);
});
