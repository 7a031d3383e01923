import { readFileSync } from 'node:fs';
import type { RenderedAssembly } from '../../lib';
import { describeComparison } from './compare-upstream';
import { exampleFile } from './example-file';
import { build } from './main';
import { compareWithUpstream, problemsOf, unusedReasons } from './upstream/comparison';

const assembly = build().render();

/** The assembly with one text of an environment's manifest replaced. */
function edited(file: string, from: string, to: string, environment = 'production'): RenderedAssembly {
  const path = `${environment}/${file}.k8s.yaml`;
  const text = assembly.files.get(path) ?? '';
  expect(text).toContain(from);
  return { index: assembly.index, files: new Map(assembly.files).set(path, text.replace(from, to)) };
}

const comparisons = new Map(assembly.index.environments.map(({ name }) => [name, compareWithUpstream(assembly, name)]));

test.each([...comparisons])('every field of upstream that %s lacks or changes has a reason', (_, comparison) => {
  expect(problemsOf(comparison)).toEqual([]);
  expect([...comparison.services.keys()].sort()).toEqual([
    'adservice', 'cartservice', 'checkoutservice', 'currencyservice', 'emailservice', 'frontend', 'loadgenerator',
    'paymentservice', 'productcatalogservice', 'recommendationservice', 'redis-cart', 'shippingservice',
  ]);
});

test('every reason explains something', () => {
  expect(unusedReasons([...comparisons.values()])).toEqual([]);
  expect(unusedReasons([])).toHaveLength(19);
});

test('a changed value is reported with its place', () => {
  const edit = edited('checkoutservice', 'emailservice:5000', 'emailservice:8080');
  const place = 'spec.template.spec.containers[server].env[EMAIL_SERVICE_ADDR].value';
  expect(problemsOf(compareWithUpstream(edit, 'production'))).toEqual([
    `changed without a reason: Deployment/checkoutservice ${place}`,
  ]);
});

test('a lost field is reported', () => {
  const comparison = compareWithUpstream(edited('adservice', 'readOnlyRootFilesystem', 'readOnly'), 'production');
  expect(problemsOf(comparison).join()).toMatch(/removed without a reason: .*readOnlyRootFilesystem/);
});

test('a lost object is reported', () => {
  const comparison = compareWithUpstream({ index: assembly.index, files: new Map() }, 'production');
  expect(problemsOf(comparison)).toContain('removed without a reason: Service/paymentservice');
});

test('a connection that upstream does not allow is reported', () => {
  const other = edited('emailservice', 'instance: checkoutservice', 'instance: frontend');
  const comparison = compareWithUpstream(other, 'production');
  expect(problemsOf(comparison)).toContain('removed without a reason: checkoutservice -> emailservice:8080');
  const open = edited('emailservice', '  ingress:\n', '  ingress:\n    - {}\n');
  const problems = problemsOf(compareWithUpstream(open, 'production'));
  expect(problems).toContain('allowed, but not by upstream: (gateway) -> emailservice:*');
});

test('a variation explains the field it fills, and no other', () => {
  const reasonsOf = (environment: string, service: string) =>
    comparisons.get(environment)?.services.get(service)?.map(({ what, reason }) => [what.split('.').at(-1), reason]);
  expect(reasonsOf('production', 'cartservice'))
    .toContainEqual(['memory', "variation 'memory': open connections take memory"]);
  const edit = edited('cartservice', 'cpu: 300m', 'cpu: 250m');
  expect(problemsOf(compareWithUpstream(edit, 'production')).join()).toContain('resources.limits.cpu');
});

test('a setting is compared as the variable that the container has', () => {
  const [users] = comparisons.get('staging')?.services.get('loadgenerator')
    ?.filter(({ what }) => what.includes('env[USERS]')) ?? [];
  expect(users).toEqual({
    what: 'Deployment/loadgenerator spec.template.spec.containers[main].env[USERS].value', kind: 'changed',
    before: '10', after: '50', reason: "variation 'users': a rehearsal carries the load of a peak",
  });
  const lost = edited('loadgenerator', '  RATE: "1"\n', '');
  expect(problemsOf(compareWithUpstream(lost, 'production')).join())
    .toMatch(/removed without a reason: Deployment\/loadgenerator .*env\[RATE\]/);
});

test("Redis in the cluster is compared with upstream's, though it is a StatefulSet", () => {
  const lost = edited('redis-cart', 'runAsNonRoot: true', 'runAsNonRoot: false', 'staging');
  expect(problemsOf(compareWithUpstream(lost, 'staging'))).toEqual([
    'changed without a reason: Deployment/redis-cart spec.template.spec.securityContext.runAsNonRoot',
  ]);
  const larger = edited('redis-cart', 'cpu: 125m', 'cpu: 250m', 'staging');
  expect(problemsOf(compareWithUpstream(larger, 'staging'))).toEqual([
    'changed without a reason: Deployment/redis-cart spec.template.spec.containers[redis].resources.limits.cpu',
  ]);
});

test('the report names service, field, both values and the reason', () => {
  const text = describeComparison(compareWithUpstream(assembly, 'production'));
  expect(text).toContain([
    '  changed Deployment/cartservice spec.template.spec.containers[server].resources.limits.memory',
    '      "128Mi" -> "256Mi"',
    "      variation 'memory': open connections take memory",
  ].join('\n'));
  expect(text).toMatch(/^12 services, \d+ differing fields, \d+ closed connections, 0 problems$/m);
});

test('no text of upstream was carried over, only facts', () => {
  expect(readFileSync(exampleFile('upstream/objects.json'), 'utf8')).not.toMatch(/\\n|#/);
});
