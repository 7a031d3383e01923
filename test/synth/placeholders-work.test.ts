import { Include, JsonPatch, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { type Tried, object, render, sink } from './fixtures/two-environments';
import { temporaryFolders } from './fixtures/temporary-folder';

const IMAGE = `shop/app@sha256:${'a'.repeat(64)}`;
const containers = [{ image: IMAGE }];
const metadata = { name: 'it' };
const service = (c: Tried) => new kplus.Service(c, 'service', { ports: [{ port: 80 }] });

/** What is placed where, and what production must have there. */
type Case = readonly [name: string, path: string, value: unknown, build: (chart: Tried) => unknown];

const cases: readonly Case[] = [
  ['replicas', 'spec.replicas', 6, (c) => new kplus.Deployment(c, 'it', { metadata, replicas: c.count, containers })],
  [
    'thresholds',
    'spec.metrics.0.resource.target.averageUtilization',
    6,
    (c) =>
      new kplus.HorizontalPodAutoscaler(c, 'it', {
        metadata,
        maxReplicas: 9,
        target: new kplus.Deployment(c, 'api', {
          containers: [{ image: IMAGE, resources: { cpu: { request: c.cpu } } }],
        }),
        metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(c.count))],
      }),
  ],
  [
    'a backoff limit',
    'spec.backoffLimit',
    6,
    (c) => new kplus.Job(c, 'it', { metadata, backoffLimit: c.count, containers }),
  ],
  [
    'a deadline',
    'spec.activeDeadlineSeconds',
    300,
    (c) => new kplus.Job(c, 'it', { metadata, activeDeadline: c.grace, containers }),
  ],
  [
    'a time to live',
    'spec.ttlSecondsAfterFinished',
    300,
    (c) => new kplus.Job(c, 'it', { metadata, ttlAfterFinished: c.grace, containers }),
  ],
  [
    'a grace period',
    'spec.template.spec.terminationGracePeriodSeconds',
    300,
    (c) => new kplus.Deployment(c, 'it', { metadata, terminationGracePeriod: c.grace, containers }),
  ],
  [
    'memory',
    'spec.template.spec.containers.0.resources.limits.memory',
    '1024Mi',
    (c) =>
      new kplus.Deployment(c, 'it', {
        metadata,
        containers: [{ image: IMAGE, resources: { memory: { limit: c.memory } } }],
      }),
  ],
  [
    'cpu',
    'spec.template.spec.containers.0.resources.requests.cpu',
    '2',
    (c) =>
      new kplus.Deployment(c, 'it', {
        metadata,
        containers: [{ image: IMAGE, resources: { cpu: { request: c.cpu } } }],
      }),
  ],
  [
    'storage',
    'spec.resources.requests.storage',
    '20Gi',
    (c) => new kplus.PersistentVolumeClaim(c, 'it', { metadata, storage: c.disk }),
  ],
  [
    'an emptyDir',
    'spec.template.spec.volumes.0.emptyDir.sizeLimit',
    '1024Mi',
    (c) =>
      new kplus.Deployment(c, 'it', {
        metadata,
        containers,
        volumes: [kplus.Volume.fromEmptyDir(c, 'tmp', 'tmp', { sizeLimit: c.memory })],
      }),
  ],
  [
    'args',
    'spec.template.spec.containers.0.args',
    ['beta', '--n=6'],
    (c) =>
      new kplus.Deployment(c, 'it', { metadata, containers: [{ image: IMAGE, args: [c.word, `--n=${c.count}`] }] }),
  ],
  [
    'args of a list',
    'spec.template.spec.containers.0.args',
    ['first', '192.168.0.0/16', '172.16.0.0/12'],
    (c) => new kplus.Deployment(c, 'it', { metadata, containers: [{ image: IMAGE, args: ['first', ...c.nets] }] }),
  ],
  [
    'an environment variable',
    'spec.template.spec.containers.0.env.0.value',
    'https://shop.example.com/beta',
    (c) =>
      new kplus.Deployment(c, 'it', {
        metadata,
        containers: [
          { image: IMAGE, envVariables: { URL: kplus.EnvValue.fromValue(`https://${c.env.domain}/${c.word}`) } },
        ],
      }),
  ],
  [
    'an annotation',
    'metadata.annotations.note',
    'beta',
    (c) => new kplus.ConfigMap(c, 'it', { metadata: { ...metadata, annotations: { note: c.word } } }),
  ],
  [
    'an annotation, added',
    'metadata.annotations.note',
    '6',
    (c) => new kplus.ConfigMap(c, 'it', { metadata }).metadata.addAnnotation('note', `${c.count}`),
  ],
  [
    'a label',
    'metadata.labels.tier',
    'beta',
    (c) => new kplus.ConfigMap(c, 'it', { metadata: { ...metadata, labels: { tier: c.word } } }),
  ],
  ['ConfigMap data', 'data.a', 'beta', (c) => new kplus.ConfigMap(c, 'it', { metadata, data: { a: c.word } })],
  [
    'JSON in a ConfigMap',
    'data.a',
    '{"n":6,"w":"beta","t":"x-6"}',
    (c) =>
      new kplus.ConfigMap(c, 'it', {
        metadata,
        data: { a: JSON.stringify({ n: c.count, w: c.word, t: `x-${c.count}` }) },
      }),
  ],
  ['stringData', 'stringData.a', 'beta', (c) => new kplus.Secret(c, 'it', { metadata, stringData: { a: c.word } })],
  [
    'an Ingress class',
    'spec.ingressClassName',
    'beta',
    (c) =>
      new kplus.Ingress(c, 'it', {
        metadata,
        className: c.word,
        defaultBackend: kplus.IngressBackend.fromService(service(c)),
      }),
  ],
  [
    'an Ingress host',
    'spec.rules.0.host',
    'beta',
    (c) =>
      new kplus.Ingress(c, 'it', { metadata }).addHostRule(c.word, '/', kplus.IngressBackend.fromService(service(c))),
  ],
  [
    'TLS hosts',
    'spec.tls.0.hosts',
    ['a.shop.example.com'],
    (c) =>
      new kplus.Ingress(c, 'it', {
        metadata,
        tls: [{ hosts: [`a.${c.env.domain}`] }],
        defaultBackend: kplus.IngressBackend.fromService(service(c)),
      }),
  ],
  [
    'a storage class',
    'spec.storageClassName',
    'beta',
    (c) => new kplus.PersistentVolumeClaim(c, 'it', { metadata, storageClassName: c.word, storage: c.disk }),
  ],
  [
    'a schedule',
    'spec.schedule',
    'beta * * * *',
    (c) =>
      new kplus.CronJob(c, 'it', {
        metadata,
        schedule: { expressionString: `${c.word} * * * *` } as never,
        containers,
      }),
  ],
  ["the chart's namespace", 'metadata.namespace', 'shop', (c) => new kplus.ConfigMap(c, 'it', { metadata })],
  [
    'IntOrString of a number',
    'spec.maxUnavailable',
    6,
    (c) =>
      new kplus.k8s.KubePodDisruptionBudget(c, 'it', {
        metadata,
        spec: { maxUnavailable: kplus.k8s.IntOrString.fromNumber(c.count) },
      }),
  ],
  [
    'IntOrString of a text',
    'spec.maxUnavailable',
    'beta',
    (c) =>
      new kplus.k8s.KubePodDisruptionBudget(c, 'it', {
        metadata,
        spec: { maxUnavailable: kplus.k8s.IntOrString.fromString(c.word) },
      }),
  ],
  [
    'Quantity',
    'spec.hard.pods',
    6,
    (c) =>
      new kplus.k8s.KubeResourceQuota(c, 'it', {
        metadata,
        spec: { hard: { pods: kplus.k8s.Quantity.fromNumber(c.count) } },
      }),
  ],
  [
    'an autoscaler from L1',
    'spec.maxReplicas',
    6,
    (c) =>
      new kplus.k8s.KubeHorizontalPodAutoscalerV2(c, 'it', {
        metadata,
        spec: { minReplicas: c.env.nodes, maxReplicas: c.count, scaleTargetRef: { kind: 'Deployment', name: 'x' } },
      }),
  ],
  [
    'a mapped list in L1',
    'spec.ingress.0.from',
    [{ ipBlock: { cidr: '192.168.0.0/16' } }, { ipBlock: { cidr: '172.16.0.0/12' } }],
    (c) =>
      new kplus.k8s.KubeNetworkPolicy(c, 'it', {
        metadata,
        spec: { podSelector: {}, ingress: [{ from: c.nets.map((cidr) => ({ ipBlock: { cidr } })) }] },
      }),
  ],
  [
    'a whole list in L1',
    'spec.ingress.0.from.0.ipBlock.except',
    ['192.168.0.0/16', '172.16.0.0/12'],
    (c) =>
      new kplus.k8s.KubeNetworkPolicy(c, 'it', {
        metadata,
        spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0', except: c.nets } }] }] },
      }),
  ],
  ['a plain ApiObject', 'spec.deep.0.n', 6, (c) => object(c, 'it', { deep: [{ n: c.count }] })],
  ['a whole map', 'spec.tags', { team: 'web', tier: 'one' }, (c) => object(c, 'it', { tags: c.tags })],
  [
    'a spread map',
    'spec.tags',
    { fixed: 'x', team: 'web', tier: 'one' },
    (c) => object(c, 'it', { tags: { fixed: 'x', ...c.tags } }),
  ],
  [
    'a list in for..of',
    'spec.nets',
    ['<192.168.0.0/16>', '<172.16.0.0/12>'],
    (c) => {
      const nets: string[] = [];
      for (const net of c.nets) nets.push(`<${net}>`);
      return object(c, 'it', { nets });
    },
  ],
  [
    'a list in forEach',
    'spec.nets',
    [{ net: '192.168.0.0/16' }, { net: '172.16.0.0/12' }],
    (c) => {
      const nets: object[] = [];
      c.nets.forEach((net) => nets.push({ net }));
      return object(c, 'it', { nets });
    },
  ],
  ['joined text', 'spec.t', 'beta.shop.example.com', (c) => object(c, 'it', { t: c.word + '.' + c.env.domain })],
  ['a number as text', 'spec.t', '6', (c) => object(c, 'it', { t: String(c.count) })],
  ['Lazy', 'spec.lazy.n', 6, (c) => object(c, 'it', { lazy: Lazy.any({ produce: () => ({ n: c.count }) }) })],
  ['a JSON patch', 'spec.n', 6, (c) => object(c, 'it', { n: 0 }).addJsonPatch(JsonPatch.replace('/spec/n', c.count))],
  [
    'Include with a patch',
    'spec.replicas',
    6,
    (c) => {
      const file = join(newFolder(), 'included.yaml');
      writeFileSync(file, 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: it\nspec:\n  replicas: 1\n');
      const [included] = new Include(c, 'include', { url: file }).apiObjects;
      included.addJsonPatch(JsonPatch.replace('/spec/replicas', c.count));
    },
  ],
];

const newFolder = temporaryFolders();

test.each(cases)('%s works and equals its witness', (_, path, value, build) => {
  const { files } = render((chart) => {
    sink(chart);
    build(chart);
  });
  const documents = (files.get('production/tried.k8s.yaml') as string)
    .split('---\n')
    .map((text) => load(text) as Record<string, any>);
  const it = documents.find(({ metadata }) => metadata.name === 'it');
  expect(path.split('.').reduce<any>((at, key) => at?.[key], it)).toEqual(value);
});
