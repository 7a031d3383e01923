import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readAssembly } from '../../lib';

const CHARTS = 40;

/** Synthesizes without end, each time another generation of the same charts: enough files for the writing thread. */
const PROGRAM = `
const { ParityApp, ParityChart, environment, vary } = require(${JSON.stringify(resolve('build/lib'))});
const { ApiObject } = require('cdk8s');
class Service extends ParityChart {
  level = vary.integer({ default: 1, min: 1, max: 9, why: 'levels differ' });
  constructor(scope, id, generation) {
    super(scope, id);
    new ApiObject(this, 'config', { apiVersion: 'v1', kind: 'ConfigMap', data: { generation: String(generation), level: \`\${this.level}\` } });
  }
}
const environments = ['local', 'staging', 'production'].map((name, i) => {
  const made = environment(name, { namespace: 'shop' });
  return i === 0 ? made : made.overlay(Service, { level: i + 1 });
});
for (let generation = Number(process.argv[3]); ; generation++) {
  const app = new ParityApp({ environments, outdir: process.argv[2], witness: false });
  for (let n = 0; n < ${CHARTS}; n++) app.add(Service, 'service-' + n, generation);
  app.synth();
  process.stdout.write('.');
}
`;

const folder = mkdtempSync(join(tmpdir(), 'parity-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The one generation that all files of an accepted assembly hold. */
function generationIn(outdir: string): number {
  const assembly = readAssembly(outdir);
  const files = assembly.index.charts.flatMap(({ targets }) => Object.values(targets).map(({ file }) => file));
  expect(files).toHaveLength(3 * CHARTS);
  const generations = new Set(files.map((file) => /generation: "?(\d+)/.exec(assembly.readFile(file))?.[1]));
  expect(generations.size).toBe(1);
  return Number([...generations][0]);
}

test('a synth that is killed at a random moment leaves the former assembly or the new one, never a mixture', async () => {
  const program = join(folder, 'main.js');
  const outdir = join(folder, 'dist');
  writeFileSync(program, PROGRAM);
  let last = 0;
  let interrupted = 0;
  for (let round = 0; round < 50; round++) {
    const child = spawn(process.execPath, [program, outdir, String(last + 1)], {
      stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_PATH: resolve('node_modules') },
    });
    const ended = new Promise((done) => child.once('exit', done));
    await new Promise((done) => child.stdout.once('data', done));
    await new Promise((done) => setTimeout(done, Math.random() * 120));
    child.kill('SIGKILL');
    await ended;
    interrupted += readdirSync(outdir).some((name) => /^\.parity-(stage|next|old)/.test(name)) ? 1 : 0;
    const generation = generationIn(outdir);
    expect(generation).toBeGreaterThan(last);
    last = generation;
  }
  // Otherwise every kill came between two synths and proved nothing.
  expect(interrupted).toBeGreaterThan(5);
});
