import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, realpathSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import { compileLibrary } from './fixtures/compiled-library';

const temporary = temporaryFolders();
const compiled = compileLibrary();

jest.setTimeout(120_000);

/** A program that deploys what its build wrote. */
const MAIN = `
const { ApiObject } = require('cdk8s-parity/node_modules/cdk8s');
const { ParityApp, ParityChart, environment } = require('cdk8s-parity/build/lib');
class Greeter extends ParityChart {
  constructor(scope, id) {
    super(scope, id);
    new ApiObject(this, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'greeter' },
      data: { greeting: require('fs').readFileSync('built.txt', 'utf8').trim() } });
  }
}
const app = new ParityApp({ environments: [environment('local', { namespace: 'demo', registry: 'r.test' })] });
new Greeter(app, 'greeter');
app.synth();
`;

function git(cwd: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.test', '-c', 'commit.gpgsign=false', ...args],
    { cwd });
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const tool = (greeting: string) => `#!/usr/bin/env node
require('fs').writeFileSync('built.txt', '${greeting}\\n');
`;

/** A repository with a workspace whose command builds the program, and a package that was installed. */
function repository(build: string): string {
  const root = join(realpathSync(temporary()), 'repository');
  const dependency = join(realpathSync(temporary()), 'dependency');
  write(dependency, { 'package.json': JSON.stringify({ name: 'dependency', version: '1.0.0', bin: 'run.js' }),
    'run.js': '#!/usr/bin/env node\n' });
  write(root, {
    '.gitignore': 'node_modules/\nbuilt.txt\ndist/\n',
    'package.json': JSON.stringify({ private: true, workspaces: ['tools/*'], scripts: { build },
      dependencies: { dependency: 'file:dependency-1.0.0.tgz' } }),
    'tools/greet/package.json': JSON.stringify({ name: '@shop/greet', version: '1.0.0', bin: { greet: 'greet.js' } }),
    'tools/greet/greet.js': tool('former'),
    'main.js': MAIN, 'cdk8s.yaml': 'language: typescript\napp: node main.js\noutput: dist\n',
  });
  npm(dependency, 'pack', '--silent', '--pack-destination', root);
  npm(root, 'install', '--offline');
  symlinkSync(compiled.folder, join(root, 'node_modules/cdk8s-parity'));
  git(root, 'init', '--quiet', '--initial-branch=main');
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'first');
  return root;
}

const { CI: _, PARITY_WITNESS: __, FORCE_COLOR: ___, NO_COLOR: ____, JEST_WORKER_ID: _____, ...clean } = process.env;

function npm(cwd: string, ...args: string[]): void {
  execFileSync('npm', [...args, '--no-audit', '--no-fund'], { cwd, env: clean, stdio: ['ignore', 'ignore', 'pipe'] });
}

function parity(cwd: string, env: NodeJS.ProcessEnv, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiled.command, ...args],
    { cwd, env: { ...clean, ...env }, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

function synthesize(root: string): void {
  npm(root, 'run', 'build');
  const { status, err } = parity(root, {}, 'synth', '--quiet', '--no-witness');
  if (status !== 0) throw new Error(err);
}

/** Every path below a folder but git's own, with what it holds and when it was written. */
function contents(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => !/^\.git(?:\/|$)/.test(path)).sort()
    .map((path) => {
      const stat = lstatSync(join(root, path));
      const held = stat.isSymbolicLink() ? readlinkSync(join(root, path)) : !stat.isFile() ? 'folder'
        : createHash('sha256').update(readFileSync(join(root, path))).digest('hex');
      return `${path} ${stat.mode} ${stat.mtimeMs} ${held}`;
    });
}

test.each([
  ['npm runs it', {}, 'npm run build'],
  ['npx put those of the checkout on the search path', { first: true }, 'greet'],
])('a command of a workspace is that of the revision, where %s', (_name, { first }: { first?: boolean }, build) => {
  const root = repository('greet');
  write(root, { 'tools/greet/greet.js': tool('latter') });
  synthesize(root);
  const path = first ? { PATH: [join(root, 'node_modules/.bin'), clean.PATH].join(delimiter) } : {};
  const { status, out, err } = parity(root, path, 'diff', '--base', 'main', '--build', build);
  expect({ status, err }).toEqual({ status: 1, err: '' });
  expect(out).toContain('data.greeting  former -> latter');
});

describe('in one repository', () => {
  let root: string;
  beforeAll(() => {
    root = repository('greet');
    synthesize(root);
  });

  test.each(['npm install --offline', 'npm ci --offline', 'npm uninstall dependency --offline', 'rm -rf node_modules',
    'rm -rf node_modules/.bin node_modules/@shop', 'echo x > node_modules/.bin/dependency.cmd'])(
    'a build that runs %s changes nothing outside of its own folder', (command) => {
      const before = contents(root);
      const ran = join(temporary(), 'ran');
      parity(root, {}, 'diff', '--base', 'main', '--build', `${command} && touch ${ran}`);
      expect(existsSync(ran)).toBe(true);
      expect(contents(root)).toEqual(before);
    });
});

test('a revision whose folder of the project is a link that leads out of it is refused', () => {
  const root = repository('greet');
  const outside = realpathSync(temporary());
  symlinkSync(outside, join(root, 'service'));
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'a link');
  git(root, 'rm', '--quiet', 'service');
  synthesize(root);
  write(root, { 'service/cdk8s.yaml': 'app: node main.js\n' });
  const { status, err } = parity(join(root, 'service'), {}, 'diff', '--base', 'main', '--assembly', '../dist',
    '--build', 'touch built');
  expect({ status, code: err.split(':')[0] }).toEqual({ status: 1, code: 'PARITY_BASE' });
  expect(err).toContain('a link that leads out of the repository');
  expect(readdirSync(outside)).toEqual([]);
});
