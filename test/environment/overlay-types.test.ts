import type { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityChart, ParityConstruct, facts, overlays, vary, when } from '../../lib';
import { type ShopContract, failuresOf, place, render, shop, shown } from './fixtures/probe';

const why = 'traffic differs';

/** A nested construct that needs a value. */
class Cache extends ParityConstruct {
  readonly memory = vary.memory({ why, max: '4Gi' });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    place(this, id, { value: this.memory.toMebibytes() });
  }
}

/** A nested construct that can do without values. */
class Limits extends ParityConstruct {
  readonly rate = vary.integer({ why, default: 10, min: 1 });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    place(this, id, { value: this.rate });
  }
}

class Api extends ParityChart {
  readonly replicas = vary.integer({ why, default: 2, min: 1, max: 50 });
  readonly level = vary.oneOf(['info', 'debug'], { why, default: 'info' });
  readonly host = vary.hostname({ why });
  readonly cache: Cache;
  readonly limits: Limits;
  readonly note = 'no variation';

  constructor(scope: Construct, id: string) {
    super(scope, id);
    place(this, 'api', { value: this.replicas, level: this.level, host: this.host });
    this.cache = new Cache(this, 'cache');
    this.limits = new Limits(this, 'limits');
  }
}

const whole = { host: 'api.test', cache: { memory: '1Gi' } } as const;
const codesOf = (environment: ReturnType<typeof shop>) =>
  [...new Set(failuresOf(() => render({ api: Api }, { environments: [environment] })).map(({ code }) => code))];

describe('an overlay, checked by the compiler and again at run time,', () => {
  test('takes exactly the variations of its class', () => {
    const environment = shop('local').overlay(Api, { ...whole, replicas: 6, level: 'debug', limits: { rate: 5 } });
    const { index } = render({ api: Api }, { environments: [environment] });
    expect(
      Object.fromEntries(
        Object.entries(index.charts[0].targets.local.values).map(([name, { value }]) => [name, value]),
      ),
    ).toEqual({ replicas: 6, level: 'debug', host: 'api.test', 'cache.memory': '1Gi', 'limits.rate': 5 });
  });

  test('refuses every key of a class without public variations', () => {
    class Closed extends ParityChart {
      private readonly replicas = vary.integer({ why, default: 2, min: 1, max: 50 });

      constructor(scope: Construct, id: string) {
        super(scope, id);
        place(this, 'closed', { value: this.replicas });
      }
    }
    expect(() => {
      // @ts-expect-error replicas is private
      shop('local').overlay(Closed, { replicas: 3 });
      shop('local').overlay(Closed, {});
    }).not.toThrow();
  });

  test('refuses an unknown key', () => {
    // @ts-expect-error no such variation
    expect(codesOf(shop('local').overlay(Api, { ...whole, replica: 6 }))).toEqual(['PARITY_UNKNOWN_VARIATION']);
  });

  test('refuses a field that is no variation', () => {
    // @ts-expect-error a plain field
    expect(codesOf(shop('local').overlay(Api, { ...whole, note: 'x' }))).toEqual(['PARITY_UNKNOWN_VARIATION']);
  });

  test('refuses a wrong type', () => {
    // @ts-expect-error a text for a number
    expect(codesOf(shop('local').overlay(Api, { ...whole, replicas: '6' }))).toEqual(['PARITY_BAD_VALUE']);
  });

  test('refuses a value outside a oneOf', () => {
    // @ts-expect-error not one of them
    expect(codesOf(shop('local').overlay(Api, { ...whole, level: 'trace' }))).toEqual(['PARITY_BAD_VALUE']);
  });

  test('refuses a missing value of a variation without default', () => {
    // @ts-expect-error host has no default
    expect(codesOf(shop('local').overlay(Api, { cache: { memory: '1Gi' } }))).toEqual(['PARITY_MISSING_VALUE']);
  });

  test('refuses the absence of a nested construct that needs a value', () => {
    // @ts-expect-error cache.memory has no default
    expect(codesOf(shop('local').overlay(Api, { host: 'api.test' }))).toEqual(['PARITY_MISSING_VALUE']);
    // @ts-expect-error the same one level deeper
    expect(codesOf(shop('local').overlay(Api, { host: 'api.test', cache: {} }))).toEqual(['PARITY_MISSING_VALUE']);
  });

  test('refuses an unknown key of a nested construct', () => {
    // @ts-expect-error no such variation
    expect(codesOf(shop('local').overlay(Api, { ...whole, limits: { burst: 1 } }))).toEqual([
      'PARITY_UNKNOWN_VARIATION',
    ]);
  });

  test('refuses a value where a nested construct stands', () => {
    // @ts-expect-error a number for a construct
    expect(codesOf(shop('local').overlay(Api, { ...whole, limits: 5 }))).toEqual(['PARITY_UNKNOWN_VARIATION']);
  });

  test('refuses a decimal memory unit', () => {
    // @ts-expect-error 1G is no binary quantity
    expect(codesOf(shop('local').overlay(Api, { ...whole, cache: { memory: '1G' } }))).toEqual(['PARITY_BAD_VALUE']);
  });

  test('is as strict beside the service', () => {
    // @ts-expect-error no such variation
    const set = overlays(Api, { local: { ...whole, replica: 6 } });
    expect(failuresOf(() => render({ api: Api }, { overlays: [set] })).map(({ code }) => code)).toEqual([
      'PARITY_UNKNOWN_VARIATION',
    ]);
  });
});

describe('a declaration, checked by the compiler,', () => {
  const declared: Record<string, () => unknown> = {
    // @ts-expect-error why is required
    why: () => vary.integer({ default: 1, min: 1 }),
    // @ts-expect-error so are bounds
    bounds: () => vary.integer({ why, default: 1 }),
    // @ts-expect-error a text needs a pattern
    pattern: () => vary.string({ why, default: 'a' }),
    // @ts-expect-error a choice needs two values
    choice: () => vary.oneOf(['a'], { why, default: 'a' }),
    // @ts-expect-error the default is one of them
    default: () => vary.oneOf(['a', 'b'], { why, default: 'c' }),
  };

  test.each(Object.keys(declared))('needs a good %s', (name) => {
    class Bad extends ParityChart {
      readonly value = declared[name]();

      constructor(scope: Construct, id: string) {
        super(scope, id);
        place(this, 'bad', { value: this.value });
      }
    }
    expect(failuresOf(() => render({ bad: Bad })).map(({ code }) => code)).toEqual(['PARITY_BAD_VARIATION']);
  });

  test('gives code the type it asked for', () => {
    class Typed extends ParityChart {
      readonly memory = vary.memory({ why, default: '1Gi', max: '2Gi' });

      constructor(scope: Construct, id: string) {
        super(scope, id);
        const size: Size = this.memory;
        // @ts-expect-error a Size is no text
        const text: string = this.memory;
        place(this, 'typed', { value: size.toMebibytes(), same: size === (text as unknown) });
      }
    }
    expect(shown(render({ typed: Typed }), 'local', 'typed')).toBe(1024);
  });
});

describe('a fact, checked by the compiler,', () => {
  test('that is a boolean cannot be tested, only asked with when', () => {
    class Gated extends ParityChart {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        const { capabilities } = facts<ShopContract>(this);
        // @ts-expect-error no boolean: an if would take one branch for all environments
        const isMeshed: boolean = capabilities.mesh;
        place(this, 'gated', {
          value: when(capabilities.mesh, { true: () => 'mesh', false: () => 'plain' }),
          raw: isMeshed,
        });
      }
    }
    expect(shown(render({ gated: Gated }), 'local', 'gated')).toBe('plain');
  });

  test('must be in the contract', () => {
    class Wrong extends ParityChart {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        // @ts-expect-error a typing mistake
        place(this, 'wrong', { value: facts<ShopContract>(this).paymentURL });
      }
    }
    expect(failuresOf(() => render({ wrong: Wrong }))[0]).toMatchObject({
      code: 'PARITY_UNKNOWN_FACT',
      expected: "'paymentUrl'",
    });
  });

  test('an alternative needs each branch', () => {
    class Half extends ParityChart {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        // @ts-expect-error large is missing
        place(this, 'half', { value: when(facts<ShopContract>(this).size, { small: () => 1 }) });
      }
    }
    const environments = [shop('local'), shop('production', { size: 'large' })];
    expect(failuresOf(() => render({ half: Half }, { environments })).length).toBeGreaterThan(0);
  });
});
