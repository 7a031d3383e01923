import { ApiObject, Lazy } from 'cdk8s';
import { when } from '../../lib';
import { type Tried, failuresOf, object, sink } from './fixtures/two-environments';

const IMAGE = `registry.example.com/api@sha256:${'a'.repeat(64)}`;

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
    'the namespace of an account that gets rights',
    'a namespace that is no fact cannot differ',
    (c) =>
      new ApiObject(c, 'any', {
        apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'any' },
        subjects: [{ kind: 'ServiceAccount', name: 'any', namespace: c.word }],
      } as never),
  ],
  [
    'a map that could bring a label that a selector uses',
    'a label that a selector uses cannot differ',
    (c) => {
      deployment(c, { app: 'api', ...c.tags }, { app: 'api' });
      object(c, 'service', { selector: { app: 'api', team: 'shop' } });
    },
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

test('objects that are one where a namespace fact says so are refused there, and nowhere else', () => {
  const failures = failuresOf((chart) => {
    sink(chart);
    const named = (id: string, namespace: string) =>
      new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'same', namespace } });
    named('one', chart.env.namespace);
    named('other', 'shop');
    named('third', 'elsewhere');
  });
  expect(failures.map(({ code, where, got }) => [code, where, got])).toEqual([[
    'PARITY_DUPLICATE_OBJECT', expect.stringMatching(/^production: tried > v1\/ConfigMap\/shop\/same$/),
    "tried/one and tried/other, both in namespace 'shop'",
  ]]);
});

test("an error of others names the variation in it, not the placeholder's text", () => {
  const [inConstructor] = failuresOf((chart) => {
    sink(chart);
    throw new Error(`Invalid IPv4 CIDR: "${chart.word}"`);
  });
  expect(inConstructor.got).toMatch(/^Invalid IPv4 CIDR: "variation .*\(test\/synth\/fixtures\/two-environments\.ts:\d+\)"/);
  const [inRender] = failuresOf((chart) => {
    sink(chart);
    object(chart, 'any', Lazy.any({ produce: () => { throw new Error(`no ${chart.word}`); } }));
  });
  expect(inRender.got).toMatch(/no variation 'word' \(test\//);
});

test('an alternative inside an object cannot choose what is locked, and may choose the rest', () => {
  const spec = (image: string, replicas: number) => ({
    replicas, selector: { matchLabels: { app: 'api' } },
    template: { metadata: { labels: { app: 'api' } }, spec: { containers: [{ name: 'api', image }] } },
  });
  const chosen = (chart: Tried, large: object) => {
    sink(chart);
    new ApiObject(chart, 'api', {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' },
      spec: when(chart.size, { small: () => spec(IMAGE, 1) as object, large: () => large }),
    });
  };
  expect(failuresOf((chart) => chosen(chart, spec(IMAGE, 9)))).toEqual([]);
  expect(failuresOf((chart) => chosen(chart, spec(IMAGE.replace('api', 'evil'), 9)))).toEqual([
    expect.objectContaining({
      code: 'PARITY_LOCKED', message: 'an image cannot differ between environments',
      where: 'tried > Deployment/api > spec.template.spec.containers[0].image', got: "an alternative by variation 'size'",
    }),
  ]);
});

test('a branch that works later is refused: its objects would be lost', () => {
  const [failure] = failuresOf((chart) => {
    sink(chart);
    when(chart.size, { small: async () => undefined, large: async () => undefined });
  });
  expect(failure).toMatchObject({ code: 'PARITY_COMPUTED', message: 'a branch of an alternative is asynchronous' });
});
