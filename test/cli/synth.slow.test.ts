import { type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import { compileLibrary } from './fixtures/compiled-library';

const temporary = temporaryFolders();
const compiled = compileLibrary();

jest.setTimeout(30_000);

/** A program with one chart; `%BUILD%` is what a test adds to its main. */
const PROGRAM = `
import { ApiObject } from 'cdk8s';
import { ParityApp, ParityChart, environment, facts, vary } from '../../lib';
export class Api extends ParityChart {
  readonly replicas = vary.integer({ why: 'traffic', default: 2, min: 1, max: 9 });
  constructor(scope: any, id: string, compute = false) {
    super(scope, id);
    new ApiObject(this, 'api', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'api' }, data: {
      replicas: \`\${compute ? (this.replicas as any) * 2 : this.replicas}\`, domain: facts<any>(this).domain,
    } });
  }
}
const base = { namespace: 'shop', registry: 'r.test' };
const make = (replicas: number) => new ParityApp({
  environments: [environment<any>('local', { ...base, domain: 'l.test' }), environment<any>('production', { ...base, domain: 'p.test' }).overlay(Api, { replicas })],
});
%BUILD%
`;
const programs = new Map<string, string>();
function program(name: string, build: string): string {
  if (!programs.has(name)) programs.set(name, compiled.program(`cli/${name}`, PROGRAM.replace('%BUILD%', build)));
  return `node ${programs.get(name)}`;
}
const good = () =>
  program('good', "const app = make(5); new Api(app, 'api'); app.synth(); console.log('said by the program');");

/** A folder with a `cdk8s.yaml` that runs a program. */
function project(app: string | undefined, more = ''): string {
  const folder = join(temporary(), 'project');
  mkdirSync(folder);
  if (app !== undefined)
    writeFileSync(join(folder, 'cdk8s.yaml'), `language: typescript\napp: ${JSON.stringify(app)}\n${more}`);
  return folder;
}

const clean = (() => {
  const { CI: _, PARITY_WITNESS: __, FORCE_COLOR: ___, NO_COLOR: ____, JEST_WORKER_ID: _____, ...env } = process.env;
  return env;
})();
function parity(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}, options: SpawnSyncOptions = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiled.command, ...args], {
    cwd,
    env: { ...clean, ...env },
    encoding: 'utf8',
    ...options,
  });
  return { status, out: String(stdout), err: String(stderr) };
}

describe('parity synth', () => {
  test('runs the program of cdk8s.yaml and tells what it wrote', () => {
    const folder = project(good(), 'output: manifests\n');
    const { status, out, err } = parity(['synth'], folder);
    expect(err).toBe('');
    expect(out.split('\n')).toEqual([
      'said by the program', 'in parity: 1 chart, one template for local, production', '',
      'variations that differ (1)  local  production', 'api.replicas                2      5', '',
      'facts that differ (1)  local   production', 'domain                 l.test  p.test', '',
      'exceptions        none', 'removed defaults  none', 'images            none', 'witnessed         no',
      'releasable        no: it was not witnessed: run parity synth --witness',
      'files             2 manifests in manifests, and manifests/parity.json', '',
    ]);
    expect(status).toBe(0);
    expect(readFileSync(join(folder, 'manifests/production/api.k8s.yaml'), 'utf8')).toContain('p.test');
  });

  test('proves the templates when asked, whatever CI says, and does not when told so', () => {
    const folder = project(good());
    expect(parity(['synth', '--witness'], folder).out).toMatch(/witnessed +yes: .* 2 targets\nreleasable +yes\n/);
    expect(parity(['synth', '--no-witness'], folder, { CI: 'true' }).out).toMatch(/witnessed +no\n/);
    expect(parity(['synth'], folder, { CI: 'true' }).out).toMatch(/witnessed +yes/);
  });

  test('gives one JSON document for other programs, and their talk elsewhere', () => {
    const { status, out, err } = parity(['synth', '--format', 'json'], project(good()));
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      charts: 1,
      environments: ['local', 'production'],
      files: 2,
      witnessed: false,
    });
    expect(err).toBe('said by the program\n');
    expect(status).toBe(0);
  });

  test('takes the program and the folder by option, without cdk8s.yaml, and is quiet when asked', () => {
    const folder = project(undefined);
    const { status, out } = parity(['synth', '--app', good(), '--output', 'x/y', '--quiet'], folder);
    expect([status, out]).toEqual([0, 'said by the program\n']);
    expect(readFileSync(join(folder, 'x/y/parity.json'), 'utf8')).toContain('"schemaVersion"');
  });

  test('replaces the artifacts', () => {
    const folder = project(good());
    writeFileSync(join(folder, 'mine.json'), '{ "artifacts": {} }');
    expect(parity(['synth', '--artifacts', 'mine.json'], folder).out).toMatch(/releasable +no: .*replacement/);
  });

  test('shows failures of a run with exit code 1, and keeps the former assembly', () => {
    const folder = project(good());
    parity(['synth'], folder);
    const before = readFileSync(join(folder, 'dist/parity.json'), 'utf8');
    const { status, out, err } = parity(
      [
        'synth',
        '--app',
        program('bounds', "const app = make(50); app.add(Api, 'api'); app.add(Api, 'api'); app.synth();"),
      ],
      folder,
    );
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^PARITY_BAD_VALUE: [^\n]+\n {2}where: [^\n]+\n {2}got: [^\n]+\n {2}fix: [^\n]+\n\nPARITY_DUPLICATE_FILE: /,
    );
    expect(err).toMatch(/\n2 failures\n$/);
    expect(err).not.toMatch(/\n {4}at /);
    expect(readFileSync(join(folder, 'dist/parity.json'), 'utf8')).toBe(before);
  });

  test('shows what a constructor throws in the same form', () => {
    const { status, err } = parity(
      ['synth'],
      project(program('computes', "const app = make(5); new Api(app, 'api', true); app.synth();")),
    );
    expect(status).toBe(1);
    expect(err).toMatch(/^PARITY_COMPUTED: [^\n]+\n {2}where: +src\/cli\/computes\.ts:\d+\n {2}got: /);
    expect(err).toMatch(/\n1 failure\n$/);
  });

  test("names the author's line of what is not hermetic, without any mapping by Node", () => {
    const random = 'class Dice extends Api { constructor(s: any) { super(s, "dice"); Math.random(); } }';
    const { status, err } = parity(
      ['synth'],
      project(program('random', `${random}\nconst app = make(5); new Dice(app); app.synth();`)),
    );
    expect(status).toBe(1);
    expect(err).toMatch(/^PARITY_IMPURE: [^\n]+\n {2}where: +Dice \(src\/cli\/random\.ts:\d+\)\n/);
  });

  test('gives failures as JSON', () => {
    const { status, out } = parity(
      ['synth', '--format', 'json'],
      project(program('computes', "const app = make(5); new Api(app, 'api', true); app.synth();")),
    );
    expect(JSON.parse(out)).toMatchObject({ ok: false, failures: [{ code: 'PARITY_COMPUTED' }] });
    expect(status).toBe(1);
  });

  test('leaves the message of an ordinary error alone', () => {
    const { status, err } = parity(['synth'], project(program('throws', "throw new TypeError('mine');")));
    expect(err).toMatch(/TypeError: mine\n {4}at [^]*PARITY_PROGRAM: the program failed/);
    expect(status).toBe(1);
  });

  test('notices a program that writes nothing', () => {
    const folder = project(good());
    parity(['synth'], folder);
    const { status, err } = parity(['synth', '--app', 'true'], folder);
    expect([status, err]).toEqual([1, expect.stringContaining('wrote no assembly')]);
  });

  test('colours failures for people only', () => {
    const folder = project(
      program('bounds', "const app = make(50); app.add(Api, 'api'); app.add(Api, 'api'); app.synth();"),
    );
    expect(parity(['synth'], folder).err).not.toContain('\u001b');
    expect(parity(['synth'], folder, { FORCE_COLOR: '1' }).err).toContain('\u001b[31m');
    expect(parity(['synth'], folder, { FORCE_COLOR: '1', NO_COLOR: '1' }).err).not.toContain('\u001b');
  });
});

describe('parity synth --preview', () => {
  const NAMED = ['--preview', 'pr-1', '--of', 'production'];
  const PREVIEW = ['synth', ...NAMED];

  test('writes an environment besides the others, and says in what it differs from its base', () => {
    const folder = project(good());
    const { status, out, err } = parity([...PREVIEW, '--set', 'registry=r.p.test', '--witness'], folder);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/witnessed +yes: .* 3 targets\nreleasable +yes\n/);
    expect(out.slice(out.indexOf('\npreview'))).toBe(`
preview pr-1 of production: 3 facts differ
  domain     p.test -> pr-1.p.test
  namespace  shop -> shop-pr-1
  registry   r.test -> r.p.test
`);
    expect(readFileSync(join(folder, 'dist/pr-1/api.k8s.yaml'), 'utf8'))
      .toMatch(/domain: pr-1\.p\.test\n[^]*replicas: "5"/);
  });

  test('takes facts from a file, hints at those that name the host of the base, and tells other programs', () => {
    const folder = project(good());
    writeFileSync(join(folder, 'facts.yaml'), 'namespace: preview\nregistry: mirror\n');
    const facts = ['--facts', 'facts.yaml', '--set', 'domain=p.test'];
    const { status, out } = parity([...PREVIEW, ...facts, '--format', 'json'], folder);
    expect([status, JSON.parse(out).preview]).toEqual([0, {
      name: 'pr-1', of: 'production', comparedWith: 'production', sharedHosts: [['domain']],
      facts: [
        { path: ['namespace'], base: 'shop', preview: 'preview' },
        { path: ['registry'], base: 'r.test', preview: 'mirror' },
      ],
    }]);
    expect(parity([...PREVIEW, '--set', 'domain=p.test'], folder).out)
      .toContain("  the same as production's, with its domain in it: domain (--set domain=...)\n");
  });

  const wrong: [string, string[], RegExp][] = [
    ['no base', ['--preview', 'pr-1'], /^PARITY_BAD_ARGUMENT: [^]*--of staging/],
    ['a base, and no preview', ['--of', 'local'], /^PARITY_BAD_ARGUMENT: --of is for a preview/],
    ['facts, and no preview', ['--set', 'a=b'], /^PARITY_BAD_ARGUMENT: --set is for a preview/],
    ['an unknown base', ['--preview', 'pr-1', '--of', 'locl'], /^PARITY_UNKNOWN_ENVIRONMENT: [^]*'local'/],
    ['a name that is taken', ['--preview', 'local', '--of', 'production'], /^PARITY_BAD_NAME: .*\n +where: +--preview/],
    ['no name', ['--preview', '', '--of', 'production'], /^PARITY_BAD_NAME: /],
    ['a setting without a value', [...NAMED, '--set', 'domain'], /^error: option '--set .*fact=value/],
    ['an unknown fact', [...NAMED, '--set', 'domian=x'], /^PARITY_UNKNOWN_FACT: [^]*'domain'/],
    ['a file of facts that is not there', [...NAMED, '--facts', 'none'], /^PARITY_BAD_ARGUMENT: [^]*no such file/],
    ['a file of facts that is a folder', [...NAMED, '--facts', '.'], /^PARITY_BAD_ARGUMENT: /],
    ['a file of facts that is a list', [...NAMED, '--facts', 'list.yaml'], /^PARITY_BAD_ARGUMENT: [^]*no map/],
    ['facts that are no number', [...NAMED, '--facts', 'infinite.yaml'], /^PARITY_BAD_ARGUMENT: [^]*'n' is Infinity/],
  ];

  test.each(wrong)('with %s ends with exit code 2', (_, args, message) => {
    const folder = project(good());
    writeFileSync(join(folder, 'list.yaml'), '- a\n');
    writeFileSync(join(folder, 'infinite.yaml'), 'n: .inf\n');
    const { status, out, err } = parity(['synth', ...args], folder);
    expect(err).toMatch(message);
    expect([status, out]).toEqual([2, '']);
  });
});

describe('parity synth --chart', () => {
  const two = () => program('two', "const app = make(5); new Api(app, 'api'); new Api(app, 'web'); app.synth();");

  test('writes these charts only, and says so', () => {
    const folder = project(two());
    const { status, out } = parity(['synth', '--chart', 'web', '--witness'], folder);
    expect(status).toBe(0);
    expect(out).toContain(`
releasable        no: only some charts were synthesized: web
files             2 manifests in dist, and dist/parity.json
limited           dist holds no other charts now; parity synth writes all
`);
  });

  test('ends with exit code 2 for a chart that is not there, and keeps the former assembly', () => {
    const folder = project(two());
    parity(['synth'], folder);
    const before = readFileSync(join(folder, 'dist/parity.json'), 'utf8');
    const { status, err } = parity(['synth', '--chart', 'wbe'], folder);
    expect([status, err]).toEqual([2, expect.stringMatching(/^PARITY_UNKNOWN_CHART: [^]*'web'/)]);
    expect(readFileSync(join(folder, 'dist/parity.json'), 'utf8')).toBe(before);
  });
});

describe('wrong usage', () => {
  const wrong: readonly [string, readonly string[], string | undefined, RegExp][] = [
    ['an unknown option', ['synth', '--witnes'], 'true', /unknown option '--witnes'[^]*Did you mean --witness\?/],
    ['an unknown command', ['sinth'], 'true', /unknown command 'sinth'/],
    ['an unknown format', ['synth', '--format', 'xml'], 'true', /text, json/],
    ['an option without its value', ['synth', '--app'], 'true', /argument missing/],
    ['no command', [], 'true', /Usage: parity/],
    ['no cdk8s.yaml', ['synth'], undefined, /PARITY_BAD_CONFIG[^]*no cdk8s\.yaml/],
    [
      'a program that does not exist',
      ['synth', '--app', './no-such-program'],
      undefined,
      /PARITY_BAD_CONFIG: the program cannot be run/,
    ],
    ['an empty program', ['synth'], '', /PARITY_BAD_CONFIG/],
  ];

  test.each(wrong)('%s ends with exit code 2 and says why', (_, args, app, message) => {
    const { status, out, err } = parity(args, project(app));
    expect(err).toMatch(message);
    expect([status, out]).toEqual([2, '']);
  });

  test('artifacts that are not there end with exit code 2', () => {
    const { status, err } = parity(['synth', '--artifacts', 'none.json'], project(good()));
    expect([status, err]).toEqual([2, expect.stringMatching(/^PARITY_BAD_ARTIFACTS: [^]*got: +no such file\n/)]);
  });

  test('an output that cannot be written ends with exit code 2', () => {
    const folder = project(good());
    writeFileSync(join(folder, 'mine'), 'mine');
    const { status, err } = parity(['synth', '--output', 'mine'], folder);
    expect([status, err]).toEqual([2, expect.stringMatching(/^PARITY_OUTPUT_UNWRITABLE: /)]);
    expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('mine');
  });

  test.each([
    ['a list', '- a'],
    ['no app', 'output: x'],
    ['a number', 'app: 3'],
    ['broken', 'app: ['],
  ])('a cdk8s.yaml that is %s ends with exit code 2', (_, text) => {
    const folder = project(undefined);
    writeFileSync(join(folder, 'cdk8s.yaml'), text);
    const { status, err } = parity(['synth'], folder);
    expect([status, err]).toEqual([2, expect.stringMatching(/^PARITY_BAD_CONFIG: /)]);
  });
});

describe('help', () => {
  test.each([
    [['--help'], /parity synth --witness/],
    [['synth', '--help'], /--artifacts <file>[^]*parity synth --app/],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
  ])('%j is printed with exit code 0', (args, text) => {
    const { status, out, err } = parity(args, '/');
    expect(out).toMatch(text);
    expect([status, err]).toEqual([0, '']);
  });
});

describe('an end from outside', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s reaches the program and shows in the exit code', async (signal, code) => {
    const sleeper = "node -e \"console.log('up'); setInterval(() => {}, 1000); process.on('exit', () => {})\"";
    const child = spawn(process.execPath, [compiled.command, 'synth', '--app', sleeper], {
      cwd: project(undefined),
      env: clean,
    });
    await new Promise<void>((resolve) => {
      child.stdout.once('data', () => resolve());
    });
    child.kill(signal);
    // Ends only when nobody holds its output any more: a program that outlived it would.
    expect(
      await new Promise((resolve) => {
        child.on('close', resolve);
      }),
    ).toBe(code);
  });

  test('of its output is no error', () => {
    const piped = `set -o pipefail; "${process.execPath}" "${compiled.command}" synth --format json | head -c 1`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', piped], {
      cwd: project(good()),
      env: clean,
      encoding: 'utf8',
    });
    expect([status, stdout, stderr]).toEqual([0, '{', 'said by the program\n']);
  });
});
