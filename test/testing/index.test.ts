import { expect as imported } from '@jest/globals';
import * as testing from '../../lib/testing';
import { build } from './small-shop';

const { addParityMatchers, renderEnvironments } = testing;

test('the index exports these values, by name', () => {
  expect(Object.keys(testing).sort()).toEqual([
    'ParitySnapshot', 'addParityMatchers', 'paritySnapshotSerializer', 'renderEnvironments',
  ]);
});

test('its types can be named', () => {
  const options: testing.RenderOptions = { id: 'checkout' };
  const check: testing.ParityCheckOptions = { failOn: 'note' };
  const identity: testing.ObjectIdentity = { kind: 'Deployment' };
  const subject: testing.ParitySubject = build;
  const assembly: testing.AssemblySubject = 'dist';
  const rendered: testing.RenderedEnvironments = renderEnvironments(build);
  const target: testing.RenderedTarget = rendered.targets[0];
  const manifests: readonly testing.Manifest[] = target.manifests;
  const where: testing.ManifestsSubject = manifests;
  expect([options, check, identity, subject, assembly, where]).toHaveLength(6);
});

test('an expect that is not global has the matchers too, typed', () => {
  addParityMatchers(imported);
  expect(addParityMatchers).toBeInstanceOf(Function);
  imported(renderEnvironments(build)).toBeInParity();
  imported(renderEnvironments(build).get('local')).toContainObject({ kind: 'Deployment', name: 'checkout' });
  imported(build).not.toDifferOnlyBy(['Checkout.replicas']);
  // @ts-expect-error -- a list of names
  imported(() => imported(build).toDifferOnlyBy('Checkout.replicas')).toThrow(TypeError);
});
