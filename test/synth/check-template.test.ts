import { ApiObject } from 'cdk8s';
import { type Tried, failuresOf, object, sink } from './fixtures/two-environments';

function deployment(chart: Tried, labels: Record<string, string>, selector: Record<string, string>): void {
  new ApiObject(chart, 'api', {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' },
    spec: { selector: { matchLabels: selector }, template: { metadata: { labels }, spec: { containers: [] } } },
  });
}

test.each<readonly [string, string, (chart: Tried) => unknown]>([
  [
    'a pod label that the selector uses',
    'a label that a selector uses cannot differ',
    (c) => deployment(c, { app: c.word }, { app: 'api' }),
  ],
  [
    'all labels of pods that are selected',
    'a label that a selector uses cannot differ',
    (c) => deployment(c, c.tags, { team: 'shop' }),
  ],
  ['a selector', 'a selector cannot differ', (c) => deployment(c, { app: 'api' }, { app: c.word })],
  [
    'a namespace that is a variation',
    'a namespace that is no fact cannot differ',
    (c) =>
      new ApiObject(c, 'any', {
        apiVersion: 'v1',
        kind: 'Any',
        metadata: { name: 'any', namespace: c.word },
      }),
  ],
  [
    'a name',
    'a name cannot differ',
    (c) => new ApiObject(c, 'any', { apiVersion: 'v1', kind: 'Any', metadata: { name: `any-${c.word}` } }),
  ],
])('%s is locked', (_, message, build) => {
  const failures = failuresOf((chart) => {
    sink(chart);
    build(chart);
  });
  expect(failures).toContainEqual(
    expect.objectContaining({ code: 'PARITY_LOCKED', message: expect.stringContaining(message) }),
  );
});

test('other pod labels, and a namespace made of a fact, may differ', () => {
  expect(failuresOf((chart) => {
    sink(chart);
    deployment(chart, { app: 'api', tier: chart.word }, { app: 'api' });
    new ApiObject(chart, 'any', {
      apiVersion: 'v1',
      kind: 'Any',
      metadata: { name: 'any', namespace: `${chart.env.namespace}-jobs` },
    });
    object(chart, 'more', { labels: { app: 'x', ...chart.tags } });
  })).toEqual([]);
});
