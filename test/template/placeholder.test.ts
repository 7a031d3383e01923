import { ParityError } from '../../lib/template/error';
import { splitMarkers } from '../../lib/template/marker';
import { createPlaceholder, entryOf, isPlaceholder } from '../../lib/template/placeholder';
import { type PlaceholderEntry, type PlaceholderKind, PlaceholderRegistry } from '../../lib/template/registry';

const registry = new PlaceholderRegistry();

/** A placeholder of a kind, as loosely typed as JavaScript sees it. */
function placeholder(kind: PlaceholderKind, more: Partial<PlaceholderEntry> = {}): any {
  return createPlaceholder(
    registry,
    registry.register({
      kind,
      expression: { op: 'variation', name: 'it' },
      describe: () => "variation 'it' (service.ts:3)",
      locate: () => 'service.ts:14',
      ...more,
    }),
  );
}

function errorOf(work: () => unknown): ParityError {
  try {
    work();
  } catch (error) {
    if (error instanceof ParityError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const refused: readonly (readonly [string, PlaceholderKind, (it: any) => unknown])[] = [
  ['reading a property', 'text', (it) => it.length],
  ['reading an index', 'list', (it) => it[0]],
  ['a method', 'number', (it) => it.toFixed(1)],
  ['valueOf', 'number', (it) => it.valueOf()],
  ['in', 'map', (it) => 'a' in it],
  ['setting', 'map', (it) => { it.a = 1; }],
  ['defining', 'map', (it) => Object.defineProperty(it, 'a', { value: 1, configurable: true })],
  ['deleting', 'map', (it) => delete it.a],
  ['Object.keys of a number', 'number', (it) => Object.keys(it)],
  ['Object.entries of a list', 'list', (it) => Object.entries(it)],
  ['spreading a text into an object', 'text', (it) => ({ ...it })],
  ['spreading a list into an object', 'list', (it) => ({ ...it })],
  ['iterating over a text', 'text', (it) => [...it]],
  ['iterating over a map', 'map', (it) => [...it]],
  ['destructuring an absent part', 'text', (it) => { const { part } = it; return part; }],
  ['-', 'number', (it) => it - 1],
  ['*', 'number', (it) => 2 * it],
  ['unary +', 'number', (it) => +it],
  ['<', 'number', (it) => it < 3],
  ['>= between two', 'number', (it) => it >= it],
  ['|', 'number', (it) => it | 0],
  ['Math.ceil', 'number', (it) => Math.ceil(it)],
  ['a bigint of it', 'number', (it) => BigInt.asIntN(8, it)],
  ['text of a list', 'list', (it) => `${it}`],
  ['text of a map', 'map', (it) => `${it}`],
  ['text of a quantity', 'unit', (it) => `${it}`],
  ['text of an alternative', 'choice', (it) => `${it}`],
  ['JSON of a quantity', 'unit', (it) => JSON.stringify({ it })],
  ['JSON of an alternative', 'choice', (it) => JSON.stringify({ it })],
  ['toJSON without a key, as YAML writers call it', 'text', (it) => it.toJSON()],
  ['list.join', 'list', (it) => it.join()],
  ['list.filter', 'list', (it) => it.filter(Boolean)],
  ['list.length', 'list', (it) => it.length],
];

test.each(refused)('%s of a %s is refused, naming the variation and the line', (_, kind, work) => {
  const { failure } = errorOf(() => work(placeholder(kind)));
  expect(failure).toMatchObject({ code: 'PARITY_COMPUTED', where: 'service.ts:14' });
  expect(failure.got).toContain("variation 'it' (service.ts:3)");
});

/** The forms and kinds of the markers in a text. */
function formsIn(text: string): string[] {
  return splitMarkers(text).map((part) => (typeof part === 'string' ? part : part.form));
}

test.each<readonly [string, PlaceholderKind, (it: any) => string, string[]]>([
  ['a template literal', 'text', (it) => `a${it}b`, ['a', 't', 'b']],
  ['String()', 'number', (it) => String(it), ['t']],
  ['toString()', 'number', (it) => it.toString(), ['t']],
  ['+', 'text', (it) => `a${''}` + it, ['a', 'd']],
  ['concat', 'text', (it) => 'a'.concat(it), ['a', 't']],
  ['join of an array that holds it', 'text', (it) => ['a', it].join('-'), ['a-', 't']],
  ['a computed key', 'text', (it) => Object.keys({ [it]: 1 })[0], ['t']],
  ['JSON.stringify', 'number', (it) => JSON.stringify({ n: it }), ['{"n":"', 'j', '"}']],
  ['JSON.stringify of a list', 'list', (it) => JSON.stringify(it), ['["', 'j', '"]']],
  ['JSON.stringify of a map', 'map', (it) => JSON.stringify(it), ['{"', 'j', '":"', 'j', '"}']],
  ['a boolean in text', 'boolean', (it) => `${it}`, ['t']],
])('%s of a %s works', (_, kind, work, forms) => {
  expect(formsIn(work(placeholder(kind)))).toEqual(forms);
});

test('a list can be spread, walked and mapped: its one element stands for all', () => {
  const list = placeholder('list');
  const walked: unknown[] = [];
  for (const item of list) walked.push(item);
  list.forEach((item: unknown) => walked.push(item));
  walked.push(...[...list], ...list.map((item: unknown) => item), ...Array.from(list));
  expect(walked).toHaveLength(5);
  for (const item of walked)
    expect(entryOf(item)?.expression).toEqual({ op: 'element', list: { op: 'variation', name: 'it' } });
});

test('a list is an array to whoever asks', () => {
  expect(Array.isArray(placeholder('list'))).toBe(true);
});

test('a map spread into an object leaves one key that stands for its entries', () => {
  const spread = { fixed: 1, ...placeholder('map') };
  expect(Object.keys(spread).map(formsIn)).toEqual([['fixed'], ['v']]);
});

test('what has parts gives them, and only them', () => {
  const env = placeholder('map', { property: (key: string) => `part ${key}` });
  expect(env.domain).toBe('part domain');
});

test('a promise and the language may look at a placeholder', async () => {
  const it = placeholder('text');
  expect(await it).toBe(it);
  expect([].concat(it)).toHaveLength(1);
  expect(Object.prototype.toString.call(it)).toBe('[object Placeholder]');
  expect(it instanceof Date).toBe(false);
});

test('nothing but a placeholder is one', () => {
  expect(isPlaceholder(placeholder('text'))).toBe(true);
  for (const value of [undefined, null, 0, 'text', {}, [], () => 0, Object.create(null)])
    expect(isPlaceholder(value)).toBe(false);
});

test('a salted registry gives ids of another length in the opposite order', () => {
  const make = (salt: string) => {
    const all = new PlaceholderRegistry(salt);
    const common = {
      kind: 'text' as const,
      expression: { op: 'literal' as const, value: '' },
      describe: () => '',
      locate: () => undefined,
    };
    return Array.from({ length: 40 }, () => all.register(common).id);
  };
  const [usual, salted] = [make(''), make('zz')];
  expect([...usual].sort()).toEqual(usual);
  expect([...salted].sort()).toEqual([...salted].reverse());
  expect(salted[0].length).toBeGreaterThan(usual[0].length);
});
