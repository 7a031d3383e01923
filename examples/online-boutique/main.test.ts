import { readFileSync } from 'node:fs';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import type { ChartRecord } from '../../lib';
import { formatIdentity, identityOf } from '../../lib/template/identity';
import type { Json } from '../../lib/template/json';
import '../../lib/testing';
import { exampleFile } from './example-file';
import { build } from './main';

const { index, files } = build().render();

interface ArtifactsFile { readonly artifacts: Readonly<Record<string, { readonly digest: string }>> }

function identitiesOf(environment: string): string[] {
  return [...files].filter(([path]) => path.startsWith(`${environment}/`))
    .flatMap(([, text]) => loadAll(text, { schema: CORE_SCHEMA }) as Json[])
    .map((object) => formatIdentity(identityOf(object))).sort();
}

test('the shop is in parity: only declared values differ, and plain cdk8s gives the same manifests', () => {
  expect(build).toBeInParity();
  expect(index.environments.map(({ name }) => name)).toEqual(['local', 'staging', 'production']);
});

test("each of upstream's objects is there under its name, but the load balancer", () => {
  const upstream = JSON.parse(readFileSync(exampleFile('upstream/objects.json'), 'utf8')) as Json[];
  const ours = new Set(identitiesOf('production'));
  expect(upstream).toHaveLength(35);
  const names = upstream.map((object) => formatIdentity(identityOf(object)));
  expect(names.filter((name) => !ours.has(name))).toEqual(['Service/frontend-external']);
});

test('all environments have the same objects, but for the way in', () => {
  const production = identitiesOf('production');
  expect(identitiesOf('staging')).toEqual(production);
  expect(identitiesOf('local').filter((name) => !production.includes(name))).toEqual(['Ingress/frontend']);
  expect(production.filter((name) => !identitiesOf('local').includes(name))).toEqual(['HTTPRoute/frontend']);
});

test('the difference budget: variations, two alternatives, nothing else', () => {
  const count = (list: (chart: ChartRecord) => readonly unknown[]) => index.charts.flatMap(list).length;
  expect({
    variations: count(({ variations }) => variations),
    alternatives: count(({ alternatives }) => alternatives),
    exceptions: count(({ exceptions }) => exceptions),
    removedDefaults: count(({ removedDefaults }) => removedDefaults),
  }).toEqual({ variations: 21, alternatives: 2, exceptions: 0, removedDefaults: 0 });
});

test('every chart has an owner', () => {
  expect(index.charts).toHaveLength(12);
  expect(index.charts.filter(({ owner }) => owner === undefined)).toEqual([]);
});

test('every image is the digest that was published, and each artifact is used', () => {
  const { artifacts } = JSON.parse(readFileSync(exampleFile('artifacts.json'), 'utf8')) as ArtifactsFile;
  const images = index.charts.flatMap((chart) => chart.images);
  expect(images.map(({ artifact }) => artifact).sort()).toEqual(Object.keys(artifacts).sort());
  for (const { artifact, digest } of images) expect(digest).toBe(artifacts[artifact as string].digest);
});

test('the most pods of the frontend are never fewer than the least', () => {
  const frontend = index.charts.find(({ id }) => id === 'frontend');
  const [derivation] = frontend?.derivations.filter(({ place }) => place.path.at(-1) === 'maxReplicas') ?? [];
  expect(derivation?.expression.op).toBe('max');
});
