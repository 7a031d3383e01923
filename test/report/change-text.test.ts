import { changeMarkdown } from '../../lib/report/change/change-markdown';
import { changeOf } from '../../lib/report/change/change-of';
import { changeLines } from '../../lib/report/change/change-text';
import { templateDifferences } from '../../lib/report/change/template-difference';
import { checkout, digest } from './fixtures/checkout';
import { fact, small, withPlaces } from './fixtures/small-assembly';

const same = (text: string) => text;
const style = { good: same, bad: same, dim: same, bold: same };
const base = checkout(80, 6, 20, digest('0a'));
const head = checkout(8080, 8, 50, digest('1b'), true);
const change = changeOf(base, head);

test('a change fits on a screen, the risks first', () => {
  const lines = changeLines(change, { width: 100, style, base: 'main', head: 'dist', rows: 12 });
  expect(lines.join('\n')).toMatchInlineSnapshot(`
"dist since main: 1 chart changes, 2 template changes, 1 image change, production: 1 value, 1 changed
  variation, 1 new exception; 1 risk (1 high)

risks (1)
  high    a port has another number: 80/TCP -> 8080/TCP
          checkout > Service/checkout spec.ports[http]
          clients name a Service by its address and port: they fail until they are changed as well

templates (2)
  ~ ConfigMap/checkout (checkout)
      ~ data.port  80 -> 8080
  ~ Service/checkout (checkout)
      - spec.ports[80/TCP]  {"name":"http","port":80}
      + spec.ports[8080/TCP]  {"name":"http","port":8080}

images (1)
  ~ shop/checkout (checkout)  sha256:0a0a0a0a0a0a -> sha256:1b1b1b1b1b1b

values (1)
  ~ Checkout.replicas (production · checkout)  6 -> 8

variations (1)
  ~ Checkout.replicas (checkout)  max 20 -> 50  widened

exceptions (1)
  + Deployment/checkout (checkout)
      targets production
      patch [{"op":"replace","path":"/spec/template/spec/containers/0/args","value":["--faster"]}]
      reason a sale
      owner ops
      expires 2030-01-01"
`);
});

test('on a narrow terminal nothing is wider, and nothing is cut: reasons and values go on in the next line', () => {
  for (const width of [50, 80]) {
    const lines = changeLines(change, { width, style, base: 'main', head: 'dist' });
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    expect(lines.join('\n')).not.toContain('…');
    const words = lines.map((line) => line.trim()).join(' ');
    expect(words).toContain('clients name a Service by its address and port: they fail until they are changed as well');
    expect(words.replaceAll(' ', '')).toContain('"value":["--faster"]}]');
  }
});

test('a value of megabytes is cut, and the cut is marked', () => {
  const of = (value: string) => small({ charts: { a: { objects: [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { value } }] } } });
  const lines = changeLines(changeOf(of('x'), of('y'.repeat(1_000_000))), { width: 80, style, base: 'b', head: 'h' });
  expect(lines.length).toBeLessThan(20);
  expect(lines.at(-1)).toMatch(/y…$/);
});

test('rows that are left out are counted', () => {
  expect(changeLines(change, { width: 100, style, base: 'main', head: 'dist', rows: 1 }))
    .toContain('  … 1 more: --fields shows all');
});

test('a comment has a marker, a summary, the risks, a table and the templates folded', () => {
  expect(changeMarkdown(change, { base: 'main', head: 'dist' })).toMatchSnapshot();
});

test('nothing that changes is said in one line', () => {
  const none = changeOf(base, base);
  expect(changeLines(none, { width: 100, style, base: 'main', head: 'dist' }))
    .toEqual(['nothing changes: dist is as main']);
  expect(changeMarkdown(none, { base: 'main', head: 'dist' })).toBe(
    '<!-- parity-diff -->\n### What this change does\n\n**nothing changes**: `dist` is as `main`\n');
});

test('a unified diff shows placeholders by name, and equal changes once', () => {
  const two = (value: string) => small({ charts: Object.fromEntries(['a', 'b'].map((id) => [id, { objects: [withPlaces(
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data: { host: null, value } },
    [[['data', 'host'], fact('domain')]])] }])) });
  expect(templateDifferences(changeOf(two('1'), two('2')), two('1').index, two('2').index)).toEqual([
    '--- base a ConfigMap/a\n+++ head a ConfigMap/a\tthe same in 1 other object: b ConfigMap/b\n@@ -4,4 +4,4 @@\n'
      + '   name: a\n data:\n   host: <env.domain>\n-  value: "1"\n+  value: "2"\n',
  ]);
});

test('a unified diff hides values of Secrets, filled or not', () => {
  const secret = (value: string, label: string) => small({ charts: { a: { objects: [withPlaces({
    apiVersion: 'v1', kind: 'Secret',
    metadata: { name: 'a', labels: { label } }, stringData: { value, filled: null } },
  [[['stringData', 'filled'], { op: 'lookup', of: fact('x'), table: { a: { op: 'literal', value } } }]])] } } });
  const sides = [secret('hunter1', 'old'), secret('hunter2', 'new')] as const;
  const [diff] = templateDifferences(changeOf(...sides), sides[0].index, sides[1].index);
  expect(diff).toContain('-    label: old\n+    label: new');
  expect(diff).not.toContain('hunter');
  const [added] = templateDifferences(changeOf(small({ charts: { a: {} } }), sides[1]),
    small({}).index, sides[1].index);
  expect(added).toContain('+  value: (a value of a Secret)');
});

const sides = { base: 'main', head: 'dist' };
const textOf = (of: ReturnType<typeof changeOf>) => changeLines(of, { ...sides, width: 120, style }).join('\n');

test('an environment with a first cluster says so, and a new target that nothing was compared for it', () => {
  const of = (...names: string[]) =>
    small({ targets: Object.fromEntries(names.map((name) => [name, {}])), charts: { shop: {} } });
  const split = changeOf(of('production'), of('production/eu'));
  expect(textOf(split)).toMatchInlineSnapshot(`
"dist since main: production is now written per cluster: eu; no risk found

environments (1)
  ~ production (an environment)  now written per cluster: eu"
`);
  expect(changeMarkdown(split, sides)).toContain('| changed: environments | `production` | `an environment` | '
    + 'now written per cluster: eu |');
  const added = changeOf(of('local'), of('local', 'production/eu', 'staging'));
  expect(textOf(added)).toMatchInlineSnapshot(`
"dist since main: 2 new targets; no risk where both sides have a target; production/eu, staging are new: nothing was
  compared for them

environments (2)
  + production/eu (a cluster of production)  nothing was compared for it
  + staging (an environment)  nothing was compared for it"
`);
  expect(changeMarkdown(added, sides)).toContain(
    '| new: environments | `production/eu` | `a cluster of production` | nothing was compared for it |');
  expect(textOf(added) + changeMarkdown(added, sides)).not.toContain('no risk found');
});

test('a part says in each format that it is one, also when nothing changes', () => {
  const index = { notReleasable: ['only some charts were synthesized: shop'] };
  const some = changeOf(small({ charts: { shop: {}, cart: {} } }), small({ charts: { shop: {} }, index }));
  expect(textOf(some)).toMatchInlineSnapshot(`
"nothing changes: dist is as main
only 1 chart compared, because dist holds no more (parity synth --chart): shop"
`);
  expect(changeMarkdown(some, sides)).toContain(
    '\nonly 1 chart compared, because `dist` holds no more (parity synth --chart): `shop`\n');
  expect(JSON.parse(JSON.stringify(some))).toMatchObject({ part: { of: ['head'], charts: ['shop'] } });
});

const HOSTILE = '@team #1 <img src=x onerror=alert(1)> | `` ` \\| [a](javascript:x) \u001b[2J\n\n# x';

test('what comes from input is code, or nothing of Markdown', () => {
  const with_ = (value: string) => small({ targets: { [HOSTILE]: { [HOSTILE]: value } },
    charts: { [HOSTILE]: { class: HOSTILE,
    owner: value, objects: [{ apiVersion: 'v1', kind: 'ConfigMap',
      metadata: { name: HOSTILE }, data: { [HOSTILE]: value } }],
    variations: { [HOSTILE]: { why: value } }, removedDefaults: value === 'a' ? []
      : [{ construct: HOSTILE, default: HOSTILE, reason: HOSTILE, source: undefined }] } } });
  const comment = changeMarkdown(changeOf(with_('a'), with_(HOSTILE)), { base: HOSTILE, head: HOSTILE });
  const outside = comment.split('\n').map((line) => line.replace(/<code>[^<|`]*<\/code>/g, '')
    .replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, '')).join('\n');
  expect(outside).not.toMatch(/@|#1|onerror|javascript|\u001b|\\/);
  expect(outside.match(/<[^>]*>/g)?.sort()).toEqual(['<!-- parity-diff -->', '</details>', '</summary>',
    '<br>', '<details>', '<summary>']);
  // Each row of the table has the four cells of its head.
  expect(comment.split('\n').filter((line) => line.startsWith('| ')).map((line) => line.split('|').length))
    .toEqual(expect.arrayContaining([6]));
});
