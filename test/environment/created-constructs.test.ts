import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ParityApp, ParityChart, environment, facts, when } from '../../lib';
import { createdDuring } from '../../lib/environment/created-constructs';

const paths = (constructs: readonly { node: { path: string } }[]) => constructs.map(({ node }) => node.path);

test('what is created is found at any depth and in any tree, and nothing else is', () => {
  const [one, other] = [new Chart(new App(), 'one'), new Chart(new App(), 'other')];
  new Construct(one, 'before');
  const { value, created } = createdDuring(one, () => {
    const inner = createdDuring(one, () => new Construct(new Construct(one, 'a'), 'b'));
    expect(paths(inner.created)).toEqual(['one/a', 'one/a/b']);
    return new Construct(other, 'c');
  });
  new Construct(one, 'after');
  expect(value.node.path).toBe('other/c');
  expect(paths(created)).toEqual(['one/a', 'one/a/b', 'other/c']);
});

test('work that throws leaves nothing behind', () => {
  const chart = new Chart(new App(), 'chart');
  expect(() => createdDuring(chart, () => { throw new Error('broken'); })).toThrow('broken');
  expect(paths(createdDuring(chart, () => new Construct(chart, 'next')).created)).toEqual(['chart/next']);
});

test('a branch that creates in a chart it was handed is chosen there too', () => {
  class Brancher extends ParityChart {
    constructor(scope: Construct, id: string, other: Chart) {
      super(scope, id);
      when(facts<{ mesh: boolean }>(this).mesh, {
        true: () => { new ApiObject(other, 'meshed', { apiVersion: 'v1', kind: 'Any' }); },
        false: () => undefined,
      });
    }
  }
  const of = (name: string, mesh: boolean) => environment(name, { namespace: 'shop', mesh } as never);
  const app = new ParityApp({ environments: [of('local', false), of('production', true)] });
  const other = new ParityChart(app, 'other');
  new Brancher(app, 'brancher', other);
  const { files } = app.render();
  expect([...files].filter(([, text]) => text.includes('kind: Any')).map(([path]) => path))
    .toEqual(['production/other.k8s.yaml']);
});
