import { notationOf, wordsOf } from '../../lib/report/explain/words';
import type { Expression, InterpolatePart } from '../../lib/template/expression';

const size: Expression = { op: 'variation', name: 'size' };
const part = (value: Expression): InterpolatePart => ({ value, as: 'text' });
const text = (...parts: InterpolatePart[]): Expression => ({ op: 'interpolate', parts });

test.each<[string, string, Expression]>([
  ['size in Mi', 'size in Mi as text', text(part({ op: 'unit', of: size, to: 'Mi', round: 'exact' }), 'Mi')],
  ['size', 'size as text', text(part(size))],
  ['pay.<size>', 'a text with size', text('pay.', part(size))],
])('%s is told as "%s"', (notation, words, expression) => {
  expect(notationOf(expression)).toBe(notation);
  expect(wordsOf(expression)).toBe(words);
});
