import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
let folder: string;
const snapshot = () => join(folder, '__snapshots__/shop.test.js.snap');

/** A user's test of a user's chart, in a project of its own. */
function writeTest(period: number, names = ['shows the shop']): void {
  writeFileSync(
    join(folder, 'shop.test.js'),
    `
const { ApiObject } = require(${JSON.stringify(join(root, 'node_modules/cdk8s'))});
const { ParityApp, ParityChart, environment, vary } = require(${JSON.stringify(join(root, 'build/lib'))});
require(${JSON.stringify(join(root, 'build/lib/testing'))});

class Shop extends ParityChart {
  replicas = vary.integer({ default: 1, min: 1, max: 9, why: 'traffic differs' });
  constructor(scope) {
    super(scope, 'shop', { namespace: false });
    new ApiObject(this, 'object', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shop' },
      spec: { replicas: this.replicas, periodSeconds: ${period} } });
  }
}
const build = () => {
  const app = new ParityApp({ environments: [environment('local', {}), environment('live', {}).overlay(Shop, { replicas: 3 })] });
  new Shop(app);
  return app;
};
${names.map((name) => `test(${JSON.stringify(name)}, () => { expect(build).toMatchParitySnapshot(); expect(build).toBeInParity(); });`).join('\n')}
`,
  );
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

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parity-snapshot-'));
  writeFileSync(join(folder, 'package.json'), '{ "jest": { "testEnvironment": "node", "transform": {} } }');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a snapshot is written once, compared, updated with -u, refused with --ci and reported when it is obsolete', () => {
  writeTest(10);
  expect(jest('--ci')).toEqual({ status: 1, output: expect.stringContaining('New snapshot was not written') });
  expect(existsSync(snapshot())).toBe(false);

  expect(jest()).toEqual({ status: 0, output: expect.stringContaining('1 snapshot written') });
  expect(readFileSync(snapshot(), 'utf8')).toContain('\n  periodSeconds: 10\n  replicas: <replicas>\n');
  expect(jest('--ci')).toEqual({ status: 0, output: expect.stringContaining('1 passed') });

  writeTest(20);
  const changed = jest('--ci');
  expect(changed.status).toBe(1);
  expect(changed.output).toContain('-   periodSeconds: 10');
  expect(changed.output).toContain('+   periodSeconds: 20');
  expect(jest('-u')).toEqual({ status: 0, output: expect.stringContaining('1 snapshot updated') });
  expect(readFileSync(snapshot(), 'utf8')).toContain('periodSeconds: 20');

  writeTest(20, ['shows it under another name']);
  expect(jest().output).toContain('1 snapshot obsolete');
});
