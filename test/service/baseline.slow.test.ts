import '../../lib/testing';
import { build } from '../../examples/capabilities/baseline';

test('the example passes the checks of an assembly', () => {
  expect(build).toPassParityCheck();
});
