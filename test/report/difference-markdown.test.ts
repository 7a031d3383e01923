import { differenceMarkdown } from '../../lib/report/difference/difference-markdown';
import { environmentDifference } from '../../lib/report/difference/environment-difference';
import { fieldDifferences } from '../../lib/report/difference/field-differences';
import { fieldMarkdown } from '../../lib/report/difference/field-markdown';
import { markdownDocument } from '../../lib/report/difference/markdown-document';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { rendered } from './difference-app';

const assembly = assemblyInMemory(rendered());

test('the differences of two environments as a document', () => {
  expect(differenceMarkdown(environmentDifference(assembly, 'staging', 'production'))).toMatchInlineSnapshot(`
"### staging → production

1 more fact differs and reaches no manifest: zones  
1 chart, one template for both, but for 1 exception; 2 of 2 files differ; that nothing undeclared differs is proved by parity check  

**Variations that differ (4)**

| variation | change | why | owner | fills |
| --- | --- | --- | --- | --- |
| \`Checkout.replicas\` | \`2\` → \`6\` in eu, \`2\` → \`9\` in us | traffic differs | shop | \`Deployment/checkout-api spec.replicas\` |
| \`Checkout.memory\` | \`256Mi\` → \`1Gi\` | cache size follows traffic | platform | \`Deployment/checkout-api spec.template.spec.containers[api].resources.limits.memory\` |
| \`Checkout.password\` | \`(a value of a Secret)\` → \`(a value of a Secret)\` | each database has its own | shop | \`Secret/checkout-db stringData.url = interpolate of password\` |
| \`Checkout.size\` | \`small\` → \`large\` in us | the catalogue differs | shop | \`Probe/checkout-cache (whether it is there)\` |

**Facts that differ (2)**

| fact | change | places | fills |
| --- | --- | --- | --- |
| \`capabilities.mesh\` | \`false\` → \`true\` | 1 | \`Deployment/checkout-api spec.template.spec.containers[api].env[PAY].value\` |
| \`domain\` | \`staging.example.com\` → \`example.com\` | 2 | \`Deployment/checkout-api spec.template.spec.containers[api].env[HOST].value; Probe/checkout-route spec.host\` |

**Alternatives that differ (1)**

| chosen by | change | gains | loses | changes the form of |
| --- | --- | --- | --- | --- |
| \`Checkout.size\` | \`small\` → \`large\` in us | \`Probe/checkout-cache\` |  |  |

**Stand-ins that differ (1)**

| for | chart | runs in | owner | until | reason |
| --- | --- | --- | --- | --- | --- |
| the payment provider | \`checkout\` | staging only | shop | 2099-03-31 | it has no sandbox |

**Exceptions that differ (1)**

| object | holds | patch | owner | reason |
| --- | --- | --- | --- | --- |
| \`checkout > Deployment/checkout-api\` | in staging only, until 2099-12-31 | \`replace /spec/paused\` | edge | the old balancer |
"
`);
});

test('the fields as a document', () => {
  const difference = environmentDifference(assembly, 'local', 'staging');
  expect(fieldMarkdown(fieldDifferences(assembly, 'local', 'staging'), difference)).toMatchInlineSnapshot(`
"### local → staging

1 more fact differs and reaches no manifest: zones  
1 chart, one template for both, but for 1 exception; 1 of 1 file differs, each field where something declared does; that nothing undeclared differs is proved by parity check  

**Fields that differ from local to staging (7)**

| chart | object | field | change | by |
| --- | --- | --- | --- | --- |
| \`checkout\` | \`Deployment/checkout-api\` | \`metadata.namespace\` | \`shop-dev\` → \`shop\` | env.namespace |
| \`checkout\` | \`Deployment/checkout-api\` | \`spec.paused\` | \`false\` → \`true\` | exception in staging: the old balancer |
| \`checkout\` | \`Deployment/checkout-api\` | \`spec.template.spec.containers[api].env[HOST].value\` | \`checkout.localtest.me\` → \`checkout.staging.example.com\` | env.domain = checkout.&#60;env.domain&#62; |
| \`checkout\` | \`Secret/checkout-db\` | \`metadata.namespace\` | \`shop-dev\` → \`shop\` | env.namespace |
| \`checkout\` | \`Secret/checkout-db\` | \`stringData.url\` | \`(a value of a Secret)\` → \`(a value of a Secret)\` | Checkout.password = interpolate of password |
| \`checkout\` | \`Probe/checkout-route\` |  | added | the choice of env.capabilities.gateway |
| \`checkout\` | \`Probe/checkout-ingress\` |  | removed | the choice of env.capabilities.gateway |
"
`);
});

test('a document has at most 60,000 characters, and counts what it leaves out', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => [`name-${i}`, 'x'.repeat(40)]);
  const head = ['a', 'b'];
  const tables = [{ title: 'One', head, rows }, { title: 'Two', head, rows }];
  const text = markdownDocument(['### title'], tables);
  expect(text.length).toBeLessThanOrEqual(60_000);
  expect(text.length).toBeGreaterThan(59_000);
  const shown = text.split('\n').filter((line) => line.startsWith('| name-')).length;
  const cut = [...text.matchAll(/… ([\d,]+) more rows than fit here/g)].map(([, n]) => Number(n.replaceAll(',', '')));
  expect(shown + cut.reduce((sum, n) => sum + n, 0)).toBe(10_000);
  expect(text).toContain('**Two (5,000)**');
});
