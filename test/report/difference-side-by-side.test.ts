import { sideBySide } from '../../lib/report/difference/side-by-side';
import { sideBySideLines } from '../../lib/report/difference/side-by-side-lines';
import { sideBySideMarkdown } from '../../lib/report/difference/side-by-side-markdown';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { render, shop } from '../environment/fixtures/probe';
import { Checkout, rendered } from './difference-app';

const table = sideBySide(assemblyInMemory(rendered()));
const linesOf = (of = table, width = 120, rows?: number) => sideBySideLines(of, { width, rows });

test('one table shows every environment and cluster', () => {
  expect(linesOf().join('\n')).toMatchInlineSnapshot(`
"                                      local         staging              production/eu  production/us
variations that differ (4)
  Checkout.replicas                   2             2                    6              9
  Checkout.memory                     256Mi         256Mi                1Gi            1Gi
  Checkout.password                   (secret)      (secret)             (secret)       (secret)
  Checkout.size                       small         small                small          large

facts that differ (4)
  capabilities.gateway                false         true                 true           true
  capabilities.mesh                   false         false                true           true
  domain                              localtest.me  staging.example.com  example.com    example.com
  namespace                           shop-dev      shop                 shop           shop

alternatives that differ (2)
  env.capabilities.gateway            false         true                 true           true
  Checkout.size                       small         small                small          large

stand-ins that differ (1), until when they may run
  Checkout > the payment provider     2099-03-31    2099-03-31           -              -

exceptions that differ (1), until when they may hold
  Checkout > Deployment/checkout-api  -             2099-12-31           -              -

1 chart, one template for all 4, but for 1 exception; that nothing undeclared differs is proved by parity check"
`);
});

test('the same as Markdown', () => {
  expect(sideBySideMarkdown(table)).toMatchInlineSnapshot(`
"### local, staging, production/eu, production/us

1 chart, one template for all 4, but for 1 exception; that nothing undeclared differs is proved by parity check

**Variations that differ (4)**

|  | local | staging | production/eu | production/us |
| --- | --- | --- | --- | --- |
| \`Checkout.replicas\` | \`2\` | \`2\` | \`6\` | \`9\` |
| \`Checkout.memory\` | \`256Mi\` | \`256Mi\` | \`1Gi\` | \`1Gi\` |
| \`Checkout.password\` | \`(secret)\` | \`(secret)\` | \`(secret)\` | \`(secret)\` |
| \`Checkout.size\` | \`small\` | \`small\` | \`small\` | \`large\` |

**Facts that differ (4)**

|  | local | staging | production/eu | production/us |
| --- | --- | --- | --- | --- |
| \`capabilities.gateway\` | \`false\` | \`true\` | \`true\` | \`true\` |
| \`capabilities.mesh\` | \`false\` | \`false\` | \`true\` | \`true\` |
| \`domain\` | \`localtest.me\` | \`staging.example.com\` | \`example.com\` | \`example.com\` |
| \`namespace\` | \`shop-dev\` | \`shop\` | \`shop\` | \`shop\` |

**Alternatives that differ (2)**

|  | local | staging | production/eu | production/us |
| --- | --- | --- | --- | --- |
| \`env.capabilities.gateway\` | \`false\` | \`true\` | \`true\` | \`true\` |
| \`Checkout.size\` | \`small\` | \`small\` | \`small\` | \`large\` |

**Stand-ins that differ, until when they may run (1)**

|  | local | staging | production/eu | production/us |
| --- | --- | --- | --- | --- |
| \`Checkout > the payment provider\` | \`2099-03-31\` | \`2099-03-31\` | \`-\` | \`-\` |

**Exceptions that differ, until when they may hold (1)**

|  | local | staging | production/eu | production/us |
| --- | --- | --- | --- | --- |
| \`Checkout > Deployment/checkout-api\` | \`-\` | \`2099-12-31\` | \`-\` | \`-\` |
"
`);
});

test('each row names its values by target, and leaves out targets that have none', () => {
  expect(table.rows.find(({ kind }) => kind === 'exception')).toEqual({
    kind: 'exception', name: 'Deployment/checkout-api', chart: 'checkout', class: 'Checkout', why: 'the old balancer',
    owner: 'edge', values: { staging: '2099-12-31' },
  });
});

test('values of Secrets are not shown', () => {
  const text = JSON.stringify(table) + linesOf().join('\n') + sideBySideMarkdown(table);
  expect(text).toContain('(a value of a Secret)');
  expect(linesOf().join('\n')).toMatch(/Checkout.password +\(secret\) +\(secret\)/);
  for (const value of ['hunter2', 'correct horse', 'battery staple']) expect(text).not.toContain(value);
});

test('environments that are the same have no row, and one alone differs from none', () => {
  const environments = [shop('one'), shop('two')];
  const same = sideBySide(assemblyInMemory(render({ checkout: Checkout }, { environments })));
  expect(same).toMatchObject({ same: true, rows: [] });
  expect(linesOf(same)).toEqual(['one, two are the same', '', '1 chart, one template for both; the files are identical']);
  expect(linesOf(sideBySide(assemblyInMemory(render({ checkout: Checkout }))))[0]).toBe('local stands alone');
});

test('values become shorter so that all columns fit; those that do not even then are named', () => {
  const environments = Array.from({ length: 12 }, (_, i) => shop(`region-${i}`, { domain: `r${i}.example.com` }));
  const wide = sideBySide(assemblyInMemory(render({ checkout: Checkout }, { environments })));
  const lines = linesOf(wide, 80);
  expect(Math.max(...lines.slice(0, 3).map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.find((line) => line.includes('not shown'))).toMatch(
    /not shown: (\d+) of 12 columns: region-\d+, region-\d+, region-\d+, region-\d+.*; --format json has all$/);
  expect(linesOf(table, 100).join('\n')).not.toContain('not shown');
});

test('rows that many charts share are one; what is left out is counted', () => {
  const many = sideBySide(assemblyInMemory(rendered(...Array.from({ length: 20 }, (_, i) => `c-${i}`), 'checkout')));
  expect(linesOf(many).join('\n')).toContain('Checkout.replicas (21 charts)');
  expect(linesOf(many, 120, 3).join('\n')).toMatch(/not shown: \d+ more rows; --format json has all/);
});

test('files that differ where nothing declared does are told', () => {
  const assembly = assemblyInMemory(render({ checkout: Checkout }, { environments: [shop('one'), shop('two')] }));
  const index = JSON.parse(JSON.stringify(assembly.index));
  index.charts[0].targets.two.digest = `sha256:${'0'.repeat(64)}`;
  const altered = sideBySide({ index });
  expect(altered).toMatchObject({ same: false, unexplained: ['checkout'] });
  expect(linesOf(altered).at(-1)).toBe(
    'not in parity: the files of 1 chart differ where nothing declared does: checkout; see parity check');
});

test('a preview is marked in the heads', () => {
  const { index } = assemblyInMemory(rendered());
  const environments = index.environments.map((environment) =>
    (environment.name === 'staging' ? { ...environment, previewOf: 'local' } : environment));
  const marked = sideBySide({ index: { ...index, environments } });
  expect(marked.previews).toEqual([{ environment: 'staging', of: 'local', targets: ['staging'] }]);
  expect(linesOf(marked)[0]).toMatch(/^ +local +staging \(preview\) +production\/eu +production\/us$/);
  expect(sideBySideMarkdown(marked)).toMatch(/\| {2}\| local \| staging (\(|&#40;)preview(\)|&#41;) \|/);
});
