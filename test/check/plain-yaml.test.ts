import fc from 'fast-check';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import { readPlainYaml } from '../../lib/check/plain-yaml';
import { representativeApp } from './representative-app';

const documents = [...representativeApp().render().files.values()].flatMap((text) => text.split(/^---\n/m));

/** What two whole readers give, YAML 1.2 by js-yaml and YAML 1.1 by yaml; undefined when one of them refuses. */
function readWhole(text: string): readonly [unknown, unknown] | undefined {
  try {
    const one = loadAll(text, { schema: CORE_SCHEMA });
    const other = parseAllDocuments(text, { version: '1.1', merge: false });
    if (one.length !== 1 || !Array.isArray(other) || other.length !== 1 || other[0].errors.length > 0) return undefined;
    return [one[0], other[0].toJS()];
  } catch {
    return undefined;
  }
}

function expectNoOther(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain === undefined) return false;
  expect(readWhole(text)).toEqual([plain, plain]);
  return true;
}

test('most documents of an assembly are plain, and are read as whole readers read them', () => {
  const plain = documents.filter(expectNoOther);
  expect(documents.length).toBeGreaterThan(15);
  expect(plain.length / documents.length).toBeGreaterThan(0.6);
});

const anyPiece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(
    'a: 1', 'a', '- ', '-', ': ', ':', ' ', '  ', '\n', '#', ' # x', '"', "'", '|', '>', '|-', '&a', '*a', '!!str', '{}', '[]',
    '[a]', '{a: b}', '~', 'null', 'Null', 'true', 'yes', 'No', 'y', '0', '-1', '007', '0x1F', '0o7', '0b1', '1e3', '1_000',
    '1.5', '.5', '1:30', '2026-01-01', '.inf', '.NaN', '5m', '256Mi', '12e03', '<<', '=', '---', '...', '%', '@', '`', '? ', ',',
    '__proto__', 'constructor', '\t', '\r', '\u0085', '\u2028', '\\', '\\n', 'k: v\n', '  k: v\n', '- k: v\n', 'é', '--x', '//',
  ) },
  { weight: 1, arbitrary: fc.string({ maxLength: 3 }) },
);

test('whatever is done to a document: what is still taken for plain is what whole readers read', () => {
  let taken = 0;
  fc.assert(fc.property(fc.constantFrom(...documents), fc.array(fc.record({
    line: fc.nat(100), column: fc.nat(60), remove: fc.nat(3), insert: anyPiece,
  }), { minLength: 1, maxLength: 3 }), (document, edits) => {
    const lines = document.split('\n');
    for (const { line, column, remove, insert } of edits) {
      const at = line % lines.length;
      const text = lines[at];
      const from = column % (text.length + 1);
      lines[at] = text.slice(0, from) + insert + text.slice(from + remove);
    }
    if (expectNoOther(lines.join('\n'))) taken++;
  }), { numRuns: 3000 });
  expect(taken).toBeGreaterThan(100);
});

test('short random texts as well, line by line', () => {
  const anyLine = fc.tuple(fc.constantFrom('', '  ', '    ', '- ', '  - ', 'k: ', '  k: ', 'j:', '  j:', 'k:', 'm:\n  - ', '- k: ', '- - '),
    fc.constantFrom('1', 'x', '"q"', 'n: v', ''), fc.oneof(fc.constant(''), fc.constant(''), anyPiece)).map((pieces) => pieces.join(''));
  let taken = 0;
  fc.assert(fc.property(fc.array(anyLine, { minLength: 1, maxLength: 5 }), (lines) => {
    if (expectNoOther(`${lines.join('\n')}\n`)) taken++;
  }), { numRuns: 5000 });
  expect(taken).toBeGreaterThan(50);
});

test('scalars alone: taken only for what every reader takes them for', () => {
  let taken = 0;
  fc.assert(fc.property(fc.array(anyPiece, { minLength: 1, maxLength: 4 }), (pieces) => {
    if (expectNoOther(`key: ${pieces.join('')}\n`)) taken++;
  }), { numRuns: 10_000 });
  expect(taken).toBeGreaterThan(500);
});

test.each([
  ['a key twice', 'a: 1\na: 2\n'], ['no line break at its end', 'a: 1'], ['a key without a value', 'a:\nb: 1\n'],
  ['a list at its key', 'a:\n- 1\n'], ['a text over two lines', 'a: b\n  c\n'], ['nothing', ''], ['an empty line', 'a: 1\n\n'],
  ['a map too deep', `${Array.from({ length: 200 }, (_, i) => `${'  '.repeat(i)}a:`).join('\n')} 1\n`],
])('a document with %s is not plain', (_, text) => {
  expect(readPlainYaml(text)).toBeUndefined();
});

test.each(['e0', '-E+5', 'no', 'Off', 'Null', '1e3', '0x1F', '007', '1_000', '1:30', '1.5', '2026-01-01', '~', '.inf', 'a #b', 'a: b',
  'a:', '- a', '[a]', '{a: b}', '*a', '&a b', '!!str a', '|', '>-', '"a\\n"', "'it''s'", '%a', '@a', '`a`', 'é', 'a\tb'])(
  'the value %p is not plain', (text) => {
    expect(readPlainYaml(`key: ${text}\n`)).toBeUndefined();
    expect(readPlainYaml(`key: 1\nother: ${text}\n`)).toBeUndefined();
  });
