import { notationOf, wordsOf } from '../../lib/report/explain/words';
import type { Expression, InterpolatePart } from '../../lib/template/expression';

const size: Expression = { op: 'variation', name: 'size' };
const part = (value: Expression): InterpolatePart => ({ value, as: 'text' });
const text = (...parts: InterpolatePart[]): Expression => ({ op: 'interpolate', parts });

test.each<[string, string | undefined, Expression]>([
  ['size in Mi', undefined, text(part({ op: 'unit', of: size, to: 'Mi', round: 'exact' }), 'Mi')],
  ['size', 'size as text', text(part(size))],
  ['pay.<size>', 'a text with size', text('pay.', part(size))],
])('%s is told as %j, where that says more', (notation, words, expression) => {
  expect(notationOf(expression)).toBe(notation);
  expect(wordsOf(expression)).toBe(words);
});
