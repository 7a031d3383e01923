import { inspect } from 'node:util';
import { ParityError, ParityErrors, formatFailure } from '../../lib/template/error';

const failure = { code: 'PARITY_FILL', message: 'a place cannot be filled', where: 'api', fix: 'fill it' } as const;

test('a failure is its code, its message and the fields that it has', () => {
  expect(formatFailure({ ...failure, got: '', expected: undefined })).toBe(
    'PARITY_FILL: a place cannot be filled\n  where:    api\n  fix:      fill it',
  );
});

test.each([
  ['one failure', new ParityError(failure)],
  ['several', new ParityErrors([failure])],
])('Node prints an error of %s once, not again as its fields', (_, error) => {
  expect(inspect(error).match(/a place cannot be filled/g)).toHaveLength(1);
});

test('the fields are there for code', () => {
  expect(new ParityError(failure)).toMatchObject({ code: 'PARITY_FILL', failure });
  expect(new ParityErrors([failure]).failures).toEqual([failure]);
});
