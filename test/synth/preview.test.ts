import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Environment, ParityApp, environment, overlays, vary } from '../../lib';
import type { PreviewRequest } from '../../lib/synth/request/synth-request';
import { renderWitnessed } from '../../lib/synth/witness/render-witnessed';
import { chartWith, failureOf, failuresOf, shop, shopFacts, shown } from '../environment/fixtures/probe';
import { temporaryFolders } from './fixtures/temporary-folder';
import { withVariable } from './fixtures/with-variable';

const temporary = temporaryFolders();
const why = 'tried';
const Api = chartWith(() => vary.integer({ why, default: 2, min: 1, max: 9 }));
const base = shop('staging').overlay(Api, { value: 6 });

function app(request: Partial<PreviewRequest> | string, environments: readonly Environment<any>[] = [base], more = {}) {
  const whole = typeof request === 'string' ? request : { name: 'pr-1', of: 'staging', ...request };
  return withVariable('PARITY_PREVIEW', whole, () => {
    const made = new ParityApp({ environments, ...more });
    made.add(Api, 'api');
    return made;
  });
}

const factsOf = (request: Partial<PreviewRequest>, environments?: readonly Environment<any>[]) =>
  app(request, environments).render().index.environments.at(-1)?.targets[0]?.facts;

describe('a preview that the command asks for', () => {
  test('has overlays and facts of its base, its own namespace and domain, and no place in the promotion order', () => {
    const { index, files } = app({}, [base, shop('production')]).render();
    const { targets: [target], ...environment } = index.environments[2];
    expect(environment).toEqual({ name: 'pr-1', previewOf: 'staging' });
    expect(target?.facts).toEqual({ ...shopFacts, namespace: 'shop-pr-1', domain: 'pr-1.shop.test' });
    expect(shown({ index, files }, 'pr-1', 'api')).toBe(6);
  });

  test('has what stands beside the service for its base', () => {
    const sets = { overlays: [overlays(Api, { staging: { value: 8 } })] };
    expect(shown(app({}, [shop('staging')], sets).render(), 'pr-1', 'api')).toBe(8);
  });

  test('is witnessed as any other environment, whether charts are there at once or deferred', () => {
    const build = () => {
      const made = app({});
      new Api(made, 'at-once');
      return made;
    };
    expect(renderWitnessed(build(), build).failures).toEqual([]);
  });

  test('has none of the clusters of its base, nor what is for one of them', () => {
    const regional = environment('staging', shopFacts, { clusters: { eu: { domain: 'eu.shop.test' }, us: {} } })
      .overlay(Api, { value: 6 }).overlay(Api, { value: 9 }, { cluster: 'eu' });
    const { index, files } = app({}, [regional]).render();
    expect(index.environments.map(({ targets }) => targets.map(({ name }) => name)))
      .toEqual([['staging/eu', 'staging/us'], ['pr-1']]);
    expect(index.environments[1]?.targets[0]?.facts.domain).toBe('pr-1.shop.test');
    expect(shown({ index, files }, 'pr-1', 'api')).toBe(6);
  });

  test('is gone after the next synth without it', () => {
    const outdir = join(temporary(), 'dist');
    app({}, [base], { outdir }).synth();
    expect(existsSync(join(outdir, 'pr-1/api.k8s.yaml'))).toBe(true);
    const plain = new ParityApp({ environments: [base], outdir });
    plain.add(Api, 'api');
    plain.synth();
    expect([existsSync(join(outdir, 'pr-1')), existsSync(join(outdir, 'staging/api.k8s.yaml'))]).toEqual([false, true]);
  });

  test('leaves alone what the contract has as no text, or not at all', () => {
    const odd = environment<any>('staging', { domain: ['a.test'], registry: 'r' }).overlay(Api, { value: 6 });
    const asked = withVariable('PARITY_PREVIEW', { name: 'pr-1', of: 'staging' }, () =>
      new ParityApp({ environments: [odd] }));
    expect(asked.targets[1]?.facts).toEqual({ domain: ['a.test'], registry: 'r' });
  });
});

describe('a namespace of its own', () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);

  test('is always one, never the base\'s, and another for another base', () => {
    fc.assert(fc.property(label, label, label, (one, other, name) => {
      fc.pre(one !== other);
      const [a, b] = [one, other].map((namespace) => factsOf({ name: name === 'staging' ? 'x' : name }, [
        shop('staging', { namespace }).overlay(Api, { value: 6 })])?.namespace as string);
      // What cannot be a namespace would have failed as PARITY_BAD_FACT.
      expect([a === one, a === b, a?.length <= 63]).toEqual([false, false, true]);
    }), { numRuns: 50 });
  });
});

describe('facts of a preview', () => {
  test('are set by their dotted names, each of the type that the base has', () => {
    const set: [string, string][] = [
      ['entry.gateway', 'previews'], ['shards', '7'], ['capabilities.mesh', 'true'], ['zones', 'c, d'],
      ['domain', 'a=b.test'],
    ];
    expect(factsOf({ set })).toMatchObject({
      entry: { ...shopFacts.entry, gateway: 'previews' }, shards: 7, zones: ['c', 'd'], domain: 'a=b.test',
      capabilities: { ...shopFacts.capabilities, mesh: true }, namespace: 'shop-pr-1',
    });
  });

  test('come from a file as well, which what is set replaces', () => {
    const facts = { domain: 'x.test', zones: ['e'], entry: { ingressClass: 'haproxy' } };
    expect(factsOf({ facts, set: [['domain', 'y.test'], ['zones', '["f,g"]']] })).toMatchObject({
      domain: 'y.test', zones: ['f,g'], entry: { ...shopFacts.entry, ingressClass: 'haproxy' },
    });
  });

  test('may be what only a cluster of the base, or another environment, answers', () => {
    const regional = environment<any>('staging', { namespace: 'shop' }, { clusters: { eu: { domain: 'eu.test' } } })
      .overlay(Api, { value: 6 });
    expect(factsOf({ set: [['domain', 'pr.test']] }, [regional]))
      .toEqual({ namespace: 'shop-pr-1', domain: 'pr.test' });
  });

  test('with dots in their names are found', () => {
    const odd = environment<any>('staging', { namespace: 'n', 'a.b': { 'c.d': 1 } }).overlay(Api, { value: 6 });
    expect(factsOf({ set: [['a.b.c.d', '2']] }, [odd])).toMatchObject({ 'a.b': { 'c.d': 2 } });
  });

  const wrong: [string, Partial<PreviewRequest>, object][] = [
    ['unknown', { set: [['entry.gatway', 'x']] },
      { code: 'PARITY_UNKNOWN_FACT', where: '--set entry.gatway', expected: "'entry.gateway'" }],
    ['unknown in a file', { facts: { entry: { gatway: 'x' } } },
      { code: 'PARITY_UNKNOWN_FACT', expected: "'entry.gateway'" }],
    ['of the prototype', { set: [['__proto__.x', '1']] }, { code: 'PARITY_UNKNOWN_FACT' }],
    ['of the prototype, in a file', { facts: JSON.parse('{ "__proto__": { "x": 1 } }') },
      { code: 'PARITY_UNKNOWN_FACT' }],
    ['no number', { set: [['shards', 'many']] }, { code: 'PARITY_BAD_FACT', got: 'many', expected: 'a number' }],
    ['no boolean', { set: [['capabilities.mesh', 'yes']] }, { code: 'PARITY_BAD_FACT', expected: 'true or false' }],
    ['no list', { set: [['zones', '["a"']] }, { code: 'PARITY_BAD_FACT' }],
    ['a map', { set: [['entry', 'x']] },
      { code: 'PARITY_BAD_FACT', expected: 'one of its facts: --set entry.gateway=...' }],
    ['a number for a text, in a file', { facts: { kubernetes: 1.34 } },
      { code: 'PARITY_BAD_FACT', expected: 'a text: quote it' }],
    ['no namespace', { set: [['namespace', 'A b']] }, { code: 'PARITY_BAD_FACT' }],
  ];

  test.each(wrong)('are refused: %s', (_, request, failure) => {
    expect(failureOf(() => app(request))).toMatchObject(failure);
  });

  test('are looked up in what is data only: an environment that holds itself is refused first', () => {
    const facts: Record<string, unknown> = { namespace: 'shop' };
    facts.itself = facts;
    expect(failuresOf(() => app({ set: [['nothing', '1']] }, [environment('staging', facts)]))[0]?.code)
      .toBe('PARITY_BAD_FACT');
  });

  test('are refused all together', () => {
    expect(failuresOf(() => app({ facts: { a: 1 }, set: [['b', '1'], ['c', '2']] })).map(({ where }) => where))
      .toEqual(['--facts > a', '--set b', '--set c']);
  });
});

describe('a preview is refused', () => {
  const regional = environment('production', shopFacts, { clusters: { eu: {} } });
  const wrong: [string, Partial<PreviewRequest> | string, object][] = [
    ['of an unknown environment', { of: 'stagin' },
      { code: 'PARITY_UNKNOWN_ENVIRONMENT', where: '--of', expected: "'staging'" }],
    ['of a cluster', { of: 'production/eu' }, { code: 'PARITY_UNKNOWN_ENVIRONMENT', expected: "'production'" }],
    ['with the name of an environment', { name: 'production' }, { code: 'PARITY_BAD_NAME', where: '--preview' }],
    ['with a name that leads elsewhere', { name: '../x' }, { code: 'PARITY_BAD_NAME', got: '"../x"' }],
    ['that is no JSON', '{', { code: 'PARITY_BAD_ARGUMENT', where: 'PARITY_PREVIEW' }],
    ['that is a list', '[]', { code: 'PARITY_BAD_ARGUMENT' }],
    ['without a base', '{ "name": "pr-1" }', { code: 'PARITY_BAD_ARGUMENT' }],
    ['with a field that nobody knows', { more: 1 } as never, { code: 'PARITY_BAD_ARGUMENT' }],
    ['with facts that are none', { facts: [] as never }, { code: 'PARITY_BAD_ARGUMENT' }],
    ['with settings that are none', { set: [['a']] as never }, { code: 'PARITY_BAD_ARGUMENT' }],
  ];

  test.each(wrong)('%s', (_, request, failure) => {
    expect(failureOf(() => app(request, [base, regional]))).toMatchObject(failure);
  });
});
