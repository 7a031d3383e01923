import fc from 'fast-check';
import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import {
  baseAmount,
  convertQuantity,
  dimensionOf,
  formatQuantity,
  parseQuantity,
  roundTo,
} from '../../lib/template/quantity';

test.each([
  ['256Mi', 'memory', { amount: 256, unit: 'Mi' }],
  ['1.5Gi', 'memory', { amount: 1.5, unit: 'Gi' }],
  ['250m', 'cpu', { amount: 250, unit: 'm' }],
  ['0.5', 'cpu', { amount: 0.5, unit: 'cores' }],
  ['5m', 'time', { amount: 5, unit: 'min' }],
  ['5min', 'time', { amount: 5, unit: 'min' }],
  ['1d', 'time', { amount: 1, unit: 'd' }],
] as const)('%s is a quantity of %s', (text, dimension, quantity) =>
  expect(parseQuantity(text, dimension)).toEqual(quantity),
);

test.each([
  ['256M', 'memory'],
  ['256', 'memory'],
  ['-1Mi', 'memory'],
  ['1e3Mi', 'memory'],
  ['1 Mi', 'memory'],
  ['Mi', 'memory'],
  ['', 'cpu'],
  ['.5', 'cpu'],
  ['1.', 'cpu'],
  ['250Mi', 'cpu'],
  ['30', 'time'],
  ['30s\n', 'time'],
  ['1constructor', 'memory'],
  ['1__proto__', 'time'],
  ['Infinity', 'cpu'],
  ['NaN', 'cpu'],
] as const)('%j is no quantity of %s', (text, dimension) => expect(parseQuantity(text, dimension)).toBeUndefined());

const sizes = {
  Ki: Size.kibibytes,
  Mi: Size.mebibytes,
  Gi: Size.gibibytes,
  Ti: Size.tebibytes,
  Pi: Size.pebibyte,
} as const;
const sizeUnits = fc.constantFrom('Ki', 'Mi', 'Gi', 'Ti', 'Pi');
const times = {
  ms: Duration.millis,
  s: Duration.seconds,
  min: Duration.minutes,
  h: Duration.hours,
  d: Duration.days,
} as const;
const timeUnits = fc.constantFrom('ms', 's', 'min', 'h', 'd');

test('memory converts to the same number as cdk8s gives, bit for bit', () => {
  const read = {
    Ki: 'toKibibytes',
    Mi: 'toMebibytes',
    Gi: 'toGibibytes',
    Ti: 'toTebibytes',
    Pi: 'toPebibytes',
  } as const;
  fc.assert(fc.property(fc.nat(100_000), sizeUnits, sizeUnits, (amount, from, to) => {
    const size = sizes[from](amount);
    expect(convertQuantity({ amount, unit: from }, to, 'none')).toBe(
      size[read[to]]({ rounding: SizeRoundingBehavior.NONE }),
    );
    expect(convertQuantity({ amount, unit: from }, to, 'floor')).toBe(
      size[read[to]]({ rounding: SizeRoundingBehavior.FLOOR }),
    );
  }));
});

test('time converts to the same number as cdk8s gives, bit for bit', () => {
  const read = { ms: 'toMilliseconds', s: 'toSeconds', min: 'toMinutes', h: 'toHours', d: 'toDays' } as const;
  fc.assert(fc.property(fc.nat(100_000), timeUnits, timeUnits, (amount, from, to) => {
    expect(convertQuantity({ amount, unit: from }, to, 'none')).toBe(
      times[from](amount)[read[to]]({ integral: false }),
    );
  }));
});

test('a quantity is written as it is read', () => {
  const texts = fc.tuple(fc.nat(1e6), sizeUnits).map(([amount, unit]) => `${amount}${unit}`);
  fc.assert(fc.property(texts, (text) => expect(formatQuantity(parseQuantity(text, 'memory')!)).toBe(text)));
  expect(
    [
      ['5m', 'time'],
      ['0.5', 'cpu'],
      ['250m', 'cpu'],
    ].map(([text, dimension]) => formatQuantity(parseQuantity(text, dimension as 'cpu')!)),
  ).toEqual(['5m', '0.5', '250m']);
});

test('amounts of different units are compared in the smallest', () => {
  expect(
    [
      ['1Gi', 'memory'],
      ['1', 'cpu'],
      ['1h', 'time'],
    ].map(([text, dimension]) => baseAmount(parseQuantity(text, dimension as 'cpu')!)),
  ).toEqual([1024 ** 2, 1000, 3_600_000]);
  expect(dimensionOf('h')).toBe('time');
});

test('dimensions do not mix', () => {
  expect(() => convertQuantity({ amount: 1, unit: 'Mi' }, 's', 'none')).toThrow(RangeError);
});

test('exact rounding refuses a fraction, and says of what', () => {
  expect(() => roundTo(1.5, 'exact', '3 times 0.5')).toThrow('3 times 0.5 is 1.5, which is not a whole number');
});
