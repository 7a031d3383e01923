import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { COMMANDS } from '../../lib/cli/commands';
import { representativeApp } from '../check/representative-app';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import { compileLibrary } from './fixtures/compiled-library';

const temporary = temporaryFolders();
const compiled = compileLibrary();
const names = COMMANDS.map((command) => command().name());
jest.setTimeout(60_000);

/** What `init` and `add` write is part of the package as well. */
beforeAll(() => {
  const root = resolve(__dirname, '../..');
  symlinkSync(join(root, 'templates'), join(compiled.folder, 'templates'));
  copyFileSync(join(root, 'package.json'), join(compiled.folder, 'package.json'));
});

let folder: string;
beforeEach(() => {
  folder = join(temporary(), 'project');
  mkdirSync(folder);
  representativeApp(join(folder, 'dist')).synth();
});

/** What a run of the command line has loaded when it ends. */
function loadedBy(args: readonly string[]): string[] {
  const script = `process.argv = ['node', 'parity', ...${JSON.stringify(args)}]; process.on('exit', () => {
    process.stderr.write(JSON.stringify(Object.keys(require.cache)));
  }); require('module')._load(${JSON.stringify(compiled.command)}, null, true);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: folder });
  expect(stdout).toContain('Usage: parity');
  return (JSON.parse(stderr) as string[]).map((file) => relative(join(compiled.folder, 'build/lib'), file));
}

describe('help', () => {
  test.each(['', ...names])('of parity %s loads the definitions of commands, and nothing that they do', (name) => {
    const allowed = [
      /^cli\/(main|closed-stream|exit-code|help-text|options|commands\/[\w-]+|completion\/scripts)\.js$/,
      /^synth\/version\.js$/, /node_modules\/commander\//,
    ];
    const others = loadedBy([name, '--help'].filter(Boolean))
      .filter((file) => !allowed.some((form) => form.test(file)));
    expect(others).toEqual([]);
  });
});

/** For each command what makes it write to a reader that has gone. */
const CALLS: Readonly<Record<string, string>> = {
  synth: "synth --format json --app 'true'",
  check: 'check --format json',
  diff: 'diff staging production/eu --yaml',
  explain: 'explain staging Deployment/shop',
  report: 'report',
  config: 'config --format json-schema',
  keep: 'keep --format json',
  secrets: 'secrets list --format json',
  init: 'init new --name new --service api',
  add: 'add service another',
  completion: 'completion bash',
};

describe('output that is closed early', () => {
  test('is tried with every command', () => {
    expect(Object.keys(CALLS)).toEqual(names);
  });

  test.each(names)('ends parity %s without a word', (name) => {
    const status = join(folder, 'status');
    // The reader has gone before the first word is written.
    const call = `"${process.execPath}" "${compiled.command}" ${CALLS[name]}`;
    const script = `{ sleep 0.2; ${call}; echo $? > "${status}"; } | true`;
    const { stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', timeout: 30_000 });
    expect(stderr).not.toMatch(/EPIPE|\n {4}at /);
    expect(Number(readFileSync(status, 'utf8'))).toBeLessThanOrEqual(2);
  });
});
