import type { Construct } from 'constructs';
import { type Autoscale, Microservice, ParityApp, ParityChart, vary } from '../../lib';
import '../../lib/testing';
import { emitYaml } from '../../lib/template/yaml';
import { build } from '../../examples/capabilities/scaling';
import { listedPlaces } from './may-vary';
import { SETS, TRIGGER, appOf, boundedRefusals, environmentsOf, objects, queue, refusals, scaledBy, service } from './scalings';
import { IMAGE, type Manifest, chart, objectsIn, refusalsIn } from './shop';

describe('the example', () => {
  const assembly = build().render();

  test('scales like this in production', () => {
    const written = objectsIn(assembly, 'production');
    const golden = ['HorizontalPodAutoscaler/orders-site', 'ScaledObject/orders-worker', 'TriggerAuthentication/orders-worker-rabbitmq']
      .map((id) => ({ kind: written[id].kind, spec: written[id].spec }));
    expect(emitYaml(golden)).toMatchSnapshot();
  });

  test('is in parity, and differs by its bounds, one target and what environments have', () => {
    expect(build).toBeInParity();
    expect(build).toDifferOnlyBy([
      'Orders.least', 'Orders.most', 'Orders.idle', 'Orders.requests', 'env.imagePullSecrets',
      'env.capabilities.keda', 'env.capabilities.verticalPodAutoscaler', 'env.capabilities.externalSecrets',
      'env.capabilities.reloader', 'env.secretStore.provider', 'env.secretStore.*',
    ]);
  });

});

describe('who scales follows what there is', () => {
  test('by load', () => {
    expect(scaledBy({ min: 2, max: 4 })).toEqual({
      bare: '2 pods', metrics: 'hpa 2-4 by cpu', events: '2 pods', all: 'hpa 2-4 by cpu',
    });
  });

  test('by cpu at 70 percent, where events cannot be watched', () => {
    const { metrics } = objects({ autoscale: { min: 1, max: 4, triggers: [TRIGGER] } }, 'metrics')['HorizontalPodAutoscaler/checkout-api'].spec;
    expect(metrics).toEqual([{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }]);
  });

  test('only KEDA goes to nothing', () => {
    expect(scaledBy({ min: 0, max: 4, triggers: [TRIGGER] })).toEqual({
      bare: '1 pods', metrics: 'hpa 1-4 by cpu', events: 'keda 0-4 by rabbitmq', all: 'keda 0-4 by rabbitmq',
    });
  });

  test('each is an alternative that is counted', () => {
    const { index } = appOf({ autoscale: { min: 1, max: 2, triggers: [TRIGGER] }, recommend: true }).render();
    expect(index.charts[0].alternatives.map(({ of }) => of)).toMatchObject([
      { path: ['capabilities', 'keda'] }, { path: ['capabilities', 'metrics'] }, { path: ['capabilities', 'verticalPodAutoscaler'] },
    ]);
  });
});

test('metrics of every kind are those of autoscaling/v2', () => {
  const { metrics } = objects({
    autoscale: {
      min: 1, max: 2,
      metrics: [
        { container: 'memory', percent: 80 },
        { pods: 'rps', average: 100, selector: { path: 'checkout' } },
        { object: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'shop' }, metric: 'rps', value: '2k' },
        { external: 'queue_length', average: 30 },
      ],
    },
  })['HorizontalPodAutoscaler/checkout-api'].spec;
  expect(metrics).toEqual([
    { type: 'ContainerResource', containerResource: { name: 'memory', container: 'main', target: { type: 'Utilization', averageUtilization: 80 } } },
    { type: 'Pods', pods: { metric: { name: 'rps', selector: { matchLabels: { path: 'checkout' } } }, target: { type: 'AverageValue', averageValue: '100' } } },
    {
      type: 'Object',
      object: {
        describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'shop' }, metric: { name: 'rps' },
        target: { type: 'Value', value: '2k' },
      },
    },
    { type: 'External', external: { metric: { name: 'queue_length' }, target: { type: 'AverageValue', averageValue: '30' } } },
  ]);
});

test('a target is any quantity of Kubernetes', () => {
  const metrics = ['64Ki', '2Mi', '500u', '1e3', '0.5', '10k'].map((average, i) => ({ pods: `metric${i}`, average }));
  expect(refusals({ metrics })).toEqual([]);
});
test('what Kubernetes would not read is no target', () => {
  const metrics = ['64ki', '5mi', '1K i'].map((average, i) => ({ pods: `metric${i}`, average }));
  expect(refusals({ metrics })).toHaveLength(metrics.length * Object.keys(SETS).length);
});

test('a trigger logs in with the keys of the service\'s own Secret, which is noted', () => {
  const triggers = [{ ...TRIGGER, name: 'orders', auth: { host: queue.key('url'), password: { secret: 'shared', key: 'pass' } } }];
  const assembly = appOf({ autoscale: { min: 0, max: 2, triggers } }).render();
  const written = objectsIn(assembly, 'events');
  expect(written['ScaledObject/checkout-api'].spec.triggers).toEqual([{
    type: 'rabbitmq', name: 'orders', metadata: { queueName: 'orders', value: '20' }, authenticationRef: { name: 'checkout-api-orders' },
  }]);
  expect(written['TriggerAuthentication/checkout-api-orders'].spec.secretTargetRef).toEqual([
    { parameter: 'host', name: 'checkout-api-queue', key: 'url' }, { parameter: 'password', name: 'shared', key: 'pass' },
  ]);
  expect(assembly.index.charts[0].reads).toMatchObject([
    { secret: 'checkout-api-queue', key: 'url', as: { trigger: 'orders' } }, { secret: 'shared', key: 'pass', as: { trigger: 'orders' } },
  ]);
});

test('a recommendation changes nothing, and the Deployment says where it is or that there is none', () => {
  const props = { recommend: true, containerName: 'server' };
  const annotations = (target: string) => objects(props, target)['Deployment/checkout-api'].metadata.annotations;
  expect(objects(props)['VerticalPodAutoscaler/checkout-api'].spec).toEqual({
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'checkout-api' },
    updatePolicy: { updateMode: 'Off' },
    resourcePolicy: {
      containerPolicies: [{ containerName: 'server', controlledResources: ['cpu', 'memory'] }, { containerName: '*', mode: 'Off' }],
    },
  });
  expect(Object.keys(objects(props, 'bare')).filter((id) => id.startsWith('Vertical'))).toEqual([]);
  expect(annotations('all')).toEqual({ 'cdk8s-parity.dev/recommendation': 'VerticalPodAutoscaler/checkout-api' });
  expect(annotations('bare')).toEqual({ 'cdk8s-parity.dev/recommendation': expect.stringMatching(/^none: /) });
});

const BAD = 'PARITY_BAD_AUTOSCALER';
test.each<[string, object, 'hpa' | 'keda' | undefined, RegExp]>([
  ['a metric of the pods by KEDA', { metrics: [{ pods: 'rps', average: 1 }] }, 'keda', /pods rps' by the engine keda[^]*as a trigger/],
  ['metrics of another object beside triggers', { metrics: [{ external: 'x', value: 1 }], triggers: [TRIGGER] }, undefined,
    /external x' beside triggers/],
  ['what only KEDA does', { behavior: { pollSeconds: 5 } }, undefined, /without KEDA/],
  ['one metric twice', { metrics: [{ pods: 'rps', average: 1 }, { pods: 'rps', average: 2 }] }, undefined, /'pods rps'[^]*already/],
  ['one trigger twice', { triggers: [TRIGGER, { ...TRIGGER, name: 'again' }] }, undefined, /'again', which is there already/],
  ['two triggers of one name', { triggers: [TRIGGER, { ...TRIGGER, metadata: { queueName: 'b' } }] }, undefined, /two triggers named 'rabbitmq'/],
  ['cpu as a trigger', { triggers: [{ type: 'cpu', metadata: { value: 5 } }] }, undefined, /say cpuPercent/],
  ['a trigger that is none', { triggers: [{ type: 'Rabbit MQ', metadata: {} }] }, undefined, /scalers/],
  ['a window that is too long', { behavior: { down: { stabilizationSeconds: 3601 } } }, undefined, /0 to 3600/],
  ['a time that is too long', { behavior: { up: { policies: [{ pods: 1, everySeconds: 1801 }] } } }, undefined, /1 to 1800/],
  ['no policy at all', { behavior: { down: { policies: [] } } }, undefined, /empty list of policies/],
  ['a change of nothing', { behavior: { up: { policies: [{ percent: 0, everySeconds: 60 }] } } }, undefined, /percent 0/],
])('refused is %s', (_, autoscale, engine, message) => {
  const failures = refusals(autoscale, engine);
  expect(failures).toEqual([expect.stringMatching(new RegExp(`^${BAD}`))]);
  expect(failures[0]).toMatch(message);
});

test.each<[string, object, object, RegExp]>([
  ['no cpu aimed at', { cpuPercent: 0 }, {}, /cpuPercent 0[^]*above 0/],
  ['a part of a percent', { cpuPercent: 70.5 }, {}, /cpuPercent 70\.5[^]*whole/],
  ['a part of a percent of the container', { metrics: [{ container: 'cpu', percent: 0.5 }] }, {}, /container cpu 0\.5[^]*whole/],
  ['less than no memory aimed at', { memoryPercent: -1 }, {}, /memoryPercent -1/],
  ['no requests aimed at', { metrics: [{ pods: 'rps', average: '0m' }] }, {}, /pods rps 0m/],
  ['what is no quantity', { metrics: [{ external: 'x', value: 'much' }] }, {}, /external x much/],
  ['an empty queue aimed at', { triggers: [{ ...TRIGGER, metadata: { value: 0 } }] }, {}, /rabbitmq value 0/],
  ['a part of no cpu', {}, { cpu: '0' }, /part of the cpu[^]*request 0/],
  ['a part of no memory', { metrics: [{ container: 'memory', percent: 50 }] }, { memory: { request: '0Mi', limit: '1Mi' } }, /part of the memory/],
  ['a part of no cpu where KEDA is lacking', { triggers: [TRIGGER] }, { cpu: { request: '0m', limit: '1' } }, /part of the cpu/],
  ['no pods by load', { min: 0 }, {}, /min 0, max 3[^]*only triggers, by KEDA/],
  ['half a pod', { min: 1, max: 2.5 }, {}, /max 2\.5/],
])('refused in every environment is %s', (_, autoscale, props, message) => {
  const failures = refusals(autoscale, undefined, props);
  expect(failures).toHaveLength(Object.keys(SETS).length);
  for (const failure of failures) expect(failure).toMatch(new RegExp(`^${BAD}`));
  expect(failures[0]).toMatch(message);
});

test('a minimum above the maximum in one environment is one error, of that environment', () => {
  expect(boundedRefusals('metrics', { min: 6 })).toEqual([
    expect.stringMatching(/^PARITY_BAD_AUTOSCALER: an autoscaler's minimum exceeds[^]*where: +metrics: [^]*min 6, max 4\n/),
  ]);
});

describe('a disruption budget', () => {
  const [bare] = environmentsOf();
  const drains = (replicas: number, disruption: object) => refusalsIn(() => {
    const app = new ParityApp({ environments: [bare] });
    app.add(chart(service({ replicas, disruption })), 'checkout');
    return app;
  }).length === 0;

  test('lets one pod go at least, as Kubernetes counts', () => {
    expect([
      drains(2, { minAvailable: 1 }), drains(2, { minAvailable: 2 }), drains(2, { minAvailable: '50%' }), drains(2, { minAvailable: '51%' }),
      drains(1, { minAvailable: '1%' }), drains(3, { maxUnavailable: 0 }), drains(3, { maxUnavailable: '0%' }), drains(1, { maxUnavailable: '10%' }),
      drains(0, { minAvailable: 1 }),
    ]).toEqual([true, false, true, false, false, false, false, true, true]);
  });

  test.each([
    { minAvailable: 'half' }, { minAvailable: -1 }, { maxUnavailable: 1.5 }, { maxUnavailable: '1 %' }, {},
    { minAvailable: 1, maxUnavailable: 1 },
  ])('that is no number of pods is refused: %j', (disruption) => {
    expect(refusals({}, undefined, { disruption })).toEqual(Object.keys(SETS).sort().map((target) =>
      expect.stringMatching(new RegExp(`^PARITY_BAD_QUANTITY: a disruption budget[^]*where: +${target}: `))));
  });

  test('follows an autoscaler of one pod as it follows replicas', () => {
    const budget = objects({ autoscale: { min: 1, max: 2 } })['PodDisruptionBudget/checkout-api'];
    expect(budget.spec.maxUnavailable).toBe(1);
  });
});

class Varied extends ParityChart {
  readonly number = vary.integer({ default: 5, min: 1, max: 9, why: 'a test' });
  readonly text = vary.string({ default: 'orders', pattern: /[a-z]+/, why: 'a test' });
  constructor(scope: Construct, id: string, props: (number: number, text: string) => object) {
    super(scope, id);
    service({ args: [`${this.number}`, this.text], ...props(this.number, this.text) })(this);
  }
}

function variedApp(props: (number: number, text: string) => object, engine?: 'hpa' | 'keda'): ParityApp {
  const app = new ParityApp({ environments: environmentsOf(engine) });
  new Varied(app, 'checkout', props);
  return app;
}

test.each<[string, (n: number, t: string) => Partial<Autoscale>]>([
  ['how fast pods go', (n) => ({ behavior: { down: { stabilizationSeconds: n } } })],
  ['how many at once', (n) => ({ behavior: { up: { policies: [{ pods: n, everySeconds: 60 }] } } })],
  ['which metric', (_, t) => ({ metrics: [{ pods: t, average: 1 }] })],
  ['whose metric', (_, t) => ({ metrics: [{ external: 'x', selector: { queue: t }, average: 1 }] })],
  ['of which object', (_, t) => ({ metrics: [{ object: { apiVersion: 'v1', kind: 'Service', name: t }, metric: 'x', value: 1 }] })],
  ['which queue', (_, t) => ({ triggers: [{ type: 'rabbitmq', metadata: { queueName: t } }] })],
  ['which query', (_, t) => ({ triggers: [{ type: 'prometheus', metadata: { query: `rate(${t}[1m])`, threshold: 5 } }] })],
  ['how often KEDA asks', (n) => ({ triggers: [TRIGGER], behavior: { pollSeconds: n } })],
  ['how long KEDA waits', (n) => ({ triggers: [TRIGGER], behavior: { cooldownSeconds: n } })],
  ['which key it logs in with', (_, t) => ({ triggers: [{ ...TRIGGER, auth: { host: { secret: 'a', key: t } } }] })],
])('%s cannot differ between environments', (_, autoscale) => {
  const failures = refusalsIn(() => variedApp((n, t) => ({ autoscale: { min: 1, max: 9, ...autoscale(n, t) } })));
  expect(failures.length).toBeGreaterThan(0);
  for (const failure of failures) expect(failure).toMatch(/^PARITY_LOCKED: (an autoscaler's behaviour|what an autoscaler measures|a trigger's)/);
});

test('what may vary is what the page says', () => {
  const apps = [
    variedApp((n) => ({
      autoscale: {
        min: n, max: n, cpuPercent: n, metrics: [
          { container: 'cpu', percent: n }, { pods: 'a', average: n }, { external: 'b', value: n }, { external: 'c', average: n },
          { object: { apiVersion: 'v1', kind: 'Service', name: 'd' }, metric: 'd', value: n },
          { object: { apiVersion: 'v1', kind: 'Service', name: 'e' }, metric: 'e', average: n },
        ],
      },
      disruption: { minAvailable: `${n}%` }, recommend: true,
    })),
    variedApp((n, t) => ({
      autoscale: {
        min: n, max: n, triggers: [{ type: 'kafka', metadata: { lagThreshold: n }, auth: { sasl: { secret: t, key: 'sasl' } } }],
      },
      disruption: { maxUnavailable: n },
    })),
  ];
  const charts = apps.map((app) => app.render().index.charts[0]);
  const places = charts.flatMap(({ template: { objects } }) => objects).flatMap(({ body, places: filled }) => filled.flatMap(({ path }) => {
    const { kind } = body as Manifest;
    if (path[1] === 'namespace' || path.at(-2) === 'args') return [];
    const steps = path.map((step, i) => (typeof step === 'number' || path[i - 1] === 'metadata' && i > 2 ? '*' : step));
    return [`${kind} ${steps.join('.')}`];
  }));
  const alternatives = charts.flatMap(({ alternatives: list }) => list.flatMap(({ branches }) => Object.values(branches).flat()))
    .map((id) => id.replace('checkout-api', '<name>').replace('-kafka', '-<trigger>'));
  expect([...new Set([...places, ...alternatives])].sort()).toEqual(listedPlaces('scaling').sort());
});

test('the types refuse what clashes', () => {
  const types = (scope: Construct) => {
    const scaled = (autoscale: Autoscale) => new Microservice(scope, 'a', { image: IMAGE, autoscale });
    // @ts-expect-error a target is an average or a value
    scaled({ min: 1, max: 2, metrics: [{ external: 'x', average: 1, value: 1 }] });
    // @ts-expect-error a policy counts pods or percent
    scaled({ min: 1, max: 2, behavior: { up: { policies: [{ pods: 1, percent: 1, everySeconds: 1 }] } } });
    // @ts-expect-error an undeclared key of a secret
    scaled({ min: 1, max: 2, triggers: [{ type: 'rabbitmq', metadata: {}, auth: { host: queue.key('uri') } }] });
  };
  expect(types).toBeInstanceOf(Function);
});
