import { App, Chart } from 'cdk8s';
import { Addressed } from '../../lib/environment/addressed';

class Api extends Chart {}
class Edge extends Api {}
class Other extends Chart {}

const chart = (of: typeof Chart, id: string) => new of(new App(), id);

test('finds what speaks of a class, its bases, its name and its instance, in the order of declaration', () => {
  const items = [
    { of: Edge, n: 1 }, { of: 'Api', n: 2 }, { of: Api, instance: 'a', n: 3 }, { of: Api, n: 4 },
    { of: Other, n: 5 }, { of: Api, instance: 'b', n: 6 }, { of: 'Edge', instance: 'a', n: 7 },
  ];
  const numbersFor = (c: Chart) => new Addressed(items).for(c).map(({ n }) => n);
  expect(numbersFor(chart(Edge, 'a'))).toEqual([1, 2, 3, 4, 7]);
  expect(numbersFor(chart(Api, 'b'))).toEqual([2, 4, 6]);
  expect(numbersFor(chart(Other, 'a'))).toEqual([5]);
});

test('remembers what no chart has asked for', () => {
  const items = [{ of: Api }, { of: Other }, { of: Api, instance: 'b' }];
  const addressed = new Addressed(items);
  addressed.for(chart(Edge, 'a'));
  expect(addressed.unheard).toEqual([items[1], items[2]]);
});
