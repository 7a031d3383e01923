import type { Construct } from 'constructs';
import { Baseline, type BaselineProps, type OverlayOf, ParityApp, ParityChart, vary } from '../../lib';
import '../../lib/testing';
import { build } from '../../examples/capabilities/baseline';
import { local, production, refusalsIn } from './shop';

const ROLES: BaselineProps['roles'] = {
  view: { groups: ['developers'] },
  operate: { groups: ['on-call'] },
  breakGlass: { groups: ['emergency'], why: 'an incident' },
};
const PROPS: BaselineProps = { team: 'orders', quota: { cpu: '4', memory: '8Gi' }, roles: ROLES };
const baseline = (props: Partial<BaselineProps>) => (scope: Construct) =>
  new Baseline(scope, 'baseline', { ...PROPS, ...props });

test('the example passes the checks of an assembly', () => {
  expect(build).toPassParityCheck();
});

describe('amounts that contradict each other in one environment', () => {
  class Amounts extends ParityChart {
    readonly largest = vary.memory({ default: '1Gi', max: '4Gi', why: 'test' });
    readonly usual = vary.cpu({ default: '100m', max: '8', why: 'test' });
    readonly asked = vary.cpu({ default: '2', max: '64', why: 'test' });
    readonly pods = vary.number({ default: 10, max: 50, why: 'test' });
    readonly claim = vary.storage({ default: '1Gi', max: '1Ti', why: 'test' });
    constructor(scope: Construct, id: string) {
      super(scope, id);
      baseline({
        quota: { cpu: { request: this.asked, limit: '8' }, memory: { request: '8Gi' }, pods: this.pods },
        limits: {
          cpu: { request: this.usual, limit: '500m' }, memory: { request: '512Mi', limit: '512Mi', max: this.largest },
          claim: { min: this.claim, max: '10Gi' },
        },
      })(this);
    }
  }
  const amounts = (values: OverlayOf<Amounts>) => () => {
    const app = new ParityApp({ environments: [local, production.overlay(Amounts, values)] });
    app.add(Amounts, 'amounts');
    return app.render();
  };

  test.each<[string, OverlayOf<Amounts>, RegExp]>([
    ['a default above the max', { largest: '256Mi' }, /BAD_BOUNDS[^]*memory.limit 512Mi > limits.memory.max 256Mi/],
    ['a request above the limit', { usual: '1' }, /PARITY_BAD_BOUNDS[^]*limits.cpu.request 1 > limits.cpu.limit 500m/],
    ['a quota of requests above that of limits', { asked: '16' }, /BAD_BOUNDS[^]*quota.cpu.request 16 > quota.cpu/],
    ['a smallest claim above the largest', { claim: '11Gi' }, /PARITY_BAD_BOUNDS[^]*limits.claim.min 11Gi > /],
    ['half a pod', { pods: 2.5 }, /PARITY_BAD_QUANTITY[^]*pods: 2.5/],
  ])('%s', (_, values, message) => {
    const [failure, ...others] = refusalsIn(amounts(values));
    expect(failure).toMatch(message);
    expect(failure).toMatch(/where: +production: amounts\/baseline/);
    expect(others).toEqual([]);
  });

  test('are no others', () => {
    expect(amounts({ largest: '512Mi', usual: '0.5', asked: '8', claim: '10Gi', pods: 0 })).not.toThrow();
  });
});

test('the types refuse what is no baseline', () => {
  const types = (scope: Construct) => {
    const { quota } = PROPS;
    const why = 'test';
    // @ts-expect-error a quota bounds cpu and memory
    baseline({ quota: { cpu: '4' } });
    // @ts-expect-error memory is counted in binary units
    baseline({ quota: { ...quota, storage: '10G' } });
    // @ts-expect-error what is open is open to somebody
    baseline({ allow: { a: { why } } });
    // @ts-expect-error a peer is a namespace or ranges
    baseline({ allow: { a: { why, to: [{ namespace: 'a', cidrs: [], ports: [1] }] } } });
    // @ts-expect-error break-glass says why
    baseline({ roles: { ...ROLES, breakGlass: { groups: ['a'] } } });
    // @ts-expect-error a baseline is somebody's
    new Baseline(scope, 'baseline', { quota, roles: ROLES });
  };
  expect(types).toBeInstanceOf(Function);
});
