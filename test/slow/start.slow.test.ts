import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

const root = join(__dirname, '../..');
let folder: string;

beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'cdk8s-parity-start-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files that a program has loaded when it ends. */
function filesOf(...args: string[]): string[] {
  const hook = join(folder, 'hook.cjs');
  const answer = join(folder, 'loaded.json');
  writeFileSync(
    hook,
    `const report = () => JSON.stringify(Object.keys(require.cache));
     process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(answer)}, report()));`,
  );
  execFileSync(process.execPath, ['--require', hook, ...args], { cwd: root, stdio: 'pipe' });
  return JSON.parse(readFileSync(answer, 'utf8')) as string[];
}

/** The packages that a program has loaded when it ends. */
function packagesOf(...args: string[]): string[] {
  const inside = filesOf(...args)
    .map((file) => file.split(`${root}${sep}node_modules${sep}`)[1])
    .filter((path) => path !== undefined);
  return [...new Set(inside.map((path) => path.split(sep).slice(0, path.startsWith('@') ? 2 : 1).join('/')))].sort();
}

const HEAVY = ['cdk8s', 'cdk8s-plus-28', 'diff', 'fast-json-patch', 'js-yaml', 'typescript', 'yaml', 'zod'];
const heavyOf = (packages: readonly string[]) => packages.filter((name) => HEAVY.includes(name));

test('parity --help and --version load none of the libraries that commands use', () => {
  expect(heavyOf(packagesOf('build/lib/cli/main.js', '--help'))).toEqual([]);
  expect(heavyOf(packagesOf('build/lib/cli/main.js', '--version'))).toEqual([]);
});

test('the library itself loads cdk8s, and not cdk8s-plus, nor anything that only some programs use', () => {
  expect(heavyOf(packagesOf('-e', "require('./build/lib/index.js')"))).toEqual(['cdk8s']);
});

test('of the generated custom resources only types are used', () => {
  const files = filesOf('-e', "const { Microservice } = require('./build/lib/index.js'); Microservice.name;")
    .map((file) => file.replaceAll(sep, '/'));
  expect(files.filter((file) => file.includes('/build/lib/service/'))).not.toEqual([]);
  expect(files.filter((file) => file.includes('/build/lib/imports/'))).toEqual([]);
});

test('synthesizing the smallest app loads no more than that', () => {
  const program = join(root, 'build/examples/minimal/main.js');
  const script = `
    process.env.CDK8S_OUTDIR = ${JSON.stringify(join(folder, 'dist'))};
    require(${JSON.stringify(program)}).build().synth();`;
  expect(heavyOf(packagesOf('-e', script))).toEqual(['cdk8s']);
});

test('the lint rule loads no package at all', () => {
  expect(packagesOf('-e', "require('./build/lib/lint/index.js')")).toEqual([]);
});
