import { readFileSync } from 'node:fs';
import type { Construct } from 'constructs';
import { ParityChart, environment, facts, when } from '../../lib';
import type { EnvironmentContract, Fact, Facts } from '../../lib';
import { OPTIONAL_FACTS, hintOf } from '../../lib/environment/optional-facts';
import { type ShopContract, failureOf, failuresOf, place, render, shop, shopFacts, shown } from './fixtures/probe';

/** A chart that shows what it reads of the facts. */
function reading(read: (env: Facts<ShopContract>) => unknown) {
  return class Reader extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      place(this, 'reader', { value: read(facts<ShopContract>(this)) });
    }
  } as new (scope: Construct, id: string) => ParityChart;
}

const values: readonly [string, (env: Facts<ShopContract>) => unknown, unknown][] = [
  ['a text', (env) => env.domain, 'shop.test'],
  ['a number', (env) => env.shards, 3],
  ['a list', (env) => env.zones, ['a', 'b']],
  ['a list with more', (env) => [...env.zones, 'z'], ['a', 'b', 'z']],
  ['a mapped list', (env) => env.zones.map((zone) => ({ zone })), [{ zone: 'a' }, { zone: 'b' }]],
  ['a nested text', (env) => env.secretStore.name, 'vault'],
  ['an entry by role', (env) => env.storageClasses.fast, 'ssd'],
  ['a whole map', (env) => ({ ...env.toolchain }), { node: '20' }],
  ['a map with more', (env) => ({ ...env.toolchain, go: '1' }), { go: '1', node: '20' }],
  ['text around it', (env) => `https://api.${env.domain}/${env.namespace}`, 'https://api.shop.test/shop'],
  ['a number in text', (env) => `${env.shards} shards`, '3 shards'],
];

test.each(values)('%s arrives as the environment answers it', (_, read, expected) => {
  expect(shown(render({ reader: reading(read) }, { witness: true }), 'local', 'reader')).toEqual(expected);
});

test('is recorded with every place it fills', () => {
  const { index } = render({ reader: reading((env) => ({ a: env.domain, b: `x.${env.domain}` })) });
  expect(
    index.charts[0].facts.find(({ path }) => path.join('.') === 'domain')?.places.map(({ path }) => path.join('.')),
  ).toEqual(['spec.value.a', 'spec.value.b']);
});

test('that one environment does not answer names the environment and the place', () => {
  const { paymentUrl: _, ...rest } = shopFacts;
  const environments = [shop('local'), environment('production', rest as ShopContract)];
  expect(failureOf(() => render({ reader: reading((env) => env.paymentUrl) }, { environments }))).toMatchObject({
    code: 'PARITY_MISSING_FACT',
    where: 'production: reader > Probe/reader > spec.value',
    message: "the fact 'paymentUrl' is not answered here",
  });
});

test('of null, or nested in what is missing, is missing too', () => {
  const environments = [
    shop('local'),
    shop('staging', { secretStore: undefined as never }),
    shop('production', { secretStore: { name: null as never, kind: 'x' } }),
  ];
  const failures = failuresOf(() => render({ reader: reading((env) => env.secretStore.name) }, { environments }));
  expect(failures.map(({ code, where }) => `${code} ${where?.split(':')[0]}`)).toEqual([
    'PARITY_MISSING_FACT production',
    'PARITY_MISSING_FACT staging',
  ]);
});

test.each([
  [
    'a typing mistake',
    (env: Facts<ShopContract>) => (env as unknown as Record<string, unknown>).paymntUrl,
    "'paymntUrl'",
    "'paymentUrl'",
  ],
  [
    'a nested one',
    (env: Facts<ShopContract>) => (env.secretStore as unknown as Record<string, unknown>).nam,
    "'secretStore.nam'",
    "'secretStore.name'",
  ],
  [
    'a role that no environment has',
    (env: Facts<ShopContract>) => env.storageClasses.fats,
    "'storageClasses.fats'",
    "'storageClasses.fast'",
  ],
])('that no environment knows is refused where it is read: %s', (_, read, got, expected) => {
  const failure = failureOf(() => render({ reader: reading(read) }));
  expect(failure).toMatchObject({ code: 'PARITY_UNKNOWN_FACT', got, expected });
  expect(failure.where).toMatch(/^reader test\/environment\/facts\.test\.ts:\d+$/);
});

describe('an optional fact of the contract', () => {
  type Env = Facts<EnvironmentContract>;
  const read = (...asked: ((env: Env) => unknown)[]) =>
    reading((env) => asked.map((ask) => ask(env as unknown as Env)) as unknown as string);

  test('that no environment answers is told with what it looks like, and whose page says more', () => {
    expect(failureOf(() => render({ reader: read((env) => env.apiServer) }))).toMatchObject({
      got: "'apiServer'",
      expected: "apiServer: { cidrs: ['10.0.0.1/32'] } "
        + '(the ranges in which pods reach the Kubernetes API; docs/capabilities/identity.md)',
    });
    expect(failureOf(() => render({ reader: read((env) => env.backings) })).expected)
      .toMatch("backings: { <name>: { provisioner: 'stateful-set', ");
    expect(hintOf(['backings', 'orders', 'major'])).toMatch("backings: { orders: { provisioner: 'stateful-set', ");
    expect(hintOf(['backings', 'orders', 'cidrs'])).toMatch("backings: { orders: { cidrs: ['10.20.0.0/24'] } } (");
    expect(hintOf(['entry', 'gateway'])).toMatch(/^entry: \{ gateway: 'public', .* \(.*; docs\/environments\.md\)$/);
    expect(hintOf(['paymentUrl'])).toBeUndefined();
  });

  test('that is a capability is told once for all environments, together with the others', () => {
    const chosen = (ask: (env: Env) => Fact<boolean>) => (env: Env) =>
      when(ask(env), { true: () => 'a', false: () => 'b' });
    const keda = chosen((env) => env.capabilities.keda);
    const reader = read(keda, keda, chosen((env) => env.capabilities.reloader));
    expect(failuresOf(() => render({ reader })).map(({ code, got, expected }) => [code, got, expected])).toEqual([
      ['PARITY_UNKNOWN_FACT', "'capabilities.keda'",
        'capabilities: { keda: true } (KEDA scales by events; docs/capabilities/scaling.md)'],
      ['PARITY_UNKNOWN_FACT', "'capabilities.reloader'",
        'capabilities: { reloader: true } (Stakater Reloader restarts pods whose Secret changed; '
          + 'docs/capabilities/secrets.md)'],
    ]);
  });

  test('that is a capability is told so by a contract without any, too', () => {
    const { capabilities: _, ...rest } = shopFacts;
    const environments = [environment('local', rest as ShopContract)];
    const either = (ask: (env: Env) => Fact<boolean>) => (env: Env) => when(ask(env), { true: () => 1, false: () => 2 });
    const reader = read(either((env) => env.capabilities.reloader), either((env) => env.capabilities.gateway));
    expect(failuresOf(() => render({ reader }, { environments })).map(({ code, got }) => `${code} ${got}`)).toEqual([
      "PARITY_UNKNOWN_FACT 'capabilities.gateway'", "PARITY_UNKNOWN_FACT 'capabilities.reloader'",
    ]);
  });

  test('that one environment does not answer is told with what it looks like, too', () => {
    const entry = { gateway: 'a', gatewayNamespace: 'b', ingressClass: 'c' };
    const environments = [
      shop('local', { entry: { ...entry, httpListener: 'http' } } as never), shop('production', { entry } as never),
    ];
    const reader = read((env) => env.entry.httpListener);
    expect(failureOf(() => render({ reader }, { environments }))).toMatchObject({
      code: 'PARITY_MISSING_FACT', where: expect.stringMatching(/^production: /) as string, got: "'entry.httpListener'",
      expected: expect.stringMatching(/^entry: \{ httpListener: 'http' \} /) as string,
    });
  });
});

test('the page of environments has exactly the optional facts, each with the page that says more', () => {
  const page = readFileSync('docs/environments.md', 'utf8');
  const rows = [...page.matchAll(/^\| `([\w.*]+)` \|.*\| \[[\w -]+\]\(capabilities\/([\w-]+)\.md\) \|$/gm)];
  expect(rows.map(([, fact, of]) => [fact, of]).sort()).toEqual(
    Object.entries(OPTIONAL_FACTS).map(([fact, { page: of }]) => [fact, of]).sort());
});

test.each(['__proto__', 'constructor', 'hasOwnProperty'])('%s is no fact', (key) => {
  const read = (env: Facts<ShopContract>) => String((env.storageClasses as Record<string, unknown>)[key]);
  const outcome = () => shown(render({ reader: reading(read) }), 'local', 'reader');
  expect(outcome).toThrow(/PARITY_/);
});

test('clusters refine facts key by key, and lists as a whole', () => {
  const production = environment<ShopContract>('production', shopFacts, {
    clusters: { eu: { domain: 'eu.test', secretStore: { name: 'eu-vault' }, zones: ['e'] }, us: {} },
  });
  const assembly = render(
    { reader: reading((env) => [env.domain, env.secretStore.name, env.secretStore.kind, [...env.zones]]) },
    { environments: [production], witness: true },
  );
  expect(shown(assembly, 'production/eu', 'reader')).toEqual(['eu.test', 'eu-vault', 'ClusterSecretStore', ['e']]);
  expect(shown(assembly, 'production/us', 'reader')).toEqual(['shop.test', 'vault', 'ClusterSecretStore', ['a', 'b']]);
});

test('a refinement cannot reach a prototype', () => {
  const clusters = {
    eu: JSON.parse('{ "__proto__": { "polluted": 1 }, "secretStore": { "__proto__": { "polluted": 1 } } }') as object,
  };
  const production = environment<ShopContract>('production', shopFacts, { clusters });
  render({ reader: reading((env) => env.domain) }, { environments: [production] });
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

const circular: Record<string, unknown> = {};
circular.self = circular;

test.each<[string, Partial<ShopContract>, string]>([
  ['a bigint', { shards: 3n as never }, 'shards'],
  ['NaN', { shards: Number.NaN }, 'shards'],
  ['a function', { domain: (() => 'x') as never }, 'domain'],
  ['a date', { secretStore: { name: new Date(0) as never, kind: 'x' } }, 'secretStore.name'],
  ['a class of its own', { toolchain: new Map() as never }, 'toolchain'],
  ['a text without end', { domain: 'x'.repeat(5000) }, 'domain'],
  ['a namespace that climbs', { namespace: '../kube-system' }, 'namespace'],
  ['a namespace with a line in it', { namespace: 'a\nb' }, 'namespace'],
  ['a circle', { toolchain: circular as never }, 'toolchain'],
])('%s is no fact, and is named with its environment', (_, change, path) => {
  const failure = failureOf(() =>
    render({ reader: reading((env) => env.domain) }, { environments: [shop('local'), shop('production', change)] }),
  );
  expect(failure.code).toBe('PARITY_BAD_FACT');
  expect(failure.message).toContain(`'${path}`);
  expect(failure.where).toMatch(/^production: test\/environment\/fixtures\/probe\.ts:\d+$/);
});
