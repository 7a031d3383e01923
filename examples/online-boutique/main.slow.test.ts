import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from '../../lib/synth/assembly/read-assembly';
import { build } from './main';

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

test('the shop is synthesized in half a second, once the code is warm', () => {
  build().render();
  const times = Array.from({ length: 9 }, () => {
    const started = performance.now();
    build().render();
    return performance.now() - started;
  });
  expect(times.sort((a, b) => a - b)[4]).toBeLessThan(500);
});
