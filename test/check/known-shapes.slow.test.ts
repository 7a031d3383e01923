import fc from 'fast-check';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { KnownShapes } from '../../lib/check/known-shapes';
import { ManifestReader } from '../../lib/check/manifest-file';
import { representativeApp } from './representative-app';

const documents = [...representativeApp().render().files.values()].flatMap((text) => text.split(/^---\n/m));
/** How often each property is tried, as a multiple of what is quick. */
const MORE = Number(process.env.KNOWN_SHAPES_MORE ?? 1);

function load(text: string): unknown[] {
  return loadAll(text, { schema: CORE_SCHEMA, maxAliases: 0, maxDepth: 500 });
}

// One for all texts, so that what is remembered of a text could spoil another.
const shapes = new KnownShapes(load);
const reader = new ManifestReader();

function outcome(read: () => readonly unknown[]): unknown {
  try {
    return read();
  } catch (cause) {
    return (cause as Error).message.split('\n')[0];
  }
}

function isJson(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.values(value).every(isJson)
    : typeof value !== 'number' || Number.isFinite(value);
}

/** Holds what we read against what js-yaml reads, orders of keys and errors included; whether the shape was used. */
function expectSame(text: string): boolean {
  const whole = outcome(() => text.split(/^---\n/m).filter((part) => part !== '').flatMap(load));
  reader.forgetDocuments();
  const ours = outcome(() => reader.read(text).map(({ body }) => body));
  if (isJson(whole)) expect([ours, JSON.stringify(ours)]).toEqual([whole, JSON.stringify(whole)]);
  else expect(ours).toContain('which JSON cannot say');
  const taken = shapes.read([text]);
  if (taken.size > 0) expect([...taken.values()]).toEqual(whole);
  return taken.size > 0;
}

test('most documents of an assembly are read by their shapes, as js-yaml reads them', () => {
  expect(documents.length).toBeGreaterThan(15);
  expect(documents.filter(expectSame).length / documents.length).toBeGreaterThan(0.6);
});

test('a shape is read once, and a scalar too', () => {
  const texts: string[] = [];
  const counted = new KnownShapes((text) => {
    texts.push(text);
    return load(text);
  });
  const one = 'kind: A\nspec:\n  - name: x\n    size: 1\n';
  const other = 'kind: B\nspec:\n  - name: x\n    size: 7\n';
  expect(counted.read([one]).get(one)).toEqual({ kind: 'A', spec: [{ name: 'x', size: 1 }] });
  expect(counted.read([other]).get(other)).toEqual({ kind: 'B', spec: [{ name: 'x', size: 7 }] });
  expect(texts).toEqual(['- A\n- x\n- 1\n', 'kind: h0\nspec:\n  - name: h1\n    size: h2\n', '- B\n- 7\n']);
});

test('documents share nothing that a caller could change', () => {
  const [one, other] = ['a: {}\nb: []\n', 'a: {}\nb: []\nc: 1\n'];
  const read = new KnownShapes(load).read([one, other]);
  const { a, b } = read.get(one) as { a: Record<string, number>; b: number[] };
  a.x = b.push(1);
  expect(read.get(other)).toEqual({ a: {}, b: [], c: 1 });
});

test('what may hold remains of a placeholder is left to be read as a whole', () => {
  for (const text of ['a: zqxj\n', 'a: "\\x7aqxj"\n', 'zqxj: a\n', 'a: "[object Object]"\n', 'a: NaN\n']) {
    expect(new KnownShapes(load).read([text]).size).toBe(0);
  }
  const reused = new KnownShapes(load);
  expect([1, 2].map(() => reused.read(['a: zqxj\nb: 1\n', 'a: 1\n']).size)).toEqual([1, 1]);
});

const anyPiece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(
    'a: 1', 'a', '- ', '-', ': ', ':', ' ', '  ', '\n', '#', ' # x', '"', "'", "''", '\\"', '|', '>', '|-', '|2', '>+', '&a', '*a',
    '!!str', '!x', '{}', '[]', '[a]', '{a: b}', '[', '{', '}', '~', 'null', 'Null', 'true', 'yes', 'No', 'y', '0', '-0', '-1', '007',
    '0x1F', '0o7', '0b1', '1e3', '1e999', '1_000', '1.5', '.5', '1:30', '2026-01-01', '.inf', '-.inf', '.NaN', '5m', '256Mi', '12e03',
    '<<', '<<: ', '=', '---', '...', '%', '@', '`', '? ', ',', '__proto__', 'constructor', 'h0', 'h1', '\t', '\r', '\0', '\u0085',
    '\u2028', '\ufeff', '\\', '\\n', '\\x41', '\\q', 'k: v\n', '  k: v\n', '- k: v\n', 'é', '--x', '//', '# c\n', '\n\n',
  ) },
  { weight: 1, arbitrary: fc.string({ maxLength: 3 }) },
);

const anyEdit = fc.record({
  line: fc.nat(100), column: fc.nat(60), remove: fc.nat(3), insert: anyPiece,
  what: fc.constantFrom('insert', 'insert', 'insert', 'delete', 'repeat', 'deeper', 'shallower'),
});

test('whatever is done to a document: it is read as js-yaml reads it', () => {
  let taken = 0;
  fc.assert(fc.property(fc.constantFrom(...documents), fc.array(anyEdit, { minLength: 1, maxLength: 3 }), (document, edits) => {
    const lines = document.split('\n');
    for (const { line, column, remove, insert, what } of edits) {
      const at = line % lines.length;
      const text = lines[at];
      const from = column % (text.length + 1);
      if (what === 'insert') lines[at] = text.slice(0, from) + insert + text.slice(from + remove);
      else lines.splice(at, 1, ...{ delete: [], repeat: [text, text], deeper: [`  ${text}`], shallower: [text.slice(2)] }[what]);
    }
    if (expectSame(lines.join('\n'))) taken += 1;
  }), { numRuns: 1500 * MORE });
  expect(taken).toBeGreaterThan(100);
});

test('short random texts as well, line by line', () => {
  const anyLine = fc.tuple(
    fc.constantFrom('', '  ', '    ', '- ', '  - ', 'k: ', '  k: ', 'j:', '  j:', 'k:', 'm:\n  - ', 'm:\n- ', '- k: ', '- - ', 'n: |\n  '),
    fc.constantFrom('1', 'x', '"q"', 'n: v', ''), fc.oneof(fc.constant(''), fc.constant(''), anyPiece)).map((pieces) => pieces.join(''));
  let taken = 0;
  fc.assert(fc.property(fc.array(anyLine, { minLength: 1, maxLength: 5 }), (lines) => {
    if (expectSame(`${lines.join('\n')}\n`)) taken += 1;
  }), { numRuns: 3000 * MORE });
  expect(taken).toBeGreaterThan(50);
});

test.each(['\n', '\n\n', '# a comment\n', ' \n', '  # one\n\n'])('a part of %j alone is no document, whatever it is read with', (part) => {
  expectSame(`"a b": 1\n---\n${part}`);
  expectSame(`${part}---\n"a b": 1\n`);
});

test('scalars alone, below a key, in a list and below each other', () => {
  let taken = 0;
  fc.assert(fc.property(fc.array(anyPiece, { minLength: 1, maxLength: 4 }), fc.constantFrom('', 'b: 2\n', '  b: 2\n', '  - 2\n'),
    (pieces, after) => {
      const scalar = pieces.join('');
      if (expectSame(`key: ${scalar}\n${after}`)) taken += 1;
      if (expectSame(`key:\n  - ${scalar}\n${after}`)) taken += 1;
    }), { numRuns: 4000 * MORE });
  expect(taken).toBeGreaterThan(500);
});

test.each([
  ['a key twice', 'a: 1\na: 2\n'], ['no line break at its end', 'a: 1'], ['a text over two lines', 'a: b\n  c\n'], ['nothing', ''],
  ['items that are one text', 'a:\n  - b\n    - c\n'], ['an empty line', 'a: 1\n\n'], ['a block text', 'a: |\n  b: c\n'],
  ['an escape that does not exist', 'a: "\\q"\n'], ['a list on top', '- a\n'], ['another line end', 'a: 1\r\nb: 2\r\n'],
  ['a map too deep', `${Array.from({ length: 600 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')} 1\n`],
])('a document with %s is read as a whole', (_, text) => {
  expect(expectSame(text)).toBe(false);
});

test.each(['~', '.inf', 'a #b', 'a: b', 'a:', '- a', '[a]', '{a: b}', '*a', '&a b', '!!str a', '|', '>-', '"a" b', "'it's'", '%a', '@a',
  '`a`', 'é', 'a\tb', ' a', 'a ', '"a": b', '? a'])('the value %p is read with all that is around it', (text) => {
  expect(expectSame(`key: ${text}\n`)).toBe(false);
  expect(expectSame(`key: 1\nother: ${text}\n`)).toBe(false);
});

test.each([['1e5 keys', `${Array.from({ length: 1e5 }, (_, i) => `k${i}: ${i}`).join('\n')}\n`],
  ['a long line of dashes', `${'- '.repeat(1e5)}\n`], ['a long line of spaces', `${' '.repeat(1e6)}\n`],
  ['a long key', `${'k'.repeat(1e6)}\n`], ['a long text', `k: ${'a '.repeat(5e5)}\n`], ['a long quoted text', `k: '${"''".repeat(5e5)}\n`],
])('%s are no matter', (_, text) => {
  expect([...shapes.read([text]).values()].map((body) => Object.keys(body as object).length)).toEqual(_ === '1e5 keys' ? [1e5] : []);
});
