import { vary } from '../../../lib';
import { chartWith, render, shop } from '../../environment/fixtures/probe';
import { found, withIndex } from './found';

const Count = chartWith(() => vary.integer({ default: 2, min: 1, max: 50, why: 'traffic differs' }));
const Needed = chartWith(() => vary.integer({ min: 1, max: 50, why: 'traffic differs' }));
const overlaid = (Chart: typeof Count | typeof Needed, ...values: (number | undefined)[]) => values.map((value, i) =>
  (value === undefined ? shop(`env${i}`) : shop(`env${i}`).overlay(Chart as typeof Count, { value } as never)));

test('a variation that no environment sets is a warning', () => {
  expect(found(render({ web: Count }, { environments: overlaid(Count, undefined, undefined) }), 'idle-variation')).toEqual([
    'warning | IDLE_VARIATION | Probe.value | the default 2 everywhere']);
});

test('a variation that one environment sets is none', () => {
  expect(found(render({ web: Count }, { environments: overlaid(Count, undefined, 6) }), 'idle-variation')).toEqual([]);
});

test('a variation that one chart of its class sets is none, also when another chart is asked for', () => {
  const live = shop('live').overlay(Count, { value: 6 } as never, { instance: 'one' });
  const rendered = render({ one: Count, other: Count }, { environments: [shop('local'), live] });
  expect(found(rendered, 'idle-variation', { charts: ['other'] })).toEqual([]);
});

test('one value in all environments could be a constant', () => {
  expect(found(render({ web: Needed }, { environments: overlaid(Needed, 5, 5) }), 'idle-variation')).toEqual([
    'note | IDLE_VARIATION | Probe.value | 5 everywhere']);
  expect(found(render({ web: Needed }, { environments: overlaid(Needed, 5, 6) }), 'idle-variation')).toEqual([]);
  expect(found(render({ web: Needed }, { environments: overlaid(Needed, 5) }), 'idle-variation')).toEqual([]);
});

const Memory = chartWith(() => vary.memory({ default: '1Gi', min: '1Mi', max: '20Gi', why: 'caches differ' }),
  (value) => value.asString());
const Share = chartWith(() => vary.percent({ default: '5%', min: '1%', max: '100%', why: 'load differs' }));
const Free = chartWith(() => vary.string({ default: 'a', pattern: /[a-z]/, why: 'names differ' }));

test.each([
  ['the largest is below a tenth of the max', Count, 1, ['1 to 2 in use | a max closer than 50']],
  ['a tenth of the max is near', Count, 5, []],
  ['the smallest is above ten times the min', Memory, '2Gi', ['"1Gi" to "2Gi" in use | a min closer than 1Mi']],
  ['both', Memory, '1.5Gi', ['"1Gi" to "1.5Gi" in use | a max closer than 20Gi, a min closer than 1Mi']],
  ['a percentage', Share, '9%', ['"5%" to "9%" in use | a max closer than 100%']],
  ['a text has no range', Free, 'b', []],
] as const)('bounds that no value comes near: %s', (_, Chart, value, expected) => {
  const environments = [shop('local'), shop('live').overlay(Chart as never, { value } as never)];
  expect(found(render({ web: Chart as never }, { environments }), 'wide-bounds').map((line) => line.split(' | ').slice(3).join(' | ')))
    .toEqual(expected);
});

const TODOS = ['TODO', 'todo: ask ops', ' tbd', 'FIXME later', 'fix me', 'xxx', 'XXXX', '???', '...', '-', 'n/a', 'N.A.', 'none',
  'To be determined', 'load differs (todo: measure)', 'TODO(anna) explain', 'because', 'wip', 'traffic, TBD'];
const REASONS = ['Todo lists are longer in production', 'to do backups at night', 'WIP limits differ by team',
  'xxx-large nodes are only there', 'XXX-large nodes are only there', 'traffic differs', 'the todo service has other traffic', 'none of the laptops has a GPU', 'tests are slow here',
  'because laptops are small', 'fixed by contract', 'unknown clients must be refused'];

function withWhy(why: string) {
  const rendered = render({ web: Count });
  const [chart] = rendered.index.charts;
  const source = 'main.ts:1';
  return withIndex(rendered, { charts: [{
    ...chart,
    variations: chart.variations.map((variation) => ({ ...variation, why })),
    exceptions: [{ target: 'local', object: 'Probe/probe', patch: [], reason: why, owner: 'o', expires: '2099-01-01', source }],
    standIns: [{ of: { op: 'fact', path: ['x'] }, branch: 'b', for: 'payment', reason: why, owner: 'o', expires: '2099-01-01',
      conformance: 'c', source }],
    removedDefaults: [{ construct: 'web/api', default: 'probe', reason: why, source } as never],
  }] });
}

test.each(TODOS)('the reason %p says nothing, wherever it stands', (why) => {
  expect(found(withWhy(why), 'no-why').map((line) => line.split(' | ').slice(0, 3).join(' | '))).toEqual([
    'warning | NO_WHY | local: web > Probe/probe',
    'warning | NO_WHY | web > the stand-in for payment',
    'warning | NO_WHY | web/api > without probe',
    'warning | NO_WHY | Probe.value',
  ]);
});

test.each(REASONS)('the reason %p is one', (why) => {
  expect(found(withWhy(why), 'no-why')).toEqual([]);
});
