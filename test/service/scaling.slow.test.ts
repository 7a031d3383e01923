import { build } from '../../examples/capabilities/scaling';
import { findSchemaProblems } from './crd-schema';
import { SETS, TRIGGER, boundedRefusals, kinds, objects, scaledBy } from './scalings';
import { objectsIn } from './shop';

const BAD = 'PARITY_BAD_AUTOSCALER';

test('the example is what KEDA\'s and the recommender\'s definitions take', () => {
  const custom = Object.values(objectsIn(build().render(), 'production')).filter(({ kind }) => kinds.slice(1).includes(kind));
  expect(new Set(custom.map(({ kind }) => kind))).toEqual(new Set(kinds.slice(1)));
  expect(custom.flatMap(findSchemaProblems)).toEqual([]);
});

describe('who scales follows what there is', () => {
  test('by load, where all environments name KEDA', () => {
    expect(scaledBy({ min: 2, max: 4, memoryPercent: 80, metrics: [{ container: 'cpu', percent: 60 }] }, 'keda')).toEqual({
      bare: '2 pods', metrics: 'hpa 2-4 by memory,ContainerResource', events: '2 pods', all: 'keda 2-4 by memory,cpu',
    });
  });

  test('by events, whichever engine scales by load', () => {
    for (const engine of ['hpa', 'keda'] as const) {
      expect(scaledBy({ min: 2, max: 4, triggers: [TRIGGER] }, engine)).toEqual({
        bare: '2 pods', metrics: 'hpa 2-4 by cpu', events: 'keda 2-4 by rabbitmq', all: 'keda 2-4 by rabbitmq',
      });
    }
  });

  test('by both, with the load only where it can be measured', () => {
    expect(scaledBy({ min: 2, max: 4, memoryPercent: 70, triggers: [TRIGGER] })).toEqual({
      bare: '2 pods', metrics: 'hpa 2-4 by memory', events: 'keda 2-4 by rabbitmq', all: 'keda 2-4 by rabbitmq,memory',
    });
  });
});

test('behaviour is the same for both engines', () => {
  const behavior = { up: { select: 'Min', policies: [{ pods: 2, everySeconds: 30 }] }, down: { select: 'Disabled' } } as const;
  const expected = {
    scaleUp: { selectPolicy: 'Min', policies: [{ type: 'Pods', value: 2, periodSeconds: 30 }] }, scaleDown: { selectPolicy: 'Disabled' },
  };
  const autoscale = { min: 1, max: 2, behavior };
  expect(objects({ autoscale })['HorizontalPodAutoscaler/checkout-api'].spec.behavior).toEqual(expected);
  const scaled = objects({ autoscale }, 'all', 'keda')['ScaledObject/checkout-api'];
  expect(findSchemaProblems(scaled)).toEqual([]);
  expect(scaled.spec.advanced).toEqual({ horizontalPodAutoscalerConfig: { behavior: expected } });
});

describe('bounds that vary', () => {
  test.each([
    ['by load', {}, undefined], ['by KEDA', {}, 'keda' as const],
    ['by events', { autoscale: { triggers: [TRIGGER] } }, undefined],
  ])('a minimum above the maximum in one environment is one error, %s', (_, props, engine) => {
    for (const target of Object.keys(SETS)) {
      expect(boundedRefusals(target, { min: 6 }, props, engine)).toEqual([
        expect.stringMatching(new RegExp(`^${BAD}: an autoscaler's minimum exceeds[^]*where: +${target}: checkout/api [^]*got: +min 6, max 4\n`)),
      ]);
    }
  });

  test('a budget that no drain can meet is an error of that environment, whoever scales', () => {
    const rest = { disruption: { minAvailable: 2 } };
    expect(boundedRefusals('all', { max: 5 }, { rest })).toHaveLength(4);
    expect(boundedRefusals('events', { min: 1 }, { rest: { disruption: { minAvailable: 1 } } })).toEqual([
      expect.stringMatching(/^PARITY_BLOCKED_DRAIN[^]*events: checkout\/api [^]*minAvailable 1, with 1 pod at least/),
    ]);
    expect(boundedRefusals('bare', { min: 3 }, { rest: { disruption: { minAvailable: 1 } } })).toEqual([]);
    const idle = { autoscale: { triggers: [TRIGGER] }, rest: { disruption: { minAvailable: 1 } } };
    expect(boundedRefusals('events', { min: 0 }, idle)).toEqual([expect.stringMatching(/^PARITY_BLOCKED_DRAIN[^]*with 1 pod at least/)]);
  });
});
