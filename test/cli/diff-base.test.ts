import { execFileSync } from 'node:child_process';
import {
  cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, truncateSync, utimesSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ParityApp, vary } from '../../lib';
import { type DiffOptions, diff } from '../../lib/cli/diff';
import { staleSources } from '../../lib/cli/diff/stale-sources';
import { terminalOf } from '../../lib/cli/terminal';
import { digestText } from '../../lib/template/canonical';
import { type ShopContract, chartWith, shop } from '../environment/fixtures/probe';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();
const Probe = chartWith(() => vary.integer({ default: 1, min: 1, max: 9, why: 'traffic differs' }));

/** Writes an assembly with some charts and production's value. */
function assembly(value: number, charts: readonly string[] = ['api'], facts: Partial<ShopContract> = {}): string {
  const outdir = temporary();
  const environments = [shop('local'), shop('production', facts).overlay(Probe, { value })];
  const app = new ParityApp({ environments, outdir });
  for (const id of charts) new Probe(app, id);
  app.synth();
  return outdir;
}

let before: string;
let after: string;
beforeAll(() => {
  before = assembly(2, ['api', 'old']);
  after = assembly(3, ['api', 'new']);
});

async function run(options: Partial<DiffOptions>) {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') =>
    terminalOf({ write: (text: string) => { written[name] += text; return true; } }, {});
  const code = await diff({ environments: [], format: 'text', base: before, assembly: after, ...options },
    { out: stream('out'), err: stream('err') });
  return { code, ...written };
}

test('an assembly compared with itself gives 0, another one 1, in every format', async () => {
  for (const format of ['text', 'json', 'markdown']) {
    expect(await run({ format, base: after })).toMatchObject({ code: 0, err: '' });
    expect(await run({ format })).toMatchObject({ code: 1, err: '' });
  }
});

test('JSON is the model, after whether the comparison was made and with what', async () => {
  const parsed = JSON.parse((await run({ format: 'json' })).out) as Record<string, unknown>;
  expect(Object.keys(parsed).slice(0, 4)).toEqual(['ok', 'base', 'head', 'same']);
  expect(parsed).toMatchObject({ ok: true, base: before, head: after, same: false,
    charts: { added: [{ id: 'new' }], removed: [{ id: 'old' }], changed: ['api'] },
    values: [{ name: 'value', changes: [{ targets: ['production'], before: 2, after: 3 }] }] });
});

test('charts are limited on both sides, of which one may lack them', async () => {
  const { charts } = JSON.parse((await run({ format: 'json', chart: ['old'] })).out) as { charts: object };
  expect(charts).toEqual({ added: [], removed: [expect.objectContaining({ id: 'old' })], changed: [], renamed: [] });
});

test('a fact that fills nothing is told, but not to who asks for some charts', async () => {
  const base = assembly(3, ['api', 'new'], { paymentUrl: 'https://other.test' });
  expect(await run({ base })).toMatchObject({ code: 1, out: expect.stringContaining('paymentUrl') });
  expect(await run({ base, chart: ['api'] })).toMatchObject({ code: 0 });
});

test.each<[string, Partial<DiffOptions>]>([
  ['a build of an assembly that is there', { build: 'npm run build' }],
  ['fields of a document that has all', { fields: true, format: 'json' }],
  ['fields of a comment, which shows what fits', { fields: true, format: 'markdown' }],
  ['files as data', { yaml: true, format: 'json' }],
  ['fields and files', { fields: true, yaml: true }],
  ['environments beside it', { environments: ['local'] }],
])('%s: that is wrong usage', async (_, options) => {
  const { code, out, err } = await run(options);
  expect(code).toBe(2);
  expect(/PARITY_[A-Z_]+/.exec(`${out}${err}`)?.[0]).toBe('PARITY_BAD_ARGUMENT');
});

test('a file that nothing explains is told to who asks for its chart, or for all', async () => {
  const folder = join(temporary(), 'copy');
  cpSync(before, folder, { recursive: true });
  const [file, indexFile] = [join(folder, 'local/old.k8s.yaml'), join(folder, 'parity.json')];
  const text = `${readFileSync(file, 'utf8')}---\nkind: Job\n`;
  writeFileSync(file, text);
  const index = JSON.parse(readFileSync(indexFile, 'utf8'));
  index.charts.find(({ id }: { id: string }) => id === 'old').targets.local.digest = digestText(text);
  writeFileSync(indexFile, JSON.stringify(index));
  for (const chart of [undefined, ['old'], ['Probe']]) {
    const { code, out } = await run({ assembly: folder, chart });
    expect({ code, first: out.slice(0, 14) }).toEqual({ code: 1, first: 'not in parity:' });
  }
  expect(await run({ assembly: folder, chart: ['api'] })).toMatchObject({ code: 0 });
});

test('a chart that neither side has is wrong usage', async () => {
  const { code, err } = await run({ chart: ['appi'] });
  expect(code).toBe(2);
  expect(err).toMatch(/PARITY_UNKNOWN_CHART[^]*'api'/);
});

test.each<[string, string, number, (folder: string) => void]>([
  ['truncated', 'PARITY_BAD_ASSEMBLY', 1, (folder) => truncateSync(join(folder, 'parity.json'), 200)],
  ['altered', 'PARITY_ASSEMBLY_ALTERED', 1, (folder) => writeFileSync(join(folder, 'local/api.k8s.yaml'), 'kind: X\n')],
  ['of another version', 'PARITY_ASSEMBLY_VERSION', 2, (folder) => {
    const file = join(folder, 'parity.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"schemaVersion":\s*\d+/, '"schemaVersion": 1'));
  }],
])('a base that is %s is refused', async (_, error, code, edit) => {
  const folder = join(temporary(), 'copy');
  cpSync(before, folder, { recursive: true });
  edit(folder);
  const { code: exit, err } = await run({ base: folder });
  expect({ exit, err: err.split(':')[0] }).toEqual({ exit: code, err: error });
});

test('a folder without an assembly is taken for a revision, and refused with both in mind', async () => {
  const folder = join(temporary(), 'empty');
  mkdirSync(folder);
  const { code, err } = await run({ base: folder });
  expect(code).toBe(2);
  expect(err).toMatch(/^PARITY_UNKNOWN_REVISION: there is no such revision, and no such assembly/);
  expect(err).toContain('it holds no parity.json, and git knows no revision of this name');
});

test('without an assembly to look at, no revision is built', async () => {
  const { code, err } = await run({ base: 'HEAD', assembly: join(temporary(), 'nothing') });
  expect({ code, error: err.split(':')[0] }).toEqual({ code: 2, error: 'PARITY_NO_ASSEMBLY' });
});

test('after a synth of some charts the others are not gone, and each format says what was compared', async () => {
  process.env.PARITY_CHARTS = JSON.stringify(['api']);
  let part: string;
  try {
    part = assembly(2, ['api', 'old']);
  } finally {
    delete process.env.PARITY_CHARTS;
  }
  expect(await run({ assembly: part })).toMatchObject({ code: 0,
    out: expect.stringMatching(/^nothing changes: .*\n.*only 1 chart compared, because/s) });
  const parsed = JSON.parse((await run({ base: part, assembly: before, format: 'json' })).out) as object;
  expect(parsed).toMatchObject({ same: true, part: { of: ['base'], charts: ['api'] } });
  expect((await run({ assembly: part, format: 'markdown' })).out).toContain('only 1 chart compared, because');
});

describe('in a repository', () => {
  const here = process.cwd();
  let root: string;
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.test', ...args],
    { cwd: root, encoding: 'utf8' });
  const at = (seconds: number, ...files: string[]) => {
    for (const file of files) utimesSync(join(root, file), seconds, seconds);
  };
  const edit = (file: string, text = 'edited') => {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const stale = async (base = 'main') => {
    process.chdir(root);
    try {
      return await staleSources('dist', base);
    } finally {
      process.chdir(here);
    }
  };

  beforeEach(() => {
    root = realpathSync(temporary());
    git('init', '--quiet', '--initial-branch=main');
    for (const file of ['services/shop.ts', 'shop.test.ts', 'README.md', 'package.json']) edit(file, '1');
    edit('dist/parity.json', '1');
    edit('.gitignore', 'ignored/\n');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'first');
    at(2_000, 'dist/parity.json');
    at(1_000, 'services/shop.ts', 'shop.test.ts', 'README.md', 'package.json');
  });

  test('sources that changed after the assembly was written are named, committed or not', async () => {
    expect(await stale()).toEqual([]);
    for (const file of ['services/shop.ts', 'shop.test.ts', 'README.md', 'dist/local.ts', 'ignored/a.ts']) edit(file);
    expect(await stale()).toEqual(['services/shop.ts']);
    git('checkout', '--quiet', '-b', 'feature');
    git('commit', '--quiet', '--all', '--message', 'second');
    expect(await stale()).toEqual(['services/shop.ts']);
    expect(await stale('HEAD')).toEqual([]);
    at(1_000, 'services/shop.ts');
    expect(await stale()).toEqual([]);
  });

  test('a file of a newer time with the same content is no change, nor is one that was deleted', async () => {
    at(3_000, 'services/shop.ts');
    rmSync(join(root, 'package.json'));
    expect(await stale()).toEqual([]);
  });

  test.each(['nothing', '--output=x', 'a\0b', ''])('of revision %j nothing is said', async (revision) => {
    edit('services/shop.ts');
    expect(await stale(revision)).toEqual([]);
    expect(existsSync(join(root, 'x'))).toBe(false);
  });

  test('outside of git, and for an assembly of elsewhere, nothing is said', async () => {
    edit('services/shop.ts');
    process.chdir(root);
    try {
      expect(await staleSources(join(root, 'dist'), 'main')).toEqual(['services/shop.ts']);
      expect(await staleSources(before, 'main')).toEqual([]);
      rmSync(join(root, '.git'), { recursive: true });
      expect(await staleSources('dist', 'main')).toEqual([]);
    } finally {
      process.chdir(here);
    }
  });

  test('the command says it on the standard error, and not in the document', async () => {
    for (const folder of ['base', 'dist']) cpSync(after, join(root, folder), { recursive: true });
    at(2_000, 'dist/parity.json');
    edit('services/shop.ts');
    process.chdir(root);
    try {
      expect(await run({ base: 'base', assembly: 'dist' })).toEqual({
        code: 0, out: 'nothing changes: dist is as base\n',
        err: 'services/shop.ts was changed after dist was written: run parity synth\n',
      });
    } finally {
      process.chdir(here);
    }
  });

  test('a mistyped branch suggests the one that was meant', async () => {
    process.chdir(root);
    try {
      expect((await run({ base: 'mian', assembly: after })).err).toMatch(/git does not know it[^]*--base main/);
      expect((await run({ base: 'something-else', assembly: after })).err).toContain('name a branch, tag or commit');
      expect((await run({ base: '.', assembly: after })).err).toContain('it holds no parity.json');
    } finally {
      process.chdir(here);
    }
  });
});
