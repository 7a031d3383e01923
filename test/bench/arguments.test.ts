import fc from 'fast-check';

import { parseArguments, TOOLS } from '../../bench/arguments';
import { planCases } from '../../bench/plan';
import { readingMarkdown, readingTable } from '../../bench/reading-table';
import { median } from '../../bench/statistics';

describe('parseArguments', () => {
  test('leaves the plan to the default when nothing is asked for', () => {
    expect(parseArguments([])).toEqual({
      sizes: undefined, environments: undefined, only: TOOLS, runs: 3,
      json: undefined, markdown: false, cold: false, reading: false, readingSizes: [1000], help: false,
    });
  });

  test('reads every option', () => {
    const words = '--sizes 100,1000 --environments 3 --only ours,kustomize --runs 5 --json out.json --markdown --cold --reading';
    expect(parseArguments(words.split(' '))).toEqual({
      sizes: [100, 1000], environments: 3, only: ['ours', 'kustomize'], runs: 5,
      json: 'out.json', markdown: true, cold: true, reading: true, readingSizes: [1000], help: false,
    });
  });

  test('measures a size that is named twice once', () => {
    expect(parseArguments(['--sizes', '10, 10,20']).sizes).toEqual([10, 20]);
  });

  test('takes sizes of what is read for the wish to measure reading', () => {
    expect(parseArguments(['--reading-sizes', '1000,10000'])).toMatchObject({
      reading: true, readingSizes: [1000, 10_000], sizes: undefined,
    });
  });

  test.each([
    ['--sizes', '0'],
    ['--reading-sizes', '10,x'],
    ['--reading', '--environments', '1'],
    ['--sizes', '10,'],
    ['--sizes', '1e3'],
    ['--sizes', '-5'],
    ['--sizes', '99999999999'],
    ['--environments', '2.5'],
    ['--runs', 'many'],
    ['--only', 'helm'],
    ['--only', '__proto__'],
    ['--unknown', '1'],
    ['surplus'],
    ['--json'],
  ])('refuses %s %s', (...words) => {
    expect(() => parseArguments(words)).toThrow(expect.objectContaining({ code: 'PARITY_USAGE' }));
  });
});

describe('planCases', () => {
  test('spares kustomize the large sizes, unless they are asked for', () => {
    const measured = (words: string[]) => planCases(parseArguments(words))
      .filter(({ tools }) => tools.includes('kustomize')).map(({ services }) => services);

    expect(measured([])).toEqual([10, 100, 300]);
    expect(measured(['--sizes', '1000'])).toEqual([1000]);
  });

  test('measures ours alone at 10,000 services and at 30 environments', () => {
    expect(planCases(parseArguments([])).slice(-2)).toEqual([
      { services: 10_000, environments: 3, tools: ['ours'] },
      { services: 1_000, environments: 30, tools: ['ours'] },
    ]);
    expect(planCases(parseArguments(['--only', 'cdk8s'])).every(({ tools }) => tools.join() === 'cdk8s')).toBe(true);
  });
});

describe('median', () => {
  test('is the middle, or the mean of the two middle ones, in numeric order', () => {
    expect(median([10, 9, 100])).toBe(10);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  test('of nothing is an error', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  test('has as many numbers below as above, and leaves its input alone', () => {
    fc.assert(fc.property(fc.array(fc.integer(), { minLength: 1 }), (numbers) => {
      const before = [...numbers];
      const middle = median(numbers);
      expect(numbers).toEqual(before);
      expect(numbers.filter((n) => n < middle).length).toBeLessThanOrEqual(numbers.length / 2);
      expect(numbers.filter((n) => n > middle).length).toBeLessThanOrEqual(numbers.length / 2);
    }));
  });
});

describe('the tables of what reads', () => {
  const results = [
    { services: 10, environments: 3, command: 'parity check', ms: 500, rssMb: 80.4, runs: 3 },
    { services: 100, environments: 3, command: 'parity check', ms: 2_500, rssMb: null, runs: 3 },
    { services: 10, environments: 3, command: 'parity --help', ms: 90, rssMb: 40, runs: 3 },
  ];

  test('have a row for each command, and say how it grew', () => {
    expect(readingMarkdown(results).split('\n')).toEqual([
      '| command | 10 x 3 | peak memory | 100 x 3 | peak memory |',
      '| --- | ---: | ---: | ---: | ---: |',
      '| parity check | 0.50 s | 80 MiB | 2.50 s (5.0 x) | - |',
      '| parity --help | 0.09 s | 40 MiB | - | - |',
    ]);
    expect(readingTable(results)).toContain('2.50 s (5.0 x)');
  });
});
