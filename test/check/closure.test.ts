/* oxlint-disable typescript/no-explicit-any -- tests edit parsed data in ways that no type allows */
import { findUnexplained } from '../../lib/check/closure';
import { type Assembly, assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import type { RenderedAssembly } from '../../lib/synth/assembly/index-chunks';
import { digestTemplate } from '../../lib/template/template';
import { representativeApp } from './representative-app';

const rendered = representativeApp().render();

function edited(file: string, from: string, to: string): Assembly {
  const text = rendered.files.get(file) as string;
  expect(text).toContain(from);
  return assemblyInMemory({ index: rendered.index,
    files: new Map([...rendered.files, [file, text.replace(from, to)]]) });
}

function withIndex(change: (index: any) => void): Assembly {
  const index = JSON.parse(JSON.stringify(rendered.index));
  change(index);
  return assemblyInMemory({ index, files: rendered.files } as RenderedAssembly);
}

function tell(assembly: Assembly, proof?: 'manifests' | 'refill') {
  return findUnexplained(assembly, { proof }).map(({ code, where, got, expected }) =>
    [code, where, got, expected].filter(Boolean).join(' | '));
}

test('an assembly as it was written raises nothing', () => {
  expect(tell(assemblyInMemory(rendered))).toEqual([]);
});

test('a changed value is named by file, object and path, once', () => {
  expect(tell(edited('local/shop.k8s.yaml', 'value: all', 'value: some'))).toEqual([
    'PARITY_UNEXPLAINED | local/shop.k8s.yaml > Deployment/shop > spec.template.spec.containers[shop].env[REGION].value | "some" | "all"',
  ]);
});

test.each([
  ['production/us/shop.k8s.yaml', 'value: all', 'value: some'],
  ['production/us/shop.k8s.yaml', 'replicas: 9', 'replicas: 8'],
  ['staging/shop.k8s.yaml', '192.168.0.0/16', '192.168.0.0/8'],
  ['staging/shop.k8s.yaml', 'basket: "off"', 'basket: "on"'],
  ['staging/shop.k8s.yaml', '  basket: "off"\n', ''],
  ['local/shop.k8s.yaml', 'port: 80', 'port: "80"'],
  ['local/shop.k8s.yaml', 'kind: ConfigMap', 'kind: Secret'],
])('comparing the files with each other finds %s: %s -> %s', (file, from, to) => {
  expect(tell(edited(file, from, to), 'manifests')).not.toEqual([]);
});

test('text that YAML 1.1 reads as another type is a difference', () => {
  expect(tell(edited('staging/shop.k8s.yaml', 'basket: "off"', 'basket: off'))).toEqual([
    'PARITY_UNEXPLAINED | staging/shop.k8s.yaml > line 9',
  ]);
});

test('an exception explains its own place in its own environment only', () => {
  expect(tell(edited('staging/shop.k8s.yaml', '--slow', '--slower'), 'manifests')).toEqual([]);
  expect(tell(edited('staging/shop.k8s.yaml', '--slow', '--slower'), 'refill')).toHaveLength(1);
  expect(tell(edited('local/shop.k8s.yaml', '--fast', '--faster'), 'manifests')).not.toEqual([]);
});

test.each([
  ['an alias', 'port: 80', 'port: &a 80\n      targetPort: *a'],
  ['a number that JSON cannot say', 'port: 80', 'port: .inf'],
  ['a key given twice', 'port: 80', 'port: 80\n      port: 80'],
  ['nothing but a broken line', 'port: 80', 'port: "80'],
])('a file with %s is refused', (_, from, to) => {
  expect(tell(edited('local/shop.k8s.yaml', from, to))[0]).toMatch(/^PARITY_UNEXPLAINED \| local\/shop\.k8s\.yaml \| /);
});

test('residue of a placeholder is found in values and keys, also behind escapes', () => {
  for (const text of ['ZqXj.-_/:,=KqXv', '"\\u005aqXj.-"', '"on"\n  zqxj: "on"']) {
    expect(tell(edited('local/shop.k8s.yaml', 'search: "on"', `search: ${text}`)).some((line) =>
      line.startsWith('PARITY_LOST'))).toBe(true);
  }
});

test.each(['zqxj', '"[object Object]"', 'NaN'])('residue is found in the plainest text: %s', (text) => {
  const lines = tell(edited('production/us/shop.k8s.yaml', 'value: all', `value: ${text}`));
  expect(lines.filter((line) => line.startsWith('PARITY_LOST'))).toEqual([
    expect.stringContaining('production/us/shop.k8s.yaml > Deployment/shop > spec.template.spec.containers[0].env[2].value')]);
});

test('values of a Secret stay out of the message', () => {
  const [line] = tell(edited('local/shop.k8s.yaml', 'kind: ConfigMap', 'kind: Secret'), 'manifests');
  expect(line).toBeDefined();
  expect(line).not.toContain('welcome');
});

test.each<[string, (index: any) => void, string]>([
  ['the template', (index) => { index.charts[0].template.objects[1].body.spec.selector = {}; }, 'templateDigest'],
  ['a value', (index) => { index.charts[0].targets.local.values.replicas.value = 3; }, 'valuesDigest'],
  ['a fact', (index) => { index.environments[0].targets[0].facts.domain = 'other'; }, 'valuesDigests > local'],
  ['a place', (index) => { index.charts[0].variations[0].places[0].path[1] = 'paused'; }, 'shop > replicas'],
  ['a derivation', (index) => { index.charts[0].derivations.pop(); }, 'derivations'],
  ['an alternative', (index) => { index.charts[0].alternatives[0].branches.true = []; }, 'alternatives'],
  ['an exception of nobody', (index) => { index.charts[0].exceptions[0].target = 'nowhere'; }, 'exceptions'],
  ['a value out of bounds', (index) => { index.charts[0].targets.local.values.replicas.value = 99; },
    'shop > local > replicas'],
  ['an exception without a reason', (index) => { index.charts[0].exceptions[0].reason = ' '; }, 'exceptions'],
  ['a chart listed twice', (index) => { index.charts.push({ ...index.charts[0], targets: {} }); }, 'charts'],
  ['a variation listed twice', (index) => { index.charts[0].variations.push(index.charts[0].variations[0]); },
    'shop > variations'],
  ['one fact listed for another', (index) => { index.charts[0].facts[1] = index.charts[0].facts[0]; }, 'shop > facts'],
  ['bounds that bound nothing', (index) => { index.charts[0].variations[0].max = 'many'; }, 'shop > replicas'],
  ['a variation without a reason', (index) => { index.charts[0].variations[0].why = ' '; }, 'shop > replicas'],
  ['a variation that reaches nothing', (index) => {
    index.charts[0].variations.push({ ...index.charts[0].variations[0], name: 'lost', places: [] });
    for (const target of Object.values<any>(index.charts[0].targets)) target.values.lost = target.values.replicas;
  }, 'shop > lost'],
  ['another image listed', (index) => { index.charts[0].images[0].digest = `sha256:${'b'.repeat(64)}`; },
    'shop > images'],
  ['no image listed', (index) => { index.charts[0].images = []; }, 'shop > images'],
  ['a release that was not witnessed', (index) => { index.releasable = true; index.notReleasable = []; },
    'releasable'],
  ['a place that the template does not have',
    (index) => { index.charts[0].template.objects[1].places[0].path = ['__proto__', 'polluted']; }, 'parity.json > shop'],
  ['a chart without a file', (index) => { delete index.charts[0].targets.local; }, "parity.json > shop"],
])('parity.json with %s edited does not hold', (_, change, where) => {
  expect(tell(withIndex(change)).some((line) => line.includes(where))).toBe(true);
});

test('a difference beside a list that placeholders fill is named, though the list has no plain keys left', () => {
  const lines = tell(edited('staging/shop.k8s.yaml', '- podSelector: {}\n',
    '- podSelector: {}\n        - podSelector: {}\n'), 'manifests');
  expect(lines).toEqual([
    expect.stringContaining('staging/shop.k8s.yaml > NetworkPolicy/shop > spec.ingress[0].from['),
  ]);
});

test('a template that was edited to let an image differ is refused, though all digests were computed anew', () => {
  const lines = tell(withIndex((index) => {
    const [chart] = index.charts;
    const deployment = chart.template.objects.find((object: any) => object.id === 'Deployment/shop');
    const place = deployment.places.find(({ path }: any) => path.at(-1) === 'image');
    place.value = { op: 'fact', path: ['registry'] };
    chart.templateDigest = digestTemplate(chart.template);
  }));
  expect(lines.some((line) => line.includes(
    'shop > Deployment/shop > spec.template.spec.containers[0].image'))).toBe(true);
});
