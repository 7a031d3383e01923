import { applyDifference } from '../../lib/template/apply-difference';
import { canonicalJson } from '../../lib/template/canonical';
import { differenceOf } from '../../lib/template/difference';
import type { Json } from '../../lib/template/json';

// In a file of its own: what the stack holds depends on whether the code has been running for long.
describe('work is linear', () => {
  const size = 10_000;
  const numbers = Array.from({ length: size }, (_, i) => i);
  const shuffled = numbers.map((i) => (i * 7_919) % size);

  test.each<[string, (i: number) => Json]>([
    ['text', (i) => `--flag=${i}`],
    ['keyed objects', (i) => ({ name: `V${i}`, value: 'x' })],
    ['objects without a key', (i) => ({ from: [{ ports: [i] }] })],
    ['objects with one key', () => ({ name: 'same' })],
  ])('in lists of 10,000 elements: %s', (_, element) => {
    const before = { env: numbers.map(element) };
    const after = { env: [element(size), ...shuffled.slice(1).map(element)] };
    // The best of three: other work on the machine must not fail this, quadratic work still does.
    const times = [1, 2, 3].map(() => {
      const started = performance.now();
      const made = applyDifference(before, differenceOf(before, after));
      const time = performance.now() - started;
      expect(canonicalJson(made)).toBe(canonicalJson(after));
      return time;
    });
    expect(Math.min(...times)).toBeLessThan(1_000);
  });

  test.each<[string, (inner: Json, i: number) => Json]>([
    ['objects', (inner) => ({ a: inner })],
    ['lists', (inner) => [inner]],
    ['lists that differ in length', (inner, i) => (i % 2 === 0 ? [inner] : [inner, 'x'])],
    ['keyed lists', (inner) => ({ env: [{ name: 'a', inner }] })],
  ])('at a depth of 1,000: %s', (_, wrap) => {
    const deep = (leaf: Json) => Array.from({ length: 1_000 }, (__, i) => i).reduce<Json>(wrap, leaf);
    const started = performance.now();
    const differences = differenceOf(deep(1), deep(2));
    expect(canonicalJson(applyDifference(deep(1), differences))).toBe(canonicalJson(deep(2)));
    expect(differences).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
