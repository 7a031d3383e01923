import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import type { ChartRecord } from '../../lib';
import { formatIdentity, identityOf } from '../../lib/template/identity';
import type { Json, JsonObject } from '../../lib/template/json';
import '../../lib/testing';
import { exampleFile } from './example-file';
import { findSchemaProblems } from '../../test/service/crd-schema';
import { build } from './main';
import { type Quota, requestsOf } from './requests';

const { index, files } = build().render();

/** What every cluster has; all else needs a definition. */
const BUILT_IN = [
  'v1', 'apps/v1', 'autoscaling/v2', 'networking.k8s.io/v1', 'policy/v1', 'rbac.authorization.k8s.io/v1',
];

interface ArtifactsFile { readonly artifacts: Readonly<Record<string, { readonly digest: string }>> }

const objects = new Map(index.environments.map(({ name }) => [
  name, [...files].filter(([path]) => path.startsWith(`${name}/`))
    .flatMap(([, text]) => loadAll(text, { schema: CORE_SCHEMA }) as JsonObject[]),
]));
const objectsOf = (environment: string) => objects.get(environment)!;

function identitiesOf(environment: string): string[] {
  return objectsOf(environment).map((object) => formatIdentity(identityOf(object))).sort();
}

test('the shop is in parity: only declared values differ, and plain cdk8s gives the same manifests', () => {
  expect(build).toBeInParity();
  expect(index.environments.map(({ name }) => name)).toEqual(['local', 'staging', 'production']);
});

test("each of upstream's objects is there under its name, but the load balancer and Redis", () => {
  const upstream = JSON.parse(readFileSync(exampleFile('upstream/objects.json'), 'utf8')) as Json[];
  const ours = new Set(identitiesOf('production'));
  expect(upstream).toHaveLength(35);
  const names = upstream.map((object) => formatIdentity(identityOf(object)));
  expect(names.filter((name) => !ours.has(name))).toEqual([
    'Service/frontend-external', 'Deployment/redis-cart', 'Service/redis-cart',
  ]);
});

test('all environments have the same objects, but for the way in, the operators that there are, and Redis', () => {
  const besides = (one: string, other: string) => {
    const others = identitiesOf(other);
    return identitiesOf(one).filter((name) => !others.includes(name)).map((name) => name.replace(/-[0-9a-f]{10}$/, ''));
  };
  const settings = ['ConfigMap/frontend-config', 'ConfigMap/loadgenerator-config'];
  expect(besides('production', 'staging')).toEqual(settings);
  expect(besides('staging', 'production')).toEqual([
    ...settings, 'ConfigMap/redis-cart-server', 'NetworkPolicy/redis-cart', 'PodDisruptionBudget/redis-cart',
    'Service/redis-cart', 'StatefulSet/redis-cart',
  ]);
  expect(besides('local', 'staging')).toEqual([...settings, 'ConfigMap/redis-cart-server', 'Ingress/frontend']);
  expect(besides('staging', 'local')).toEqual([
    'Certificate/frontend-tls', ...settings, 'ConfigMap/redis-cart-server',
    'ExternalSecret/paymentservice-payment-provider', 'ExternalSecret/redis-cart-app',
    'HTTPRoute/frontend', 'HTTPRoute/frontend-https-redirect', 'ListenerSet/frontend',
    'NetworkPolicy/allow-mesh', 'NetworkPolicy/frontend-identity',
    'SecretStore/paymentservice', 'SecretStore/redis-cart', 'VerticalPodAutoscaler/frontend',
  ]);
});

test('the difference budget: variations, alternatives by what environments have, nothing else', () => {
  const count = (list: (chart: ChartRecord) => readonly unknown[]) => index.charts.flatMap(list).length;
  expect({
    variations: count(({ variations }) => variations),
    exceptions: count(({ exceptions }) => exceptions),
    removedDefaults: count(({ removedDefaults }) => removedDefaults),
  }).toEqual({ variations: 24, exceptions: 0, removedDefaults: 0 });
  expect(index.charts.filter(({ alternatives }) => alternatives.length > 0).map(({ id, alternatives }) =>
    [id, alternatives.map(({ of }) => ('path' in of ? of.path.join('.') : of.op)).sort()])).toEqual([
    ['namespace', ['capabilities.mesh']],
    ['redis-cart', ['backings.redis-cart.provisioner', 'capabilities.externalSecrets', 'secretStore.provider']],
    ['paymentservice', ['capabilities.externalSecrets', 'secretStore.provider']],
    ['frontend', [
      'capabilities.certManager', 'capabilities.gateway', 'capabilities.metrics', 'capabilities.verticalPodAutoscaler',
      'capabilities.workloadIdentity',
    ]],
  ]);
});

test('every chart has an owner', () => {
  expect(index.charts).toHaveLength(13);
  expect(index.charts.filter(({ owner }) => owner === undefined)).toEqual([]);
});

test('every image is the digest that was published, and each artifact is used', () => {
  const { artifacts } = JSON.parse(readFileSync(exampleFile('artifacts.json'), 'utf8')) as ArtifactsFile;
  const images = index.charts.flatMap((chart) => chart.images);
  expect(images.map(({ artifact }) => artifact).sort()).toEqual(Object.keys(artifacts).sort());
  for (const { artifact, digest } of images) expect(digest).toBe(artifacts[artifact as string].digest);
});

test('secrets are read by the service that needs them, and each key that is read is filled', () => {
  const reads = index.charts.flatMap((chart) => chart.reads ?? []);
  expect(reads.map(({ service, secret, key, as }) => [service, secret, key, as])).toEqual([
    ['cartservice/server', 'redis-cart-app', 'address', { env: 'REDIS_ADDR' }],
    ['paymentservice/server', 'paymentservice-payment-provider', 'apiKey', { env: 'PAYMENT_PROVIDER_KEY' }],
  ]);
  const filled = index.charts.flatMap((chart) => chart.secrets ?? []);
  for (const { secret, key } of reads) {
    const keys = filled.filter((each) => each.secret === secret).map((each) => each.keys.map(({ name }) => name));
    expect(keys).toEqual(keys.map(() => expect.arrayContaining([key])));
    expect(keys.length).toBeGreaterThan(0);
  }
});

test('every custom resource fits its definition', () => {
  const custom = [...objects.values()].flat()
    .filter(({ apiVersion }) => !BUILT_IN.includes(String(apiVersion)));
  expect([...new Set(custom.map(({ kind }) => kind))].sort()).toEqual([
    'Certificate', 'ExternalSecret', 'HTTPRoute', 'ListenerSet', 'SecretStore', 'VerticalPodAutoscaler',
  ]);
  expect(custom.flatMap((object) => findSchemaProblems(object))).toEqual([]);
});

test.each([...objects])('%s: the namespace has room for all pods, while they are rolled out', (name, all) => {
  const [quota] = all.filter(({ kind }) => kind === 'ResourceQuota') as Quota[];
  const { pods, cpu, memory } = requestsOf(all, { sidecars: name !== 'local' });
  const { hard } = quota.spec;
  expect(pods).toBeLessThanOrEqual(Number(hard.pods));
  expect(cpu).toBeLessThanOrEqual(Number(hard['requests.cpu']));
  expect(memory).toBeLessThanOrEqual(Number.parseInt(hard['requests.memory'], 10) * 1024);
  // Nor is it so large that it limits nothing.
  expect(Number(hard.pods)).toBeLessThan(2 * pods);
});

test('the README counts the lines that there are to write, and those that come of them', () => {
  const count = (text: string) => text.split('\n').filter((line) => line.trim() !== '').length;
  const add = (lines: readonly number[]) => lines.reduce((a, b) => a + b, 0);
  const here = dirname(exampleFile('README.md'));
  const written = (folder: string, names: readonly string[] = readdirSync(join(here, folder))) =>
    add(names.map((name) => count(readFileSync(join(here, folder, name), 'utf8'))));
  const typescript = [written('services'), written('.', ['main.ts', 'overlays.ts']), written('../../environments')];
  const yaml = index.environments.map(({ name }) => add([...files]
    .filter(([path]) => path.startsWith(`${name}/`)).map(([, text]) => count(text))));
  const readme = readFileSync(exampleFile('README.md'), 'utf8');
  const [, table] = /\| TypeScript \| YAML \|\n\|-.*\n([^]*?)\n\n/.exec(readme) ?? [];
  const rows = table.replaceAll('*', '').split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
  const column = (at: number) => rows.map((row) => row[at]).filter((cell) => cell !== '').map(Number);
  const toHundreds = (lines: number) => Math.round(lines / 100) * 100;
  expect(column(2)).toEqual([...typescript, add(typescript)]);
  expect(column(3)).toEqual([...yaml, add(yaml)].map(toHundreds));
});

test('the most pods of the frontend are never fewer than the least', () => {
  const frontend = index.charts.find(({ id }) => id === 'frontend');
  const [derivation] = frontend?.derivations.filter(({ place }) => place.path.at(-1) === 'maxReplicas') ?? [];
  expect(derivation?.expression.op).toBe('max');
});
