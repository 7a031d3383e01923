import { apart, everythingApp } from './backings';
import { findSchemaProblems } from './crd-schema';
import { objectsIn } from './shop';

test('custom resources fit their definitions', () => {
  const everything = everythingApp().render();
  const [staging, production] = ['staging', 'production'].map((name) => objectsIn(everything, name));
  const custom = [
    staging['Cluster/orders'], staging['ExternalSecret/queue-app'],
    ...Object.values(production).filter(({ kind }) => kind === 'ExternalSecret'),
  ];
  expect(custom).toHaveLength(7);
  expect(custom.flatMap((object) => findSchemaProblems(object))).toEqual([]);
});

test.each([
  ['deferred', 'orders-db', 'shop'], ['at once', 'orders-db', 'shop'], ['at once', 'shop', 'orders-db'],
] as const)('a backing service of another chart is the same whatever comes first: %s, %s, %s', (how, first, second) => {
  const { files, index } = apart(how, [first, second]);
  const other = apart('deferred', ['shop', 'orders-db']);
  expect(Object.fromEntries(files)).toEqual(Object.fromEntries(other.files));
  expect(index.calls?.map(({ from, to }) => `${from} ${to}`)).toEqual(other.index.calls?.map(({ from, to }) => `${from} ${to}`));
});
