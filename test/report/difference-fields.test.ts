import { ManifestReader } from '../../lib/check/manifest-file';
import { openChartFile, type ChartFile } from '../../lib/check/chart-files';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityChart, derive, facts, vary } from '../../lib';
import { differenceLines, verdictLines } from '../../lib/report/difference/difference-lines';
import { differenceMarkdown } from '../../lib/report/difference/difference-markdown';
import { type EnvironmentDifference, environmentDifference } from '../../lib/report/difference/environment-difference';
import { type ObjectFields, type PairFields, fieldDifferences } from '../../lib/report/difference/field-differences';
import { fieldLines } from '../../lib/report/difference/field-lines';
import { fieldMarkdown } from '../../lib/report/difference/field-markdown';
import { sideBySide } from '../../lib/report/difference/side-by-side';
import { sideBySideLines } from '../../lib/report/difference/side-by-side-lines';
import { sideBySideMarkdown } from '../../lib/report/difference/side-by-side-markdown';
import { unexplainedFields } from '../../lib/report/difference/verdict';
import { type Assembly, assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { applyDifference } from '../../lib/template/apply-difference';
import { digestText } from '../../lib/template/canonical';
import { representativeApp } from '../check/representative-app';
import { type ShopContract, place, render, shop } from '../environment/fixtures/probe';
import { rendered } from './difference-app';

const assembly = assemblyInMemory(rendered());
const representative = assemblyInMemory(representativeApp().render());
const linesOf = (from: string, to: string, of: Assembly = assembly, rows?: number) =>
  fieldLines(fieldDifferences(of, from, to), { width: 120, rows }).join('\n');
/** Each field with what explains it. */
const told = (from: string, to: string, of: Assembly) => fieldDifferences(of, from, to).flatMap(({ objects }) =>
  objects.flatMap(({ object, fields }) => fields.map(({ field, causes }) =>
    `${object} ${field} by ${causes.map(({ kind, by }) => `${kind} ${by}`).join(', ') || 'nothing'}`)));

/** An assembly in which a file was edited, and its digest computed anew. */
function withFile(of: Assembly, file: string, from: string, to: string): Assembly {
  const text = of.readFile(file);
  expect(text).toContain(from);
  const changed = text.replace(from, to);
  const index = JSON.parse(JSON.stringify(of.index));
  for (const chart of index.charts) {
    for (const target of Object.values<any>(chart.targets)) {
      if (target.file === file) target.digest = digestText(changed);
    }
  }
  return { ...of, index, readFile: (path) => (path === file ? changed : of.readFile(path)) };
}

test('each field that differs is told with both values and what explains it', () => {
  expect(linesOf('local', 'staging')).toMatchInlineSnapshot(`
"local -> staging
  Checkout (checkout)
    Deployment/checkout-api
      metadata.namespace  shop-dev -> shop  by env.namespace
      spec.paused  false -> true  by exception in staging: the old balancer
      spec.template.spec.containers[api].env[HOST].value  checkout.localtest.me -> checkout.staging.example.com
        by env.domain = checkout.<env.domain>
    Secret/checkout-db
      metadata.namespace  shop-dev -> shop  by env.namespace
      stringData.url  (a value of a Secret) -> (a value of a Secret)  by Checkout.password = interpolate of password
  + Probe/checkout-route  by the choice of env.capabilities.gateway
  - Probe/checkout-ingress  by the choice of env.capabilities.gateway
"
`);
});

test('clusters are told pair by pair', () => {
  expect(linesOf('production/eu', 'production')).toMatchInlineSnapshot(`
"production/eu -> production/eu
  no field differs

production/eu -> production/us
  Checkout (checkout)
    Deployment/checkout-api
      spec.replicas  6 -> 9  by Checkout.replicas
  + Probe/checkout-cache  by the choice of Checkout.size
"
`);
});

test('lists, maps, embedded documents, hashes and exceptions are explained', () => {
  expect(told('staging', 'production/us', representative)).toMatchInlineSnapshot(`
[
  "ConfigMap/shop-config data.basket by variation Shop.flags",
  "ConfigMap/shop-config data["settings.json"] by derivation Shop.memory and env.domain",
  "ConfigMap/shop-config metadata.namespace by fact env.namespace",
  "Deployment/shop metadata.namespace by fact env.namespace",
  "Deployment/shop spec.replicas by variation Shop.replicas",
  "Deployment/shop spec.template.metadata.annotations["shop/config"] by derivation Shop.memory and env.domain",
  "Deployment/shop spec.template.spec.containers[shop].args[1] by exception a slow machine",
  "Deployment/shop spec.template.spec.containers[shop].env[TRACE] by exception a slow machine",
  "Deployment/shop spec.template.spec.containers[shop].env[HOST].value by derivation env.domain",
  "Deployment/shop spec.template.spec.containers[shop].env[WORKERS].value by derivation Shop.size",
  "Deployment/shop spec.template.spec.containers[shop].resources.limits.memory by variation Shop.memory",
  "Deployment/shop spec.template.spec.containers[shop].resources.requests.memory by derivation Shop.memory",
  "NetworkPolicy/shop metadata.namespace by fact env.namespace",
  "NetworkPolicy/shop spec.ingress[0].from[0] by variation Shop.sources",
  "NetworkPolicy/shop spec.ingress[0].from[1] by variation Shop.sources",
  "HTTPRoute/shop metadata.namespace by fact env.namespace",
  "HTTPRoute/shop spec.hostnames[0] by derivation env.domain",
  "Service/shop metadata.namespace by fact env.namespace",
]
`);
});

test('an object of which an alternative makes another form says which', () => {
  expect(told('local', 'staging', representative).filter((line) => line.startsWith('Service/'))).toMatchInlineSnapshot(`
[
  "Service/shop spec.type by derivation env.capabilities.gateway",
]
`);
});

test('a field that nothing declared explains has no cause, and says so', () => {
  const altered = withFile(representative, 'staging/shop.k8s.yaml', 'value: all', 'value: some');
  expect(told('local', 'staging', altered)).toContain(
    'Deployment/shop spec.template.spec.containers[shop].env[REGION].value by nothing');
  const other = withFile(representative, 'production/us/shop.k8s.yaml', 'value: all', 'value: some');
  expect(told('local', 'production/us', other)).toContain(
    'Deployment/shop spec.template.spec.containers[shop].env[REGION].value by nothing');
  const filled = withFile(representative, 'production/us/shop.k8s.yaml', 'replicas: 9', 'replicas: 8');
  expect(told('local', 'production/us', filled)).toContain('Deployment/shop spec.replicas by nothing');
  expect(linesOf('local', 'production/us', other)).toContain('nothing declared explains it: see parity check');
});

test('one field that nothing explains decides: without the fields nobody looked, and nothing claims parity', () => {
  const altered = withFile(representative, 'staging/shop.k8s.yaml', 'value: all', 'value: some');
  const [difference, fields] = [environmentDifference, fieldDifferences].map((compare) =>
    compare(altered, 'local', 'staging')) as [EnvironmentDifference, PairFields[]];
  const said = 'not in parity: 1 field differs where nothing declared does: shop > Deployment/shop '
    + 'spec.template.spec.containers[shop].env[REGION].value; see parity check';
  expect(verdictLines(difference, { width: 200 }, fields).at(-1)).toBe(said);
  expect(fieldMarkdown(fields, difference)).toContain('not in parity: 1 field differs');
  expect(unexplainedFields(fields)).toEqual([{
    chart: 'shop', object: 'Deployment/shop', from: 'local', to: 'staging',
    field: 'spec.template.spec.containers[shop].env[REGION].value',
  }]);
  for (const text of [differenceLines(difference, { width: 120 }).join('\n'), differenceMarkdown(difference),
    sideBySideLines(sideBySide(altered), { width: 120 }).join('\n'), sideBySideMarkdown(sideBySide(altered)),
    JSON.stringify(difference)]) {
    expect(text).not.toMatch(/in parity|inParity/);
  }
});

test('objects go by their logical identity: a content hash at the end of a name is no other object', () => {
  class Hashed extends ParityChart {
    readonly level = vary.oneOf(['info', 'debug'], { default: 'info', why: 'tried' });

    constructor(scope: Construct, id: string) {
      super(scope, id);
      const data = { level: this.level };
      new ApiObject(this, 'config', {
        apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `settings-${derive.contentHash(data)}` }, data,
      });
    }
  }
  const hashed = assemblyInMemory(render({ h: Hashed },
    { environments: [shop('one'), shop('two').overlay(Hashed, { level: 'debug' })] }));
  expect(told('one', 'two', hashed)).toEqual([
    'ConfigMap/settings data.level by variation Hashed.level',
    'ConfigMap/settings metadata.name by derivation Hashed.level',
  ]);
});

test('what stands behind a repeated list is found behind all of its elements', () => {
  class Listed extends ParityChart {
    readonly nets = vary.cidrs({ default: ['10.0.0.0/8', '192.168.0.0/16'], why: 'tried' });

    constructor(scope: Construct, id: string) {
      super(scope, id);
      const { domain } = facts<ShopContract>(this);
      place(this, 'listed', { from: [...this.nets.map((cidr) => ({ cidr })), { host: domain }] });
    }
  }
  const listed = assemblyInMemory(render({ l: Listed }, { environments: [
    shop('one'), shop('two', { domain: 'two.test' }),
    shop('three').overlay(Listed, { nets: ['10.0.0.0/8', '192.168.0.0/16', '172.16.0.0/12'] }),
  ] }));
  expect(told('one', 'two', listed)).toEqual(['Probe/listed spec.from[2].host by fact env.domain']);
  expect(told('two', 'three', listed)).toEqual([
    'Probe/listed spec.from[2].cidr by variation Listed.nets',
    'Probe/listed spec.from[2].host by fact env.domain, variation Listed.nets',
    'Probe/listed spec.from[3] by fact env.domain, variation Listed.nets',
  ]);
});

test('values of Secrets are not shown, whatever the format', () => {
  const text = JSON.stringify(fieldDifferences(assembly, 'staging', 'production')) + linesOf('staging', 'production');
  expect(text).toContain('(a value of a Secret)');
  expect(text).toContain('stringData.url');
  for (const value of ['hunter2', 'correct horse', 'battery staple']) expect(text).not.toContain(value);
});

test('files of one digest are not read', () => {
  const readFile = () => { throw new Error('read'); };
  expect(fieldDifferences({ ...assembly, readFile }, 'staging', 'staging')[0].objects).toEqual([]);
  expect(() => fieldDifferences({ ...assembly, readFile }, 'staging', 'local')).toThrow('read');
});

test('a file that its template could not give is refused', () => {
  const cut = withFile(assembly, 'staging/checkout.k8s.yaml', '---\n', '');
  expect(() => fieldDifferences(cut, 'local', 'staging')).toThrow('PARITY_UNEXPLAINED');
});

test('an index that lacks a value is refused, and its declared differences can still be told', () => {
  const index = JSON.parse(JSON.stringify(assembly.index));
  delete index.charts[0].targets.staging.values.replicas;
  expect(() => fieldDifferences({ ...assembly, index }, 'local', 'staging')).toThrow('PARITY_UNEXPLAINED');
  expect(environmentDifference({ index }, 'local', 'staging').variations[0]).toMatchObject({
    variation: 'replicas', changes: [{ before: { value: 2 } }],
  });
});

test('what is left out is counted', () => {
  const all = linesOf('local', 'staging', representative);
  const cut = linesOf('local', 'staging', representative, 5);
  expect(cut.split('\n').length).toBeLessThan(all.split('\n').length);
  expect(cut).toMatch(/^… \d+ more fields: --chart narrows, --format json has all$/m);
});

test.each([
  ['local', 'staging'], ['staging', 'local'], ['staging', 'production/us'], ['production/us', 'production/eu'],
])('the fields from %s to %s make the other of the one', (from, to) => {
  for (const one of [assembly, representative]) expectToMake(one, from, to);
});

/** Applies what the model says to the objects of one side. Those of Secrets are hidden, and cannot be applied. */
function expectToMake(of: Assembly, from: string, to: string): void {
  const [{ objects }] = fieldDifferences(of, from, to);
  const bodies = (name: string) => {
    const target = of.index.environments.flatMap(({ targets }) => targets).find((one) => one.name === name)!;
    const { chosen, documents } = openChartFile(of, of.index.charts[0], target, new ManifestReader()) as ChartFile;
    return new Map(chosen.map(({ id }, i) => [id, documents[i].body]));
  };
  const made = bodies(from);
  for (const { object, kind, fields, after } of objects as readonly ObjectFields[]) {
    if (object.startsWith('Secret/')) continue;
    if (kind === 'removed') made.delete(object);
    else if (kind === 'added') made.set(object, after!);
    else made.set(object, applyDifference(made.get(object)!, fields));
  }
  const expected = bodies(to);
  for (const all of [made, expected]) for (const id of all.keys()) if (id.startsWith('Secret/')) all.delete(id);
  expect(Object.fromEntries(made)).toEqual(Object.fromEntries(expected));
  expect(objects.length).toBeGreaterThan(0);
}
