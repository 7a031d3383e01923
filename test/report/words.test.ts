import { numberText, plainText, plural, someOf } from '../../lib/report/words';

test.each([[0, '0'], [999, '999'], [1000, '1,000'], [1234567, '1,234,567']])('%d is written %s', (n, text) => {
  expect(numberText(n)).toBe(text);
});

test('one chart, many charts', () => {
  expect([1, 0, 1000].map((n) => plural(n, 'chart'))).toEqual(['1 chart', '0 charts', '1,000 charts']);
});

test('some names, and how many more; one more is named', () => {
  expect(someOf(['a', 'b'], 1)).toBe('a, b');
  expect(someOf(['a', 'b', 'c'], 1)).toBe('a and 2 more');
  expect(someOf([1, 2, 3], 1, (n) => `#${n}`)).toBe('#1 and 2 more');
  expect(someOf([])).toBe('');
});

test('a value in one line', () => {
  expect(['a', 1, null, { a: [true] }].map((value) => plainText(value))).toEqual(['a', '1', 'null', '{"a":[true]}']);
});
