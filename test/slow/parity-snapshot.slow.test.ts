import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { diffLines } from 'diff';

const root = resolve(__dirname, '../..');
let folder: string;
const file = () => join(folder, 'shop.test.js');
const snapshot = () => join(folder, '__snapshots__/shop.test.js.snap');
const stored = () => readFileSync(snapshot(), 'utf8');

/** A user's test of a user's chart, in a project of its own. */
const PROGRAM = `
const { ApiObject } = require(${JSON.stringify(join(root, 'node_modules/cdk8s'))});
const { ParityApp, ParityChart, environment, vary } = require(${JSON.stringify(join(root, 'build/lib'))});
const { renderEnvironments } = require(${JSON.stringify(join(root, 'build/lib/testing'))});

class Shop extends ParityChart {
  replicas = vary.integer({ default: 1, min: 1, max: 9, why: 'traffic differs' });
  constructor(scope) {
    super(scope, 'shop', { namespace: false });
    new ApiObject(this, 'object', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shop' },
      spec: { replicas: this.replicas, periodSeconds: 10 } });
  }
}
const environments = [
  environment('local', {}),
  environment('staging', {}),
  environment('live', {}).overlay(Shop, { replicas: 3 }),
];
const build = () => {
  const app = new ParityApp({ environments });
  new Shop(app);
  return app;
};
`;
const APP = "test('shows the shop', () => { expect(build).toMatchParitySnapshot(); expect(build).toBeInParity(); });\n";
const CHART = "test('shows a chart', () => { expect(renderEnvironments(Shop, environments)).toMatchParitySnapshot(); });\n";
const INLINE = "test('here', () => { expect(renderEnvironments(Shop, environments)).toMatchInlineSnapshot(); });\n";

/** Edits the user's test as a user would. */
function edit(from: string, to: string): void {
  const text = readFileSync(file(), 'utf8');
  expect(text).toContain(from);
  writeFileSync(file(), text.replace(from, to));
}

function jest(...flags: string[]) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/jest/bin/jest.js'), '--rootDir', folder, ...flags],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, JEST_WORKER_ID: undefined, CI: undefined, FORCE_COLOR: '0' },
    },
  );
  return { status, output: stderr };
}

/** The lines that a review of two texts shows, with their signs. */
const changedLines = (before: string, after: string) => diffLines(before, after)
  .filter(({ added, removed }) => added || removed)
  .flatMap(({ added, value }) => value.trimEnd().split('\n').map((line) => `${added ? '+' : '-'}${line}`));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parity-snapshot-'));
  writeFileSync(join(folder, 'package.json'), '{ "jest": { "testEnvironment": "node", "transform": {} } }');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a snapshot is written once, compared, updated with -u, refused with --ci and reported when it is obsolete', () => {
  writeFileSync(file(), PROGRAM + APP);
  expect(jest('--ci')).toEqual({ status: 1, output: expect.stringContaining('New snapshot was not written') });
  expect(existsSync(snapshot())).toBe(false);

  expect(jest()).toEqual({ status: 0, output: expect.stringContaining('1 snapshot written') });
  expect(stored()).toContain('\n  periodSeconds: 10\n  replicas: <replicas>\n');
  expect(jest('--ci')).toEqual({ status: 0, output: expect.stringContaining('1 passed') });

  edit('periodSeconds: 10', 'periodSeconds: 20');
  const changed = jest('--ci');
  expect(changed.status).toBe(1);
  expect(changed.output).toContain('-   periodSeconds: 10');
  expect(changed.output).toContain('+   periodSeconds: 20');
  expect(jest('-u')).toEqual({ status: 0, output: expect.stringContaining('1 snapshot updated') });
  expect(stored()).toContain('periodSeconds: 20');

  edit('shows the shop', 'shows it under another name');
  expect(jest().output).toContain('1 snapshot obsolete');
  expect(jest('-u').output).toContain('1 snapshot removed');
  expect(stored()).toContain('shows it under another name');
  expect(stored()).not.toContain('shows the shop');
});

test('in the stored file a changed probe is one line, and one more environment a column', () => {
  writeFileSync(file(), PROGRAM + APP + CHART);
  expect(jest().output).toContain('2 snapshots written');
  const first = stored();
  expect(first).toContain('shows a chart 1');

  edit('periodSeconds: 10', 'periodSeconds: 20');
  jest('-u');
  const probed = stored();
  const probe = ['-  periodSeconds: 10', '+  periodSeconds: 20'];
  // Each of the two stored snapshots has it once, though there are three environments.
  expect(changedLines(first, probed)).toEqual([...probe, ...probe]);

  const staging = "environment('staging', {}),";
  edit(staging, `${staging} environment('canary', {}).overlay(Shop, { replicas: 2 }),`);
  jest('-u');
  const column = [
    '-              local     staging   live',
    '+              local     staging   canary    live',
    '-  replicas    (1)       (1)       3',
    '+  replicas    (1)       (1)       2         3',
  ];
  expect(changedLines(probed, stored())).toEqual([...column, ...column]);
});

test('an inline snapshot is written into the test, compared, refused with --ci and updated with -u', () => {
  writeFileSync(file(), PROGRAM + INLINE);
  expect(jest('--ci')).toEqual({ status: 1, output: expect.stringContaining('New snapshot was not written') });
  expect(jest()).toEqual({ status: 0, output: expect.stringContaining('1 snapshot written') });
  expect(readFileSync(file(), 'utf8')).toContain(`
  periodSeconds: 10
  replicas: <replicas>

              local     staging   live
shop: variations, defaults in ( )
  replicas    (1)       (1)       3
\`)`);
  expect(existsSync(snapshot())).toBe(false);
  expect(jest('--ci')).toEqual({ status: 0, output: expect.stringContaining('1 passed') });

  edit('replicas: 3', 'replicas: 4');
  const changed = jest('--ci');
  expect(changed.status).toBe(1);
  expect(changed.output).toContain('-   replicas    (1)       (1)       3\n');
  expect(changed.output).toContain('+   replicas    (1)       (1)       4\n');
  expect(jest('-u')).toEqual({ status: 0, output: expect.stringContaining('1 snapshot updated') });
  expect(readFileSync(file(), 'utf8')).toContain('  replicas    (1)       (1)       4\n`)');
});
