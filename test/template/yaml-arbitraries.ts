import fc from 'fast-check';
import { type Json, setOwn } from '../../lib/template/json';

/** Words that some YAML reader takes for something else than text, and text that looks like YAML's own marks. */
const TRAPS = [
  '', ' ', '~', '-', '--', '---', '--- a', '...', '.', '?', '? a', ':', ': a', 'a:', 'a: b', 'a :b', ' #', '#', 'a #b',
  '=', '<<', '<', 'y', 'Y', 'n', 'N', 'yes', 'No', 'on', 'OFF', 'true', 'False', 'null', 'Null', 'NULL', 'nan', '.nan',
  '.NaN', '.inf', '-.inf', '+.INF', 'inf', '-inf', 'Infinity', 'undefined', '0', '-0', '+1', '017', '0o7', '0x1F',
  '0b11', '1_000', '_1', '1_', '1__0.5', '1:30', '-1:30:10', '190:20:30.15', '1.', '.5', '-.5', '.', '.e1', '1e3',
  '1e+3', 'e0', '-E5', 'e+12', 'e1234567',
  '1.0e+3', '+1.5E-3', '2001-12-14', '2001-1-1', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43Z',
  '256Mi', '10m', '1Gi', '10.0.0.1', '1.2.3', '50%', '8080', '8080/TCP', '!a', '!!str a', '&a', '*a', '%YAML 1.2', '@a',
  '`a', '|', '>', '|-', '> a', '{}', '{a', '[]', '[a', ']', '}', ',', '"', '\'', '"a"', '\'a\'', '\\', '\\n', 'it\'s',
  '__proto__', 'constructor', 'toString', 'length', 'a\n', '\na', '\n', '\n\n', 'a\n\n', 'a\n\n\n', ' a\nb', '\n a\n',
  '\ta\nb', 'a\n\tb\n', 'a \nb', 'a\n ', 'a\n \n', 'a\n\t', '---\na', 'a\n---\nb', 'a\n...\n', 'a\n# b\n', '# a\nb\n',
  'a\r\nb\r\n', '\r', '\t', '\u0000', '\u0007', '\u001b[1m', '\u007f', '\u0085', '\u00a0', '\u00ad', '\u180e', '\u200b',
  '\u2028', '\u2029', '\ufeff', '\ufffe', '\uffff', '\ue000', '\u3000', 'Grüße', '日本語', '😀', '\u{e0041}', '\u{10ffff}',
  'a\u0085\nb', 'a\u2028\nb', '\ufeff\na', '日本\n語\n', 'key: |\n  text\n', '- a\n- b\n', '😀'.repeat(600),
  'k'.repeat(1100),
];

const line = fc.oneof(
  fc.constantFrom('', ' ', '  ', '\t', 'a', ' a', '  a', '\ta', 'a ', '- a', 'a: b', '# a', '---', '...', '%a', 'ü'),
  fc.string({ unit: 'grapheme-ascii', maxLength: 8 }),
);

/** Text that Kubernetes can hold: any Unicode but lone surrogates, with much that is hostile to YAML. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TRAPS) },
  { weight: 2, arbitrary: fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n')) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme-ascii' }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...TRAPS), fc.constantFrom(...TRAPS)).map((pair) => pair.join('')) },
);

const scalar: fc.Arbitrary<Json> = fc.oneof(
  anyText, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null),
);

/** An object with hostile keys, `__proto__` included, all its own. */
export function mapOf<T>(value: fc.Arbitrary<T>): fc.Arbitrary<{ [key: string]: T }> {
  return fc.array(fc.tuple(anyText, value), { maxLength: 5 }).map((entries) => {
    const map = {};
    for (const [key, entry] of entries) setOwn(map, key, entry);
    return map;
  });
}

export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { weight: 2, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie('json'), { maxLength: 4 }) },
    { weight: 3, arbitrary: mapOf(tie('json')) },
  ),
})).json;
