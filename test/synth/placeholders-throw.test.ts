import { ApiObject, Duration, Lazy, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Tried, failuresOf, object, sink } from './fixtures/two-environments';

const IMAGE = `shop/app@sha256:${'a'.repeat(64)}`;
const containers = [{ image: IMAGE }];

/** What throws at once, and what the error says was tried. */
const computed: readonly (readonly [name: string, got: RegExp, build: (chart: Tried) => unknown])[] = [
  [
    'min and max of a HorizontalPodAutoscaler together',
    /arithmetic or a comparison/,
    (c) =>
      new kplus.HorizontalPodAutoscaler(c, 'hpa', {
        target: new kplus.Deployment(c, 'api', { containers }),
        minReplicas: c.count,
        maxReplicas: c.env.nodes,
      }),
  ],
  [
    'an Ingress path',
    /reading 'startsWith'/,
    (c) =>
      new kplus.Ingress(c, 'ingress').addRule(
        c.word,
        kplus.IngressBackend.fromService(new kplus.Service(c, 'service', { ports: [{ port: 80 }] })),
      ),
  ],
  ['an IP block', /reading '.*'/, (c) => kplus.NetworkPolicyIpBlock.ipv4(c, 'block', c.word)],
  ['an apiVersion', /reading 'split'/, (c) => new ApiObject(c, 'any', { apiVersion: c.word, kind: 'Any' })],
  [
    'a construct id',
    /reading|computation|comparison/,
    (c) => new ApiObject(c, c.word, { apiVersion: 'v1', kind: 'Any' }),
  ],
  ['the length of a list', /reading 'length'/, (c) => c.nets.length],
  ['a joined list', /reading 'join'/, (c) => c.nets.join(',')],
  ['an element of a list', /reading '0'/, (c) => c.nets[0]],
  ['a longer list', /reading 'concat'/, (c) => c.nets.concat(['0.0.0.0/0'])],
  ['a search in a list', /reading 'includes'/, (c) => c.nets.includes('0.0.0.0/0')],
  ['a filtered list', /reading 'filter'/, (c) => c.nets.filter((net) => net !== '')],
  ['a list as text', /list as text/, (c) => `${c.nets as unknown as string}`],
  ['a map as text', /map as text/, (c) => `${c.tags as unknown as string}`],
  ['an entry of a map', /reading 'team'/, (c) => c.tags.team],
  ['the keys of a text', /listing its keys/, (c) => Object.keys(c.word)],
  ['a spread text', /listing its keys/, (c) => ({ ...(c.word as unknown as object) })],
  ['letters of a text', /iterating/, (c) => [...c.word]],
  ['a difference', /arithmetic/, (c) => c.count - 1],
  ['a product', /arithmetic/, (c) => c.count * 2],
  ['a sign', /arithmetic/, (c) => +c.count],
  ['a comparison', /comparison/, (c) => c.count > 3],
  ['Math.max', /arithmetic/, (c) => Math.max(c.count, 3)],
  ['a formatted number', /reading 'toFixed'/, (c) => c.count.toFixed(2)],
  ['a text method', /reading 'toUpperCase'/, (c) => c.word.toUpperCase()],
  ['a size of a placeholder', /comparison/, (c) => Size.mebibytes(c.count)],
  ['a duration of a placeholder', /comparison/, (c) => Duration.seconds(c.count)],
  ['a quantity as text', /quantity as text/, (c) => `${c.memory as unknown as string}`],
  ['a quantity in JSON', /quantity in JSON/, (c) => JSON.stringify({ memory: c.memory })],
  [
    'minReady of a Deployment',
    /arithmetic or a comparison/,
    (c) => new kplus.Deployment(c, 'api', { containers, minReady: c.grace }),
  ],
];

test.each(computed)('%s throws at once, naming the variation and the line', (_, got, build) => {
  const failures = failuresOf((chart) => {
    sink(chart);
    build(chart);
  });
  const found = failures.find(({ code }) => code === 'PARITY_COMPUTED');
  expect(found).toMatchObject({
    got: expect.stringMatching(
      /variation '(count|word|nets|tags|memory|grace)' \(test\/synth\/fixtures\/two-environments\.ts:\d+\)/,
    ),
    where: expect.stringMatching(/placeholders-throw\.test\.ts:\d+/),
  });
  expect(found?.got).toMatch(got);
});

test.each<readonly [string, string, (chart: Tried) => unknown]>([
  ['a URL', 'Invalid URL', (c) => object(c, 'any', { host: new URL(c.word).host })],
  ['a clone', 'could not be cloned', (c) => object(c, 'any', { clone: structuredClone(c.count) })],
])('%s of a placeholder is refused by the language itself', (_, got, build) => {
  const failures = failuresOf((chart) => {
    sink(chart);
    build(chart);
  });
  expect(failures).toContainEqual(
    expect.objectContaining({ code: 'PARITY_RENDER', got: expect.stringContaining(got) }),
  );
});

describe('a quantity placed as it is', () => {
  const resolvers = [{ resolve: () => undefined }];

  test.each<[string, string, (chart: Tried) => unknown]>([
    ['memory', '`${this.memory.toMebibytes()}Mi`', (c) => c.memory],
    ['disk', '`${this.disk.toMebibytes()}Mi`', (c) => c.disk],
    ['grace', '`${this.grace.toSeconds()}s`', (c) => c.grace],
  ])('is one failure: %s, what works there, and no line of this library', (name, works, placed) => {
    for (const props of [{}, { resolvers }]) {
      const failures = failuresOf((chart) => object(chart, 'claim', { storage: placed(chart) }), undefined, props);
      expect(failures).toEqual([{
        code: 'PARITY_RENDER', message: 'a quantity was placed without saying in which unit', where: 'tried/claim',
        got: expect.stringMatching(
          new RegExp(`^variation '${name}' \\(test/synth/fixtures/two-environments\\.ts:\\d+\\)$`)),
        fix: `place one of its conversions, with its unit:  ${works}`,
      }]);
    }
  });

  test('what the fix names works', () => {
    expect(failuresOf((chart) => {
      sink(chart);
      object(chart, 'claim', { storage: `${chart.disk.toMebibytes()}Mi`, grace: `${chart.grace.toSeconds()}s`,
        cpu: chart.cpu.amount });
    })).toEqual([]);
  });
});

test('what a construct threw is told with its own line, not with one of this library', () => {
  const [failure] = failuresOf((chart) => {
    object(chart, 'any', { at: Lazy.any({ produce: () => { throw new Error('broken'); } }) });
  });
  expect(failure).toMatchObject({ code: 'PARITY_RENDER',
    got: expect.stringMatching(/^broken at .*placeholders-throw\.test\.ts:\d+:\d+\)$/) });
});
