import { ApiObject, App, Chart, DependencyGraph } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { objectsInOrder } from '../../lib/synth/object-order';

function object(scope: Construct, id: string): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Any' });
}

/** A chart whose constructs and objects are made below random earlier ones, with random dependencies. */
function treeOf(parents: readonly number[], pairs: readonly (readonly [number, number])[]): Chart {
  const chart = new Chart(new App(), 'chart');
  const constructs: Construct[] = [chart];
  parents.forEach((parent, i) => {
    const scope = constructs[parent % constructs.length];
    constructs.push(i % 3 === 0 ? new Construct(scope, `c${i}`) : object(scope, `o${i}`));
  });
  for (const [from, to] of pairs.map((pair) => pair.map((i) => constructs[i % constructs.length]))) {
    if (from !== to) from.node.addDependency(to);
  }
  return chart;
}

/** What cdk8s itself does before it writes a chart, in its own order; undefined when it finds a cycle. */
function orderOfCdk8s(chart: Chart): readonly string[] | undefined {
  const { buildDependencies } = expandingApp;
  try {
    buildDependencies(chart.node.root as App);
    return new DependencyGraph(chart.node)
      .topology()
      .filter((c) => ApiObject.isApiObject(c))
      .map(({ node }) => node.path);
  } catch (error) {
    if (/cycle/i.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** cdk8s keeps the step before its sorting private: each dependency becomes one between all objects of its two ends. */
const expandingApp = {
  buildDependencies(app: App): void {
    for (const { source, target } of app.node
      .findAll()
      .flatMap((source) => source.node.dependencies.map((target) => ({ source, target })))) {
      const objects = (construct: Construct) => construct.node.findAll().filter((c) => ApiObject.isApiObject(c));
      for (const to of objects(target as Construct))
        for (const from of objects(source)) if (from !== to) from.node.addDependency(to);
    }
  },
};

const trees = fc.tuple(
  fc.array(fc.nat(30), { minLength: 2, maxLength: 14 }), fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 5 }));

test('the order is the one of cdk8s on 200 random trees, and what it takes for a cycle is one', () => {
  let cycles = 0;
  fc.assert(fc.property(trees, ([parents, pairs]) => {
    const expected = orderOfCdk8s(treeOf(parents, pairs));
    const ours = () => objectsInOrder(treeOf(parents, pairs)).map(({ node }) => node.path);
    if (expected === undefined) {
      cycles++;
      expect(ours).toThrow('PARITY_DEPENDENCY_CYCLE');
    } else expect(ours()).toEqual(expected);
  }), { numRuns: 200, seed: 1 });
  expect(cycles).toBeGreaterThan(10);
  expect(cycles).toBeLessThan(150);
});

test('the whole text that cdk8s writes for a chart has our order', () => {
  const chart = treeOf([0, 0, 0, 1, 1, 0], [[2, 4], [1, 6]]);
  const ours = objectsInOrder(chart).map(({ name }) => name);
  expect(ours).toEqual([...(chart.node.root as App).synthYaml().matchAll(/name: (\S+)/g)].map(([, name]) => name));
});

test('a cycle is reported with its way', () => {
  const chart = new Chart(new App(), 'chart');
  const [a, b, c] = ['a', 'b', 'c'].map((id) => object(chart, id));
  a.addDependency(b);
  b.addDependency(c);
  c.addDependency(a);
  expect(() => objectsInOrder(chart)).toThrow(
    /PARITY_DEPENDENCY_CYCLE[^]*chart\/a => chart\/b => chart\/c => chart\/a/,
  );
});

test('an object that depends on itself is a cycle, where cdk8s would leave it out', () => {
  const chart = new Chart(new App(), 'chart');
  const it = object(chart, 'it');
  it.addDependency(it);
  expect(() => objectsInOrder(chart)).toThrow(/chart\/it => chart\/it/);
});

test('a cycle behind an object that nothing depends on is reported as the circle alone', () => {
  const chart = new Chart(new App(), 'chart');
  const [a, b, c] = ['a', 'b', 'c'].map((id) => object(chart, id));
  a.addDependency(b);
  b.addDependency(c);
  c.addDependency(b);
  expect(() => objectsInOrder(chart)).toThrow(/chart\/b => chart\/c => chart\/b/);
});

test('objects of a nested chart are that chart\'s', () => {
  const chart = new Chart(new App(), 'chart');
  const inner = new Chart(chart, 'inner');
  object(chart, 'own').addDependency(object(inner, 'theirs'));
  expect([chart, inner].map((c) => objectsInOrder(c).map(({ node }) => node.path))).toEqual([
    ['chart/own'],
    ['chart/inner/theirs'],
  ]);
});

test('a chain of 20,000 objects and 30 diamonds are sorted within two seconds', () => {
  const chain = new Chart(new App(), 'chain');
  const links = Array.from({ length: 20_000 }, (_, i) => object(chain, `o${i}`));
  links.slice(1).forEach((link, i) => links[i].node.addDependency(link));
  const diamonds = new Chart(new App(), 'diamonds');
  let top = object(diamonds, 'top');
  for (let i = 0; i < 30; i++) {
    const [left, right, bottom] = ['left', 'right', 'bottom'].map((side) => object(diamonds, `${side}${i}`));
    top.addDependency(left, right);
    left.addDependency(bottom);
    right.addDependency(bottom);
    top = bottom;
  }
  const start = performance.now();
  expect(objectsInOrder(chain).map(({ node }) => node.id)).toEqual(links.map(({ node }) => node.id).reverse());
  expect(objectsInOrder(diamonds)[0].node.id).toBe('bottom29');
  expect(performance.now() - start).toBeLessThan(2000);
});
