import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a user has: an empty project, the packed tarball, the peers from the registry. */
const root = join(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let project: string;

/** The README's first service and its compiler's configuration, word by word. */
const README = readFileSync(join(root, 'README.md'), 'utf8');
const SERVICE = /^## A first service$[^]*?^```ts$([^]*?)^```$/m.exec(README)?.[1] ?? '';
const CONFIGURATION = /^ *```json$([^]*?"compilerOptions"[^]*?)^ *```$/m.exec(README)?.[1] ?? '';
/** What it says of tests: what to install, the lines of jest's configuration, and the test itself. */
const TEST_PACKAGES = /`npm install --save-dev (jest [^`]+)`/.exec(README)?.[1].split(' ') ?? [];
const JEST_LINES = /^ *```json\n( *"jest": [^]*?)^ *```$/m.exec(README)?.[1].trim().split('\n') ?? [];
const TEST = /^ *```ts\n([^`]*?'cdk8s-parity\/testing'[^]*?)^ *```$/m.exec(README)?.[1] ?? '';

const run = (command: string, args: readonly string[]) => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return execFileSync(command, args, {
    cwd: project, encoding: 'utf8', stdio: 'pipe', env: { ...env, PARITY_WITNESS: '1' },
  });
};

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'cdk8s-parity-package-'));
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], { cwd: root });
  const tarball = readdirSync(project).filter((name) => name.endsWith('.tgz'));
  const peers = Object.fromEntries(
    Object.keys(manifest.peerDependencies).map((name) => [name, manifest.devDependencies[name]]),
  );
  writeFileSync(join(project, 'package.json'), JSON.stringify({
    name: 'shop', version: '1.0.0', private: true, dependencies: { 'cdk8s-parity': `file:${tarball[0]}`, ...peers },
    devDependencies: { '@types/node': manifest.devDependencies['@types/node'] },
  }));
  writeFileSync(join(project, 'main.ts'), SERVICE);
  writeFileSync(join(project, 'tsconfig.json'), CONFIGURATION);
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--strict-peer-deps']);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

test('the package holds the compiled library, its types and its documents, and no tests, maps or examples', () => {
  const inside = (folder: string) =>
    readdirSync(join(project, 'node_modules/cdk8s-parity', folder), { recursive: true, encoding: 'utf8' });
  expect(inside('').filter((path) => !path.includes('/')).sort())
    .toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'build', 'docs', 'package.json', 'templates']);
  expect(readdirSync(join(project, 'node_modules/cdk8s-parity/build'))).toEqual(['lib']);
  const files = inside('build').filter((path) => /\.[a-z]+$/.test(path));
  expect(files).toEqual(
    expect.arrayContaining(['lib/index.js', 'lib/index.d.ts', 'lib/cli/main.js', 'lib/lint/index.js']),
  );
  expect(files.filter((path) => !/\.(js|d\.ts|json)$/.test(path))).toEqual([]);
});

test("the README's first service compiles against it and runs, with the witness", () => {
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.']);
  run(process.execPath, ['build/main.js']);
  const dist = (path: string) => readFileSync(join(project, 'dist', path), 'utf8');
  expect(dist('production/greeter.k8s.yaml')).toContain('  replicas: 3\n');
  expect(dist('production/greeter.k8s.yaml')).toContain('  PUBLIC_URL: https://greeter.example.com\n');
  expect(dist('local/greeter.k8s.yaml')).toContain('  replicas: 1\n');
  expect(JSON.parse(dist('parity.json'))).toMatchObject({
    witnessed: true,
    charts: [{ class: 'Greeter', variations: [{ name: 'replicas', source: expect.stringMatching(/^main\.ts:\d+$/) }] }],
  });
});

describe("the README's test", () => {
  /** As a user's shell runs it: jest must not take itself for a worker of the jest that runs this. */
  const jest = (...flags: string[]) => {
    const { NODE_OPTIONS: _, JEST_WORKER_ID: __, CI: ___, ...env } = process.env;
    const { status, stderr } = spawnSync(join(project, 'node_modules/.bin/jest'), flags, {
      cwd: project, encoding: 'utf8', env: { ...env, FORCE_COLOR: '0' },
    });
    return { status, output: stderr };
  };

  beforeAll(() => {
    // The README names packages; the versions are those that this repository is tested with.
    const packages = TEST_PACKAGES.map((name) => `${name}@${manifest.devDependencies[name]}`);
    const quick = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
    run('npm', ['install', '--save-dev', ...quick, ...packages]);
    const before = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
    const jestConfiguration = JSON.parse(`{${JEST_LINES.join('\n')}}`);
    writeFileSync(join(project, 'package.json'), JSON.stringify({ ...before, ...jestConfiguration }));
    writeFileSync(join(project, 'main.test.ts'), TEST);
  });

  test('asks for three lines of configuration', () => {
    expect(JEST_LINES).toHaveLength(3);
    expect(TEST_PACKAGES).toEqual(expect.arrayContaining(['jest', '@swc/jest']));
  });

  test('compiles', () => {
    writeFileSync(join(project, 'tsconfig.test.json'), JSON.stringify({
      extends: './tsconfig.json', compilerOptions: { types: ['node', 'jest'], noEmit: true }, files: ['main.test.ts'],
    }));
    const compile = [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.test.json'];
    expect(run(process.execPath, compile)).toBe('');
  });

  test('passes, stores its snapshot, and fails when a value changes', () => {
    expect(jest()).toEqual({ status: 0, output: expect.stringMatching(/1 snapshot written[^]*3 passed, 3 total/) });
    expect(jest('--ci')).toEqual({ status: 0, output: expect.stringContaining('3 passed, 3 total') });
    expect(readFileSync(join(project, '__snapshots__/main.test.ts.snap'), 'utf8')).toContain('replicas: <replicas>');

    writeFileSync(join(project, 'main.ts'), SERVICE.replace('replicas: 3', 'replicas: 4'));
    const changed = jest('--ci');
    writeFileSync(join(project, 'main.ts'), SERVICE);
    expect(changed.status).toBe(1);
    expect(changed.output).toContain('-     "replicas": 3,\n    +     "replicas": 4,');
    expect(changed.output).toMatch(/-   replicas +\(1\) +3\n +\+   replicas +\(1\) +4/);
    expect(changed.output).toContain('2 failed, 1 passed');
  });

  test('so do the examples of docs/testing.md', () => {
    const examples = [...readFileSync(join(root, 'docs/testing.md'), 'utf8').matchAll(/^```ts\n([^]*?)^```$/gm)];
    examples.forEach(([, code], i) => writeFileSync(join(project, `example-${i + 1}.test.ts`), code));
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.']);
    run(process.execPath, ['build/main.js']);
    const { status, output } = jest('--testPathPatterns', 'example-', '--ci=false');
    expect(output).toContain(`Test Suites: ${examples.length} passed, ${examples.length} total`);
    expect(status).toBe(0);
  });
});

test('an overlay that names no variation does not compile', () => {
  writeFileSync(join(project, 'wrong.ts'), SERVICE.replace('replicas: 3', 'replicaz: 3'));
  writeFileSync(
    join(project, 'tsconfig.wrong.json'),
    JSON.stringify({ extends: './tsconfig.json', files: ['wrong.ts'] }),
  );
  expect(() =>
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.wrong.json', '--noEmit']),
  ).toThrow(expect.objectContaining({ stdout: expect.stringContaining('replicaz') }));
});

test('its subpaths load, and its inside does not', () => {
  const load = (path: string) => run(process.execPath, ['-p', `Object.keys(require('${path}')).join()`]).trim();
  expect(load('cdk8s-parity').split(',')).toContain('ParityApp');
  expect(load('cdk8s-parity/lint').split(',')).toContain('rules');
  expect(load('cdk8s-parity/testing').split(',')).toContain('addParityMatchers');
  expect(load('cdk8s-parity/imports/gateway-api').split(',')).toContain('HttpRoute');
  expect(() => load('cdk8s-parity/build/lib/index.js')).toThrow(/ERR_PACKAGE_PATH_NOT_EXPORTED/);
});

test('its custom resources compile in strict mode and render', () => {
  const imports = readdirSync(join(project, 'node_modules/cdk8s-parity/build/lib/imports'))
    .filter((name) => name.endsWith('.d.ts')).map((name) => name.replace('.d.ts', ''));
  expect(imports).toEqual(expect.arrayContaining(['cert-manager', 'gateway-api', 'external-secrets']));
  const lines = imports.map((name, i) => `import * as m${i} from 'cdk8s-parity/imports/${name}';\nvoid m${i};`);
  writeFileSync(join(project, 'custom.ts'), [
    "import { App, Chart, Testing } from 'cdk8s';",
    "import { HttpRoute, HttpRouteSpecRulesMatchesPathType } from 'cdk8s-parity/imports/gateway-api';",
    ...lines,
    "const chart = new Chart(new App(), 'shop');",
    "const path = { type: HttpRouteSpecRulesMatchesPathType.PATH_PREFIX, value: '/' };",
    "new HttpRoute(chart, 'route', { spec: { rules: [{ matches: [{ path }] }] } });",
    'console.log(JSON.stringify(Testing.synth(chart)[0].spec));',
  ].join('\n'));
  writeFileSync(join(project, 'tsconfig.custom.json'), JSON.stringify({
    extends: './tsconfig.json', compilerOptions: { strict: true, skipLibCheck: false, lib: ['es2023', 'dom'] },
    files: ['custom.ts'],
  }));
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.custom.json']);
  expect(JSON.parse(run(process.execPath, ['build/custom.js'])))
    .toEqual({ rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }] }] });
});

test('its command is installed', () => {
  expect(existsSync(join(project, 'node_modules/.bin/parity'))).toBe(true);
  expect(run(join(project, 'node_modules/.bin/parity'), ['--help'])).toContain('synth');
});

test('its lint rule runs in oxlint by its name, as docs/placeholders.md says', () => {
  const config = /"jsPlugins"[^]*?^}$/m.exec(readFileSync(join(root, 'docs/placeholders.md'), 'utf8'))?.[0] ?? '';
  writeFileSync(join(project, '.oxlintrc.json'), `{ ${config}`);
  const branching = SERVICE.replace('replicas: this.replicas', 'replicas: this.replicas || 2');
  writeFileSync(join(project, 'branching.ts'), branching);
  const lint = (file: string) => run(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), file]);
  expect(lint('main.ts')).toContain('Found 0 warnings and 0 errors');
  expect(() => lint('branching.ts')).toThrow(expect.objectContaining({
    stdout: expect.stringContaining('this.replicas is a placeholder'),
  }));
});
