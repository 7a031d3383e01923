import { environment, preview, vary } from '../../../lib';
import { chartWith, render, shop } from '../../environment/fixtures/probe';
import { found } from './found';

const Memory = chartWith(() => vary.memory({ default: '1Gi', min: '64Mi', max: '4Gi', why: 'caches differ' }),
  (value) => value.asString());
const Cpu = chartWith(() => vary.cpu({ default: '500m', min: '100m', max: '2', why: 'load differs' }), (value) => value.amount);
const Wait = chartWith(() => vary.duration({ default: '60s', min: '1s', max: '10m', why: 'links differ' }), (value) => value.toSeconds());

test.each([
  [Memory, '1024Mi', '"1Gi"'], [Cpu, '0.5', '"500m"'], [Wait, '1m', '"60s"'],
])('an overlay that gives the default in other words changes nothing: %p %s', (Chart, value, byDefault) => {
  const rendered = render({ web: Chart as never },
    { environments: [shop('local'), shop('live').overlay(Chart as never, { value } as never)] });
  expect(found(rendered, 'idle-overlay')).toEqual([
    `error | IDLE_OVERLAY | live: Probe.value | ${JSON.stringify(value)} | another value than the default ${byDefault}`,
  ]);
});

test('an overlay that gives another value is no finding', () => {
  const rendered = render({ web: Memory },
    { environments: [shop('local'), shop('live').overlay(Memory, { value: '1025Mi' } as never)] });
  expect(found(rendered, 'idle-overlay')).toEqual([]);
});

test('a cluster may take back what its environment gives', () => {
  const live = environment('live', { ...shop('x').facts as object, namespace: 'shop' }, { clusters: { eu: {}, us: {} } })
    .overlay(Memory as never, { value: '2Gi' } as never)
    .overlay(Memory as never, { value: '1024Mi' } as never, { cluster: 'us' });
  expect(found(render({ web: Memory }, { environments: [shop('local'), live as never] }), 'idle-overlay')).toEqual([]);
});

test('all clusters alike, and like the default, is a finding', () => {
  const live = environment('live', { namespace: 'shop' }, { clusters: { eu: {}, us: {} } })
    .overlay(Memory as never, { value: '1024Mi' } as never);
  expect(found(render({ web: Memory }, { environments: [shop('local'), live as never] }), 'idle-overlay')).toHaveLength(1);
});

test('one chart of a class may take back what the class is given', () => {
  const live = shop('live').overlay(Memory, { value: '2Gi' } as never)
    .overlay(Memory, { value: '1024Mi' } as never, { instance: 'one' });
  expect(found(render({ one: Memory, other: Memory }, { environments: [shop('local'), live] }), 'idle-overlay')).toEqual([]);
});

test('a preview may take back what its base gives', () => {
  const live = shop('live').overlay(Memory, { value: '2Gi' } as never);
  const pr = preview('pr-1', live, {});
  const environments = [live, pr.overlay(Memory, { value: '1024Mi' } as never)];
  expect(found(render({ web: Memory }, { environments }), 'idle-overlay')).toEqual([]);
});

test('values of a Secret are not shown', () => {
  const rendered = render({ web: Memory },
    { environments: [shop('local'), shop('live').overlay(Memory, { value: '1024Mi' } as never)] });
  const [chart] = rendered.index.charts;
  const objects = chart.template.objects.map((object) =>
    ({ ...object, body: { ...object.body as object, kind: 'Secret' } }));
  const index = { ...rendered.index, charts: [{ ...chart, template: { objects } }] };
  expect(found({ ...rendered, index }, 'idle-overlay')).toEqual([
    'error | IDLE_OVERLAY | live: Probe.value | (a value of a Secret) | another value than the default (a value of a Secret)',
  ]);
});

test('only charts that were asked for are spoken of', () => {
  const rendered = render({ web: Memory },
    { environments: [shop('local'), shop('live').overlay(Memory, { value: '1024Mi' } as never)] });
  const [chart] = rendered.index.charts;
  const index = { ...rendered.index, charts: [chart, { ...chart, id: 'api', class: 'Api' }] };
  expect(found({ ...rendered, index }, 'idle-overlay', { charts: ['api'] }).map((line) => line.split(' | ')[2]))
    .toEqual(['live: Api.value']);
});


test('nor of an overlay that is for another chart of the class', () => {
  const live = shop('live')
    .overlay(Memory, { value: '1024Mi' } as never, { instance: 'one' })
    .overlay(Memory, { value: '1048576Ki' } as never, { instance: 'other' });
  const rendered = render({ one: Memory, other: Memory }, { environments: [shop('local'), live] });
  expect(found(rendered, 'idle-overlay')).toHaveLength(2);
  expect(found(rendered, 'idle-overlay', { charts: ['one'] }).map((line) => line.split(' | ')[3])).toEqual(['"1024Mi"']);
});
