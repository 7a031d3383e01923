import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckCommandOptions, check } from '../../lib/cli/check';
import { withoutFolders } from '../../lib/cli/report-paths';
import { terminalOf } from '../../lib/cli/terminal';
import { readAssembly } from '../../lib/synth/assembly/read-assembly';
import { digestText } from '../../lib/template/canonical';
import { representativeApp } from '../check/representative-app';
import { MARK, vaultApp } from '../report/secret-app';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();
const here = process.cwd();
let folder: string;

beforeEach(() => {
  folder = temporary();
  representativeApp(join(folder, 'dist')).synth();
  process.chdir(folder);
});
afterEach(() => process.chdir(here));

function run(options: Partial<CheckCommandOptions> = {}) {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => terminalOf(
    { write: (text: unknown) => (written[name] += String(text)) !== '' }, { NO_COLOR: '1' });
  const status = check({ now: '2026-11-21', failOn: 'error', format: 'text', ...options },
    { out: stream('out'), err: stream('err') });
  return { status, ...written };
}

/** The assembly as if it had been witnessed. */
function witness(): void {
  edit('parity.json', '"witnessed": false', '"witnessed": true');
  edit('parity.json', '"it was not witnessed: run parity synth --witness"', '');
  edit('parity.json', '"releasable": false', '"releasable": true');
}

function edit(file: string, from: string, to: string): void {
  const path = join(folder, 'dist', file);
  const former = readFileSync(path, 'utf8');
  expect(former).toContain(from);
  const text = former.replace(from, to);
  writeFileSync(path, text);
  if (file === 'parity.json') return;
  const index = join(folder, 'dist/parity.json');
  writeFileSync(index, readFileSync(index, 'utf8').replace(digestText(former), digestText(text)));
}

test('an assembly that was not witnessed exits 1 and says what to do', () => {
  const { status, out, err } = run();
  expect([status, err]).toEqual([1, '']);
  expect(out).toMatch(/^1 error\n\nPARITY_NOT_WITNESSED: .*\n {2}where: {4}parity\.json\n/);
  expect(out.trimEnd().split('\n').at(-1)).toBe(
    '1 chart x 3 environments (4 clusters): in parity, not witnessed; 1 error, 0 warnings');
});

test('a witnessed one exits 0', () => {
  witness();
  expect(run()).toMatchObject({ status: 0, out: expect.stringContaining('in parity, witnessed; 0 errors') });
});

test('an edited manifest whose digest was computed anew is an error with its file, object and path', () => {
  witness();
  edit('local/shop.k8s.yaml', 'value: all', 'value: some');
  const { status, out } = run();
  expect(status).toBe(1);
  expect(out).toContain(
    '  where:    local/shop.k8s.yaml > Deployment/shop > spec.template.spec.containers[shop].env[REGION].value\n');
  expect(out).toContain('not in parity, witnessed; 1 error, 0 warnings');
});

test('JSON is one document whose first key is ok', () => {
  witness();
  const { status, out } = run({ format: 'json' });
  const json = JSON.parse(out);
  expect(Object.keys(json)).toEqual(['ok', 'failOn', 'charts', 'environments', 'targets', 'inParity', 'witnessed',
    'releasable', 'now', 'rules', 'counts', 'findings']);
  expect([status, json.ok, json.findings]).toEqual([0, true, []]);
});

test('a finding in JSON', () => {
  const { out } = run({ format: 'json' });
  expect(JSON.parse(out).findings).toMatchInlineSnapshot(`
[
  {
    "failure": {
      "code": "PARITY_NOT_WITNESSED",
      "expected": "plain cdk8s, shown to give the same manifests",
      "fix": "run parity synth --witness",
      "message": "the assembly was not witnessed",
      "where": "parity.json",
    },
    "rule": "witnessed",
    "severity": "error",
  },
]
`);
});

test('the day decides on expiry, and --fail-on on what is bad enough', () => {
  witness();
  expect(run({ now: '2099-12-20' })).toMatchObject({ status: 0, out: expect.stringContaining('PARITY_EXPIRES_SOON') });
  expect(run({ now: '2099-12-20', failOn: 'warning' }).status).toBe(1);
  expect(run({ now: '2099-12-20', failOn: 'warning', soon: '5' }).status).toBe(0);
  expect(run({ now: '2100-01-01' })).toMatchObject({ status: 1, out: expect.stringContaining('PARITY_EXPIRED') });
  expect(JSON.parse(run({ now: '2099-12-20', failOn: 'warning', format: 'json' }).out)).toMatchObject({ ok: false,
    counts: { warning: 1 } });
});

test.each<[Partial<CheckCommandOptions>, RegExp]>([
  [{ now: 'tomorrow' },
    /PARITY_BAD_ARGUMENT: .*\n {2}where: {4}--now\n {2}got: {6}"tomorrow"\n.*\n {2}fix: {6}see parity check --help/],
  [{ now: '2026-13-01' }, /where: {4}--now\n/],
  [{ now: '2026-02-30' }, /PARITY_BAD_ARGUMENT/],
  [{ soon: '-1' }, /PARITY_BAD_ARGUMENT: .*\n {2}where: {4}--soon/],
  [{ chart: ['shap'] }, /PARITY_UNKNOWN_CHART: .*\n.*\n.*'shap'\n {2}expected: 'shop'/],
  [{ assembly: 'elsewhere' }, /PARITY_NO_ASSEMBLY/],
])('%j is wrong usage: exit 2, said on standard error', (options, said) => {
  const { status, out, err } = run(options);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(said);
});

test.each(['app: [', 'output: 3', '- a', "output: ''"])(
  'cdk8s.yaml that is %j cannot name the folder, and who only reads needs no command: --assembly does', (content) => {
    writeFileSync(join(folder, 'cdk8s.yaml'), content);
    const { status, err } = run();
    expect(status).toBe(2);
    expect(err).toMatch(/^PARITY_BAD_CONFIG: cdk8s\.yaml cannot be read, which says where the assembly is\n/);
    expect(err).toContain('  fix:      mend cdk8s.yaml, or name the folder:  --assembly dist\n');
    expect(run({ assembly: 'dist' })).toMatchObject({ status: 1, err: '' });
  });

test('an assembly of another version is wrong usage', () => {
  edit('parity.json', '"schemaVersion": 3', '"schemaVersion": 1');
  expect(run()).toMatchObject({ status: 2, err: expect.stringMatching(/PARITY_ASSEMBLY_VERSION/) });
});

const broken: [string, () => void, string, string][] = [
  ['a truncated index', () => truncateSync(join(folder, 'dist/parity.json'), 5000), 'PARITY_BAD_ASSEMBLY', 'dist/parity.json'],
  ['an altered file', () => appendFileSync(join(folder, 'dist/staging/shop.k8s.yaml'), '#'), 'PARITY_ASSEMBLY_ALTERED',
    'dist/staging/shop.k8s.yaml'],
  ['a missing file', () => rmSync(join(folder, 'dist/local/shop.k8s.yaml')), 'PARITY_ASSEMBLY_FILE_MISSING',
    'dist/local/shop.k8s.yaml'],
  ['an added file', () => writeFileSync(join(folder, 'dist/local/more.yaml'), ''), 'PARITY_ASSEMBLY_FILE_UNKNOWN',
    'dist/local/more.yaml'],
];

test.each(broken)('%s is exit 1 in every format, and never looks like a clean run', (_, breakIt, code, file) => {
  breakIt();
  expect(run()).toMatchObject({ status: 1, out: '', err: expect.stringContaining(code) });
  const json = run({ format: 'json' });
  expect([json.status, JSON.parse(json.out)]).toMatchObject([1, { ok: false, failures: [{ code }] }]);
  const sarif = run({ format: 'sarif' });
  const [{ results: [result], invocations }] = JSON.parse(sarif.out).runs;
  expect([sarif.status, result.level, result.locations[0].physicalLocation.artifactLocation.uri, invocations])
    .toEqual([1, 'error', file, [{ executionSuccessful: false }]]);
  expect(sarif.out).not.toContain(folder);
  const github = run({ format: 'github' });
  expect(github.out).toMatch(new RegExp(`^::error file=${file},title=${code}::`));
  expect(github.out).not.toContain(folder);
  expect(run({ format: 'markdown' }).out).toMatch(/^### ❌ parity check failed\n/);
});

describe('a manifest that was edited by hand, its digest left as it was,', () => {
  const where = 'local/shop.k8s.yaml > Deployment/shop > spec.template.spec.containers[shop].env[REGION].value';
  function editByHand(file: string, from: string, to: string): void {
    const path = join(folder, 'dist', file);
    expect(readFileSync(path, 'utf8')).toContain(from);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  }
  beforeEach(() => {
    witness();
    editByHand('local/shop.k8s.yaml', 'value: all', 'value: some');
  });

  test('is refused, and the value that was changed is named beside it', () => {
    const { status, out, err } = run();
    expect([status, out]).toEqual([1, '']);
    expect(err.replace(/sha256:[0-9a-f]{12}…/g, 'sha256:(12 digits)')).toBe(`2 errors

PARITY_ASSEMBLY_ALTERED: a file of the assembly is not as it was written
  where:    local/shop.k8s.yaml
  got:      sha256:(12 digits)
  expected: sha256:(12 digits)
  fix:      change the program instead and run parity synth

PARITY_UNEXPLAINED: a value is not what its template and values give
  where:    ${where}
  got:      "some"
  expected: "all"
  fix:      change the program or an environment instead, and run parity synth

the assembly is not as synth wrote it; 2 errors, 0 warnings
`);
  });

  test('is named in every format, and no run is said to have succeeded', () => {
    const json = JSON.parse(run({ format: 'json' }).out);
    expect(json).toMatchObject({ ok: false, failures: [{ code: 'PARITY_ASSEMBLY_ALTERED' }],
      findings: [{ rule: 'closure', failure: { where, got: '"some"', expected: '"all"' } }] });
    const [{ results, tool, invocations }] = JSON.parse(run({ format: 'sarif' }).out).runs;
    expect(invocations).toEqual([{ executionSuccessful: false }]);
    expect(results.map(({ ruleIndex }: { ruleIndex: number }) => tool.driver.rules[ruleIndex].id))
      .toEqual(['assembly', 'closure']);
    for (const format of ['github', 'markdown'] as const) {
      const { status, out, err } = run({ format });
      expect([status, err]).toEqual([1, expect.stringContaining('PARITY_ASSEMBLY_ALTERED')]);
      expect(out).toContain('PARITY_UNEXPLAINED');
    }
  });

  test('does not hide others: all files and what the index alone says come with it', () => {
    editByHand('staging/shop.k8s.yaml', 'value: all', 'value: other');
    rmSync(join(folder, 'dist/production/eu/shop.k8s.yaml'));
    writeFileSync(join(folder, 'dist/local/more.yaml'), '');
    const { failures, findings } = JSON.parse(run({ format: 'json', now: '2100-01-01' }).out);
    expect(failures.map(({ code, where: at }: { code: string; where: string }) => `${code} ${at}`)).toEqual([
      'PARITY_ASSEMBLY_ALTERED local/shop.k8s.yaml', 'PARITY_ASSEMBLY_ALTERED staging/shop.k8s.yaml',
      'PARITY_ASSEMBLY_FILE_MISSING production/eu/shop.k8s.yaml', 'PARITY_ASSEMBLY_FILE_UNKNOWN local/more.yaml',
    ]);
    expect(findings.map(({ failure }: { failure: { code: string } }) => failure.code))
      .toEqual(['PARITY_EXPIRED', 'PARITY_UNEXPLAINED', 'PARITY_UNEXPLAINED']);
  });

  test('with an unknown chart says both', () => {
    const { status, err } = run({ chart: ['shap'] });
    expect(status).toBe(1);
    expect(err).toMatch(/PARITY_ASSEMBLY_ALTERED[^]*PARITY_UNKNOWN_CHART/);
  });

  test('is still refused by who reads an assembly for anything else', () => {
    expect(() => readAssembly('dist')).toThrow('PARITY_ASSEMBLY_ALTERED');
  });

  test('shows no value of a Secret', () => {
    vaultApp(join(folder, 'vault')).synth();
    const path = join(folder, 'vault/production/vault.k8s.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(MARK, `${MARK}-edited`));
    for (const format of ['text', 'json', 'sarif', 'github', 'markdown'] as const) {
      const { out, err } = run({ assembly: 'vault', format });
      expect(`${out}${err}`).toContain('Secret/vault > stringData.password');
      expect(`${out}${err}`).not.toContain(MARK);
    }
  });
});

test('no assembly is an error in the report of SARIF and GitHub too, without folders of this machine', () => {
  for (const format of ['sarif', 'github'] as const) {
    const { status, out, err } = run({ format, assembly: join(folder, 'nowhere') });
    expect(status).toBe(2);
    expect(out).toContain('PARITY_NO_ASSEMBLY');
    expect(out).not.toContain(folder);
    expect(err).toContain('PARITY_NO_ASSEMBLY');
  }
});

test('messages of the file system do not bring folders of this machine into a report', () => {
  writeFileSync(join(folder, 'file'), '');
  rmSync(join(folder, 'dist/local'), { recursive: true });
  symlinkSync(join(folder, 'file'), join(folder, 'dist/local'));
  for (const format of ['sarif', 'github', 'markdown'] as const) expect(run({ format }).out).not.toContain(folder);
  const failure = withoutFolders({ code: 'PARITY_ASSEMBLY_ALTERED', message: 'm', where: join(folder, 'dist/local/a.yaml'),
    got: `EACCES: permission denied, open '${join(folder, 'dist/local/a.yaml')}' in ${folder}` }, 'dist');
  expect([failure.where, failure.got]).toEqual(
    ['local/a.yaml', "EACCES: permission denied, open 'local/a.yaml' in the current folder"]);
});

test('paths are named from the root of the repository, wherever in it the command is run', () => {
  edit('local/shop.k8s.yaml', 'value: all', 'value: some');
  mkdirSync(join(folder, '.git'));
  mkdirSync(join(folder, 'deep'));
  process.chdir(join(folder, 'deep'));
  const { out } = run({ format: 'github', assembly: '../dist' });
  expect(out).toContain('::error file=dist/local/shop.k8s.yaml,title=PARITY_UNEXPLAINED::');
});

test('charts can be named by class, and the summary counts them', () => {
  witness();
  expect(run({ chart: ['Shop'] }).out).toContain('1 chart x 3 environments');
});
