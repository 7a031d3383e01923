import { EvaluationError, evaluator } from '../../lib/template/evaluate';
import type { Expression, Rounding } from '../../lib/template/expression';
import type { Json } from '../../lib/template/json';

const VALUES: Record<string, Json> = {
  n: 7,
  half: 0.5,
  memory: '1Gi',
  odd: '3Ki',
  cpu: '1',
  time: '5m',
  word: 'beta',
  quote: 'say "hi"',
  list: ['a', 'b'],
  none: [],
  map: { b: '2', a: '1' },
  flag: true,
};
const evaluate = evaluator({
  facts: JSON.parse('{"domain":"shop","deep":{"er":1},"__proto__":{"x":"own"},"nothing":null}') as Record<
    string,
    Json
  > as never,
  variations: new Map(Object.entries(VALUES)),
});
const v = (name: string): Expression => ({ op: 'variation', name });
const literal = (value: Json): Expression => ({ op: 'literal', value });
const scale = (name: string, by: number, round: Rounding, dimension?: 'memory' | 'cpu' | 'time'): Expression =>
  ({ op: 'scale', of: v(name), by, round, ...(dimension === undefined ? {} : { dimension }) });

test.each<readonly [string, Expression, Json]>([
  ['a literal', literal({ a: [1] }), { a: [1] }],
  ['a variation', v('n'), 7],
  ['a fact', { op: 'fact', path: ['deep', 'er'] }, 1],
  ['a fact under a key that prototypes use', { op: 'fact', path: ['__proto__', 'x'] }, 'own'],
  ['a number scaled without rounding', scale('n', 0.5, 'none'), 3.5],
  ['a number scaled down', scale('n', 0.5, 'floor'), 3],
  ['a number scaled up', scale('n', 0.5, 'ceil'), 4],
  ['a number scaled to the nearest', scale('n', 0.4, 'round'), 3],
  ['a number scaled exactly', scale('n', 2, 'exact'), 14],
  ['memory, which moves to the next smaller unit', scale('memory', 0.75, 'round', 'memory'), '768Mi'],
  ['memory, through several units', scale('memory', 0.0001, 'floor', 'memory'), '104Ki'],
  ['the smallest memory unit, rounded', scale('odd', 0.5, 'ceil', 'memory'), '2Ki'],
  ['cpu to millicores', scale('cpu', 0.25, 'round', 'cpu'), '250m'],
  ['a time in minutes, not millicores', scale('time', 0.5, 'round', 'time'), '150s'],
  ['a quantity scaled to a whole', scale('memory', 2, 'exact', 'memory'), '2Gi'],
  ['the least number', { op: 'min', of: [v('n'), literal(3), v('half')] }, 0.5],
  ['the greatest number', { op: 'max', of: [v('n'), literal(3)] }, 7],
  ['the least quantity, over units', { op: 'min', of: [v('memory'), literal('2048Mi')], dimension: 'memory' }, '1Gi'],
  ['the greatest quantity, over units', { op: 'max', of: [v('cpu'), literal('900m')], dimension: 'cpu' }, '1'],
  ['the first of equal quantities', { op: 'max', of: [v('memory'), literal('1024Mi')], dimension: 'memory' }, '1Gi'],
  ['a look-up by text', { op: 'lookup', of: v('word'), table: { alpha: literal(1), beta: v('n') } }, 7],
  [
    'a look-up by a boolean',
    { op: 'lookup', of: v('flag'), table: { true: literal('yes'), false: literal('no') } },
    'yes',
  ],
  ['mebibytes', { op: 'unit', of: v('memory'), to: 'Mi', round: 'exact' }, 1024],
  ['gibibytes, rounded down', { op: 'unit', of: literal('1536Mi'), to: 'Gi', round: 'floor' }, 1],
  ['seconds', { op: 'unit', of: v('time'), to: 's', round: 'exact' }, 300],
  ['millicores', { op: 'unit', of: literal('0.5'), to: 'm', round: 'exact' }, 500],
  ['a joined list', { op: 'join', of: v('list'), separator: ', ' }, 'a, b'],
  ['a joined list of nothing', { op: 'join', of: v('none'), separator: ', ' }, ''],
  [
    'interpolated text',
    { op: 'interpolate', parts: ['x-', { value: v('n'), as: 'text' }, '/', { value: v('flag'), as: 'text' }] },
    'x-7/true',
  ],
  ['an unsafe text by itself', { op: 'interpolate', parts: [{ value: v('quote'), as: 'text' }] }, 'say "hi"'],
  [
    'values in JSON text',
    {
      op: 'interpolate',
      parts: ['{"a":', { value: v('quote'), as: 'json' }, ',"n":', { value: v('n'), as: 'json' }, '}'],
    },
    '{"a":"say \\"hi\\"","n":7}',
  ],
  [
    'embedded JSON, its keys sorted',
    {
      op: 'json',
      of: { body: { z: null, a: { y: 1, b: 2 } }, places: [{ path: ['z'], value: v('quote') }] },
      indent: 0,
    },
    '{"a":{"b":2,"y":1},"z":"say \\"hi\\""}',
  ],
  [
    'embedded JSON, indented',
    { op: 'json', of: { body: [null], places: [{ path: [0], value: v('n') }] }, indent: 2 },
    '[\n  7\n]',
  ],
  [
    'embedded YAML, quoted as the value needs',
    { op: 'yaml', of: { body: { b: null, a: 'on' }, places: [{ path: ['b'], value: v('quote') }] } },
    'a: "on"\nb: say "hi"\n',
  ],
  [
    'a content hash, pinned',
    { op: 'hash', of: { body: { a: null, b: 1 }, places: [{ path: ['a'], value: v('word') }] }, length: 10 },
    'e393b558d2',
  ],
])('%s', (_, expression, value) => expect(evaluate(expression)).toEqual(value));

test.each<readonly [string, string, RegExp, Expression]>([
  ['an exact scale that is no whole number', 'PARITY_BAD_DERIVATION', /not a whole number/, scale('n', 0.5, 'exact')],
  [
    'an exact scale of the smallest unit',
    'PARITY_BAD_DERIVATION',
    /not a whole number/,
    scale('odd', 0.5, 'exact', 'memory'),
  ],
  ['a scaled text', 'PARITY_BAD_DERIVATION', /cannot be scaled/, scale('word', 2, 'round', 'memory')],
  [
    'a quantity scaled without saying of what',
    'PARITY_BAD_DERIVATION',
    /cannot be scaled/,
    scale('memory', 2, 'round'),
  ],
  ['a quantity of another dimension', 'PARITY_BAD_DERIVATION', /cannot be scaled/, scale('time', 2, 'round', 'memory')],
  ['the least of nothing', 'PARITY_BAD_DERIVATION', /min of nothing/, { op: 'min', of: [] }],
  [
    'numbers compared with quantities',
    'PARITY_BAD_DERIVATION',
    /cannot be compared/,
    { op: 'max', of: [v('n'), v('memory')], dimension: 'memory' },
  ],
  [
    'an entry that a table lacks',
    'PARITY_BAD_DERIVATION',
    /no entry for 'beta', only for 'alpha'/,
    { op: 'lookup', of: v('word'), table: { alpha: literal(1) } },
  ],
  [
    'an entry that only prototypes have',
    'PARITY_BAD_DERIVATION',
    /no entry for 'constructor'/,
    { op: 'lookup', of: literal('constructor'), table: {} },
  ],
  ['a unit of a text', 'PARITY_BAD_DERIVATION', /no quantity/, { op: 'unit', of: v('word'), to: 'Mi', round: 'exact' }],
  [
    'a conversion that does not divide',
    'PARITY_BAD_DERIVATION',
    /not a whole number/,
    { op: 'unit', of: literal('100Mi'), to: 'Gi', round: 'exact' },
  ],
  ['a joined text', 'PARITY_BAD_DERIVATION', /only a list/, { op: 'join', of: v('word'), separator: '' }],
  [
    'a list inside text',
    'PARITY_BAD_DERIVATION',
    /no text form/,
    { op: 'interpolate', parts: ['x', { value: v('list'), as: 'text' }] },
  ],
  ['an element outside its list', 'PARITY_BAD_DERIVATION', /outside its list/, { op: 'element', list: v('list') }],
  ['an operation of the future', 'PARITY_BAD_DERIVATION', /no derivation is called 'guess'/, { op: 'guess' } as never],
  ['a rounding of the future', 'PARITY_BAD_DERIVATION', /no rounding/, scale('n', 0.5, 'up' as never)],
  ['a missing variation', 'PARITY_MISSING_VALUE', /'absent'/, v('absent')],
  ['a missing fact', 'PARITY_MISSING_FACT', /'deep.absent'/, { op: 'fact', path: ['deep', 'absent'] }],
  ['a fact that is null', 'PARITY_MISSING_FACT', /'nothing'/, { op: 'fact', path: ['nothing'] }],
  [
    'a fact that only prototypes have',
    'PARITY_MISSING_FACT',
    /constructor/,
    { op: 'fact', path: ['constructor', 'name'] },
  ],
])('%s has no value', (_, code, message, expression) => {
  let error: unknown;
  try {
    evaluate(expression);
  } catch (cause) {
    error = cause;
  }
  expect(error).toBeInstanceOf(EvaluationError);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
});

test.each(['"', "'", '\\', '\n', '\r', '\t', '\0', '\x7f', '\u2028', '\u2029'])(
  '%j cannot be filled inside a longer text',
  (character) => {
    const at = evaluator({
      facts: {},
      variations: new Map([
        ['it', `a${character}b`],
        ['list', [`a${character}b`]],
      ] as [string, Json][]),
    });
    const within: Expression = { op: 'interpolate', parts: ['x', { value: v('it'), as: 'text' }] };
    expect(() => at(within)).toThrow(expect.objectContaining({ code: 'PARITY_UNSAFE_TEXT' }));
    expect(() => at({ op: 'join', of: v('list'), separator: ',' })).toThrow(
      expect.objectContaining({ code: 'PARITY_UNSAFE_TEXT' }),
    );
  },
);

test('an unsafe value is never part of the message: it may be secret', () => {
  const within: Expression = { op: 'interpolate', parts: ['x', { value: v('quote'), as: 'text' }] };
  expect(() => evaluate(within)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hi') }));
});

test('each variation and fact that is read is heard of', () => {
  const read: Expression[] = [];
  evaluator(
    {
      facts: { domain: 'x' },
      variations: new Map([
        ['n', 1],
        ['m', 2],
      ] as [string, Json][]),
    },
    (leaf) => read.push(leaf),
  )({
    op: 'min',
    of: [v('n'), { op: 'lookup', of: literal('a'), table: { a: v('m'), b: { op: 'fact', path: ['domain'] } } }],
  });
  expect(read).toEqual([v('n'), v('m')]);
});
