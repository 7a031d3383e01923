import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { readAssembly } from '../../lib/synth/assembly/read-assembly';
import { build } from './main';

interface Secret { readonly metadata: { readonly name: string }; readonly data: Readonly<Record<string, string>> }

const root = join(__dirname, '../..');
let folder: string;

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'cdk8s-parity-boutique-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['compiled', [join(root, 'build/examples/online-boutique/main.js')]],
  ['from source', ['--import', require.resolve('tsx'), join(root, 'examples/online-boutique/main.ts')]],
])('%s, from any folder, the shop writes what its tests see, witnessed', (_, args) => {
  const outdir = join(folder, 'dist');
  const env = { ...process.env, CDK8S_OUTDIR: outdir, PARITY_WITNESS: '1', JEST_WORKER_ID: undefined };
  execFileSync(process.execPath, args, { cwd: folder, env, stdio: 'pipe' });
  const written = readAssembly(outdir);
  expect(written.index.witnessed).toBe(true);
  expect(written.index.releasable).toBe(true);
  const { files } = build().render();
  expect(files.size).toBe(39);
  for (const [path, text] of files) expect(written.readFile(path)).toBe(text);
});

test('parity secrets init local fills every key that a service reads there, and prints none', () => {
  const [outdir, out] = [join(folder, 'dist'), join(folder, 'local.yaml')];
  const run = (args: readonly string[], more = {}) =>
    execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...more } });
  run([join(root, 'build/examples/online-boutique/main.js')], { CDK8S_OUTDIR: outdir });
  const printed = run([
    join(root, 'build/lib/cli/main.js'), 'secrets', 'init', 'local', '--assembly', outdir, '--out', out,
  ]);
  const secrets = loadAll(readFileSync(out, 'utf8')) as Secret[];
  const filled = new Map(secrets.map(({ metadata, data }) => [metadata.name, data]));
  const valueOf = (secret: string, key: string) => Buffer.from(filled.get(secret)?.[key] ?? '', 'base64').toString();
  const { charts } = readAssembly(outdir).index;
  for (const { secret, key } of charts.flatMap(({ reads = [] }) => reads)) expect(valueOf(secret, key)).not.toBe('');
  const password = valueOf('redis-cart-app', 'password');
  expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(valueOf('redis-cart-app', 'address')).toBe(`redis-cart:6379,password=${password}`);
  for (const data of filled.values()) {
    for (const value of Object.values(data).filter((each) => each.length > 20)) {
      expect(printed).not.toContain(Buffer.from(value, 'base64').toString());
    }
  }
});

test('the shop is synthesized in half a second, once the code is warm', () => {
  build().render();
  const times = Array.from({ length: 9 }, () => {
    const started = performance.now();
    build().render();
    return performance.now() - started;
  });
  expect(times.sort((a, b) => a - b)[4]).toBeLessThan(500);
});
