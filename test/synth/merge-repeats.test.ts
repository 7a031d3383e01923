import { mergeRepeats } from '../../lib/synth/merge-repeats';
import type { ParityFailure } from '../../lib/template/error';

const wrong = (where: string, change: Partial<ParityFailure> = {}): ParityFailure =>
  ({ code: 'PARITY_BAD_VALUE', message: 'is above', got: '66', where, fix: 'choose another', ...change });
const wheres = (failures: readonly ParityFailure[]) => mergeRepeats(failures).map(({ where }) => where);

test('one line that is wrong for two charts in two clusters is one failure', () => {
  expect(wheres(['production/eu: a', 'production/eu: b', 'production/us: a', 'production/us: b']
    .map((place) => wrong(`${place} x.yaml:2`)))).toEqual(['production/eu: a (and 3 more) x.yaml:2']);
});

test('one failure stays as it is', () => {
  expect(mergeRepeats([wrong('local: a x.yaml:2')])).toEqual([wrong('local: a x.yaml:2')]);
});

test.each<[string, ParityFailure]>([
  ['in another line', wrong('local: a x.yaml:3')],
  ['in another environment', wrong('staging: a x.yaml:2')],
  ['with another value', wrong('local: a x.yaml:2', { got: '67' })],
  ['of another kind', wrong('local: a x.yaml:2', { code: 'PARITY_MISSING_VALUE' })],
])('a mistake %s is one of its own', (_, other) => {
  expect(mergeRepeats([wrong('local: a x.yaml:2'), other])).toHaveLength(2);
});

test('a value that each environment must give is asked of each', () => {
  const missing = ['local: a x.ts:2', 'local: b x.ts:2'].map((where) => wrong(where, { code: 'PARITY_MISSING_VALUE' }));
  expect(mergeRepeats(missing)).toEqual(missing);
});
