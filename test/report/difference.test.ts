import type { Construct } from 'constructs';
import { differenceLines } from '../../lib/report/difference/difference-lines';
import { type EnvironmentDifference, environmentDifference } from '../../lib/report/difference/environment-difference';
import { type Assembly, assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { ParityChart, environment, facts, when } from '../../lib';
import { type ShopContract, place, render, shop, shopFacts } from '../environment/fixtures/probe';
import { Checkout, rendered } from './difference-app';

const assembly = assemblyInMemory(rendered());
const linesOf = (from: string, to: string, of: Assembly = assembly, width = 120, rows?: number) =>
  differenceLines(environmentDifference(of, from, to), { width, rows }).join('\n')
    .replaceAll(/[\w/-]*difference-app\.ts:\d+( -> :\d+)?/g, (_, moved) => (moved ? 'app.ts:1 -> :2' : 'app.ts:1'));

/** An assembly whose index was edited after it was written. */
function edited(change: (index: any) => void): Assembly {
  const index = JSON.parse(JSON.stringify(assembly.index));
  change(index);
  return { ...assembly, index };
}

/** What a comparison says, without the order of its pairs. */
function normal({ pairs, ...said }: EnvironmentDifference): unknown {
  const sorted = (list: readonly unknown[]) => list.map((one) => JSON.stringify(one)).sort();
  const named = (changes: readonly { pairs: readonly number[] }[]) => sorted(changes.flatMap((change) =>
    change.pairs.map((i) => ({ ...change, pairs: undefined, pair: pairs[i] }))));
  const withNames = (all: readonly { changes: readonly { pairs: readonly number[] }[] }[]) =>
    sorted(all.map((one) => ({ ...one, changes: named(one.changes) })));
  const { variations, facts, alternatives, standIns, exceptions, unexplained, ...rest } = said;
  return {
    ...rest, pairs: sorted(pairs), unexplained: sorted(unexplained),
    all: [variations, facts, alternatives, standIns, exceptions].map(withNames),
  };
}

/** The same comparison, seen from the other side. */
function turned(difference: EnvironmentDifference): EnvironmentDifference {
  const NAMES: Record<string, string> = { from: 'to', to: 'from', before: 'after', after: 'before', gained: 'lost',
    lost: 'gained' };
  const turn = (value: unknown, isValue: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => turn(item, isValue));
    if (typeof value !== 'object' || value === null || isValue) return value;
    const entries = Object.entries(value).map(([key, item]) =>
      [NAMES[key] ?? key, turn(item, key === 'before' || key === 'after' || key === 'patch')] as const);
    // In one order of keys, since what is compared is text.
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return turn(difference, false) as EnvironmentDifference;
}

test('one screen says what differs, why, where it comes from and what it fills', () => {
  expect(linesOf('local', 'staging')).toMatchInlineSnapshot(`
"local -> staging

variations that differ (1)
  Checkout.password  (a value of a Secret) -> (a value of a Secret)  each database has its own
      fills Secret/checkout-db stringData.url = interpolate of password · shop
      default -> app.ts:1

facts that differ (3)
  capabilities.gateway  false -> true
      fills 2 places in 1 chart: Probe/checkout-route (whether it is there); Probe/checkout-ingress (whether it is
        there)
  domain                localtest.me -> staging.example.com
      fills 3 places in 1 chart: Deployment/checkout-api spec.template.spec.containers[api].env[HOST].value;
        Probe/checkout-route spec.host; and 1 more
  namespace             shop-dev -> shop
      fills 4 places in 1 chart: Deployment/checkout-api metadata.namespace; Secret/checkout-db metadata.namespace; and
        2 more

alternatives that differ (1)
  env.capabilities.gateway  false -> true
      gains Probe/checkout-route · loses Probe/checkout-ingress

exceptions that differ (1)
  checkout > Deployment/checkout-api  in staging only, until 2099-12-31
      replace /spec/paused · the old balancer · edge · app.ts:1

1 more fact differs and reaches no manifest: zones
1 chart, one template for both, but for 1 exception; 1 of 1 file differs; that nothing undeclared differs is proved by
  parity check"
`);
});

test('an environment is compared with each cluster of another; what both say alike is said once', () => {
  expect(linesOf('staging', 'production')).toMatchInlineSnapshot(`
"staging -> production (eu, us)

variations that differ (4)
  Checkout.replicas  2 -> 6 in eu, 2 -> 9 in us  traffic differs
      fills Deployment/checkout-api spec.replicas · shop
      default -> app.ts:1, default -> app.ts:1
  Checkout.memory    256Mi -> 1Gi          cache size follows traffic
      fills Deployment/checkout-api spec.template.spec.containers[api].resources.limits.memory · platform
      default -> app.ts:1
  Checkout.password  (a value of a Secret) -> (a value of a Secret)  each database has its own
      fills Secret/checkout-db stringData.url = interpolate of password · shop · app.ts:1 -> :2
  Checkout.size      small -> large in us  the catalogue differs
      fills Probe/checkout-cache (whether it is there) · shop · default -> app.ts:1

facts that differ (2)
  capabilities.mesh  false -> true
      fills Deployment/checkout-api spec.template.spec.containers[api].env[PAY].value = lookup(env.capabilities.mesh,
        true: env.payment…
  domain             staging.example.com -> example.com
      fills 2 places in 1 chart: Deployment/checkout-api spec.template.spec.containers[api].env[HOST].value;
        Probe/checkout-route spec.host

alternatives that differ (1)
  Checkout.size  small -> large in us
      gains Probe/checkout-cache in us

stand-ins that differ (1)
  the payment provider  runs in staging only  until 2099-03-31
      checkout · it has no sandbox · shop · checked by test/stub.test.ts · app.ts:1

exceptions that differ (1)
  checkout > Deployment/checkout-api  in staging only, until 2099-12-31
      replace /spec/paused · the old balancer · edge · app.ts:1

1 more fact differs and reaches no manifest: zones
1 chart, one template for both, but for 1 exception; 2 of 2 files differ; that nothing undeclared differs is proved by
  parity check"
`);
});

test('two clusters of one environment can be compared', () => {
  expect(linesOf('production/eu', 'production/us')).toMatchInlineSnapshot(`
"production/eu -> production/us

variations that differ (2)
  Checkout.replicas  6 -> 9          traffic differs
      fills Deployment/checkout-api spec.replicas · shop · app.ts:1 -> :2
  Checkout.size      small -> large  the catalogue differs
      fills Probe/checkout-cache (whether it is there) · shop · default -> app.ts:1

alternatives that differ (1)
  Checkout.size  small -> large
      gains Probe/checkout-cache

1 chart, one template for both; 1 of 1 file differs; that nothing undeclared differs is proved by parity check"
`);
});

test('an environment does not differ from itself', () => {
  for (const name of ['local', 'staging', 'production', 'production/us']) {
    const { same, pairs, files, ...said } = environmentDifference(assembly, name, name);
    expect({ same, different: files.different }).toEqual({ same: true, different: 0 });
    expect(Object.values(said).filter(Array.isArray).flat()).toEqual([]);
    expect(pairs).toHaveLength(name === 'production' ? 2 : 1);
  }
  expect(linesOf('staging', 'staging')).toMatchInlineSnapshot(`
"staging and staging are the same

1 chart, one template for both, but for 1 exception; the files are identical"
`);
});

test.each([
  ['local', 'staging'], ['staging', 'production'], ['local', 'production/us'], ['production/eu', 'production/us'],
])('%s and %s say the same in either order, turned around', (one, other) => {
  const [there, back] = [environmentDifference(assembly, one, other), environmentDifference(assembly, other, one)];
  expect(normal(turned(back))).toEqual(normal(turned(turned(there))));
  expect(normal(turned(back))).not.toEqual(normal(turned(there)));
});

test('clusters are compared with their namesakes, and one without a namesake with the first of the other', () => {
  const withClusters = (name: string, clusters: Record<string, { domain: string }>) =>
    environment<ShopContract>(name, shopFacts, { clusters });
  const both = assemblyInMemory(render({ checkout: Checkout }, { environments: [
    withClusters('rehearsal', { eu: { domain: 'eu.rehearsal' }, us: { domain: 'us.rehearsal' } }),
    withClusters('live', { us: { domain: 'us.live' }, eu: { domain: 'eu.live' }, asia: { domain: 'asia.live' } }),
  ] }));
  const there = environmentDifference(both, 'rehearsal', 'live');
  const back = environmentDifference(both, 'live', 'rehearsal');
  expect(there.pairs.map(({ from, to }) => `${from} ${to}`)).toEqual([
    'rehearsal/eu live/eu', 'rehearsal/us live/us', 'rehearsal/eu live/asia',
  ]);
  expect(normal(turned(back))).toEqual(normal(turned(turned(there))));
  expect(linesOf('rehearsal', 'live', both)).toContain(
    'eu.rehearsal -> eu.live in eu, us.rehearsal -> us.live in us, eu.rehearsal -> asia.live in eu -> asia');
});

test('a variation is named with its chart where several charts are of its class', () => {
  const several = assemblyInMemory(rendered('checkout', 'returns'));
  expect(environmentDifference(several, 'local', 'staging').variations.map(({ class: name, chart, sharesClass }) =>
    [name, chart, sharesClass])).toEqual([['Checkout', 'checkout', true], ['Checkout', 'returns', true]]);
  expect(linesOf('local', 'staging', several)).toContain('in 2 charts: checkout, returns');
});

test('what differs alike in many charts is told once, and what is left out is counted', () => {
  const many = assemblyInMemory(rendered(...Array.from({ length: 30 }, (_, i) => `checkout-${i}`), 'checkout'));
  const text = linesOf('staging', 'production', many, 120, 2);
  expect(text).toContain('in 31 charts: checkout-0, checkout-1, checkout-2, checkout-3 and 27 more');
  expect(text).toContain('… 2 more: --chart narrows, --format json has all');
  expect(text.split('\n').length).toBeLessThan(60);
});

test('values of Secrets are not shown, wherever a variation or an exception names them', () => {
  const secret = edited((index) => {
    index.charts[0].exceptions.push({
      target: 'staging', object: 'Secret/checkout-db', reason: 'old', owner: 'shop', expires: '2099-01-01',
      patch: [{ op: 'replace', path: '/stringData/user', value: 'root' }],
    });
  });
  const text = JSON.stringify(environmentDifference(secret, 'staging', 'production'))
    + linesOf('staging', 'local', secret);
  expect(text).toContain('(a value of a Secret)');
  expect(text).toContain('/stringData/user');
  for (const value of ['hunter2', 'correct horse', 'battery staple', '"root"']) expect(text).not.toContain(value);
});

test('a file that differs where nothing declared does is told, and is no parity', () => {
  const altered = edited((index) => {
    const [chart] = index.charts;
    chart.targets['production/eu'].digest = `sha256:${'0'.repeat(64)}`;
    chart.targets['production/us'] = { ...chart.targets['production/eu'], digest: `sha256:${'1'.repeat(64)}` };
  });
  const { same, unexplained } = environmentDifference(altered, 'production/eu', 'production/us');
  expect({ same, unexplained }).toEqual({
    same: false, unexplained: [{ chart: 'checkout', from: 'production/eu', to: 'production/us' }],
  });
  expect(linesOf('production/eu', 'production/us', altered)).toContain(['not in parity: 1 file differs where nothing',
    'declared does: checkout (production/eu, production/us); see parity check'].join(' '));
});

test('the same exception on other terms is a difference, the same one declared elsewhere is none', () => {
  const [exception] = assembly.index.charts[0].exceptions;
  const also = (change: object) => edited((index) =>
    index.charts[0].exceptions.push({ ...exception, target: 'local', source: 'elsewhere.ts:1', ...change }));
  expect(environmentDifference(also({}), 'local', 'staging').exceptions).toEqual([]);
  expect(linesOf('local', 'staging', also({ expires: '2098-01-01' }))).toContain(
    'in both, until 2098-01-01 -> until 2099-12-31');
});

test('an object that takes another form is neither gained nor lost', () => {
  const { alternatives } = environmentDifference(edited((index) => {
    for (const object of index.charts[0].template.objects) {
      if (object.when !== undefined) object.id = 'Probe/checkout-entry';
    }
  }), 'local', 'staging');
  expect(alternatives[0].changes).toEqual([{
    pairs: [0], before: 'false', after: 'true', gained: [], lost: [],
    reshaped: [{ chart: 'checkout', object: 'Probe/checkout-entry' }],
  }]);
});

test('what comes from input cannot steer a terminal or flood it', () => {
  const hostile = edited((index) => {
    const [chart] = index.charts;
    chart.class = '\u001b[2JEvil';
    chart.variations[0].why = `\u202e\n${'x'.repeat(4000)}`;
    chart.variations[0].name = '__proto__';
    for (const target of Object.values<any>(chart.targets)) {
      target.values = JSON.parse(`{"__proto__":${JSON.stringify({ value: `\u009b${target.file}`, from: 'overlay' })}}`);
    }
  });
  const text = linesOf('local', 'staging', hostile);
  expect(text).toContain('\\u001b[2JEvil.__proto__');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
});

test('lines fit a narrow terminal', () => {
  const text = linesOf('staging', 'production', assembly, 60);
  const wide = text.split('\n').filter((line) => line.length > 60 && !/\S{50}/.test(line));
  expect(wide).toEqual([]);
});

test.each([['stagin', "'staging'"], ['prodution/eu', "'production/eu'"]])(
  'an unknown name suggests the nearest: %s', (name, expected) => {
    for (const names of [[name, 'local'], ['local', name]] as const) {
      expect(() => environmentDifference(assembly, names[0], names[1])).toThrow(
        expect.objectContaining({ code: 'PARITY_UNKNOWN_ENVIRONMENT', failure: expect.objectContaining({ expected }) }));
    }
  });

test('facts that reach no manifest are only counted', () => {
  const difference = environmentDifference(assemblyInMemory(render({ checkout: Checkout }, {
    environments: [shop('one'), shop('two', { shards: 9 })],
  })), 'one', 'two');
  expect(difference).toMatchObject({ same: true, facts: [], unusedFacts: ['shards'] });
});

test('a fact that fills only a form of an object which neither side has reaches no manifest', () => {
  class Formed extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      const env = facts<ShopContract>(this);
      place(this, 'formed', when(env.capabilities.mesh, {
        true: () => ({ pay: env.paymentUrl }), false: () => ({ host: env.domain }),
      }));
    }
  }
  const environments = [shop('one'), shop('two', { paymentUrl: 'https://other.test' }),
    shop('three', { paymentUrl: 'https://other.test', capabilities: { ...shopFacts.capabilities, mesh: true } })];
  const formed = assemblyInMemory(render({ f: Formed }, { environments }));
  expect(environmentDifference(formed, 'one', 'two'))
    .toMatchObject({ same: true, facts: [], unusedFacts: ['paymentUrl'] });
  expect(environmentDifference(formed, 'two', 'three').facts.map(({ fact }) => fact)).toEqual(['capabilities.mesh']);
  expect(environmentDifference(formed, 'one', 'three').facts.map(({ fact }) => fact))
    .toEqual(['capabilities.mesh', 'paymentUrl']);
});
