import { renderEnvironments } from '../../lib/testing';
import { Greeter, build, local, production } from './main';

test('environments differ by these values alone, and plain cdk8s gives the same manifests', () => {
  expect(build).toDifferOnlyBy(['Greeter.replicas', 'env.domain', 'env.registry']);
  expect(build).toPassParityCheck();
});

test('production runs three', () => {
  const greeter = renderEnvironments(Greeter, [local, production]);
  expect(greeter.get(production)).toContainObject({ kind: 'Deployment', name: 'greeter-web' }, {
    spec: { replicas: 3 },
  });
});

test('it gives these manifests', () => {
  expect(build).toMatchParitySnapshot();
});
