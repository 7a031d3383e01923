import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { readFileSync } from 'node:fs';
import { vary } from '../../lib';
import { chartWith, failureOf, lineOf, render, shop, shown } from './fixtures/probe';

const why = 'traffic differs';
const source = readFileSync(__filename, 'utf8');
type Declare = () => unknown;

/** By type: a declaration with a default, a value that an overlay may give, and values that it may not. */
const types: readonly [string, Declare, (value: never) => unknown, unknown, unknown, readonly unknown[]][] = [
  ['integer', () => vary.integer({ why, default: 2, min: 1, max: 5 }), (v) => v, 2, 5, [0, 6, 1.5, '3', null, Number.NaN, Number.POSITIVE_INFINITY, [3]]],
  ['number', () => vary.number({ why, default: 0.5, min: 0, max: 1 }), (v) => v, 0.5, 0.25, [-0.1, 1.01, '0.5', true]],
  ['string', () => vary.string({ why, default: 'a1', pattern: /[a-z]\d/ }), (v) => v, 'a1', 'b2', ['b22', 'xb2', 'b2\n', 'B2', 2, '', 'x'.repeat(5000)]],
  ['hostname', () => vary.hostname({ why, default: 'a.test' }), (v) => v, 'a.test', '*.b-2.test',
    ['A.test', '-a.test', 'a..test', 'a.test.', 'a_b.test', `${'a'.repeat(64)}.test`, 'a.test\nb', 'http://a.test', `${'a.'.repeat(150)}a`]],
  ['url', () => vary.url({ why, default: 'https://a.test/x' }), (v) => v, 'https://a.test/x', 'postgres://db:5432/a?b=c',
    ['a.test', '/x', 'https://', 'https://a b', 'https://a.test/"x', 'https://a.test/\n', 'javascript:alert(1)']],
  ['cpu', () => vary.cpu({ why, default: '250m', max: '2' }), (v: Cpu) => v.amount, '250m', '1.5', ['2001m', '3', '250Mi', '-1', 'm', '', 2, '1e3']],
  ['memory', () => vary.memory({ why, default: '256Mi', min: '64Mi', max: '1Gi' }), (v: Size) => v.asString(), '256Mi', '512Mi',
    ['32Mi', '2Gi', '256M', '256', '256mi', 256, '-1Mi', '1e2Mi', ' 256Mi']],
  ['storage', () => vary.storage({ why, default: '1Gi', max: '10Gi' }), (v: Size) => v.toMebibytes(), 1024, '10Gi', ['11Gi', '1G', '1Ti']],
  ['duration', () => vary.duration({ why, default: '30s', min: '1s', max: '5m' }), (v: Duration) => v.toSeconds(), 30, '2m', ['999ms', '6m', '1h', '30', 30, '30 s']],
  ['percent', () => vary.percent({ why, default: '25%', max: '50%' }), (v) => v, '25%', '50%', ['51%', '101%', '25', '2.5%', '-1%', 25]],
  ['oneOf', () => vary.oneOf(['info', 'debug'], { why, default: 'info' }), (v) => v, 'info', 'debug', ['Info', 'trace', '', 'constructor', '__proto__', 1]],
  ['cidrs', () => vary.cidrs({ why, default: ['10.0.0.0/8'], maxItems: 2 }), (v) => v, ['10.0.0.0/8'], ['192.168.0.0/16', 'fd00::/8'],
    ['10.0.0.0/8', ['10.0.0.0'], ['10.0.0.0/33'], ['256.0.0.0/8'], ['10.0.0/8'], ['010.0.0.0/8'], ['10.0.0.0/08'], ['::::/8'], ['fd00::/129'],
      ['fe80::1%eth0/64'], ['1.1.1.1/0\n'], ['fd00::/-1'], ['1.0.0.0/8', '1.0.0.0/8'], ['1.0.0.0/8', '2.0.0.0/8', '3.0.0.0/8'], [8], [`${':'.repeat(9000)}/8`]]],
  ['list', () => vary.list({ why, default: ['a'], items: /[a-z]/, maxItems: 3 }), (v) => v, ['a'], ['b', 'c'], [['A'], ['ab'], 'a', ['a', 'a'], ['a', 'b', 'c', 'd'], { 0: 'a' }]],
  ['list of a set', () => vary.list({ why, default: [], items: ['x', 'y'] }), (v) => v, [], ['y', 'x'], [['z'], ['x', 'x'], ['constructor']]],
  ['map', () => vary.map({ why, default: {}, values: /[a-z]+/, maxItems: 2 }), (v) => v, {}, { tier: 'gold', toString: 'x' },
    [{ a: 'A' }, { a: 1 }, ['a'], 'a', { a: 'a', b: 'b', c: 'c' }, JSON.parse('{"__proto__":"x"}'), { constructor: 'x' }]],
];

describe.each(types)('vary.%s', (_, declare, show, byDefault, given, refused) => {
  const Probe = chartWith(declare, show as (value: unknown) => unknown);
  const over = (value: unknown) => [shop('local'), shop('production').overlay(Probe, { value } as never)];

  test('takes its default where no overlay speaks, and the overlay where one does', () => {
    const assembly = render({ probe: Probe }, { environments: over(given), witness: true });
    expect(shown(assembly, 'local', 'probe')).toEqual(byDefault);
    expect(assembly.index.charts[0].targets.production.values.value).toMatchObject({ value: given, from: 'overlay' });
    expect(shown(assembly, 'production', 'probe')).not.toEqual(byDefault);
  });

  test.each(refused.map((value) => [value]))('refuses %j', (value) => {
    const failure = failureOf(() => render({ probe: Probe }, { environments: over(value) }));
    expect(failure.code).toBe('PARITY_BAD_VALUE');
    expect(failure.where).toMatch(new RegExp(`^production: probe test/environment/vary\\.test\\.ts:${lineOf(source, 'const over =')}$`));
    expect((failure.got ?? '').length).toBeLessThan(250);
  });
});

describe('quantities', () => {
  const memory = () => vary.memory({ why, default: Size.mebibytes(256), min: '64Mi', max: Size.gibibytes(2) });

  test.each([
    ['memory', memory, (v: Size) => v.toKibibytes(), Size.gibibytes(1), 1024 * 1024],
    ['memory with a rounding', memory, (v: Size) => v.toGibibytes({ rounding: SizeRoundingBehavior.FLOOR }), Size.mebibytes(1500), 1],
    ['storage', () => vary.storage({ why, default: '1Gi', max: '9Ti' }), (v: Size) => v.toGibibytes(), Size.tebibytes(2), 2048],
    ['duration', () => vary.duration({ why, default: Duration.seconds(5), max: Duration.days(1) }), (v: Duration) => v.toSeconds(), Duration.hours(2), 7200],
    ['cpu', () => vary.cpu({ why, default: Cpu.millis(100), max: Cpu.units(4) }), (v: Cpu) => v.amount, Cpu.units(2), '2'],
  ] as const)('%s takes an object as well as a text', (_, declare, show, given, expected) => {
    const Probe = chartWith(declare as Declare, show as (value: unknown) => unknown);
    const assembly = render({ probe: Probe }, { environments: [shop('local').overlay(Probe, { value: given } as never)], witness: true });
    expect(shown(assembly, 'local', 'probe')).toEqual(expected);
  });

  test('a bound that an object gives holds for a text', () => {
    const Probe = chartWith(memory, (v) => v.asString());
    const failure = failureOf(() => render({ probe: Probe }, { environments: [shop('local').overlay(Probe, { value: '3Gi' })] }));
    expect(failure.message).toContain('above its maximum 2Gi');
  });

  test('a conversion that does not divide evenly names the place and the environment', () => {
    const Probe = chartWith(memory, (v) => v.toGibibytes());
    const failure = failureOf(() => render({ probe: Probe }));
    expect(failure).toMatchObject({ code: 'PARITY_BAD_DERIVATION', where: 'local: probe > Probe/probe > spec.value' });
  });
});

describe('a declaration', () => {
  const bad: readonly [string, Declare, RegExp, ((value: never) => unknown)?][] = [
    ['without why', () => vary.integer({ default: 1, min: 1 } as never), /no 'why'/],
    ['with an empty why', () => vary.integer({ why: '  ', default: 1, min: 1 }), /no 'why'/],
    ['without bounds', () => vary.integer({ why, default: 1 } as never), /neither bounds nor a pattern/],
    ['of a text without pattern', () => vary.string({ why, default: 'a' } as never), /neither bounds nor a pattern/],
    ['with min above max', () => vary.integer({ why, default: 3, min: 4, max: 2 }), /min 4 is above its max 2/],
    ['with min above max in units', () => vary.memory({ why, default: '1Gi', min: '2Gi', max: '512Mi' }), /min 2Gi is above its max 512Mi/, (v: Size) => v.asString()],
    ['with a bound that is no quantity', () => vary.cpu({ why, default: '1', max: '4Gi' as never }), /max "4Gi" is no cpu/, (v: Cpu) => v.amount],
    ['with a default below its bounds', () => vary.integer({ why, default: 0, min: 1 }), /default 0 is below its minimum 1/],
    ['with a default that its pattern refuses', () => vary.string({ why, default: 'ab', pattern: /a/ }), /does not match/],
    ['with a pattern whose flags change it', () => vary.string({ why, default: 'A', pattern: /a/i }), /flags/],
    ['of a list with flags', () => vary.list({ why, default: ['A'], items: /a/i }), /flags/],
    ['of a map with flags', () => vary.map({ why, default: { a: 'A' }, values: /a/i }), /flags/],
    ['of one choice', () => vary.oneOf(['a'] as never, { why, default: 'a' as never }), /neither bounds nor a pattern/],
    ['of a choice that has no such default', () => vary.oneOf(['a', 'b'], { why, default: 'c' as never }), /not one of 'a', 'b'/],
  ];

  test.each(bad)('%s is reported with its line', (...[name, declare, message, show]) => {
    const failure = failureOf(() => render({ probe: chartWith(declare, show as ((value: unknown) => unknown) | undefined) }));
    expect(failure.code).toBe('PARITY_BAD_VARIATION');
    expect(failure.message).toMatch(message);
    expect(failure.where).toBe(`probe test/environment/vary.test.ts:${lineOf(source, `['${name}'`)}`);
  });

  test('is recorded with type, bounds, why, owner, source line and places', () => {
    const Probe = chartWith(() => vary.integer({ why, default: 2, min: 1, max: 9, owner: 'team-a' })); // recorded here
    expect(render({ probe: Probe }).index.charts[0].variations).toEqual([{
      name: 'value', type: 'integer', why, default: 2, min: 1, max: 9, owner: 'team-a',
      source: `test/environment/vary.test.ts:${lineOf(source, '// recorded here')}`,
      places: [{ object: 'Probe/probe', path: ['spec', 'value'] }],
    }]);
  });

  test('without a default needs a value in every environment, and names those that give none', () => {
    const Probe = chartWith(() => vary.integer({ why, min: 1 }));
    const environments = [shop('local'), shop('staging').overlay(Probe, { value: 3 }), shop('production')];
    let wheres: readonly (string | undefined)[] = [];
    try {
      render({ probe: Probe }, { environments });
    } catch (error) {
      wheres = (error as { failures: readonly { code: string; where?: string }[] }).failures.map(({ code, where }) => `${code} ${where?.split(' ')[0]}`);
    }
    expect(wheres).toEqual(['PARITY_MISSING_VALUE local:', 'PARITY_MISSING_VALUE production:']);
  });

  test('outside a class is refused at once', () => {
    jest.isolateModules(() => {
      const fresh = require('../../lib') as typeof import('../../lib');
      let code: string | undefined;
      try {
        fresh.vary.integer({ why, default: 1, min: 1 });
      } catch (error) {
        code = (error as { code?: string }).code;
      }
      expect(code).toBe('PARITY_UNOWNED');
    });
  });
});
