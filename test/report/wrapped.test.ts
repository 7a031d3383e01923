import fc from 'fast-check';
import { wrappedTable } from '../../lib/report/explain/wrapped-table';
import { wrapped } from '../../lib/report/wrapped';

const withoutSpace = (text: string) => text.replace(/\s+/g, '');

test('a line breaks between words, and what follows hangs', () => {
  expect(wrapped('set by the overlay at examples/overlays.ts:40', 30, 2)).toEqual([
    'set by the overlay at', '  examples/overlays.ts:40',
  ]);
});

test('a word that is longer than a line breaks after a step of a path, or anywhere', () => {
  expect(wrapped('examples/online-boutique/services/redis-cart.ts:6', 40, 2)).toEqual([
    'examples/online-boutique/services/', '  redis-cart.ts:6',
  ]);
  expect(wrapped('x'.repeat(25), 10, 2)).toEqual(['x'.repeat(10), `  ${'x'.repeat(8)}`, `  ${'x'.repeat(7)}`]);
});

test('whatever a line holds, nothing is lost but space, no line is too long, and no character is cut in two', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '/', '😀', '…', ','), maxLength: 300 }),
    fc.integer({ min: 10, max: 60 }), fc.integer({ min: 0, max: 4 }), (text, width, hang) => {
      const lines = wrapped(text, width, hang);
      expect(withoutSpace(lines.join(''))).toBe(withoutSpace(text));
      for (const line of lines) {
        expect(line.length).toBeLessThanOrEqual(width);
        expect(line).not.toMatch(/^\p{Surrogate}|\p{Surrogate}$/u);
      }
    }));
});

test('a table is set in columns, then wraps its cells, then sets them below each other', () => {
  const rows = [['path', 'value', 'from'], ['spec.replicas', 'x'.repeat(30), 'y'.repeat(30)]];
  expect(wrappedTable(rows, 80).flat()).toEqual([
    'path           value                           from',
    `spec.replicas  ${'x'.repeat(30)}  ${'y'.repeat(30)}`,
  ]);
  expect(wrappedTable(rows, 70).flat()).toEqual([
    'path           value                       from',
    `spec.replicas  ${'x'.repeat(26)}  ${'y'.repeat(27)}`,
    `               ${'x'.repeat(4)}                        ${'y'.repeat(3)}`,
  ]);
  expect(wrappedTable(rows, 40)).toEqual([
    ['path', '  value  from'], ['spec.replicas', `  ${'x'.repeat(30)}`, `  ${'y'.repeat(30)}`],
  ]);
});

test('whatever a table holds, nothing is lost and no line is too long', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ' ', '.', '/'), maxLength: 60 }).map((text) => text.trim());
  fc.assert(fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
    fc.integer({ min: 20, max: 120 }), fc.integer({ min: 1, max: 2 }), (rows, width, whole) => {
      const set = wrappedTable(rows, width, whole);
      expect(set).toHaveLength(rows.length);
      for (const [i, lines] of set.entries()) {
        const letters = (text: string) => [...withoutSpace(text)].sort().join('');
        expect(letters(lines.join(''))).toBe(letters(rows[i].join('')));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }
    }));
});
