import { readFileSync } from 'node:fs';
import type { RenderedAssembly } from '../../lib';
import { describeComparison } from './compare-upstream';
import { exampleFile } from './example-file';
import { build } from './main';
import { compareWithUpstream, problemsOf } from './upstream/comparison';

const assembly = build().render();

/** The assembly with one text of a production manifest replaced. */
function edited(file: string, from: string, to: string): RenderedAssembly {
  const path = `production/${file}.k8s.yaml`;
  const text = assembly.files.get(path) ?? '';
  expect(text).toContain(from);
  return { index: assembly.index, files: new Map(assembly.files).set(path, text.replace(from, to)) };
}

test('every field of upstream that production lacks or changes has a reason', () => {
  const comparison = compareWithUpstream(assembly, 'production');
  expect(problemsOf(comparison)).toEqual([]);
  expect([...comparison.services.keys()].sort()).toEqual([
    'adservice', 'cartservice', 'checkoutservice', 'currencyservice', 'emailservice', 'frontend', 'loadgenerator',
    'paymentservice', 'productcatalogservice', 'recommendationservice', 'redis-cart', 'shippingservice',
  ]);
});

test.each(['local', 'staging'])('so it is in %s', (environment) => {
  const problems = problemsOf(compareWithUpstream(assembly, environment));
  // What the gateway is called is a fact, and only the production one is known to the policies' evaluation.
  expect(problems.filter((problem) => !problem.includes('(gateway)') && !problem.startsWith('a reason'))).toEqual([]);
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
  const other = edited('redis-cart', 'instance: cartservice', 'instance: frontend');
  const comparison = compareWithUpstream(other, 'production');
  expect(problemsOf(comparison)).toContain('removed without a reason: cartservice -> redis-cart:6379');
  const open = edited('redis-cart', '    - Ingress\n', '');
  const problems = problemsOf(compareWithUpstream(open, 'production'));
  expect(problems).toContain('allowed, but not by upstream: (gateway) -> redis-cart:*');
});

test('a variation explains the field it fills, and no other', () => {
  const { services } = compareWithUpstream(assembly, 'production');
  const reasons = services.get('redis-cart')?.map(({ what, reason }) => [what.split('.').at(-1), reason]);
  expect(reasons).toContainEqual(['memory', "variation 'memory': it holds every open cart"]);
  const edit = edited('redis-cart', 'cpu: 125m', 'cpu: 250m');
  expect(problemsOf(compareWithUpstream(edit, 'production')).join()).toContain('resources.limits.cpu');
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
