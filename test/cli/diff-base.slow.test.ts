import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import { compileLibrary } from './fixtures/compiled-library';

const temporary = temporaryFolders();
const compiled = compileLibrary();

jest.setTimeout(120_000);

/** A program as a user has it: source that a build copies, in a folder of a repository with a workspace beside it. */
const MAIN = `
const { Microservice, ParityApp, ParityChart, environment, facts, vary } = require('cdk8s-parity/build/lib');
const { port } = require('@shop/values');
class Greeter extends ParityChart {
  replicas = vary.integer({ default: 1, min: 1, max: 9, why: 'traffic differs' });
  constructor(scope, id) {
    super(scope, id);
    const env = facts(this);
    new Microservice(this, 'web', {
      image: \`\${env.registry}/demo/greeter@sha256:\${'5e'.repeat(32)}\`, port, replicas: this.replicas,
      health: { live: '/livez', ready: '/readyz' },
    });
  }
}
const base = { namespace: 'demo', domain: 'demo.test', registry: 'r.test' };
const app = new ParityApp({ environments: [
  environment('local', base), environment('production', base).overlay(Greeter, { replicas: 3 }),
] });
new Greeter(app, 'greeter');
app.synth();
`;
const BUILD = "require('fs').cpSync('src', 'build', { recursive: true });";

interface Repository {
  readonly root: string;
  readonly project: string;
  commit(message: string): string;
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.test', '-c', 'commit.gpgsign=false', ...args],
    { cwd, encoding: 'utf8' }).trim();
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function repository(): Repository {
  const root = join(temporary(), 'repository');
  write(root, {
    '.gitignore': 'node_modules/\nbuild/\ndist/\n',
    'package.json': JSON.stringify({ private: true, workspaces: ['packages/*', 'services/*'] }),
    'packages/values/package.json': JSON.stringify({ name: '@shop/values', main: 'index.js' }),
    'packages/values/index.js': 'exports.port = 8080;\n',
    'services/greeter/package.json': JSON.stringify({ name: 'greeter', scripts: { build: 'node build.js' } }),
    'services/greeter/build.js': BUILD, 'services/greeter/src/main.js': MAIN,
    'services/greeter/cdk8s.yaml': 'language: typescript\napp: node build/main.js\noutput: dist\n',
    'node_modules/@shop/.keep': '',
  });
  symlinkSync(compiled.folder, join(root, 'node_modules/cdk8s-parity'));
  symlinkSync('../../packages/values', join(root, 'node_modules/@shop/values'));
  git(root, 'init', '--quiet', '--initial-branch=main');
  const commit = (message: string) => {
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', message);
    return git(root, 'rev-parse', 'HEAD');
  };
  return { root, project: join(root, 'services/greeter'), commit };
}

const clean = (() => {
  const { CI: _, PARITY_WITNESS: __, FORCE_COLOR: ___, NO_COLOR: ____, JEST_WORKER_ID: _____, ...env } = process.env;
  return env;
})();

function parity(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiled.command, ...args],
    { cwd, env: clean, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

function synthesize(project: string, witness = '--no-witness'): void {
  execFileSync(process.execPath, ['build.js'], { cwd: project });
  const { status, err } = parity(project, 'synth', '--quiet', witness);
  if (status !== 0) throw new Error(err);
}

/** What a run may leave behind: worktrees, and folders of its own. */
function traces({ root }: Repository): string[] {
  return [...git(root, 'worktree', 'list').split('\n').slice(1),
    ...readdirSync(tmpdir()).filter((name) => name.startsWith('cdk8s-parity-base-')
      && existsSync(join(tmpdir(), name, 'tree/services/greeter')))];
}

function edit(file: string, from: string, to: string): void {
  const before = readFileSync(file, 'utf8');
  if (!before.includes(from)) throw new Error(`no ${from} in ${file}`);
  writeFileSync(file, before.replace(from, to));
}

test('compares with a revision of a project in a folder of a repository, and leaves the checkout as it was', () => {
  const repo = repository();
  repo.commit('first');
  edit(join(repo.project, 'src/main.js'), 'replicas: 3', 'replicas: 5');
  edit(join(repo.root, 'packages/values/index.js'), '8080', '8081');
  synthesize(repo.project);
  const before = git(repo.root, 'status', '--porcelain');
  const { status, out, err } = parity(repo.project, 'diff', '--base', 'HEAD', '--format', 'json');
  expect({ status, err }).toEqual({ status: 1, err: '' });
  expect(JSON.parse(out)).toMatchObject({
    ok: true, base: 'HEAD',
    values: [{ class: 'Greeter', name: 'replicas', changes: [{ targets: ['production'], before: 3, after: 5 }] }],
    // The workspace's package is that of the revision, not the one that is checked out now.
    risks: [{ rule: 'service', before: '8080/TCP', after: '8081/TCP' }],
  });
  expect(git(repo.root, 'status', '--porcelain')).toBe(before);
  expect(traces(repo)).toEqual([]);
});

test.each(['--no-witness', '--witness'])('a revision that is the same gives 0, with %s', (witness) => {
  const repo = repository();
  const first = repo.commit('first');
  synthesize(repo.project, witness);
  expect(parity(repo.project, 'diff', '--base', first)).toMatchObject({
    status: 0, out: `nothing changes: dist is as ${first}\n`, err: '',
  });
});

test('a revision that does not synthesize is a failure with what the program said, and nothing stays behind', () => {
  const repo = repository();
  edit(join(repo.project, 'src/main.js'), 'replicas: 3', 'replicas: 300');
  repo.commit('out of bounds');
  edit(join(repo.project, 'src/main.js'), 'replicas: 300', 'replicas: 3');
  synthesize(repo.project);
  const { status, out } = parity(repo.project, 'diff', '--base', 'main', '--format', 'json');
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ ok: false, failures: [
    { code: 'PARITY_BAD_VALUE' },
    { code: 'PARITY_BASE', message: 'the revision does not synthesize', where: 'main: node build/main.js',
      got: 'exit code 1' },
  ] });
  expect(traces(repo)).toEqual([]);
});

test('a revision that does not build shows the end of what the build printed; --build says another way', () => {
  const repo = repository();
  write(repo.project, { 'build.js': "console.log('line of the build'); process.exit(3);" });
  repo.commit('broken');
  write(repo.project, { 'build.js': BUILD });
  synthesize(repo.project);
  const { status, err } = parity(repo.project, 'diff', '--base', 'main');
  expect(status).toBe(1);
  expect(err).toContain('PARITY_BASE: the revision does not build');
  expect(err).toContain('line of the build');
  expect(parity(repo.project, 'diff', '--base', 'main', '--build', 'cp -r src build')).toMatchObject({ status: 0 });
});

test.each(['nowhere', '-n', '--output=/tmp/x', 'HEAD^{tree}', ' ', 'a b\nc', 'HEAD:src'])(
  'a revision that git does not know is wrong usage: %j', (revision) => {
    const repo = repository();
    repo.commit('first');
    synthesize(repo.project);
    const { status, err } = parity(repo.project, 'diff', `--base=${revision}`);
    expect({ status, code: err.split(':')[0] }).toEqual({ status: 2, code: 'PARITY_UNKNOWN_REVISION' });
    expect(traces(repo)).toEqual([]);
  });

test('says how to get a revision that only origin has, or that a shallow clone lacks', () => {
  const repo = repository();
  const first = repo.commit('first');
  git(repo.root, 'branch', 'release');
  write(repo.root, { note: '2' });
  repo.commit('second');
  const clone = join(temporary(), 'clone');
  git(temporary(), 'clone', '--quiet', '--depth=1', '--no-single-branch', `file://${repo.root}`, clone);
  synthesize(repo.project);
  const failure = (revision: string) => parity(clone, 'diff', '--base', revision, '--assembly',
    join(repo.project, 'dist')).err;
  expect(failure('release')).toContain('--base origin/release');
  git(clone, 'remote', 'remove', 'origin');
  expect(failure(`${first}~5`)).toContain('the clone is shallow');
});

test('outside of a repository it says so', () => {
  const folder = join(temporary(), 'plain');
  mkdirSync(folder);
  const repo = repository();
  synthesize(repo.project);
  const { status, err } = parity(folder, 'diff', '--base', 'main', '--assembly', join(repo.project, 'dist'));
  expect(status).toBe(2);
  expect(err).toContain('no git repository');
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s while the revision is built leaves nothing behind', async (signal) => {
  const repo = repository();
  write(repo.project, { 'build.js': "require('fs').writeFileSync('started', ''); setTimeout(() => {}, 60_000);" });
  repo.commit('slow');
  write(repo.project, { 'build.js': BUILD });
  synthesize(repo.project);
  const child = spawn(process.execPath, [compiled.command, 'diff', '--base', 'main'],
    { cwd: repo.project, env: clean });
  const ended = new Promise<number | null>((resolve) => { child.on('close', resolve); });
  const tree = () => git(repo.root, 'worktree', 'list', '--porcelain').split('\n')
    .filter((line) => line.startsWith('worktree ')).map((line) => line.slice('worktree '.length))[1];
  while (tree() === undefined || !existsSync(join(tree()!, 'services/greeter/started'))) {
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  child.kill(signal);
  expect(await ended).toBe(signal === 'SIGINT' ? 130 : 143);
  expect(traces(repo)).toEqual([]);
});
