import type { Construct } from 'constructs';
import { ParityChart, type PatchOperation, environment, facts } from '../../lib';
import { type ShopContract, failureOf, place, render, shop, shopFacts, shown } from './fixtures/probe';
import type { ExceptionOptions } from '../../lib';

class Api extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    place(this, 'api', { value: { port: 80, host: `api.${facts<ShopContract>(this).domain}` } });
  }
}

const replace: PatchOperation = { op: 'replace', path: '/spec/value/port', value: 8080 };
const good: ExceptionOptions = {
  object: 'Probe/api',
  patch: [replace],
  reason: 'the old balancer',
  owner: 'edge',
  expires: '2030-02-28',
};
const withException = (change: Partial<ExceptionOptions>) => () =>
  render({ a: Api }, { environments: [shop('local'), shop('production').except(Api, { ...good, ...change })] });

test('an exception changes its environment alone and is recorded', () => {
  const assembly = withException({})();
  expect([shown(assembly, 'local', 'a'), shown(assembly, 'production', 'a')])
    .toEqual([{ port: 80, host: 'api.shop.test' }, { port: 8080, host: 'api.shop.test' }]);
  expect(assembly.index.charts[0].exceptions).toEqual([
    { ...good, target: 'production', source: expect.stringMatching(/^test\/environment\/exceptions\.test\.ts:\d+$/) },
  ]);
});

test('an exception of one cluster leaves the others alone', () => {
  const production = environment<ShopContract>('production', shopFacts, { clusters: { eu: {}, us: {} } }).except(Api, {
    ...good,
    cluster: 'eu',
  });
  const assembly = render({ a: Api }, { environments: [production], witness: true });
  expect(assembly.files.get('production/eu/a.k8s.yaml')).not.toBe(assembly.files.get('production/us/a.k8s.yaml'));
});

test('the patch of an exception stays as the author wrote it', () => {
  const patch = Object.freeze([Object.freeze({ ...replace })]);
  expect(() => withException({ patch })()).not.toThrow();
});

const wrong: readonly [string, Partial<ExceptionOptions>, RegExp][] = [
  ['names no object here', { object: 'Probe/other' }, /no such object/],
  ['finds no place', { patch: [{ op: 'replace', path: '/spec/none/x', value: 1 }] },
    /^the patch's place does not exist: replace \/spec\/none\/x$/],
  [
    'fails its test',
    { patch: [{ op: 'test', path: '/spec/value/port', value: 81 }, replace] },
    /another value stands where the patch tests for one: test \/spec\/value\/port/,
  ],
  ['changes nothing', { patch: [{ op: 'replace', path: '/spec/value/port', value: 80 }] }, /changes nothing/],
  ['has an empty patch', { patch: [] }, /empty patch/],
  ['has no patch', { patch: undefined as never }, /empty patch/],
  ['has an unknown operation', { patch: [{ op: 'merge', path: '/spec', value: 1 } as never] }, /an operation that RFC 6902 does not know: merge \/spec/],
  ['reaches for a prototype', { patch: [{ op: 'add', path: '/__proto__/polluted', value: 1 }] }, /./],
  ['reaches for a constructor', { patch: [{ op: 'add', path: '/constructor/prototype/polluted', value: 1 }] }, /./],
  ['has no reason', { reason: ' ' }, /no reason/],
  ['has no owner', { owner: '' }, /no owner/],
  ['has an owner that is missing', { owner: undefined as never }, /no owner/],
  ['never expires', { expires: undefined as never }, /expires never/],
  ...[
    'soon', '2030-2-1', '2030-13-01', '2030-02-30', '2031-02-29', '2030-00-10', '2030-01-00', '2030-01-01T00:00:00Z',
  ].map((expires): [string, Partial<ExceptionOptions>, RegExp] => [`expires ${expires}`, { expires }, /expires/]),
];

test.each(wrong)('an exception that %s is an error that names it', (_, change, got) => {
  const failure = failureOf(withException(change));
  expect(failure.code).toBe('PARITY_EXCEPTION');
  expect(failure.where).toMatch(/^production: a > Probe\/\w+ test\/environment\/exceptions\.test\.ts:\d+$/);
  expect(failure.got).toMatch(got);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('a leap day is a day', () => {
  expect(() => withException({ expires: '2032-02-29' })()).not.toThrow();
});
