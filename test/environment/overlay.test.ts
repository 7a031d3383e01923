import type { Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import { ParityApp, ParityChart, environment, facts, overlays, preview, vary, when } from '../../lib';
import {
  type ShopContract,
  chartWith,
  failureOf,
  failuresOf,
  lineOf,
  place,
  render,
  shop,
  shopFacts,
  shown,
} from './fixtures/probe';

const why = 'traffic differs';
const source = readFileSync(__filename, 'utf8');
const at = (text: string) => `test/environment/overlay.test.ts:${lineOf(source, text)}`;

class Api extends ParityChart {
  readonly replicas = vary.integer({ why, default: 2, min: 1, max: 50 });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    place(this, 'api', { value: this.replicas });
  }
}

class Edge extends Api {}

const regions = (name = 'production') => environment<ShopContract>(name, shopFacts, {
  clusters: { eu: { domain: 'eu.shop.test' }, us: { capabilities: { mesh: true } } },
});

describe('an overlay', () => {
  test('speaks to every chart of its class and of its subclasses', () => {
    const assembly = render({ a: Api, b: Edge }, { environments: [shop('local').overlay(Api, { replicas: 6 })] });
    expect([shown(assembly, 'local', 'a'), shown(assembly, 'local', 'b')]).toEqual([6, 6]);
  });

  test('of a subclass leaves its base alone', () => {
    const assembly = render({ a: Api, b: Edge }, { environments: [shop('local').overlay(Edge, { replicas: 6 })] });
    expect([shown(assembly, 'local', 'a'), shown(assembly, 'local', 'b')]).toEqual([2, 6]);
  });

  test('of an instance replaces what its class is given, and a cluster replaces both', () => {
    const given = regions()
      .overlay(Api, { replicas: 9 }, { instance: 'b' })
      .overlay(Api, { replicas: 6 })
      .overlay(Api, { replicas: 12 }, { cluster: 'us' });
    const assembly = render({ a: Api, b: Api }, { environments: [given] });
    const replicas = (cluster: string) => ['a', 'b'].map((chart) => shown(assembly, `production/${cluster}`, chart));
    expect([replicas('eu'), replicas('us')]).toEqual([[6, 9], [12, 12]]);
  });

  test('of an instance leaves the others alone', () => {
    const assembly = render(
      { a: Api, b: Api },
      { environments: [shop('local').overlay(Api, { replicas: 6 }, { instance: 'b' })] },
    );
    expect([shown(assembly, 'local', 'a'), shown(assembly, 'local', 'b')]).toEqual([2, 6]);
  });

  test('of a cluster refines that of its environment', () => {
    const production = regions().overlay(Api, { replicas: 6 }).overlay(Api, { replicas: 9 }, { cluster: 'eu' });
    const assembly = render({ a: Api }, { environments: [production], witness: true });
    expect([shown(assembly, 'production/eu', 'a'), shown(assembly, 'production/us', 'a')]).toEqual([9, 6]);
  });

  test('may stand beside the service', () => {
    const set = overlays(Api, { production: { replicas: 7 } }); // beside
    const assembly = render({ a: Api }, { environments: [shop('local'), shop('production')], overlays: [set] });
    expect([shown(assembly, 'local', 'a'), shown(assembly, 'production', 'a')]).toEqual([2, 7]);
    expect(assembly.index.charts[0].targets.production.values.replicas.source).toBe(at('// beside'));
  });

  test('that says what another place says is an error that names both', () => {
    const environments = [shop('local').overlay(Api, { replicas: 6 })]; // first place
    const set = overlays(Api, { local: { replicas: 7 } }); // second place
    const failure = failureOf(() => render({ a: Api }, { environments, overlays: [set] }));
    expect(failure.code).toBe('PARITY_VALUE_TWICE');
    expect(failure.got).toBe(`6 at ${at('// first place')}, 7 at ${at('// second place')}`);
  });

  test('that repeats the default changes nothing', () => {
    expect(failureOf(() => render({ a: Api }, { environments: [shop('local').overlay(Api, { replicas: 2 })] })))
      .toMatchObject({ code: 'PARITY_OVERLAY_NO_CHANGE', got: '2' });
  });

  test('of a cluster that repeats its environment changes nothing', () => {
    const production = regions().overlay(Api, { replicas: 6 }).overlay(Api, { replicas: 6 }, { cluster: 'eu' });
    expect(failureOf(() => render({ a: Api }, { environments: [production] })).code).toBe('PARITY_OVERLAY_NO_CHANGE');
  });

  test('names what the author most likely meant', () => {
    expect(failureOf(() => render({ a: Api }, { environments: [shop('local').overlay(Api, { replcas: 6 } as never)] })))
      .toMatchObject({ code: 'PARITY_UNKNOWN_VARIATION', got: "'replcas'", expected: "'replicas'" });
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'refuses the key %s and pollutes nothing',
    (key) => {
      const values = JSON.parse(`{ "${key}": { "polluted": true } }`) as never;
      const failure = failureOf(() => render({ a: Api }, { environments: [shop('local').overlay(Api, values)] }));
      expect(failure).toMatchObject({ code: 'PARITY_UNKNOWN_VARIATION', got: `'${key}'` });
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    },
  );

  test.each([[{ valueOf: () => 3 }], [10n], [Symbol('x')], [() => 3], [new Map()]])(
    'refuses what is no data (%#)',
    (value) => {
      const failure = failureOf(() =>
        render({ a: Api }, { environments: [shop('local').overlay(Api, { replicas: value as never })] }),
      );
      expect(failure.code).toBe('PARITY_BAD_VALUE');
    },
  );

  test('reports every wrong value of a run, once for each environment, sorted', () => {
    const environments = ['local', 'staging', 'production'].map((name) =>
      shop(name).overlay(Api, { replicas: 0, x: 1 } as never),
    );
    const failures = failuresOf(() => render({ a: Api, b: Edge }, { environments }));
    expect(failures).toHaveLength(6);
    const texts = failures.map((failure) => `${failure.code} ${failure.message}\n${failure.where}`);
    expect(texts).toEqual([...texts].sort());
  });
});

describe('an overlay or exception that nobody answers to', () => {
  class Other extends Api {}
  const patch = {
    object: 'Probe/api',
    patch: [{ op: 'remove', path: '/spec' }],
    reason: 'r',
    owner: 'o',
    expires: '2030-01-01',
  } as const;
  const stray: readonly [string, Parameters<typeof render>[1] & object, string][] = [
    ['class', { environments: [shop('local').overlay(Other, { replicas: 6 })] }, 'Other'],
    ['instance', { environments: [shop('local').overlay(Api, { replicas: 6 }, { instance: 'b' })] }, 'Api/b'],
    ['cluster', { environments: [regions().overlay(Api, { replicas: 6 }, { cluster: 'asia' })] }, "cluster 'asia'"],
    [
      'cluster of an environment without any',
      { environments: [shop('local').overlay(Api, { replicas: 6 }, { cluster: 'eu' })] },
      "cluster 'eu'",
    ],
    ['exception', { environments: [shop('local').except(Other, patch)] }, 'Other'],
    ['environment beside the service', { overlays: [overlays(Api, { prodction: { replicas: 6 } })] }, "'prodction'"],
  ];

  test.each(stray)('is an error: %s', (_, given, got) => {
    const failures = failuresOf(() => render({ a: Api }, given));
    expect([...new Set(failures.map((failure) => `${failure.code} ${failure.got}`))]).toEqual([
      `PARITY_OVERLAY_UNMATCHED ${got}`,
    ]);
    expect(failures[0].where).toMatch(/^test\/environment\/overlay\.test\.ts:\d+$/);
  });
});

describe('an overlay in a branch that is not chosen', () => {
  class Gated extends ParityChart {
    readonly port = vary.integer({ why, default: 80, min: 1, max: 99 });

    constructor(scope: Construct, id: string) {
      super(scope, id);
      when(facts<ShopContract>(this).capabilities.mesh, {
        true: () => { place(this, 'meshed', { value: this.port }); },
        false: () => { place(this, 'plain', { value: 1 }); },
      });
    }
  }
  const meshed = shop('staging', { capabilities: { ...shopFacts.capabilities, mesh: true } });

  test('fills nothing, which is an error', () => {
    const environments = [meshed, shop('local').overlay(Gated, { port: 81 })];
    expect(failureOf(() => render({ g: Gated }, { environments }))).toMatchObject({
      code: 'PARITY_OVERLAY_FILLS_NOTHING',
      got: "'port'",
    });
  });

  test('is no error for a preview that inherits it', () => {
    const base = meshed.overlay(Gated, { port: 81 });
    const pr = preview('pr-1', base, { capabilities: { mesh: false } });
    expect(shown(render({ g: Gated }, { environments: [base, pr] }), 'pr-1', 'g')).toBe(1);
  });
});

describe('a preview', () => {
  const base = shop('staging').overlay(Api, { replicas: 6 });

  test('has the overlays and facts of its base, and comes last', () => {
    const { index, files } = render(
      { a: Api },
      { environments: [preview('pr-1', base, { domain: 'pr-1.test' }), base] },
    );
    expect(index.environments.map(({ name, previewOf }) => [name, previewOf])).toEqual([
      ['staging', undefined],
      ['pr-1', 'staging'],
    ]);
    expect(index.environments[1].targets[0].facts).toEqual({ ...shopFacts, domain: 'pr-1.test' });
    expect(files.get('pr-1/a.k8s.yaml')).toBe(files.get('staging/a.k8s.yaml'));
  });

  test('may replace what its base says', () => {
    const pr = preview('pr-1', base, {}).overlay(Api, { replicas: 1 });
    expect(shown(render({ a: Api }, { environments: [base, pr] }), 'pr-1', 'a')).toBe(1);
  });

  test('has what stands beside the service for its base', () => {
    const staging = shop('staging');
    const set = overlays(Api, { staging: { replicas: 8 } });
    expect(
      shown(
        render({ a: Api }, { environments: [staging, preview('pr-1', staging, {})], overlays: [set] }),
        'pr-1',
        'a',
      ),
    ).toBe(8);
  });

  test.each(['PR-1', 'a/b', '..', '', 'a'.repeat(64), 'é'])('refuses the name %j', (name) => {
    expect(failureOf(() => preview(name, base, {})).code).toBe('PARITY_BAD_NAME');
  });
});

test('two environments of one name are an error', () => {
  expect(failureOf(() => new ParityApp({ environments: [shop('local'), shop('local')] }))).toMatchObject({
    code: 'PARITY_BAD_NAME',
  });
});

test('a variation is found under the field that holds its construct, whatever the chart is called', () => {
  const Probe = chartWith(() => vary.integer({ why, default: 1, min: 1 }));
  expect(render({ 'a-b': Probe }).index.charts[0].variations.map(({ name }) => name)).toEqual(['value']);
});

describe('what nobody meant to say', () => {
  class Labelled extends ParityChart {
    readonly tags = vary.map({ why, default: {}, values: /[a-z]+/ });

    constructor(scope: Construct, id: string) {
      super(scope, id);
      place(this, 'api', { value: this.tags });
    }
  }

  test('the order in which a map is written reaches no manifest', () => {
    const [one, other] = [{ b: 'x', a: 'y' }, { a: 'y', b: 'x' }].map((tags) =>
      render({ a: Labelled }, { environments: [shop('local').overlay(Labelled, { tags })] }));
    expect([...one.files]).toEqual([...other.files]);
  });

  test('a chart that cannot be built is one failure, not one for each of its overlays too', () => {
    class Broken extends Api {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        throw new Error('no such thing');
      }
    }
    const failures = failuresOf(() =>
      render({ a: Broken }, { environments: [shop('local').overlay(Broken, { replicas: 6 })] }),
    );
    expect(failures.map(({ code }) => code)).toEqual(['PARITY_RENDER']);
  });
});
