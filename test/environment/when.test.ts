import type { Construct } from 'constructs';
import { ParityChart, type Facts, facts, vary, when } from '../../lib';
import { type ShopContract, failureOf, place, render, shop, shopFacts, shown } from './fixtures/probe';

const why = 'traffic differs';
const meshed = shop('production', { capabilities: { ...shopFacts.capabilities, mesh: true }, size: 'large' });
const both = [shop('local'), meshed];

function chart(build: (chart: ParityChart, env: Facts<ShopContract>) => void) {
  return class Chosen extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      build(this, facts<ShopContract>(this));
    }
  } as new (scope: Construct, id: string) => ParityChart;
}
const value = (choose: (env: Facts<ShopContract>) => unknown) =>
  chart((self, env) => {
    place(self, 'chosen', { value: choose(env) });
  });
const values = (of: ReturnType<typeof chart>) => {
  const assembly = render({ c: of }, { environments: both, witness: true });
  return [shown(assembly, 'local', 'c'), shown(assembly, 'production', 'c')];
};

describe('an alternative of values', () => {
  const forms: readonly [string, (env: Facts<ShopContract>) => unknown, readonly [unknown, unknown]][] = [
    [
      'texts by a capability',
      ({ capabilities }) => when(capabilities.mesh, { true: () => 'm', false: () => 'p' }),
      ['p', 'm'],
    ],
    ['numbers by a text', ({ size }) => when(size, { small: () => 1, large: () => 4 }), [1, 4]],
    ['booleans', ({ size }) => when(size, { small: () => true, large: () => false }), [true, false]],
    [
      'facts',
      (env) => when(env.size, { small: () => env.domain as string, large: () => env.paymentUrl as string }),
      ['shop.test', 'https://pay.test'],
    ],
    [
      'data',
      ({ size }) => when(size, { small: () => ({ a: [1] }) as object, large: () => ({ b: { c: 2 } }) }),
      [{ a: [1] }, { b: { c: 2 } }],
    ],
    [
      'lists with facts in them',
      (env) => when(env.size, { small: () => [env.domain as string], large: () => ['x', 'y'] }),
      [['shop.test'], ['x', 'y']],
    ],
    ['text inside text', ({ size }) => `to-${when(size, { small: () => 's', large: () => 'l' })}`, ['to-s', 'to-l']],
    [
      'values in values',
      ({ size, capabilities }) =>
        when(size, {
          small: () => 's',
          large: () => when(capabilities.mesh, { true: () => 'lm', false: () => 'lp' }),
        }),
      ['s', 'lm'],
    ],
    [
      'data in data',
      ({ size, capabilities }) =>
        when(size, {
          small: () => ({ s: 1 }) as object,
          large: () => ({ l: when(capabilities.mesh, { true: () => ({ m: 1 }) as object, false: () => ({ p: 1 }) }) }),
        }),
      [{ s: 1 }, { l: { m: 1 } }],
    ],
  ];

  test.each(forms)('%s', (_, choose, expected) => {
    expect(values(value(choose))).toEqual(expected);
  });

  test('by a variation', () => {
    class Sized extends ParityChart {
      readonly size = vary.oneOf(['s', 'l'], { why, default: 's' });

      constructor(scope: Construct, id: string) {
        super(scope, id);
        place(this, 'sized', { value: when(this.size, { s: () => 1, l: () => 9 }) });
      }
    }
    const assembly = render(
      { c: Sized },
      { environments: [shop('local'), shop('production').overlay(Sized, { size: 'l' })], witness: true },
    );
    expect([shown(assembly, 'local', 'c'), shown(assembly, 'production', 'c')]).toEqual([1, 9]);
  });
});

describe('an alternative of constructs', () => {
  const Both = chart((self, { capabilities, size }) => {
    when(capabilities.mesh, {
      true: () => {
        when(size, {
          small: () => {
            place(self, 'small', { value: 'small' });
          },
          large: () => {
            place(self, 'large', { value: 'large' });
          },
        });
      },
      false: () => { place(self, 'plain', { value: 'plain' }); },
    });
  });

  test('writes the objects of the chosen branch, nested ones too', () => {
    expect(values(Both)).toEqual(['plain', 'large']);
  });

  test('is recorded with its branches', () => {
    const { index } = render({ c: Both }, { environments: both });
    expect(index.charts[0].alternatives).toEqual([
      {
        of: { op: 'fact', path: ['capabilities', 'mesh'] },
        branches: { true: ['Probe/small', 'Probe/large'], false: ['Probe/plain'] },
      },
      { of: { op: 'fact', path: ['size'] }, branches: { small: ['Probe/small'], large: ['Probe/large'] } },
    ]);
  });

  test('may give both branches the same name', () => {
    const Same = chart((self, { capabilities }) => {
      when(capabilities.mesh, {
        true: () => { place(self, 'a', { value: 'm' }).metadata.addLabel('x', 'y'); },
        false: () => { place(self, 'b', { value: 'p' }); },
      });
    });
    expect(values(Same)).toEqual(['p', 'm']);
  });
});

describe('an alternative', () => {
  test('without the branch that an environment chooses is an error that names both', () => {
    const Half = value(({ size }) => when(size, { small: () => 1 } as never));
    expect(failureOf(() => render({ c: Half }, { environments: both })))
      .toMatchObject({ code: 'PARITY_MISSING_BRANCH', got: "'large' (production)", expected: "one of 'small'" });
  });

  test('of constructs without the branch that an environment chooses is an error', () => {
    const Half = chart((self, { size }) => {
      place(self, 'always', { value: 1 });
      when(size, { small: () => { place(self, 'small', { value: 1 }); } } as never);
    });
    expect(failureOf(() => render({ c: Half }, { environments: both }))).toMatchObject({
      code: 'PARITY_MISSING_BRANCH',
    });
  });

  test('by a variation needs a branch for each of its values', () => {
    class Sized extends ParityChart {
      readonly size = vary.oneOf(['s', 'l'], { why, default: 's' });

      constructor(scope: Construct, id: string) {
        super(scope, id);
        place(this, 'sized', { value: when(this.size, { s: () => 1 } as never) });
      }
    }
    expect(failureOf(() => render({ c: Sized }))).toMatchObject({
      code: 'PARITY_MISSING_BRANCH',
      got: "'l' (of the variation)",
    });
  });

  test.each([
    ['text', 'yes'],
    ['boolean', true],
    ['nothing', undefined],
  ])('by a plain %s is refused with its line', (_, choice) => {
    const failure = failureOf(() =>
      render({ c: value(() => when(choice as never, { true: () => 1, yes: () => 1 } as never)) }),
    );
    expect(failure).toMatchObject({ code: 'PARITY_COMPUTED' });
    expect(failure.where).toMatch(/when\.test\.ts:\d+/);
  });
});
