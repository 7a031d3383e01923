import { environment, facts, ParityChart, standIn, vary, when } from '../../../lib';
import { place, render, shop } from '../../environment/fixtures/probe';
import { found } from './found';

const exception = { object: 'Probe/probe', patch: [{ op: 'replace', path: '/spec/kept', value: 2 }],
  reason: 'a slow machine', owner: 'team-shop' } as const;

class Probe extends ParityChart {
  constructor(scope: never, id: string) {
    super(scope, id);
    place(this, 'probe', { kept: 1 });
  }
}

const withException = (expires: string) => render({ web: Probe as never },
  { environments: [shop('local'), shop('live').except(Probe as never, { ...exception, expires })] });

test.each([
  ['2026-11-20', ['error | EXPIRED | live: web > Probe/probe | its last day was 2026-11-20; its reason: a slow machine | a decision of team-shop']],
  ['2026-11-21', ['warning | EXPIRES_SOON | live: web > Probe/probe | its last day is 2026-11-21; its reason: a slow machine | a decision of team-shop']],
  ['2026-12-21', ['warning | EXPIRES_SOON | live: web > Probe/probe | its last day is 2026-12-21; its reason: a slow machine | a decision of team-shop']],
  ['2026-12-22', []],
])('an exception whose last day is %s, seen on 2026-11-21', (expires, lines) => {
  expect(found(withException(expires), 'expiry')).toEqual(lines);
});

test('how soon is soon can be chosen', () => {
  expect(found(withException('2026-11-22'), 'expiry', { soonDays: 0 })).toEqual([]);
  expect(found(withException('2027-11-21'), 'expiry', { soonDays: 365 })).toHaveLength(1);
});

test('an exception for all clusters of an environment is one finding that names them', () => {
  const live = environment('live', { namespace: 'shop' }, { clusters: { eu: {}, us: {} } })
    .except(Probe as never, { ...exception, expires: '2026-01-01' });
  const rendered = render({ web: Probe as never }, { environments: [shop('local'), live as never] });
  expect(found(rendered, 'expiry').map((line) => line.split(' | ')[2])).toEqual(['live/eu, live/us: web > Probe/probe']);
});

/** A chart whose payment is a stand-in where an environment has no mesh, or where its variation says so. */
function withStandIn(expires: string, meshes: readonly boolean[]) {
  class Paying extends ParityChart {
    constructor(scope: never, id: string) {
      super(scope, id);
      const env = facts<{ capabilities: { mesh: boolean }; paymentUrl: string }>(this);
      place(this, 'probe', { url: when(env.capabilities.mesh, {
        true: () => env.paymentUrl,
        false: standIn({ for: 'the payment provider', reason: 'no sandbox', owner: 'team-pay', expires,
          conformance: 'test/stub.test.ts' }, () => 'http://stub'),
      }) });
    }
  }
  const environments = meshes.map((mesh, i) => shop(`env${i}`, { capabilities: { mesh } as never }));
  return render({ web: Paying as never }, { environments });
}

test('an expired stand-in is an error that names the targets that run it', () => {
  expect(found(withStandIn('2026-01-01', [false, true, false]), 'expiry')).toEqual([
    'error | EXPIRED | env0, env2: web > the stand-in for the payment provider | its last day was 2026-01-01; its reason: no sandbox | a decision of team-pay',
  ]);
});

test('a stand-in that expires soon is a warning where it runs, and nothing where none does', () => {
  expect(found(withStandIn('2026-12-01', [false, true]), 'expiry')).toEqual([expect.stringMatching(/^warning \| EXPIRES_SOON/)]);
  expect(found(withStandIn('2026-12-01', [true, true]), 'expiry')).toEqual([]);
});

test('an expired stand-in that no environment uses is a note', () => {
  expect(found(withStandIn('2026-01-01', [true, true]), 'expiry')).toEqual([
    'note | EXPIRED | web > the stand-in for the payment provider | its last day was 2026-01-01; its reason: no sandbox | a decision of team-pay',
  ]);
});

test('a stand-in whose choice cannot be evaluated counts as used', () => {
  const rendered = withStandIn('2026-01-01', [true]);
  const [chart] = rendered.index.charts;
  const standIns = [{ ...chart.standIns[0], of: { op: 'fact', path: ['gone'] } as const }];
  const index = { ...rendered.index, charts: [{ ...chart, standIns }] };
  expect(found({ ...rendered, index }, 'expiry')).toEqual([expect.stringMatching(/^error \| EXPIRED \| env0: web/)]);
});

test('a stand-in that a variation chooses is used where that is its value', () => {
  class Choosing extends ParityChart {
    readonly mode = vary.oneOf(['real', 'stub'], { default: 'real', why: 'no sandbox' });

    constructor(scope: never, id: string) {
      super(scope, id);
      place(this, 'probe', { url: when(this.mode, {
        real: () => 'https://pay',
        stub: standIn({ for: 'payment', reason: 'r', owner: 'o', expires: '2026-01-01', conformance: 'c' },
          () => 'http://stub'),
      }) });
    }
  }
  const environments = [shop('local').overlay(Choosing as never, { mode: 'stub' } as never), shop('live')];
  expect(found(render({ web: Choosing as never }, { environments }), 'expiry'))
    .toEqual([expect.stringMatching(/^error \| EXPIRED \| local: web/)]);
});
