import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Cpu } from 'cdk8s-plus-28';
import {
  type EnvironmentContract,
  Microservice,
  type MicroserviceProps,
  ParityChart,
  artifact,
  facts,
  vary,
} from '../../lib';
import { IMAGE, containerOf, local, objectsIn, objectsOf, production, renderOne, shop, staging } from './shop';

const api = (chart: Construct, props: Partial<MicroserviceProps> = {}) =>
  new Microservice(chart, 'api', {
    image: IMAGE,
    port: 8080,
    health: { ready: '/readyz' },
    ...props,
  } as MicroserviceProps);

const podOf = (props: Partial<MicroserviceProps>, target?: string) =>
  objectsOf((chart) => api(chart, props), target)['Deployment/checkout-api'].spec.template.spec;

test('a service is all of this, and nothing else', () => {
  const { files } = renderOne((chart) => api(chart, { replicas: 3, config: { LOG_FORMAT: 'json' } }), {
    owner: 'payments',
  });
  expect(files.get('staging/checkout.k8s.yaml')).toMatchSnapshot();
});

describe('naming and labels', () => {
  test('objects are named by the construct path, or as the author says', () => {
    expect(Object.keys(objectsOf((chart) => api(chart)))).toContain('Service/checkout-api');
    expect(
      Object.keys(objectsOf((chart) => api(chart, { name: 'cartservice' }))).every((key) =>
        key.endsWith('/cartservice'),
      ),
    ).toBe(true);
  });

  test('every object and pod has the standard labels, the author\'s and the owner', () => {
    const objects = objectsIn(renderOne((chart) => {
      const host = `a.${facts<EnvironmentContract>(chart).domain}`;
      api(chart, { component: 'backend', partOf: 'shop', labels: { tier: 'one' } }).expose({ host });
    }, { owner: 'payments' }), 'production');
    const labels = {
      'app.kubernetes.io/name': 'checkout-api',
      'app.kubernetes.io/instance': 'checkout',
      'app.kubernetes.io/component': 'backend',
      'app.kubernetes.io/part-of': 'shop',
      'app.kubernetes.io/managed-by': 'cdk8s-parity',
      'cdk8s-parity.dev/owner': 'payments',
      tier: 'one',
    };
    const all = [...Object.values(objects), objects['Deployment/checkout-api'].spec.template];
    expect(all).toHaveLength(7);
    for (const object of all) expect(object.metadata.labels).toEqual(labels);
  });

  test('pods are selected by labels that nobody can change', () => {
    const objects = objectsOf((chart) => api(chart, { component: 'backend', partOf: 'shop', labels: { tier: 'one' } }));
    const selector = { 'app.kubernetes.io/name': 'checkout-api', 'app.kubernetes.io/instance': 'checkout' };
    expect(objects['Deployment/checkout-api'].spec.selector.matchLabels).toEqual(selector);
    expect(objects['Service/checkout-api'].spec.selector).toEqual(selector);
    expect(objects['PodDisruptionBudget/checkout-api'].spec.selector.matchLabels).toEqual(selector);
    expect(objects['NetworkPolicy/checkout-api'].spec.podSelector.matchLabels).toEqual(selector);
  });
});

describe('ports', () => {
  test('named ports have their own targets, protocols and hints', () => {
    const objects = objectsOf(
      (chart) =>
        new Microservice(chart, 'api', {
          image: IMAGE,
          ports: [
            { name: 'http', port: 80, targetPort: 8080 },
            { name: 'grpc', port: 9000, appProtocol: 'kubernetes.io/h2c' },
          ],
          health: { ready: { grpc: 'grpc' } },
        }),
    );
    expect(objects['Service/checkout-api'].spec.ports).toEqual([
      { name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' },
      { name: 'grpc', port: 9000, targetPort: 9000, protocol: 'TCP', appProtocol: 'kubernetes.io/h2c' },
    ]);
    expect(objects['Deployment/checkout-api'].spec.template.spec.containers[0].ports).toEqual([
      { name: 'http', containerPort: 8080, protocol: 'TCP' }, { name: 'grpc', containerPort: 9000, protocol: 'TCP' },
    ]);
  });

  test('a service without ports has no Service and needs no probe', () => {
    const objects = objectsOf((chart) => new Microservice(chart, 'api', { image: IMAGE }));
    expect(Object.keys(objects).sort()).toEqual([
      'Deployment/checkout-api', 'NetworkPolicy/checkout-api', 'PodDisruptionBudget/checkout-api',
      'ServiceAccount/checkout-api',
    ]);
    expect(objects['NetworkPolicy/checkout-api'].spec.ingress).toEqual([]);
  });
});

describe('the container', () => {
  test.each([
    ['a path', '/ready', { httpGet: { path: '/ready', port: 8080 } }],
    [
      'http',
      { http: '/ready', port: 9090, headers: { Cookie: 'a=b' }, periodSeconds: 5, timeoutSeconds: 2 },
      {
        httpGet: { path: '/ready', port: 9090, httpHeaders: [{ name: 'Cookie', value: 'a=b' }] },
        periodSeconds: 5,
        timeoutSeconds: 2,
      },
    ],
    [
      'grpc',
      { grpc: true, service: 'shop.Cart', failureThreshold: 2 },
      { grpc: { port: 8080, service: 'shop.Cart' }, failureThreshold: 2 },
    ],
    ['tcp', { tcp: 'http', initialDelaySeconds: 3 }, { tcpSocket: { port: 8080 }, initialDelaySeconds: 3 }],
    ['exec', { exec: ['/bin/check'], successThreshold: 2 }, { exec: { command: ['/bin/check'] }, successThreshold: 2 }],
  ] as const)('is probed by %s', (_, probe, expected) => {
    const container = containerOf((chart) => api(chart, { health: { live: probe, ready: probe, startup: probe } }));
    expect([container.livenessProbe, container.readinessProbe, container.startupProbe]).toEqual([
      expected,
      expected,
      expected,
    ]);
  });

  test('has explicit requests and limits, from one amount or two', () => {
    expect(containerOf((chart) => api(chart)).resources).toEqual({
      requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '128Mi' },
    });
    expect(containerOf((chart) => api(chart, {
      memory: { request: '64Mi', limit: Size.mebibytes(128) }, cpu: Cpu.millis(200),
    })).resources).toEqual({ requests: { cpu: '200m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } });
  });

  test('gets command, arguments and variables in the author\'s order', () => {
    const container = containerOf((chart) => api(chart, {
      command: ['/server'], args: [`--domain=${facts<EnvironmentContract>(chart).domain}`],
      env: {
        ZONE: 'a', PORT: 8080, DOMAIN: facts<EnvironmentContract>(chart).domain,
        PASSWORD: { secret: 'db', key: 'password' }, POD_IP: { field: 'status.podIP' },
      },
    }));
    expect(container.command).toEqual(['/server']);
    expect(container.args).toEqual(['--domain=shop.example']);
    expect(container.env).toEqual([
      { name: 'ZONE', value: 'a' }, { name: 'PORT', value: '8080' }, { name: 'DOMAIN', value: 'shop.example' },
      { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
      { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    ]);
  });

  test('comes from an artifact by digest, and from the registry of each environment', () => {
    const app = shop({
      artifacts: 'test/service/fixtures/artifacts.json',
      environments: [local, production.overlay(Registry, { replicas: 3 })],
    });
    app.add(Registry, 'checkout');
    const rendered = app.render();
    const image = (target: string) =>
      objectsIn(rendered, target)['Deployment/checkout-api'].spec.template.spec.containers[0].image;
    expect(image('local')).toBe(`registry.test/shop/checkout@sha256:${'b'.repeat(64)}`);
    expect(rendered.index.charts[0].images[0].artifact).toBe('shop/checkout');
  });

  class Registry extends ParityChart {
    readonly replicas = vary.integer({ default: 2, max: 9, why: 'traffic differs' });
    constructor(scope: Construct, id: string) {
      super(scope, id);
      api(this, { image: artifact('shop/checkout'), replicas: this.replicas });
    }
  }
});

describe('settings', () => {
  const config = (chart: Construct) => ({ DOMAIN: facts<EnvironmentContract>(chart).domain, LIMIT: 5 });

  test('come from a ConfigMap whose name follows its content, so that a change rolls the Deployment', () => {
    const names = ['staging', 'production'].map((target) => {
      const objects = objectsOf((chart) => api(chart, { config: config(chart) }), target);
      const map = Object.values(objects).find(({ kind }) => kind === 'ConfigMap');
      const { envFrom } = objects['Deployment/checkout-api'].spec.template.spec.containers[0];
      expect(map.data).toEqual({ DOMAIN: target === 'staging' ? 'staging.shop.example' : 'shop.example', LIMIT: '5' });
      expect(map.immutable).toBe(true);
      expect(envFrom).toEqual([{ configMapRef: { name: map.metadata.name } }]);
      return map.metadata.name;
    });
    expect(names[0]).toMatch(/^checkout-api-config-[0-9a-f]{10}$/);
    expect(names[1]).toMatch(/^checkout-api-config-[0-9a-f]{10}$/);
    expect(names[0]).not.toBe(names[1]);
  });

  test('as files are mounted read-only, one ConfigMap for each folder', () => {
    const objects = objectsOf((chart) =>
      api(chart, {
        configFiles: {
          '/etc/app': { 'app.conf': `host=${facts<EnvironmentContract>(chart).domain}` },
          '/etc/tls': { 'ca.pem': 'x' },
        },
      }),
    );
    const spec = objects['Deployment/checkout-api'].spec.template.spec;
    expect(spec.containers[0].volumeMounts).toEqual([
      { name: 'files-etc-app', mountPath: '/etc/app', readOnly: true },
      { name: 'files-etc-tls', mountPath: '/etc/tls', readOnly: true },
    ]);
    expect(objects[`ConfigMap/${spec.volumes[0].configMap.name}`].data).toEqual({ 'app.conf': 'host=shop.example' });
  });
});

describe('volumes', () => {
  test('of the pod are limited', () => {
    const pod = podOf({
      volumes: { tmp: { mount: '/tmp', emptyDir: '64Mi' }, run: { mount: '/run', emptyDir: '1Mi', medium: 'Memory' } },
    });
    expect(pod.volumes).toEqual([
      { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
      { name: 'run', emptyDir: { sizeLimit: '1Mi', medium: 'Memory' } },
    ]);
    expect(pod.containers[0].volumeMounts).toEqual([
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'run', mountPath: '/run' },
    ]);
  });

  test('that last are claimed by role, and pods that share a node\'s disk are never there twice', () => {
    const build = (accessMode?: 'ReadWriteMany') =>
      objectsOf((chart) =>
        api(chart, {
          volumes: { data: { mount: '/data', claim: { role: 'fast', size: Size.gibibytes(5), accessMode } } },
        }),
      );
    const objects = build();
    expect(objects['PersistentVolumeClaim/checkout-api-data'].spec).toEqual({
      accessModes: ['ReadWriteOnce'], storageClassName: 'io2', resources: { requests: { storage: '5Gi' } },
    });
    expect(objects['Deployment/checkout-api'].spec.strategy).toEqual({ type: 'Recreate' });
    expect(build('ReadWriteMany')['Deployment/checkout-api'].spec.strategy.type).toBe('RollingUpdate');
  });

  test('of a Secret are read-only', () => {
    const pod = podOf({ volumes: { tls: { mount: '/tls', secret: 'tls' } } });
    expect(pod.volumes).toEqual([{ name: 'tls', secret: { secretName: 'tls' } }]);
    expect(pod.containers[0].volumeMounts).toEqual([{ name: 'tls', mountPath: '/tls', readOnly: true }]);
  });
});

describe('running', () => {
  test('new pods are ready before old ones go, and stop when their traffic is gone', () => {
    const { spec } = objectsOf((chart) => api(chart, { terminationGrace: Duration.minutes(1), drainSeconds: 10 }))[
      'Deployment/checkout-api'
    ];
    expect(spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } });
    expect(spec.template.spec.terminationGracePeriodSeconds).toBe(60);
    expect(spec.template.spec.containers[0].lifecycle).toEqual({ preStop: { sleep: { seconds: 10 } } });
  });

  test('an autoscaler decides the number of pods alone', () => {
    const objects = objectsOf((chart) =>
      api(chart, { autoscale: { min: 2, max: 9, cpuPercent: 60, memoryPercent: 80 } }),
    );
    expect(objects['Deployment/checkout-api'].spec).not.toHaveProperty('replicas');
    const utilization = (name: string, averageUtilization: number) =>
      ({ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } });
    expect(objects['HorizontalPodAutoscaler/checkout-api']).toMatchObject({
      apiVersion: 'autoscaling/v2',
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'checkout-api' },
        minReplicas: 2, maxReplicas: 9, metrics: [utilization('cpu', 60), utilization('memory', 80)],
      },
    });
  });

  test('disruptions take one pod, or what the author says', () => {
    const budget = (props: Partial<MicroserviceProps>) =>
      objectsOf((chart) => api(chart, props))['PodDisruptionBudget/checkout-api'].spec;
    expect(budget({})).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    expect(budget({ disruption: { minAvailable: '50%' } })).not.toHaveProperty('maxUnavailable');
  });
});

describe('three environments', () => {
  class Checkout extends ParityChart {
    readonly min = vary.integer({ default: 2, min: 1, max: 9, why: 'traffic differs' });
    readonly memory = vary.memory({ default: '256Mi', max: '2Gi', why: 'cache size' });
    readonly cpu = vary.cpu({ default: '250m', max: '4', why: 'traffic differs' });
    readonly disk = vary.storage({ default: '1Gi', max: '1Ti', why: 'orders kept' });
    readonly grace = vary.duration({ default: '30s', max: '5m', why: 'longest request' });
    readonly level = vary.oneOf(['info', 'debug'], { default: 'info', why: 'local is for debugging' });
    readonly peers = vary.cidrs({ default: ['10.0.0.0/8'], why: 'the bank is elsewhere' });
    constructor(scope: Construct, id: string) {
      super(scope, id, { owner: 'payments' });
      const service = new Microservice(this, 'api', {
        image: IMAGE,
        port: 8080,
        health: { ready: '/readyz' },
        autoscale: { min: this.min, max: 20 },
        memory: this.memory,
        cpu: this.cpu,
        terminationGrace: this.grace,
        config: { LEVEL: this.level },
        volumes: {
          data: { mount: '/data', claim: { role: 'fast', size: this.disk } },
          tmp: { mount: '/tmp', emptyDir: this.disk },
        },
      });
      service.callsExternal({ cidrs: this.peers, ports: [443], why: 'the bank' });
    }
  }
  const app = () => {
    const app = shop({
      environments: [
        local.overlay(Checkout, { level: 'debug', peers: [] }),
        staging,
        production.overlay(Checkout, {
          min: 6,
          memory: '1Gi',
          cpu: '1',
          disk: '20Gi',
          grace: '2m',
          peers: ['192.0.2.0/24', '198.51.100.0/24'],
        }),
      ],
    });
    app.add(Checkout, 'checkout');
    return app.render();
  };

  test('get exactly what plain cdk8s gives with their values', () => {
    const deployment = objectsIn(app(), 'production')['Deployment/checkout-api'].spec.template.spec;
    expect(deployment.terminationGracePeriodSeconds).toBe(120);
    expect(deployment.containers[0].resources.limits).toEqual({ cpu: '1', memory: '1Gi' });
    expect(deployment.volumes[1].emptyDir.sizeLimit).toBe('20Gi');
    expect(objectsIn(app(), 'production')['HorizontalPodAutoscaler/checkout-api'].spec.minReplicas).toBe(6);
  });

  test('an empty list of ranges allows nothing, rather than everything', () => {
    const egress = (target: string) => objectsIn(app(), target)['NetworkPolicy/checkout-api'].spec.egress.slice(1);
    const rule = (...cidrs: string[]) => [
      { to: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port: 443, protocol: 'TCP' }] },
    ];
    expect(egress('local')).toEqual(rule('0.0.0.0/32'));
    expect(egress('production')).toEqual(rule('0.0.0.0/32', '192.0.2.0/24', '198.51.100.0/24'));
  });
});
