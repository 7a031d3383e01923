import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../lib/cli/check';
import { diff } from '../../lib/cli/diff';
import { explainCommand } from '../../lib/cli/explain';
import { type KeepOptions, keep } from '../../lib/cli/keep';
import { report } from '../../lib/cli/report';
import { terminalOf } from '../../lib/cli/terminal';
import { digestText } from '../../lib/template/canonical';
import { type Content, releasedApp } from '../check/released-app';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();
const here = process.cwd();
const HISTORY = 'config-history.json';

beforeEach(() => process.chdir(temporary()));
afterEach(() => process.chdir(here));

function synth(content: Content, outdir = 'dist'): void {
  releasedApp(content, { outdir, witness: false, ...(existsSync(HISTORY) ? { configHistory: HISTORY } : {}) }).synth();
}

const first = () => synth({ level: 'a' });

async function written(work: (output: Parameters<typeof keep>[1]) => number | Promise<number>) {
  const text = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => terminalOf(
    { write: (part: unknown) => (text[name] += String(part)) !== '' }, { NO_COLOR: '1' });
  const status = await work({ out: stream('out'), err: stream('err') });
  return { status, ...text };
}

const run = (options: Partial<KeepOptions> = {}) =>
  written((output) => keep({ history: HISTORY, format: 'text', ...options }, output));

test('the first release makes the file, and says what is in it', async () => {
  synth({ level: 'a' });
  const { status, out, err } = await run({ release: '1.0.0' });
  expect([status, err]).toEqual([0, '']);
  expect(out.replace(/-[0-9a-f]{10}\b/g, '-**********')).toBe(`release 1.0.0 is in config-history.json

      environment    chart     ConfigMap                       releases
kept  local          checkout  checkout-api-config-**********  1.0.0
kept  production/eu  checkout  checkout-api-config-**********  1.0.0
kept  production/us  checkout  checkout-api-config-**********  1.0.0

3 ConfigMaps kept, 0 dropped
`);
  const history = JSON.parse(readFileSync(HISTORY, 'utf8'));
  expect(history).toMatchObject({
    version: 1, made: 1, releases: [{ name: '1.0.0', digest: expect.stringMatching(/^sha256:/) }],
  });
  expect(history.configMaps[0]).toMatchObject({
    target: 'local', chart: 'checkout', configMap: 'checkout-api-config', namespace: 'shop', keep: 2,
    releases: ['1.0.0'], data: { LEVEL: 'a', SIZE: '1' },
  });
});

test('the same manifests again change nothing, not even the file', async () => {
  synth({ level: 'a' });
  await run();
  const before = statSync(HISTORY, { bigint: true });
  const { status, out } = await run({ release: 'another' });
  expect([status, out.split('\n')[0]]).toEqual([0,
    'nothing new: these are the manifests of release 1, which config-history.json holds']);
  expect(statSync(HISTORY, { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs });
  // What is kept in them is no part of a release.
  synth({ level: 'b' });
  await run();
  synth({ level: 'b' });
  expect((await run()).out).toMatch(/^nothing new: these are the manifests of release 2/);
});

test('what is older than it is kept for is dropped, and said', async () => {
  for (const level of ['a', 'b', 'c']) {
    synth({ level });
    await run();
  }
  synth({ level: 'd' });
  const { out } = await run({ format: 'json' });
  const document = JSON.parse(out);
  expect(Object.keys(document)).toEqual(['ok', 'history', 'release', 'changed', 'releases', 'kept', 'dropped']);
  expect(document).toMatchObject({ ok: true, history: HISTORY, release: '4', changed: true, releases: ['2', '3', '4'] });
  expect([document.kept.length, document.dropped.length]).toEqual([9, 3]);
  expect(document.dropped[0]).toMatchObject(
    { target: 'local', configMap: 'checkout-api-config', keep: 2, releases: ['1'] });
  expect(out).not.toContain('LEVEL');
});

test('another folder and another file are taken as they are named', async () => {
  mkdirSync('ops');
  synth({ level: 'a' }, 'out');
  expect((await run({ assembly: 'out', history: 'ops/history.json' })).status).toBe(0);
  expect(readdirSync('ops')).toEqual(['history.json']);
  expect(existsSync(HISTORY)).toBe(false);
});

test.each<[string, Partial<KeepOptions>, () => void, number, RegExp]>([
  ['no assembly', {}, () => undefined, 2, /PARITY_NO_ASSEMBLY/],
  ['a release name that is none', { release: 'a/b' }, first, 2, /PARITY_NO_RELEASE.*\n.*--release/],
  ['a history that is broken', {}, () => { first(); writeFileSync(HISTORY, '{'); }, 2, /PARITY_BAD_CONFIG_HISTORY/],
  ['a folder in place of the history', {}, () => { first(); mkdirSync(HISTORY); }, 2, /PARITY_BAD_CONFIG_HISTORY/],
  ['a history in no folder', { history: 'no/where.json' }, first, 2, /the history cannot be written/],
  ['a manifest that was altered', {}, () => {
    synth({ level: 'a' });
    writeFileSync('dist/local/checkout.k8s.yaml', 'a: 1\n');
  }, 1, /PARITY_ASSEMBLY_ALTERED/],
])('%s is refused, and nothing is written', async (_, options, prepare, status, message) => {
  prepare();
  const before = readdirSync('.');
  const result = await run(options);
  expect([result.status, result.out]).toEqual([status, '']);
  expect(result.err).toMatch(message);
  expect(readdirSync('.')).toEqual(before);
});

test('a history that cannot be replaced stays as it was', async () => {
  synth({ level: 'a' });
  await run();
  const before = readFileSync(HISTORY, 'utf8');
  synth({ level: 'b' });
  chmodSync('.', 0o500);
  const { status } = await run();
  chmodSync('.', 0o700);
  // Root may write everywhere.
  expect(status).toBe(process.getuid?.() === 0 ? 0 : 2);
  if (status !== 0) expect(readFileSync(HISTORY, 'utf8')).toBe(before);
  expect(readdirSync('.').filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

describe('what reads an assembly knows kept configuration', () => {
  const name = () =>
    JSON.parse(readFileSync('dist/parity.json', 'utf8')).charts[0].kept['production/eu'].objects[0].name;
  const kept = 'dist/local/checkout.kept.k8s.yaml';

  beforeEach(async () => {
    synth({ level: 'a' }, 'former');
    await run({ assembly: 'former', release: 'first' });
    synth({ level: 'b' });
  });

  test('explain says which release it is of', async () => {
    const { status, out } = await written((output) => explainCommand(
      { environment: 'production', object: `cm/${name()}` }, { format: 'text' }, output));
    expect([status, out.replace(/[0-9a-f]{10}/g, '(hash)')]).toEqual([0,
      `production/eu, production/us  ConfigMap/checkout-api-config-(hash)

from       kept configuration of release first, for a rollback: no part of the template, and nothing of today reads it
version of checkout-api-config (chart checkout, class Checkout)
holds      LEVEL, SIZE
file       production/eu/checkout.kept.k8s.yaml, production/us/checkout.kept.k8s.yaml
`]);
    const all = await written((output) => explainCommand({ environment: 'local' }, { format: 'text' }, output));
    expect(all.out).toMatch(/ConfigMap\/checkout-api-config-[0-9a-f]{10} +kept configuration of first\n/);
  });

  test('the summary counts it, with its files', async () => {
    const { out } = await written((output) => report({ format: 'text', now: '2026-11-21' }, output));
    expect(out).toContain('\nkept for rollback 3 ConfigMaps of former releases\n');
    expect(out).toContain('\nfiles             6 manifests in dist');
    const markdown = await written((output) => report({ format: 'markdown', now: '2026-11-21' }, output));
    expect(markdown.out).toContain('| kept for rollback | 3 ConfigMaps of former releases |');
    const page = await written((output) => report({ format: 'html', now: '2026-11-21' }, output));
    expect(page.out).toContain('3 ConfigMaps of former releases, for rollbacks');
  });

  test('check is content, and names an edit whose digests were computed anew', async () => {
    const checked = () => written((output) => check({ now: '2026-11-21', failOn: 'error', format: 'json' }, output));
    const parity = async () => JSON.parse((await checked()).out).inParity;
    expect(await parity()).toBe(true);
    const text = readFileSync(kept, 'utf8');
    const edited = text.replace('LEVEL: a', 'LEVEL: z');
    writeFileSync(kept, edited);
    expect((await checked()).out).toContain('PARITY_ASSEMBLY_ALTERED');
    const index = readFileSync('dist/parity.json', 'utf8');
    writeFileSync('dist/parity.json', index.replaceAll(digestText(text), digestText(edited)));
    expect(await parity()).toBe(false);
  });

  test('a kept file that is gone, and one that nobody listed, are refused', async () => {
    const stranger = join('dist/local/other.kept.k8s.yaml');
    writeFileSync(stranger, readFileSync(kept));
    expect((await run()).err).toMatch(/PARITY_ASSEMBLY_FILE_UNKNOWN/);
  });

  test('diff tells what came between two assemblies, and what it does not compare between environments', async () => {
    const options = { format: 'text', environments: [] } as const;
    const change = await written((output) => diff({ ...options, base: 'former' }, output));
    expect(change.out).toMatch(/kept configuration \(1\)|kept configuration/);
    expect(change.out).toContain(name());
    const between = await written((output) => diff({ ...options, environments: ['local', 'production/eu'] }, output));
    expect(between.out.replace(/\s+/g, ' '))
      .toContain('2 ConfigMaps of former releases kept for rollbacks, and not compared');
  });
});
