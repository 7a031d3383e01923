import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityChart, type PatchOperation, environment, vary } from '../../../lib';
import { render } from '../../environment/fixtures/probe';
import { found } from './found';

class Web extends ParityChart {
  readonly replicas = vary.integer({ default: 2, min: 1, max: 9, why: 'traffic differs' });

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: false });
    new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: id, labels: { 'a/b': 'x' } },
      spec: {
        replicas: this.replicas, paused: false, selector: { matchLabels: { app: id } },
        template: {
          metadata: { labels: { app: id, tier: 'web' } },
          spec: { containers: [{ name: 'web', image: `shop/web@sha256:${'a'.repeat(64)}`, command: ['serve'], args: ['--fast'],
            resources: { limits: { memory: '1Gi', cpu: '1' } } }] },
        },
      },
    });
  }
}

const CONTAINER = '/spec/template/spec/containers/0';
const exception = (patch: readonly PatchOperation[]) =>
  ({ object: 'Deployment/web', patch, reason: 'slow', owner: 'o', expires: '2099-01-01' });
const replace = (path: string, value: unknown) => ({ op: 'replace', path, value }) as PatchOperation;

function foundFor(...patches: (readonly PatchOperation[] | undefined)[]): string[] {
  const environments = patches.map((patch, i) => {
    const plain = environment(`env${i}`, {});
    return patch === undefined ? plain : plain.except(Web, exception(patch));
  });
  return found(render({ web: Web as never }, { environments: environments as never }), 'could-vary');
}

test.each([
  [replace(`${CONTAINER}/args/0`, '--slow'), 'vary.string for spec.template.spec.containers[0].args[0]'],
  [replace(`${CONTAINER}/resources/limits/memory`, '2Gi'), 'vary.memory for spec.template.spec.containers[0].resources.limits.memory'],
  [replace(`${CONTAINER}/resources/limits/cpu`, '2'), 'vary.cpu for spec.template.spec.containers[0].resources.limits.cpu'],
  [replace('/spec/paused', true), 'vary.oneOf with derive.lookup for spec.paused'],
  [replace('/metadata/labels/a~1b', 'www.example.com'), 'vary.hostname for metadata.labels["a/b"]'],
  [replace('/spec/replicas', 3), "a value for 'replicas'"],
])('an exception that only replaces a value could be a variation: %j', (operation, expected) => {
  expect(foundFor(undefined, [operation]).map((line) => line.split(' | ').at(-1))).toEqual([expected]);
});

test('a test before it changes nothing in that', () => {
  expect(foundFor(undefined, [{ op: 'test', path: '/spec/paused', value: false }, replace('/spec/paused', true)])).toEqual([
    'note | COULD_VARY | env1: web > Deployment/web | a patch that only replaces spec.paused | vary.oneOf with derive.lookup for spec.paused',
  ]);
});

test.each<[string, PatchOperation]>([
  ['adds', { op: 'add', path: '/spec/minReadySeconds', value: 3 }],
  ['removes', { op: 'remove', path: '/spec/paused' }],
  ['replaces a list', replace(`${CONTAINER}/args`, [])],
  ['replaces a map', replace('/metadata/labels', {})],
  ['replaces by null', replace('/spec/paused', null)],
  ['replaces a locked place', replace(`${CONTAINER}/command/0`, 'run')],
  ['replaces a label that a selector uses', replace('/spec/template/metadata/labels/app', 'x')],
])('an exception that %s could not', (_, operation) => {
  expect(foundFor(undefined, [replace('/spec/paused', true), operation])).toEqual([]);
});

test('the same exception in some environments is told, and in all of them as a value for the program', () => {
  const patch = [{ op: 'add', path: '/spec/minReadySeconds', value: 3 }] as const;
  expect(foundFor(undefined, patch, patch)).toEqual([
    'note | COULD_VARY | env1, env2: web > Deployment/web | a variation, or an alternative']);
  expect(foundFor(patch, patch)).toEqual([
    'note | COULD_VARY | env0, env1: web > Deployment/web | the value in the program, since all environments have it']);
});

test('one exception for the clusters of an environment is not the same exception twice', () => {
  const live = environment('live', {}, { clusters: { eu: {}, us: {} } })
    .except(Web, exception([{ op: 'remove', path: '/spec/paused' }]));
  const rendered = render({ web: Web as never }, { environments: [environment('local', {}), live] as never });
  expect(found(rendered, 'could-vary')).toEqual([]);
});
