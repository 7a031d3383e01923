import type { Construct } from 'constructs';
import { ParityChart, type StandInOptions, facts, standIn, when } from '../../lib';
import { type ShopContract, failureOf, place, render, shop, shopFacts } from './fixtures/probe';

const options: StandInOptions = {
  for: 'the payment provider', reason: 'no sandbox', owner: 'checkout', since: '2026-01-31', expires: '2027-03-31',
  conformance: 'test/stub.test.ts',
};
const environments = [shop('local'), shop('production', { capabilities: { ...shopFacts.capabilities, mesh: true } })];

function chart(said: StandInOptions) {
  return class Chosen extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      const { capabilities, paymentUrl } = facts<ShopContract>(this);
      const url = when(capabilities.mesh, { true: () => paymentUrl as string, false: standIn(said, () => 'http://stub') });
      place(this, 'chosen', { value: url });
    }
  } as new (scope: Construct, id: string) => ParityChart;
}

test('a stand-in is recorded with all it says, and the branch that it is', () => {
  const [{ standIns }] = render({ c: chart(options) }, { environments, witness: true }).index.charts;
  expect(standIns).toEqual([{
    ...options, of: { op: 'fact', path: ['capabilities', 'mesh'] }, branch: 'false',
    source: expect.stringMatching(/stand-in\.test\.ts:\d+$/),
  }]);
});

test('where its age is not known, nothing is recorded', () => {
  const { since: _, ...undated } = options;
  const [{ standIns: [record] }] = render({ c: chart(undated) }, { environments }).index.charts;
  expect(record).not.toHaveProperty('since');
});

test.each<[string, Partial<StandInOptions>, RegExp]>([
  ['no reason', { reason: ' ' }, /no 'reason'/],
  ['no conformance check', { conformance: '' }, /no 'conformance'/],
  ['a day that no calendar has', { expires: '2027-02-30' }, /expires "2027-02-30"/],
  ['no end', { expires: undefined as never }, /expires never/],
  ['a beginning after its end', { since: '2027-04-01' }, /since 2027-04-01, after it expires/],
])('a stand-in with %s is refused', (_, change, message) => {
  const failure = failureOf(() => render({ c: chart({ ...options, ...change }) }, { environments }));
  expect(failure).toMatchObject({ code: 'PARITY_STAND_IN', got: expect.stringMatching(message) });
});
