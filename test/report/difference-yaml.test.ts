import { applyPatch } from 'diff';
import { styledPatch, yamlPatches } from '../../lib/report/difference/yaml-patches';
import { yamlMarkdown } from '../../lib/report/difference/yaml-markdown';
import { type Assembly, assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { digestText } from '../../lib/template/canonical';
import { representativeApp } from '../check/representative-app';
import { rendered } from './difference-app';

const assembly = assemblyInMemory(rendered());
const representative = assemblyInMemory(representativeApp().render());
const patchesOf = (from: string, to: string, of: Assembly = assembly) =>
  [...yamlPatches(of, from, to)].map(({ text }) => text).join('');

/** An assembly whose files are edited, and their digests computed anew. */
function withFiles(of: Assembly, edit: (text: string, file: string) => string): Assembly {
  const index = JSON.parse(JSON.stringify(of.index));
  const files = new Map<string, string>();
  for (const chart of index.charts) {
    for (const target of Object.values<any>(chart.targets)) {
      files.set(target.file, edit(of.readFile(target.file), target.file));
      target.digest = digestText(files.get(target.file)!);
    }
  }
  return { ...of, index, readFile: (path) => files.get(path)! };
}

test('a unified diff names both files, and masks the values of Secrets on both sides', () => {
  expect(patchesOf('production/eu', 'staging')).toMatchInlineSnapshot(`
"# values of Secrets are not shown
--- a/production/eu/checkout.k8s.yaml
+++ b/staging/checkout.k8s.yaml
@@ -6,20 +6,20 @@
   name: checkout-api
   namespace: shop
 spec:
-  paused: false
-  replicas: 6
+  paused: true
+  replicas: 2
   template:
     spec:
       containers:
         - env:
             - name: HOST
-              value: checkout.example.com
+              value: checkout.staging.example.com
             - name: PAY
-              value: https://pay.test
+              value: http://stub
           name: api
           resources:
             limits:
-              memory: 1Gi
+              memory: 256Mi
 ---
 apiVersion: v1
 kind: Secret
@@ -29,7 +29,7 @@
   name: checkout-db
   namespace: shop
 stringData:
-  url: (a value of a Secret, before)
+  url: (a value of a Secret, after)
   user: (a value of a Secret)
 ---
 apiVersion: example.dev/v1
@@ -40,4 +40,4 @@
   name: checkout-route
   namespace: shop
 spec:
-  host: example.com
+  host: staging.example.com
"
`);
});

test('a patch without Secrets makes the one file of the other', () => {
  for (const [from, to] of [['local', 'staging'], ['staging', 'production/us']] as const) {
    const [before, after] = [from, to].map((name) => representative.readFile(`${name}/shop.k8s.yaml`));
    expect(applyPatch(before, patchesOf(from, to, representative))).toBe(after);
  }
});

test('the same value of a Secret is no difference; another one is, and neither is shown', () => {
  const others = withFiles(assembly, (text, file) =>
    text.replace('user: shop', file.startsWith('local') ? 'user: own' : 'user: shop'));
  const text = patchesOf('local', 'staging', others);
  expect(text).toContain('-  user: (a value of a Secret, before)\n');
  expect(text).toContain('+  user: (a value of a Secret, after)\n');
  expect(patchesOf('local', 'staging')).not.toMatch(/^[-+]\s+user:/m);
  for (const value of ['hunter2', 'correct horse', 'user: own', 'user: shop']) expect(text).not.toContain(value);
});

test.each([
  ['in quotes', (text: string) => text.replace('kind: Secret', 'kind: "Secret"')],
  ['in escapes', (text: string) => text.replace('kind: Secret', 'kind: "\\x53ecret"')],
  ['in a list of objects', (text: string) => text.replace(/^apiVersion: v1\nkind: Secret\n[^]*?(?=^---)/m, (secret) =>
    `apiVersion: v1\nkind: List\nitems:\n- ${secret.trimEnd().replaceAll('\n', '\n  ')}\n`)],
])('a Secret is found %s', (_, edit) => {
  const text = patchesOf('local', 'staging', withFiles(assembly, (file) => {
    expect(edit(file)).not.toBe(file);
    return edit(file);
  }));
  expect(text).toContain('(a value of a Secret');
  for (const value of ['hunter2', 'correct horse']) expect(text).not.toContain(value);
});

test('a file that may hold a Secret and cannot be read is not shown', () => {
  const broken = withFiles(assembly, (text) => `${text}\n: - : {`);
  expect(() => patchesOf('local', 'staging', broken)).toThrow('PARITY_UNEXPLAINED');
});

test('files too different to be matched line by line are shown as replaced, which is a patch still', () => {
  const lines = (word: string) => Array.from({ length: 2000 }, (_, i) => `${word}: ${i}`).join('\n');
  const other = withFiles(representative, (_, file) => `${lines(file.replaceAll(/\W/g, ''))}\n`);
  const text = patchesOf('local', 'staging', other);
  expect(text).toContain('@@ -1,2000 +1,2000 @@');
  expect(applyPatch(other.readFile('local/shop.k8s.yaml'), text)).toBe(other.readFile('staging/shop.k8s.yaml'));
});

test('marks lines as terminals do, and sends nothing that could steer one', () => {
  const mark = (sign: string) => (text: string) => `<${sign}${text}>`;
  const style = { good: mark('g'), bad: mark('b'), dim: mark('d'), bold: mark('h') };
  expect(styledPatch('# note\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\u001b[2J\n+\tb\n c\n', style)).toBe(
    '<h# note>\n<h--- a/x>\n<h+++ b/x>\n<d@@ -1 +1 @@>\n<b-a\\u001b[2J>\n<g+\tb>\n c\n');
});

test('a Markdown document holds whole files, counts those that do not fit, and cannot be left by a fence', () => {
  const patch = (chart: string, text: string) => ({ chart, text });
  const long = yamlMarkdown(['### x', ''],
    [patch('a', 'short\n'), patch('b', 'x'.repeat(70_000)), patch('c', 'short\n')]);
  expect(long).toBe('### x\n\n```diff\nshort\n```\n\n… 2 more files than fit here: `--format text` has all.\n');
  expect(yamlMarkdown([], [patch('a', '````\n<b>\n')])).toBe('`````diff\n````\n<b>\n`````\n');
});
