import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, facts, when } from '../../../lib';
import { type ShopContract, local, production } from '../../../environments';
import { found } from './found';

/** Writes what the test says. */
class One extends ParityChart {
  constructor(scope: Construct, id: string, write: (chart: ParityChart) => void) {
    super(scope, id, { labels: {} });
    write(this);
  }
}

function serviceIn(metadata: object = {}, apiVersion = 'v1', spec: object = { type: 'ClusterIP' }) {
  return (chart: ParityChart) => {
    new ApiObject(chart, 'web', { apiVersion, kind: 'Service', metadata: { name: 'web', ...metadata }, spec });
  };
}

function foundIn(...charts: readonly ((chart: ParityChart) => void)[]): string[] {
  const app = new ParityApp({ environments: [local, production] });
  charts.forEach((write, i) => app.add(One, `chart-${i}`, write));
  return found(app.render(), 'duplicate-object');
}

const inBoth = (line: (target: string) => string) => ['local', 'production'].map(line);

test('one object with other contents in two charts is an error in each environment that has both', () => {
  expect(foundIn(serviceIn(), serviceIn({}, 'v1', { type: 'NodePort' }))).toEqual(inBoth((target) =>
    `error | DUPLICATE_OBJECT | ${target}: chart-1 > Service/web | other contents in chart 'chart-0'`));
});

test('with the same contents it is a warning', () => {
  expect(foundIn(serviceIn(), serviceIn())).toEqual(inBoth((target) =>
    `warning | DUPLICATE_OBJECT | ${target}: chart-1 > Service/web | the same in chart 'chart-0'`));
});

test.each([
  ['versions of one group', [serviceIn({}, 'mesh.example/v1'), serviceIn({}, 'mesh.example/v2')]],
  ['a literal namespace and the fact that says it', [serviceIn({ namespace: 'shop' }), serviceIn()]],
])('%s are one object', (_, charts) => {
  expect(foundIn(...charts)).toHaveLength(2);
});

test.each([
  ['other namespaces', [serviceIn({ namespace: 'a' }), serviceIn({ namespace: 'b' })]],
  ['other groups', [serviceIn(), serviceIn({}, 'mesh.example/v1')]],
  ['names that the API server completes', [
    serviceIn({ name: undefined, generateName: 'web-' }), serviceIn({ name: undefined, generateName: 'web-' }),
  ]],
  ['branches of which an environment has one', [true, false].map((is) => (chart: ParityChart) => {
    const { gateway } = facts<ShopContract>(chart).capabilities;
    when(gateway, { true: () => { if (is) serviceIn()(chart); }, false: () => { if (!is) serviceIn()(chart); } });
  })],
])('%s are not one', (_, charts) => {
  expect(foundIn(...charts)).toEqual([]);
});
