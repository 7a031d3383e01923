import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const cli = join(root, 'node_modules/cdk8s-cli/bin/cdk8s');
let folder: string;

/** A program that, when it is asked to, edits a manifest behind synth's back and computes its digest anew. */
const PROGRAM = `
const { createHash } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { ApiObject } = require(${JSON.stringify(join(root, 'node_modules/cdk8s'))});
const { ParityApp, ParityChart, environment, vary } = require(${JSON.stringify(join(root, 'build/lib'))});

class Shop extends ParityChart {
  replicas = vary.integer({ default: 1, min: 1, max: 9, why: process.env.WHY || 'traffic differs' });
  constructor(scope, id) {
    super(scope, id, { namespace: false });
    new ApiObject(this, 'object', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: id }, spec: { replicas: this.replicas, paused: true } });
  }
}
const app = new ParityApp({ allowEnv: ['WHY'], environments: [environment('local', {}), environment('live', {}).overlay(Shop, { replicas: 3 })] });
new Shop(app, 'shop');
app.synth();
const edit = process.env.EDIT;
if (edit) {
  const digest = (text) => 'sha256:' + createHash('sha256').update(text).digest('hex');
  const [file, index] = ['live/shop.k8s.yaml', 'parity.json'].map((path) => join(app.outdir, path));
  const former = readFileSync(file, 'utf8');
  writeFileSync(file, former.replace(...edit.split('=>')));
  writeFileSync(index, readFileSync(index, 'utf8').replace(digest(former), digest(readFileSync(file, 'utf8'))));
}
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-synth-'));
  writeFileSync(join(folder, 'main.js'), PROGRAM);
  configure();
});
afterAll(() => rmSync(folder, { recursive: true }));

function configure(...properties: readonly string[]): void {
  writeFileSync(
    join(folder, 'cdk8s.yaml'),
    [
      'language: typescript',
      'app: node main.js',
      'validations:',
      `  - package: ${join(root, 'build/lib/check/validation-plugin.js')}`,
      '    version: 0.3.0',
      '    class: ParityValidation',
      ...(properties.length === 0 ? [] : ['    properties:', ...properties.map((line) => `      ${line}`)]),
      '',
    ].join('\n'),
  );
}

function synth(edit: string, why = '', witness = '0') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'synth'], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env, CDK8S_CHECK_UPGRADE: 'false', EDIT: edit, WHY: why, JEST_WORKER_ID: undefined,
      // Whether this runs in CI must not decide.
      PARITY_WITNESS: witness,
    },
  });
  return { status, output: stdout + stderr };
}

test('plain cdk8s synth passes when all is explained', () => {
  const { status, output } = synth('');
  expect([status, output]).toEqual([0, expect.stringContaining('Validations ended succesfully')]);
});

test.each([
  ['paused: true=>paused: false', 'spec.paused: got false, expected true'],
  ['replicas: 3=>replicas: 4', 'spec.replicas: got 4, expected 3'],
])('plain cdk8s synth exits 2 after the edit %s', (edit, place) => {
  const { status, output } = synth(edit);
  expect([status, output]).toEqual([2, expect.stringContaining('PARITY_UNEXPLAINED')]);
  expect(output).toContain('Resource Name: Deployment/shop');
  expect(output).toContain(place);
});

test('a warning is printed and passes; properties make it fail', () => {
  const shown = synth('', 'TODO');
  expect([shown.status, shown.output]).toEqual([0, expect.stringContaining('PARITY_NO_WHY')]);
  expect(shown.output).toContain('0 errors, 1 warning, 0 notes');
  configure('failOn: warning');
  expect(synth('', 'TODO').status).toBe(2);
  expect(synth('').status).toBe(0);
});

test('properties ask for the witness, and a misspelt one fails', () => {
  configure('witnessed: true');
  expect(synth('')).toMatchObject({ status: 2, output: expect.stringContaining('PARITY_NOT_WITNESSED') });
  expect(synth('', '', '1').status).toBe(0);
  configure('witnesed: true');
  expect(synth('')).toMatchObject({ status: 2, output: expect.stringContaining('PARITY_BAD_ARGUMENT') });
});
