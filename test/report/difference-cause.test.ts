import { type Cause, causeOf, differsBetween } from '../../lib/report/difference/cause';
import type { ChartPair } from '../../lib/report/difference/chart-side';
import { evaluator } from '../../lib/template/evaluate';
import type { Json } from '../../lib/template/json';
import { small, variation } from './fixtures/small-assembly';

/** A chart with one variation on both sides, and how often it was read. */
function pairOf(from: Json, to: Json): { readonly pair: ChartPair; readonly reads: () => number } {
  let reads = 0;
  const side = (value: Json) =>
    ({ evaluate: evaluator({ facts: {}, variations: new Map([['labels', value]]) }, () => reads++) });
  const [chart] = small({ charts: { shop: {} } }).index.charts;
  return { pair: { chart, from: side(from), to: side(to) } as unknown as ChartPair, reads: () => reads };
}

test('a map that fills thousands of fields is compared once', () => {
  const { pair, reads } = pairOf({ a: '1' }, { a: '2' });
  // Each field has its own expression, read from the assembly.
  const answers = Array.from({ length: 1000 }, () => differsBetween(variation('labels'), pair));
  expect(new Set(answers)).toEqual(new Set([true]));
  expect(reads()).toBe(2);
});

test('an answer for one pair is none for another, and none for what is computed', () => {
  const [differing, alike] = [pairOf({ a: '1' }, { a: '2' }), pairOf('x', 'x')];
  expect([differing, alike].map(({ pair }) => differsBetween(variation('labels'), pair))).toEqual([true, false]);
  const text = { op: 'interpolate', parts: ['x', { value: variation('labels'), as: 'text' }] } as const;
  expect(causeOf(text, pairOf('a', 'b').pair))
    .toEqual<Cause>({ kind: 'derivation', by: 'Shop.labels', computed: expect.any(String) });
});
