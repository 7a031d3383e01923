import '../../lib/testing';
import { build } from './main';

test('the smallest useful app is in parity', () => {
  expect(build).toBeInParity();
});

test('it gives these manifests', () => {
  expect(build).toMatchParitySnapshot();
});
