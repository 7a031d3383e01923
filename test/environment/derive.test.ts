import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { load } from 'js-yaml';
import { ParityChart, derive, facts, text, vary } from '../../lib';
import type { Construct } from 'constructs';
import { type ShopContract, chartWith, failureOf, place, render, shop, shown } from './fixtures/probe';

const why = 'traffic differs';
const memory = () => vary.memory({ why, default: '1Ki', max: '1024Pi' });
const cpu = () => vary.cpu({ why, default: '1m', max: '100000' });
const duration = () => vary.duration({ why, default: '1ms', max: '100000d' });
const integer = () => vary.integer({ why, default: -1_000_000, min: -1_000_000, max: 1_000_000 });

/** Renders a derivation in the template mode, and by the witness in the plain mode: both give this, or the run fails. */
function both<V>(declare: () => V, compute: (value: V) => unknown, given: unknown): unknown {
  const Probe = chartWith(declare, compute);
  return shown(
    render(
      { probe: Probe },
      { environments: [shop('local').overlay(Probe, { value: given } as never)], witness: true },
    ),
    'local',
    'probe',
  );
}

const factor = fc.constantFrom(0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 10);
const round = fc.constantFrom('floor' as const, 'ceil' as const, 'round' as const);
const amount = fc.integer({ min: 2, max: 5000 });
const options = { numRuns: 25 };

describe('a derivation gives in a template what it gives with plain values', () => {
  test('scale of memory', () => {
    fc.assert(fc.property(amount, fc.constantFrom('Ki', 'Mi', 'Gi'), factor, round, (n, unit, by, how) => {
      const result = both(memory, (m) => derive.scale(m, by, { round: how }).toKibibytes(), `${n}${unit}`);
      const exact = n * by * { Ki: 1, Mi: 1024, Gi: 1024 ** 2 }[unit as 'Ki'];
      expect(Math.abs((result as number) - exact)).toBeLessThanOrEqual(1);
    }), options);
  });

  test('scale of cpu', () => {
    fc.assert(fc.property(amount, factor, round, (n, by, how) => {
      const result = String(both(cpu, (c) => derive.scale(c, by, { round: how }).amount, `${n}m`));
      expect(
        Math.abs((result.endsWith('m') ? Number(result.slice(0, -1)) : Number(result) * 1000) - n * by),
      ).toBeLessThanOrEqual(1);
    }), options);
  });

  test('scale of time', () => {
    fc.assert(fc.property(amount, fc.constantFrom('s', 'm', 'h'), fc.constantFrom(1, 2, 3, 10), (n, unit, by) => {
      const result = both(duration, (d) => derive.scale(d, by).toSeconds(), `${n}${unit}`);
      expect(result).toBe(n * by * { s: 1, m: 60, h: 3600 }[unit as 's']);
    }), options);
  });

  test('scale of numbers', () => {
    fc.assert(fc.property(fc.integer({ min: -999_999, max: 1_000_000 }), factor, round, (n, by, how) => {
      const rounded = { floor: Math.floor, ceil: Math.ceil, round: Math.round }[how](n * by);
      expect(both(integer, (i) => derive.scale(i, by, { round: how }), n)).toBe(rounded === 0 ? 0 : rounded);
    }), options);
  });

  test('min and max, also of different units', () => {
    fc.assert(fc.property(amount, amount, (a, b) => {
      const sizes = [Size.mebibytes(a), Size.kibibytes(b * 700)];
      const [least, most] = [Math.min(a * 1024, b * 700), Math.max(a * 1024, b * 700)];
      expect(both(memory, (m) => derive.min(m, sizes[1]).toKibibytes(), `${a}Mi`)).toBe(least);
      expect(both(memory, (m) => derive.max(m, sizes[1]).toKibibytes(), `${a}Mi`)).toBe(most);
      expect(both(integer, (i) => derive.min(i, b, 3000), a)).toBe(Math.min(a, b, 3000));
      expect(both(integer, (i) => derive.max(7, i), a)).toBe(Math.max(7, a));
      // @ts-expect-error -- amounts of two kinds cannot be compared
      void (() => derive.max(7, sizes[1]));
    }), options);
  });

  test('units', () => {
    fc.assert(fc.property(amount, (n) => {
      expect(both(memory, (m) => derive.unit(m, 'Ki'), `${n}Mi`)).toBe(n * 1024);
      expect(both(cpu, (c) => derive.unit(c, 'm'), `${n}`)).toBe(n * 1000);
      expect(both(duration, (d) => derive.unit(d, 'min', 'floor'), `${n}s`)).toBe(Math.floor(n / 60));
    }), options);
  });

  test('join and embedded documents, whatever the text', () => {
    const list = () => vary.list({ why, default: [], items: /[^]+/ });
    const item = fc
      .string({ minLength: 1, unit: 'binary' })
      .filter((s) => !/\p{Surrogate}/u.test(s) && !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/.test(s));
    fc.assert(fc.property(fc.uniqueArray(item, { minLength: 1, maxLength: 4 }), (items) => {
      expect(JSON.parse(both(list, (l) => text.json({ l, n: 1 }), items) as string)).toEqual({ l: items, n: 1 });
      expect(load(both(list, (l) => text.yaml({ l }), items) as string)).toEqual({ l: items });
    }), options);
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z0-9.:-]+$/), { minLength: 1, maxLength: 4 }), (items) => {
        expect(both(list, (l) => derive.join(l, ','), items)).toBe(items.join(','));
      }),
      options,
    );
  });

  test('the hash of content, whatever the order of its keys', () => {
    const expected = createHash('sha256').update('{"a":7,"b":"x"}').digest('hex').slice(0, 12);
    expect(both(integer, (i) => derive.contentHash({ b: 'x', a: i }, 12), 7)).toBe(expected);
    expect(both(integer, (i) => derive.contentHash({ a: i, b: 'x' }, 12), 7)).toBe(expected);
  });

  test('lookup by a oneOf and by a fact, into texts, numbers and placeholders', () => {
    const size = () => vary.oneOf(['s', 'l'], { why, default: 's' });
    expect(both(size, (s) => derive.lookup(s, { s: 1, l: 4 }), 'l')).toBe(4);
    expect(both(size, (s) => derive.lookup(s, { s: 'one', l: 'four' }), 'l')).toBe('four');
  });

  test('derivations of derivations', () => {
    expect(
      both(
        memory,
        (m) => `-Xmx${derive.unit(derive.min(derive.scale(m, 0.75), Size.gibibytes(3)), 'Mi', 'floor')}m`,
        '1Gi',
      ),
    ).toBe('-Xmx768m');
    expect(both(duration, (d) => derive.max(derive.scale(d, 2), Duration.seconds(5)).toSeconds(), '2s')).toBe(5);
    expect(both(cpu, (c) => derive.min(c, Cpu.millis(500)).amount, '2')).toBe('500m');
  });

  test('a fact in a derivation', () => {
    class Sharded extends ParityChart {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        const env = facts<ShopContract>(this);
        place(this, 'sharded', {
          value: [
            derive.scale(env.shards, 2),
            derive.lookup(env.size, { small: 'S', large: 'L' }),
            derive.join(env.zones, '+'),
          ],
        });
      }
    }
    expect(shown(render({ sharded: Sharded }, { witness: true }), 'local', 'sharded')).toEqual([6, 'S', 'a+b']);
  });
});

describe('a derivation that cannot be made', () => {
  test.each([
    [
      'a key that its table lacks',
      () => vary.oneOf(['s', 'l'], { why, default: 's' }),
      (s: never) => derive.lookup(s, { s: 1 } as never),
      'l',
    ],
    ['a unit that does not divide', memory, (m: never) => derive.unit(m, 'Gi'), '1500Mi'],
  ])('%s names the environment and the place', (_, declare, compute, given) => {
    const Probe = chartWith(declare as () => unknown, compute as (value: unknown) => unknown);
    const environments = [shop('staging').overlay(Probe, { value: given } as never)];
    expect(failureOf(() => render({ probe: Probe }, { environments }))).toMatchObject({
      code: 'PARITY_BAD_DERIVATION',
      where: 'staging: probe > Probe/probe > spec.value',
    });
  });

  test('from an object that holds placeholders says what to use', () => {
    const Probe = chartWith(integer, (i) => derive.join([`${i}`] as never, ','));
    expect(failureOf(() => render({ probe: Probe }))).toMatchObject({ code: 'PARITY_COMPUTED' });
  });

  test('a sum of what differs is refused at once, with its line', () => {
    const Probe = chartWith(integer, (i) => i * 2);
    const failure = failureOf(() => render({ probe: Probe }));
    expect(failure.code).toBe('PARITY_COMPUTED');
    expect(`${failure.where} ${failure.got}`).toMatch(
      /derive\.test\.ts:\d+.*variation 'value' \(test\/environment\/derive\.test\.ts:\d+\)/,
    );
  });
});
